/** What is generated from the published types, as the local org reads it. */
import { readFileSync } from "node:fs";
import { featurePermissions } from "./featurePermissions.ts";
import type { GeneratedSchema } from "./generatedSchema.ts";

export const generated: GeneratedSchema = JSON.parse(
  readFileSync(new URL("./generated.json", import.meta.url), "utf8"),
);
for (const name of Object.keys(featurePermissions))
  generated.sObjects.PermissionSet?.push({ name: `Permissions${name}`, type: "boolean" });

/** Names of all types of the Metadata API, whether the local org serves them or not. */
export const metadataTypeNames: ReadonlySet<string> = new Set(generated.metadataTypes);

/** Names of all sObjects of the Tooling API in lower case, whether the local org serves them or not. */
export const toolingTypeNames: ReadonlySet<string> = new Set(generated.toolingTypes.map((name) => name.toLowerCase()));
