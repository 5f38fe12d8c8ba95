import { createHash } from "node:crypto";
import { otherOwnerInWords } from "./foreignMarks.ts";
import type { Rule } from "./inputReader.ts";
import { Refusal } from "./lifecycle.ts";
import { atMost } from "./rules.ts";

/**
 * Whose a record is. The first write of every create leaves a mark in the org, `<project>/<stack>/<resource name>`:
 * after a run that was killed, or whose answer was lost, only the mark tells our own half-made record from somebody
 * else's.
 */
export type Ownership = "ours" | "unmarked" | "others";

const pattern = /\s*\[pulumi:([^\]]+)\]\s*$/;

/** Appends the mark to a description. */
export function withMark(description: string, owner: string): string {
  return `${description === "" ? "" : `${description} `}[pulumi:${owner}]`;
}

/** Descriptions have room for 255 characters. Source: Object Reference, PermissionSet and Profile. */
const longestDescription = 255;

/** The rule for a description that must leave room for the mark. */
export function roomBesideMark(owner: string): Rule {
  return atMost(longestDescription - withMark("x", owner).length + 1);
}

/** Splits a description as found in the org into the text and the owner that its mark names. */
export function splitMark(description: unknown): { text: string; owner?: string } {
  const found = typeof description === "string" ? description : "";
  const owner = pattern.exec(found)?.[1];
  return owner === undefined ? { text: found } : { text: found.replace(pattern, ""), owner };
}

/** Longest value of User.Division, where a user carries its mark. */
const longestUserMark = 80;

/**
 * The mark of a user, kept in the field Division. A user cannot be deleted; one that a destroy has deactivated carries
 * `pulumi-retired:`, which a later create takes back, unlike a user that somebody else has deactivated.
 */
export function userMark(owner: string, state: "active" | "retired"): string {
  const prefix = state === "active" ? "pulumi:" : "pulumi-retired:";
  const room = longestUserMark - "pulumi-retired:".length;
  if (owner.length <= room) return prefix + owner;
  const digest = createHash("sha256").update(owner).digest("hex").slice(0, 24);
  return `${prefix}${owner.slice(0, room - digest.length - 1)}#${digest}`;
}

/** Decides whose a found user is. */
export function userOwnership(division: unknown, owner: string): Ownership {
  if (division === userMark(owner, "active") || division === userMark(owner, "retired")) return "ours";
  return typeof division === "string" && /^pulumi(-retired)?:/.test(division) ? "others" : "unmarked";
}

/** Whether a user carries the mark of any resource of the stack that an owner belongs to. */
export function isMarkedByStack(division: unknown, owner: string): boolean {
  const stack = owner.split("/").slice(0, 2).join("/");
  return ["pulumi:", "pulumi-retired:"].some((prefix) => String(division ?? "").startsWith(`${prefix}${stack}/`));
}

/** Decides whose a found record is, from the owner that its mark names. */
export function ownershipOf(found: string | undefined, owner: string): Ownership {
  if (found === undefined) return "unmarked";
  return found === owner ? "ours" : "others";
}

/** What was found under a name that a create wants. */
export interface FoundRecord {
  /** Words for the record, for example `permission set IVR_Access`. */
  what: string;
  id: string;
  ownership: Ownership;
  /** Ours. */
  owner: string;
  /** The owner that a foreign mark names. */
  foundOwner: string | undefined;
  /** Where a person writes the mark to hand the record over, for example `the end of its description`. */
  place: string;
  /** The mark to write there. */
  mark: string;
}

/**
 * Lets a create go on with a record that exists already only if it is our own half-made one.
 *
 * @throws Refusal that says what was found and how it can be handed over
 */
export function refuseUnlessOurs(found: FoundRecord): void {
  if (found.ownership === "ours") return;
  if (found.ownership === "others") {
    throw new Refusal(
      `The ${found.what} (${found.id}) belongs to ${otherOwnerInWords(found.foundOwner ?? "unknown", found.owner)}. Choose another name, or destroy it there first.`,
    );
  }
  throw new Refusal(
    `The ${found.what} (${found.id}) exists already in this org and was not made by this stack. Choose another name; or, to hand it over to this stack, write ${found.mark} at ${found.place} and run again: it is then changed to what is declared, and deleted or deactivated by a destroy.`,
  );
}
