/** What an org keeps for its whole life: its id, and the deployer's credentials. */
import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import type { Deployer, DocumentStore } from "./contracts.ts";
import type { OrgShape } from "./shape.ts";

/** What an org keeps for its whole life. */
export interface Identity {
  organizationId: string;
  instance: string;
  clientId: string;
  deployerUserId: string;
  deployerUsername: string;
  accessToken: string;
  shape?: OrgShape;
}

/** Collection of the documents that a reset keeps. */
export const identityCollection = "org";
/** What belongs to the org itself rather than to its state. */
export const keptRows = { _document: `collection = '${identityCollection}'` };

/** OAuth scopes of the deployer's session. */
export const deployerScopes = ["api", "full", "id", "refresh_token", "web"];

/** @param identity what is known of it when it is asked for */
export function createDeployer(documents: DocumentStore, identity: () => Identity | undefined): Deployer {
  const known = (): Identity => {
    const value = identity();
    if (value === undefined) throw new Error("The org has no deployer yet.");
    return value;
  };
  const privateKeyPem = (): string => {
    const kept = documents.get<string>(identityCollection, "deployerKey");
    if (kept !== undefined) return kept;
    const made = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    documents.set(identityCollection, "deployerKey", made);
    return String(made);
  };
  return {
    get userId() {
      return known().deployerUserId;
    },
    get username() {
      return known().deployerUsername;
    },
    get clientId() {
      return known().clientId;
    },
    get accessToken() {
      return known().accessToken;
    },
    privateKeyPem,
    publicKeyPem: () => String(createPublicKey(privateKeyPem()).export({ type: "spki", format: "pem" })),
  };
}

/** A consumer key as an org makes it: `3MVG9` and 80 more characters. */
export function consumerKey(): string {
  return `3MVG9${randomBytes(60).toString("base64").replaceAll("+", ".").replaceAll("/", "_")}`;
}

/** Instances of the orgs that are open in this process: record ids differ between orgs, as everywhere in Salesforce. */
export const instances = new Set<string>();
const mostTries = 1000;

/** Two letters that no open org of this process has. */
export function unusedInstance(): string {
  let instance = randomLetters(2);
  for (let tries = 0; instances.has(instance) && tries < mostTries; tries += 1) instance = randomLetters(2);
  return instance;
}

export function randomLetters(count: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return Array.from(randomBytes(count), (byte) => letters.charAt(byte % letters.length)).join("");
}
