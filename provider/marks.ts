import { createHash } from "node:crypto";
import { atMost, type Rule } from "./rules.ts";

/**
 * The marks that records carry, and the owners that they name: their one grammar, read and written here and nowhere else.
 *
 *     owner        project "/" stack ["@" pulumi-nodejs:salesforce.ownerTag] "/" resource name
 *     description  text " [pulumi:" owner "]"       of what was made
 *                  text " [pulumi-adopted:" owner "]"   of what was taken over
 *     Division     "pulumi:" owner, "pulumi-adopted:" owner, "pulumi-retired:" owner   of a user
 *
 * The first write of every create leaves a mark: after a run that was killed, or whose answer was lost, only the mark
 * tells our own half-made record from somebody else's. Whatever is not exactly the mark that an owner writes is not its
 * own. Every rule here is linear in the length of the text.
 */
export interface Mark {
  /** Absent for a kind that this version does not write: whose record that is, it cannot say. */
  kind?: MarkKind;
  /** The owner as the mark names it: as it is, or in its written form. */
  owner: string;
}

/** What a mark says of its record: the stack made it, took it over, or (a user only) has deactivated it at a destroy. */
export type MarkKind = keyof typeof prefixes;

const prefixes = { made: "pulumi", adopted: "pulumi-adopted", retired: "pulumi-retired" } as const;

/** Whose a record is. */
export type Ownership = "ours" | "unmarked" | "others";

/** Descriptions have room for 255 characters. Source: Object Reference, PermissionSet and Profile. */
const longestDescription = 255;

/** User.Division has room for 80 characters. Source: Object Reference, User. */
const longestDivision = 80;

/** Name of a Pulumi project. */
const projectName = /^[A-Za-z0-9_.-]+$/;

/** Name of a Pulumi stack, with the word of `pulumi-nodejs:salesforce.ownerTag` where one is set. */
const stackName = /^[A-Za-z0-9_.-]+(@[A-Za-z0-9_.-]+)?$/;

/** A character that a mark does not hold: brackets delimit it, and Salesforce drops or changes blanks and controls. */
const notInMark = /[[\]\s\p{C}]/gu;

/** Parts of an owner, or undefined where a text is none. The name of a resource may itself hold slashes. */
function partsOf(owner: string): { stack: string; name: string } | undefined {
  const [project = "", stack = "", ...name] = owner.split("/");
  if (!projectName.test(project) || !stackName.test(stack) || name.join("/") === "") return undefined;
  return { stack: `${project}/${stack}`, name: name.join("/") };
}

/** Project and stack of an owner, `<project>/<stack>`; undefined where a text is no owner in the form of a mark. */
function stackOf(owner: string): string | undefined {
  return owner.search(notInMark) === -1 ? partsOf(owner)?.stack : undefined;
}

/** Name in the program of the resource that an owner stands for; empty where a text is no owner. */
export function resourceNameOf(owner: string): string {
  return partsOf(owner)?.name ?? "";
}

/** Name of the stack that an owner stands for; the word that tells it from its namesakes is in the mark, and not in its name. */
export function stackOfOwner(owner: string): string {
  return owner.split("/")[1]?.split("@")[0] ?? "";
}

/** The owner of another resource of the same stack. */
export function ownerBeside(owner: string, name: string): string {
  return `${partsOf(owner)?.stack ?? owner}/${name}`;
}

/**
 * An owner as a mark names it. What does not fit, by its characters or its length, is cut, and a digest of the whole
 * keeps it apart from every other one.
 */
function written(owner: string, room = Number.POSITIVE_INFINITY): string {
  if (owner.length <= room && owner.search(notInMark) === -1) return owner;
  const digest = createHash("sha256").update(owner).digest("hex").slice(0, 24);
  return `${owner.slice(0, room - digest.length - 1).replace(notInMark, "_")}#${digest}`;
}

const roomInDivision = longestDivision - `${prefixes.retired}:`.length;

/** Whether a mark names an owner: as it is, or in the form for a description or for the Division of a user. */
function names(mark: Mark, owner: string): boolean {
  return [owner, written(owner), written(owner, roomInDivision)].includes(mark.owner);
}

/** An owner as it was before its stack got a word of its own (`pulumi-nodejs:salesforce.ownerTag`). */
function withoutTag(owner: string): string {
  const { stack, name } = partsOf(owner) ?? {};
  return stack === undefined ? owner : `${stack.split("@")[0]}/${name}`;
}

/**
 * Decides whose a record is from the mark that it carries. A user that was retired before its stack got a word is still
 * the stack's: no state holds a retired user, so an update cannot write the new mark.
 *
 * @param formerOwner of a resource that was renamed
 */
