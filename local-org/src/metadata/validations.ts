/** Validations: deploys that only checked, and whose zip may be deployed without another check for a while. */
import type { Org } from "../contracts.ts";
import type { DeployRecord } from "./deployRecord.ts";

const collection = "metadata.validatedZips";
const usableDays = 10;
const day = 86_400_000;

/** Keeps the zip of a deploy that validated it; a deploy that changed something ends all validations before it. */
export function noteValidation(org: Org, { id, options, outcome }: DeployRecord, zip: string): void {
  if (outcome === undefined || outcome.status === "Failed") return;
  if (!options.checkOnly) for (const { key } of org.documents.list(collection)) org.documents.remove(collection, key);
  else if (outcome.status === "Succeeded" && options.runsTests) org.documents.set(collection, id, zip);
}

/** The zip of a validation in base64, or why it cannot be deployed any more. */
export function validatedZip(
  org: Org,
  { id, options, outcome, completedDate }: DeployRecord,
): { zip: string } | string {
  if (!options.checkOnly || outcome?.status !== "Succeeded") return "Source validate did not succeed";
  if (!options.runsTests) return "Source validate did not run tests in the org";
  const zip = org.documents.get<string>(collection, id);
  if (zip === undefined) return "There have been deploys in the org since the source validate happened";
  const age = org.now().getTime() - Date.parse(completedDate ?? "");
  return age > usableDays * day ? "Source validate happened too long ago" : { zip };
}
