import { asSentence } from "../../../common/sentence.ts";
import { WebexError } from "../../../webex/errors.ts";
import { type FlowDocument, readDocument } from "../../../webex/flowDocument.ts";
import { exportedText, type Flow, type FlowKey, flowNow } from "../../../webex/flows.ts";
import { readerOver, type WebexCaller } from "../../../webex/gateway.ts";
import { differences, isLockedByOther, sameContent, unprovedWrites } from "../../../webex/unproved.ts";
import { CommandError } from "../../commandLine.ts";

/** A flow is left as it is; the message says why. The others go on. */
export class LeftAlone extends Error {
  override name = "LeftAlone";
  /** Whether it may be tried again as it is; otherwise somebody has changed the flow. */
  readonly isLocked: boolean;
  constructor(message: string, isLocked = false) {
    super(message);
    this.isLocked = isLocked;
  }
}

/** What a flow is brought to. */
export interface FlowWork {
  flow: FlowKey;
  /** What the tags of each version lead to before, and are to lead to; the oldest version first. */
  parts: readonly { tags: readonly string[]; was: FlowDocument; want: FlowDocument }[];
  /** With which the new versions are published. */
  comment: string;
}

/** With what it is done. */
export interface Hands {
  call: WebexCaller;
  /** @throws when nothing more is to be begun; the lock is released all the same */
  check(): void;
  say(line: string): void;
}

/**
 * Brings a flow to what is wanted, under its lock: looks at what each tag leads to, imports and publishes what is missing,
 * and reads all of it back. A run that was interrupted anywhere is finished by doing the same again; done twice, the
 * second time does nothing. The lock is released whatever happens.
 *
 * @throws LeftAlone when somebody else has the flow, or has changed it meanwhile
 * @throws CommandError when Webex did not take what it was given
 */
export async function bringAbout(work: FlowWork, hands: Hands): Promise<void> {
  const { flow } = work;
  const { lock } = unprovedWrites(checked(hands));
  hands.check();
  try {
    await lock(flow);
  } catch (error) {
    if (isLockedByOther(error)) throw new LeftAlone("somebody else has locked it meanwhile", true);
    // Its answer may be all that was lost; what is refused was not taken.
    const isRefused = error instanceof WebexError && error.status >= 400 && error.status < 500;
    if (!isRefused) await release(flow, hands);
    throw error;
  }
  const failure = await underLock(work, hands).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const problem = await release(flow, hands);
  if (problem !== undefined) hands.say(problem);
  if (failure) throw failure.error;
  if (problem !== undefined) throw new CommandError(`Flow ${flow.name} is done, and its lock is still there.`);
}

/** Makes calls as long as something more may be begun. */
export const checked =
  ({ call, check }: Hands): WebexCaller =>
  (one) => {
    check();
    return call(one);
  };

async function underLock({ flow, parts, comment }: FlowWork, hands: Hands): Promise<void> {
  const call = checked(hands);
  const { publish } = unprovedWrites(call);
  const exported = exporter(flow, call);
  let now = await flowNow(readerOver(call), flow);
  let draft = await exported("draft");
  await expectKnown(parts, draft, now, exported);
  const leadTo = async (tags: readonly string[], want: FlowDocument) => {
    for (const tag of tags) {
      const versionId = now.tags.find(({ id }) => id === tag)?.versionId;
      if (versionId === undefined || sameContent(await exported(versionId)) !== sameContent(want)) return false;
    }
    return true;
  };
  for (const { tags, want } of parts) {
    if (await leadTo(tags, want)) continue;
    if (sameContent(draft) !== sameContent(want)) draft = await importedDraft(flow, draft, want, call);
    await publish(flow, tags, comment);
    now = await flowNow(readerOver(call), flow);
    if (await leadTo(tags, want)) continue;
    throw unlike(flow, `and its tags ${tags.join(", ")} do not all lead to it`);
  }
  const newest = parts.at(-1);
  // Where a run ended between its import and its publish, the tags lead to what they should, and the draft is another one.
  if (newest && sameContent(draft) !== sameContent(newest.want)) await importedDraft(flow, draft, newest.want, call);
  // Once more, from the end: what callers get, whichever tag they come by.
  for (const { tags, want } of parts) {
    if (!(await leadTo(tags, want)))
      throw unlike(flow, `and its tags ${tags.join(", ")} lead to something else by now`);
  }
  if (newest && sameContent(await exported("latest")) !== sameContent(newest.want)) {
    throw unlike(flow, "and its newest version is another one");
  }
}

