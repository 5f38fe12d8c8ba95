import { randomBytes, randomUUID } from "node:crypto";

/** Ids of flows and of their versions: 24 hexadecimal digits. */
export function newFlowId(): string {
  return randomBytes(12).toString("hex");
}

/** Ids of organizations, connectors and entry points. */
export function newUuid(): string {
  return randomUUID();
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Part of a token, an id of a client, or a secret. @param bytes how many random bytes are in it */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString("base64url").replaceAll(/[_-]/g, "x");
}

/** "Same across orgs and environments", says the specification. */
export const projectId = "5e5c9ad6d61f870d6d778c1b";

/** The data centres of Webex Contact Center; each has a gateway of its own. */
export const regions = ["us1", "eu1", "eu2", "anz1", "ca1", "jp1", "sg1"] as const;

export type Region = (typeof regions)[number];
