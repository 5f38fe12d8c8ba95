import type { World } from "./world.ts";

/** One run of Pulumi, or of an operation of the package. */
export interface Operation {
  name: string;
  title: string;
  command: "up" | "destroy" | "connector";
  /** Arguments of the command that only this operation needs. */
  more: readonly string[];
  /** Arguments of `ScvIntegration` from this operation on. */
  declared: object;
  /** Starts with an empty state, and an org that holds the access that the first `destroy` starts from, without marks. */
  isAdoption: boolean;
  /** Whether it leaves the access in the org: what was adopted is handed back. */
  handsBack: boolean;
  /** Name of an operation from whose start this one starts, in place of the end of the one before it. */
  startsAs?: string;
  /** What people do before it. */
  before?: (world: World) => Promise<void>;
  /** Arguments of the command that takes back what this one does, whole or half done. */
  wayBack?: readonly string[];
  /** Whether flows call the org, so that some key that a connector holds must log in at every moment. */
  hasCalls: boolean;
}

export const username = "scv.integration@interruptions.example.com";

/** Arguments of `ScvIntegration` that all operations declare. */
export const atFirst = {
  contactEmail: "platform-team@example.com",
  username,
  // A proof that would wait for propagation waits for a defect here.
  proof: { propagationTimeoutSeconds: 5 },
};
