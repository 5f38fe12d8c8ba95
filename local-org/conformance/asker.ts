/** What a check asks with: the org's APIs, names that nobody has, and a list of what to undo. */
import { randomBytes } from "node:crypto";
import { type Api, apiOf, told } from "./api.ts";
import { Unaskable } from "./expectation.ts";
import { createMetadata, type Metadata } from "./metadata.ts";
import type { Target } from "./target.ts";

/** What undoes something that was made. */
export type Undo = () => Promise<unknown>;

export interface Asker {
  target: Target;
  /** The data API in the administrator's name. */
  api: Api;
  metadata: Metadata;
  /** The data API with another token. */
  as(accessToken: string): Api;
  /** An API name that nothing in the org has. */
  name(): string;
  /** Notes what undoes something; what was noted last is undone first. */
  later(undo: Undo): void;
  /** Creates a record, which is deleted in the end. @throws Unaskable when the org refuses */
  create(type: string, fields: object): Promise<string>;
}

export function createAsker(target: Target, later: (undo: Undo) => void): Asker {
  const api = apiOf(target, target.accessToken);
  const metadata = createMetadata(target);
  return {
    target,
    api,
    metadata,
    as: (accessToken) => apiOf(target, accessToken),
    name: newName,
    later,
    async create(type, fields) {
      const answer = await api.call("POST", `/sobjects/${type}`, fields);
      if (answer.status !== 201) throw new Unaskable(`Creating ${type} answered ${told(answer)}.`);
      const { id } = answer.body;
      later(() => removed(api, type, id));
      return id;
    },
  };
}

/** A name that begins so is one of this tool's. */
export const nameBeginning = "Conf";

function newName(): string {
  return `${nameBeginning}${randomBytes(5).toString("hex")}`;
}

/** Deletes a record; one that is gone already is fine. @throws Error when the org refuses */
export async function removed(api: Api, type: string, id: string): Promise<void> {
  const answer = await api.call("DELETE", `/sobjects/${type}/${id}`);
  if (answer.status !== 204 && answer.status !== 404) throw new Error(`${type} ${id} stays: ${told(answer)}`);
}
