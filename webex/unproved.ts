/**
 * What moves flows by calls, and rests on what nobody has shown on a tenant. Everything that is a guess is in this file:
 * when one of them turns out to be wrong, it is put right here.
 */
import { randomUUID } from "node:crypto";
import { WebexError } from "./errors.ts";
import { contentOf, differingKeys, type FlowDocument } from "./flowDocument.ts";
import type { FlowKey } from "./flows.ts";
import { objectIn, type WebexCaller } from "./gateway.ts";

/** The guesses, each as a sentence for whoever is about to rely on them. */
export const guesses: readonly string[] = [
  "An import by the legacy interface keeps a connector id that was changed. That it keeps what it is given was seen for other values only. Each import is read back and compared.",
  "A lock keeps the imports and publishes of others away until it is released, or has not been used for 15 minutes, and who holds it may take it again.",
  "The gateway refuses the lock of a flow that somebody else has locked, with status 409.",
  "Publishing moves the tag Latest as well, whatever tags are named.",
  "Nothing that matters stands in these keys of an export, which belong to the version: orgId, flowId, id, version, comment, createdBy, createdDate, lastModifiedBy, lastModifiedDate.",
  "The legacy interface still answers. It is deprecated, without an end date. Of the data centres, only us1 was seen to answer.",
];

/** The tags that a publish can move. */
export const publishableTags: readonly string[] = ["Live", "Test", "Dev", "Latest"];

/** The tag that every publish moves. */
export const latestTag = "Latest";

const keysOfVersion = [
  "orgId",
  "flowId",
  "id",
  "version",
  "comment",
  "createdBy",
  "createdDate",
  "lastModifiedBy",
  "lastModifiedDate",
];

const contents = new WeakMap<FlowDocument, string>();

/** What a version says, as a text that two versions share exactly when they do the same. Of documents that nobody changes. */
export function sameContent(document: FlowDocument): string {
  const content = contents.get(document) ?? contentOf(document, keysOfVersion);
  contents.set(document, content);
  return content;
}

/** The parts in which two versions differ. Pure. */
export const differences = (one: FlowDocument, other: FlowDocument): string[] =>
  differingKeys(one, other, keysOfVersion);

/** The writes. None is repeated when its answer is lost. */
export interface FlowWrites {
  /** @throws WebexError with status 409 when somebody else holds it */
  lock(flow: FlowKey): Promise<void>;
  unlock(flow: FlowKey): Promise<void>;
  /**
   * Puts a document into the draft of the flow that has its name.
   *
   * @returns the id of that flow, which the caller compares; undefined where Webex does not say it
   */
  importDraft(flow: FlowKey, document: FlowDocument): Promise<string | undefined>;
  /** Makes the draft, whoever has written it, the newest version, and moves these tags to it. */
  publish(flow: FlowKey, tagIds: readonly string[], comment: string): Promise<void>;
}

/** The writes over such calls. */
export function unprovedWrites(call: WebexCaller): FlowWrites {
  const ofFlow = ({ id }: FlowKey, verb: string) => `/flows/${encodeURIComponent(id)}:${verb}`;
  return {
    async lock(flow) {
      // `OK` comes as text or as JSON.
      await call({
        method: "POST",
        path: ofFlow(flow, "lock"),
        query: typeOf(flow),
        doing: `locking flow ${flow.name}`,
      });
    },
    async unlock(flow) {
      const doing = `unlocking flow ${flow.name}`;
      await call({ method: "POST", path: ofFlow(flow, "unlock"), query: typeOf(flow), doing });
    },
    async importDraft(flow, document) {
      const doing = `importing flow ${flow.name}`;
      const query = { ...typeOf(flow), overwrite: "yes" };
      const answer = await call({
        method: "POST",
        path: "/flow-store/flows:import",
        query,
        doing,
        body: form(document),
      });
      const { id } = objectIn(answer, doing) as { id?: unknown };
      return typeof id === "string" ? id : undefined;
    },
    async publish(flow, tagIds, comment) {
      const doing = `publishing flow ${flow.name}`;
      const body = { type: "application/json", text: JSON.stringify({ comment, tagIds }) };
      await call({ method: "POST", path: ofFlow(flow, "publish"), query: typeOf(flow), doing, body });
    },
  };
}

/** Whether somebody else holds the lock. */
export const isLockedByOther = (error: unknown): boolean => error instanceof WebexError && error.status === 409;

const typeOf = ({ type }: FlowKey) => ({ flowType: type });

/** A form with the part `file`; JSON as the body itself is answered with 500. */
function form(document: FlowDocument): { type: string; text: string } {
  const boundary = `form-${randomUUID()}`;
  const text = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="flow.json"',
    "Content-Type: application/json",
    "",
    JSON.stringify(document),
    `--${boundary}--`,
    "",
  ].join("\r\n");
  return { type: `multipart/form-data; boundary=${boundary}`, text };
}
