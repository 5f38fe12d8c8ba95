import { createHash } from "node:crypto";
import type { Rule } from "./inputReader.ts";
import { atMost } from "./rules.ts";

/**
 * Whose a record is. The first write of every create leaves a mark in the org, `<project>/<stack>/<resource name>`:
 * after a run that was killed, or whose answer was lost, only the mark tells our own half-made record from somebody
 * else's. What was adopted carries a mark of its own kind, so that the fact outlives the state too.
 */
export type Ownership = "ours" | "unmarked" | "others";

const pattern = /\s*\[pulumi(-adopted)?:([^\]]+)\]\s*$/;

/** Appends the mark to a description. */
export function withMark(description: string, owner: string, isAdopted = false): string {
  return `${description === "" ? "" : `${description} `}[pulumi${isAdopted ? "-adopted" : ""}:${owner}]`;
}

/** Descriptions have room for 255 characters. Source: Object Reference, PermissionSet and Profile. */
const longestDescription = 255;

/** The rule for a description that must leave room for the mark. */
export function roomBesideMark(owner: string, isAdopted = false): Rule {
  return atMost(longestDescription - withMark("x", owner, isAdopted).length + 1);
}

/** Splits a description as found in the org into the text, the owner that its mark names, and the kind of the mark. */
export function splitMark(description: unknown): { text: string; owner?: string; isAdopted: boolean } {
  const found = typeof description === "string" ? description : "";
  const mark = pattern.exec(found);
  if (mark?.[2] === undefined) return { text: found, isAdopted: false };
  return { text: found.replace(pattern, ""), owner: mark[2], isAdopted: mark[1] !== undefined };
}

/** Longest value of User.Division, where a user carries its mark. */
const longestUserMark = 80;

const userMarkPrefixes = { active: "pulumi:", retired: "pulumi-retired:", adopted: "pulumi-adopted:" } as const;

/**
 * The mark of a user, kept in the field Division. A user cannot be deleted; one that a destroy has deactivated carries
 * `pulumi-retired:`, which a later create takes back, unlike a user that somebody else has deactivated.
 */
export function userMark(owner: string, state: keyof typeof userMarkPrefixes): string {
  const prefix = userMarkPrefixes[state];
  const room = longestUserMark - userMarkPrefixes.retired.length;
  if (owner.length <= room) return prefix + owner;
  const digest = createHash("sha256").update(owner).digest("hex").slice(0, 24);
  return `${prefix}${owner.slice(0, room - digest.length - 1)}#${digest}`;
}

/** Decides whose a found user is. */
export function userOwnership(division: unknown, owner: string): Ownership {
  const prefixes = Object.keys(userMarkPrefixes) as (keyof typeof userMarkPrefixes)[];
  if (prefixes.some((state) => division === userMark(owner, state))) return "ours";
  return typeof division === "string" && /^pulumi(-retired|-adopted)?:/.test(division) ? "others" : "unmarked";
}

/** Whether a user carries the mark of any resource of the stack that an owner belongs to. */
export function isMarkedByStack(division: unknown, owner: string): boolean {
  const stack = owner.split("/").slice(0, 2).join("/");
  return Object.values(userMarkPrefixes).some((prefix) => String(division ?? "").startsWith(`${prefix}${stack}/`));
}

/** Decides whose a found record is, from the owner that its mark names. */
export function ownershipOf(found: string | undefined, owner: string): Ownership {
  if (found === undefined) return "unmarked";
  return found === owner ? "ours" : "others";
}