export function ownershipOf(mark: Mark | undefined, owner: string, formerOwner = owner): Ownership {
  if (mark === undefined) return "unmarked";
  const owners = [owner, formerOwner, ...(mark.kind === "retired" ? [withoutTag(owner)] : [])];
  return mark.kind !== undefined && owners.some((own) => names(mark, own)) ? "ours" : "others";
}

/** Whether a mark is one of a resource of the stack that an owner belongs to. */
export function isOfSameStack(mark: Mark | undefined, owner: string): boolean {
  const stack = partsOf(owner)?.stack;
  return mark?.kind !== undefined && stack !== undefined && stackOf(mark.owner) === stack;
}

/**
 * Whether a mark is one that a copy of another org carries: of the same resource of the same project, in another stack.
 * What was copied with a sandbox carries the marks of the stack of its source; in an org that two stacks share, it is the
 * other stack's. Of a mark that was cut, the digest decides, unless not even the stack is left of it.
 */
export function isOfSource(mark: Mark | undefined, owner: string): boolean {
  const [own, found] = [partsOf(owner), mark && partsOf(mark.owner)];
  if (mark?.kind === undefined || !own || !found) return false;
  const projectOf = (stack: string) => stack.split("/")[0];
  const isOtherStack = found.stack !== own.stack && projectOf(found.stack) === projectOf(own.stack);
  return isOtherStack && names(mark, `${found.stack}/${own.name}`);
}

/** A mark without what surrounds it, `pulumi-adopted:access/dev/set`; undefined where a text is none. */
function markOf(text: string): Mark | undefined {
  const [, prefix, owner = ""] = /^(pulumi(?:-[a-z]+)?):(.+)$/s.exec(text) ?? [];
  if (prefix === undefined) return undefined;
  const kind = (Object.keys(prefixes) as MarkKind[]).find((each) => prefixes[each] === prefix);
  return { ...(kind && { kind }), owner };
}

/** Appends the mark to a description. */
export function withMark(description: string, owner: string, kind: "made" | "adopted" = "made"): string {
  return `${description === "" ? "" : `${description} `}[${prefixes[kind]}:${written(owner)}]`;
}

/**
 * Splits a description as found in the org into the text and the mark behind it. Where marks of several owners stand
 * there, it belongs to none of them: who may write it is for a person to say.
 */
export function splitMark(description: unknown): { text: string; mark?: Mark } {
  let text = typeof description === "string" ? description : "";
  let mark: Mark | undefined;
  for (;;) {
    const end = text.trimEnd();
    const start = end.endsWith("]") ? end.lastIndexOf("[") : -1;
    const found = start === -1 ? undefined : markOf(end.slice(start + 1, -1));
    if (found === undefined) return mark === undefined ? { text } : { text: end, mark };
    mark = mark === undefined ? found : both(mark, found);
    text = end.slice(0, start);
  }
}

/** What two marks on one record come to: an adoption is not undone by a mark beside it. */
function both(last: Mark, before: Mark): Mark {
  if (last.kind === undefined) return last;
  if (last.owner !== before.owner || before.kind === undefined) return { owner: `${before.owner} and ${last.owner}` };
  return before.kind === "adopted" ? before : last;
}

/** The rule for a description that must leave room for the mark, and must not look as if it carried one. */
export function descriptionBesideMark(owner: string, kind: "made" | "adopted" = "made"): Rule {
  const fits = atMost(longestDescription - withMark("x", owner, kind).length + 1);
  return (description) =>
    splitMark(description).mark === undefined
      ? fits(description)
      : "must not end like a mark, [pulumi:…]. Leave that out: the mark is added automatically.";
}

/** The rule for the owner of a record with a mark in its description, which must have room for all of it. */
export const ownerInDescription: Rule = (owner) =>
  ownerForm(owner) ??
  (withMark("", owner, "adopted").length > longestDescription
    ? `is too long: the mark with project, stack and resource name has ${withMark("", owner, "adopted").length} characters, and the description has room for ${longestDescription}. Shorten the name of the resource.`
    : undefined);

/** The rule for the owner of a user; the mark in Division is shortened where there is no room. */
export const ownerForm: Rule = (owner) =>
  partsOf(owner) === undefined ? "must be project/stack/name; the resource class sets it." : undefined;

/**
 * The mark of a user, kept in the field Division. A user cannot be deleted; one that a destroy has deactivated carries
 * `pulumi-retired:`, which a later create takes back, unlike a user that somebody else has deactivated.
 */
export function userMark(owner: string, kind: MarkKind): string {
  return `${prefixes[kind]}:${written(owner, roomInDivision)}`;
}

/** The mark that a user carries in its field Division. */
export function markOfUser(division: unknown): Mark | undefined {
  return typeof division === "string" ? markOf(division) : undefined;
}
