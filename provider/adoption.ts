import { pulumiCommand } from "../common/commands.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { whereToSet } from "../salesforce/settings.ts";
import type { InputReader } from "./inputReader.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { isOfSameStack, isOfSource, type Mark, ownershipOf } from "./marks.ts";

/** Inputs of every resource that can take over what exists already. Absent means false, as in the state of old. */
export interface AdoptionInputs {
  adopt?: true;
  deleteAdopted?: true;
}

/** Names of the inputs. */
export const adoptionInputNames = ["adopt", "deleteAdopted"] as const;

/** Reads the inputs; what is false is left out, so that state without them is no difference. */
export function adoptionInputs(read: InputReader): AdoptionInputs {
  return adoptionAsDeclared({ adopt: read.flag("adopt", false), deleteAdopted: read.flag("deleteAdopted", false) });
}

/** The inputs as they were declared: the org does not hold them. */
export function adoptionAsDeclared(declared: { adopt?: boolean; deleteAdopted?: boolean }): AdoptionInputs {
  return {
    ...(declared.adopt && { adopt: declared.adopt as true }),
    ...(declared.deleteAdopted && { deleteAdopted: declared.deleteAdopted as true }),
  };
}

/** A lifecycle that can take over what exists already. */
export interface AdoptingLifecycle<Inputs extends object, Outputs extends object> extends Lifecycle<Inputs, Outputs> {
  /** Looks for what a create with these inputs would find, and at what it holds. Reads only. */
  survey(org: Org, inputs: Inputs): Promise<Surveyed<Inputs> | undefined>;
}

/** What exists already under the name that a create wants. */
export interface Surveyed<Inputs> {
  found: FoundRecord;
  /** What it holds, in the shape of the program's inputs. */
  inputs: Inputs;
  /** What a person must know of it, in sentences without a full stop. */
  notes?: string[];
}

/** What was found in the org under the name that a create wants. */
export interface FoundRecord {
  /** Words for the record, for example `permission set IVR_Access`. */
  what: string;
  id: string;
  /** The mark that it carries. */
  mark: Mark | undefined;
  /** The owner that looks for it. */
  owner: string;
  /** Who changed it last. */
  lastModifiedBy: string;
  /** When that was, as Salesforce writes it. */
  lastModifiedDate: string;
  /** Why it cannot be adopted, whatever is declared: what Salesforce does not change, or must not be overwritten. */
  obstacles: string[];
}

/** Fields of a query that `lastModified` reads. */
export const lastModifiedFields = "LastModifiedBy.Name, LastModifiedDate";

/** Who changed a record last, and when. */
export function lastModified(record: SalesforceRecord): Pick<FoundRecord, "lastModifiedBy" | "lastModifiedDate"> {
  const by = (record.LastModifiedBy as { Name?: string } | null | undefined)?.Name;
  return { lastModifiedBy: by ?? "an unknown user", lastModifiedDate: String(record.LastModifiedDate ?? "") };
}

/** Words for a found record: what it is, its id, and by whom and when it was last changed. */
export function describeFound(found: Pick<FoundRecord, "what" | "id" | "lastModifiedBy" | "lastModifiedDate">): string {
  return `${found.what} (${found.id}, last changed ${lastChange(found)})`;
}

/** Words for the owner that a mark names which is not ours. */
export function otherOwnerInWords(mark: Mark, owner: string): string {
  return `${isOfSameStack(mark, owner) ? "another resource of this stack" : "another stack"}: ${mark.owner}`;
}

/**
 * Whether a found record is the stack's own already.
 *
 * @param formerOwner an owner of the stack at the last run: what carries a mark of that stack is its own, and the stack,
 * or the resource in the program, was renamed since
 */
export function isOwnRecord({ mark, owner }: Pick<FoundRecord, "mark" | "owner">, formerOwner?: string): boolean {
  return ownershipOf(mark, owner) === "ours" || (formerOwner !== undefined && isOfSameStack(mark, formerOwner));
}

/** Words for copies that a stack takes over, for its preview. Pure. */
export function copyLines(found: readonly FoundRecord[]): string[] {
  return found
    .filter(({ mark, owner }) => isOfSource(mark, owner))
    .map((copy) => `${describeFound(copy)} is a copy with the mark of ${copy.mark?.owner}; it would be taken over`);
}

/** Who changed a found record last, and on which day. */
export function lastChange({
  lastModifiedBy,
  lastModifiedDate,
}: Pick<FoundRecord, "lastModifiedBy" | "lastModifiedDate">) {
  const [, day = "an unknown day", time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(lastModifiedDate) ?? [];
  return `by ${lastModifiedBy} on ${day}${time ? ` at ${time} UTC` : ""}`;
}

/** Where the configuration of a stack of this project says the name of a found record, and that it is adopted. */
function placesOf({ what }: FoundRecord): { name: string; adopt: string } {
  const [, part, name] = places.find(([kind]) => what.startsWith(kind)) ?? ["", "…", "…"];
  return { name: name === "username" ? name : `overrides.${part}.${name}`, adopt: `adopt or overrides.${part}.adopt` };
}

const places = [
  ["permission set ", "permissionSet", "apiName"],
  ["profile ", "profile", "name"],
  ["user ", "user", "username"],
  ["external client app ", "app", "apiName"],
] as const;

/** Why a found record that is not ours cannot be gone on with; empty when it can be adopted. Pure. */
export function refusals(found: FoundRecord, adopt: boolean): string[] {
  const { mark, owner } = found;
  if (mark !== undefined && ownershipOf(mark, owner) === "others") {
    const copy = isOfSource(mark, owner)
      ? ` If a sandbox refresh has copied it from another org: set ${whereToSet("replacedOrgId")} to the id of the org that was here before, and run ${pulumiCommand("up --refresh")}; then it is taken over.`
      : "";
    return [
      `The ${describeFound(found)} belongs to ${otherOwnerInWords(mark, owner)}${adopt ? "; it is not adopted" : ""}. Choose another name (stack's configuration: ${placesOf(found).name}), or destroy it there first.${copy}`,
    ];
  }
  if (!adopt) {
    return [
      `The ${describeFound(found)} already exists in this org, and this stack did not create it. Choose another name; or set adopt: true to take it over: the preview then says what would change, the update marks it and changes it to what is declared, and a destroy hands it back (stack's configuration: ${placesOf(found).name}, ${placesOf(found).adopt}).`,
    ];
  }
  return found.obstacles.map((obstacle) => `The ${describeFound(found)} cannot be adopted: ${obstacle}`);
}
