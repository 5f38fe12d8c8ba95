import { Refusal } from "./lifecycle.ts";

/** Words for the owner that a mark names which is not ours. */
export function otherOwnerInWords(found: string, owner: string): string {
  const stackOf = (text: string) => text.split("/").slice(0, 2).join("/");
  return `${stackOf(found) === stackOf(owner) ? "another resource of this stack" : "another stack"}: ${found}`;
}

/** The owner that the mark of a user names, as far as the field had room for it. */
export function ownerOfUserMark(division: unknown): string | undefined {
  return /^pulumi(?:-[a-z]+)?:(.+)$/.exec(typeof division === "string" ? division : "")?.[1];
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Keeps a delete from what has become somebody else's since. A mark that was taken away is none of another owner.
 *
 * @param what words for the record, for example `permission set IVR_Access`
 * @param found the owner that its mark names now
 * @throws Refusal that names that owner
 */
export function refuseDeleteOfOthers(what: string, found: string | undefined, owner: string): void {
  if (found === undefined || found === owner) return;
  throw new Refusal(
    `${capitalised(what)} carries the mark of ${otherOwnerInWords(found, owner)}. Nothing was deleted. To let go of it here, remove the resource from the state (pulumi state delete).`,
  );
}

/**
 * Keeps an update from what has become somebody else's since.
 *
 * @param what words for the record, for example `permission set IVR_Access`
 * @param found the owner that its mark names now; undefined for a mark that was taken away, which is written again
 * @param formerOwner the owner before, for a resource that was renamed in the program
 * @throws Refusal that names that owner
 */
export function refuseUpdateOfOthers(
  what: string,
  found: string | undefined,
  owner: string,
  formerOwner: string | undefined,
): void {
  if (found === undefined || found === owner || found === formerOwner) return;
  throw new Refusal(
    `${capitalised(what)} carries the mark of ${otherOwnerInWords(found, owner)}. Nothing was changed. To let go of it here, remove the resource from the state (pulumi state delete).`,
  );
}