const unlike = ({ name }: FlowKey, what: string) =>
  new CommandError(`Flow ${name} was published, ${what}. Look at the flow in Flow Designer.`);

type Exporter = (version: string) => Promise<FlowDocument>;

function exporter(flow: FlowKey, call: WebexCaller): Exporter {
  const versions = new Map<string, FlowDocument>();
  return async (version) => {
    const known = versions.get(version);
    if (known) return known;
    const reading = readDocument(await exportedText(call, flow, version));
    if ("problem" in reading) throw new LeftAlone(`version ${version} cannot be read any more: ${reading.problem}`);
    // A published version stays as it is.
    if (version !== "draft" && version !== "latest") versions.set(version, reading.document);
    return reading.document;
  };
}

/** Nothing else detects a second writer: all that is there must be what was recorded, or what this move has made of it. */
async function expectKnown(
  parts: FlowWork["parts"],
  draft: FlowDocument,
  { tags }: Flow,
  exported: Exporter,
): Promise<void> {
  const changed = (what: string) => new LeftAlone(`somebody has changed it meanwhile: ${what}`);
  const known = new Set(parts.flatMap(({ was, want }) => [sameContent(was), sameContent(want)]));
  if (!known.has(sameContent(draft))) throw changed("its draft is not what was served");
  const recorded = parts.flatMap((part) => part.tags);
  for (const { id, name, versionId } of tags) {
    if (!recorded.includes(id)) throw changed(`it has a tag ${name}`);
    if (!known.has(sameContent(await exported(versionId)))) throw changed(`tag ${name} leads to another version`);
  }
}

/** Puts a document into the draft and reads it back; what Webex does not keep as it was given is taken back. */
async function importedDraft(
  flow: FlowKey,
  before: FlowDocument,
  want: FlowDocument,
  call: WebexCaller,
): Promise<FlowDocument> {
  const { importDraft } = unprovedWrites(call);
  const draft = exporter(flow, call);
  const id = await importDraft(flow, want);
  if (id !== undefined && id !== flow.id) {
    throw new CommandError(
      `Webex has put the import of flow ${flow.name} into another flow (${id}). Nothing was published. Look at both in Flow Designer.`,
    );
  }
  const after = await draft("draft");
  if (sameContent(after) === sameContent(want)) return after;
  await importDraft(flow, before);
  const isBack = sameContent(await draft("draft")) === sameContent(before);
  const state = isBack ? "the draft is as before" : "the draft is not as before either: look at it in Flow Designer";
  throw new CommandError(
    `Webex does not keep what is imported into flow ${flow.name}: ${differences(want, after).join(", ")} came back otherwise. Nothing was published; ${state}. Move the flows by hand, without --unproved-api.`,
  );
}

/**
 * Also after an interruption. An answer may have been lost; releasing what is free does no harm.
 *
 * @returns why it is not released; undefined when it is
 */
async function release(flow: FlowKey, { call }: Hands): Promise<string | undefined> {
  const { unlock } = unprovedWrites(call);
  for (let attempt = 1; ; attempt++) {
    const error = await unlock(flow).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    if (error === undefined) return undefined;
    if (attempt < 3) continue;
    return `The lock of flow ${flow.name} was not released: ${asSentence(error.message)} The same command once more releases it, or it ends by itself after 15 minutes.`;
  }
}
