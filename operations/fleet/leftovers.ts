import { harmless } from "../../salesforce/harmless.ts";
import type { RecordedResource } from "./backEnd.ts";
import { isOwn } from "./drift.ts";

/**
 * What the state itself says that the next `pulumi up` does, whatever the org has: the same that a preview with a refresh
 * counts as a change (`test/engine/leftovers.test.ts`). A predecessor that is still to be deleted is not one. Pure.
 *
 * @returns a line for each resource; none for a state whose last run came to its end
 */
export function leftoversIn(recorded: readonly RecordedResource[]): string[] {
  return recorded.filter(isOwn).flatMap((resource) => {
    const name = harmless(resource.urn.split("::").at(-1) as string);
    if (resource.isBeingCreated) return [`${name} is still to be created: a run ended before it knew of it`];
    return resource.taint && !resource.delete ? [`${name} is marked to be made again (state taint)`] : [];
  });
}
