import { harmless } from "../../salesforce/harmless.ts";
import type { Org } from "../../salesforce/org.ts";
import type { RecordedResource } from "./backEnd.ts";
import { isOwn, isStillThere, recordedAs } from "./drift.ts";

/**
 * What the state itself says that the next `pulumi up` does, whatever the org has: the same that a preview with a refresh
 * shows (`test/engine/leftovers.test.ts`).
 *
 * @returns a line for each resource; none for a state whose last run came to its end
 */
export async function leftoversIn(recorded: readonly RecordedResource[], org: Org | undefined): Promise<string[]> {
  const lines = recorded.filter(isOwn).map(async (resource) => {
    const name = harmless(resource.urn.split("::").at(-1) as string);
    if (resource.isBeingCreated) return `${name} is still to be created: a run ended before it knew of it`;
    // A refresh forgets what is gone already.
    if (resource.delete) {
      const isThere = org && (await isStillThere(org, recordedAs(resource)));
      return isThere ? `${name} has a predecessor (${resource.id}) that is still to be deleted` : undefined;
    }
    return resource.taint ? `${name} is marked to be made again (pulumi state taint)` : undefined;
  });
  return (await Promise.all(lines)).filter((line) => line !== undefined);
}
