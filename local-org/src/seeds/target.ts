import type { Org } from "../contracts.ts";

/** What seeds need of the org that they fill. */
export type SeedTarget = Pick<Org, "organizationId" | "records" | "settings" | "now">;
