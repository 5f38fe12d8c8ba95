import type { SalesforceRecord } from "../salesforce/org.ts";
import { otherOwnerInWords } from "./foreignMarks.ts";
import type { InputReader } from "./inputReader.ts";
import { type Operation, Refusal } from "./lifecycle.ts";
import { type Ownership, ownershipOf, splitMark } from "./ownership.ts";

/** Inputs of every resource that can take over what exists already. Absent means false, as in the state of old. */
export interface AdoptionInputs {
  adopt?: true;
  deleteAdopted?: true;
}

/** Names of the inputs. */
export const adoptionInputNames = ["adopt", "deleteAdopted"] as const;

/** Reads the inputs; what is false is left out, so that state without them is no difference. */
export function adoptionInputs(read: InputReader): AdoptionInputs {
  return given({ adopt: read.flag("adopt", false), deleteAdopted: read.flag("deleteAdopted", false) });
}

/** The inputs as they were declared: the org does not hold them. */
export function given(declared: { adopt?: boolean; deleteAdopted?: boolean }): AdoptionInputs {
  return {
    ...(declared.adopt && { adopt: declared.adopt as true }),
    ...(declared.deleteAdopted && { deleteAdopted: declared.deleteAdopted as true }),
  };
}

/** What was found in the org under the name that a create wants. */
export interface FoundRecord {
  /** Words for the record, for example `permission set IVR_Access`. */
  what: string;
  id: string;
  ownership: Ownership;
  /** Whether our mark says that it was adopted and not made. */
  isAdopted: boolean;
  /** Ours. */
  owner: string;
  /** The owner that the mark names. */
  foundOwner: string | undefined;
  /** Who changed it last. */
  lastModifiedBy: string;
  /** When that was, as Salesforce writes it. */
  lastModifiedDate: string;
  /** Why it cannot be adopted, whatever is declared: what Salesforce does not change, or must not be overwritten. */
  obstacles: string[];
}

/** Fields of a query that `foundByDescription` reads. */
export const foundFields = "Id, Description, LastModifiedBy.Name, LastModifiedDate";

/** A found record that carries its mark in the description. */
export function foundByDescription(
  record: SalesforceRecord,
  what: string,
  owner: string,
  obstacles: string[],
): FoundRecord {
  const mark = splitMark(record.Description);
  return {
    what,
    id: record.Id,
    ownership: ownershipOf(mark.owner, owner),
    isAdopted: mark.isAdopted,
    owner,
    foundOwner: mark.owner,
    ...lastModified(record),
    obstacles,
  };
}

/** Who changed a record last, and when. */
export function lastModified(record: SalesforceRecord): Pick<FoundRecord, "lastModifiedBy" | "lastModifiedDate"> {
  const by = (record.LastModifiedBy as { Name?: string } | null | undefined)?.Name;
  return { lastModifiedBy: by ?? "an unknown user", lastModifiedDate: String(record.LastModifiedDate ?? "") };
}

/** Words for a found record: what it is, its id, and by whom and when it was last changed. */
export function describeFound(found: FoundRecord): string {
  const [, day = "an unknown day", time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(found.lastModifiedDate) ?? [];
  return `${found.what} (${found.id}, last changed by ${found.lastModifiedBy} on ${day}${time ? ` at ${time} UTC` : ""})`;
}

/**
 * Lets a create go on with a record that exists already: with our own half-made one, and with one that nobody has marked
 * if it is to be adopted.
 *
 * @returns whether the record is adopted, now or by an earlier run
 * @throws Refusal that says what was found and what can be done
 */
export function takeOver(found: FoundRecord, adopt: boolean, operation: Operation): boolean {
  if (found.ownership === "ours") {
    operation.made(found.id);
    return found.isAdopted;
  }
  const problems = refusals(found, adopt);
  if (problems.length > 0) throw new Refusal(problems.join(" "));
  return true;
}

/** Why a found record that is not ours cannot be gone on with; empty when it can be adopted. Pure. */
export function refusals(found: FoundRecord, adopt: boolean): string[] {
  if (found.ownership === "others") {
    return [
      `The ${describeFound(found)} belongs to ${otherOwnerInWords(found.foundOwner ?? "unknown", found.owner)}${adopt ? "; it is not adopted" : ""}. Choose another name, or destroy it there first.`,
    ];
  }
  if (!adopt) {
    return [
      `The ${describeFound(found)} exists already in this org and was not made by this stack. Set adopt: true to take it over: it is marked and changed to what is declared, the preview says beforehand what would change, and a destroy hands it back. Or choose another name.`,
    ];
  }
  return found.obstacles.map((obstacle) => `The ${describeFound(found)} cannot be adopted: ${obstacle}`);
}

/** What a destroy knows of a record: the mark that it carries, and what was declared and remembered. */
export interface AdoptedState {
  ownership: Ownership;
  isMarkedAdopted: boolean;
  state: { adopt?: boolean; deleteAdopted?: boolean; isAdopted?: boolean };
}

/**
 * Whether a destroy hands a record back instead of deleting it. The mark decides; where somebody has taken it away, or
 * an adoption failed before it was written, what was declared does.
 */
export function isHandedBack({ ownership, isMarkedAdopted, state }: AdoptedState): boolean {
  if (state.deleteAdopted) return false;
  return ownership === "ours" ? isMarkedAdopted : isRememberedAsAdopted(state);
}

/** Whether a record that carries no mark of ours counts as adopted. */
export function isRememberedAsAdopted(state: AdoptedState["state"]): boolean {
  return state.isAdopted ?? state.adopt === true;
}

/** Whether a record was adopted: its mark says so, and where that is missing, what is remembered. */
export function wasAdopted(
  mark: { owner?: string; isAdopted: boolean },
  owner: string,
  isRemembered: boolean | undefined,
): boolean {
  return mark.owner === owner ? mark.isAdopted : isRemembered === true;
}

/** The line that a destroy says when it hands a record back. */
export function handedBack(what: string, id: string): string {
  return `${what} (${id}) was adopted and is handed back: only the mark is taken away. With deleteAdopted: true a destroy would remove it.`;
}
