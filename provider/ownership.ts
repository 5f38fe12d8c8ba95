import { pulumiCommand } from "../common/commands.ts";
import { type FoundRecord, otherOwnerInWords, refusals } from "./adoption.ts";
import { bringToEnd, converge, isLost } from "./convergence.ts";
import type { MadeAtOnce } from "./createAtOnce.ts";
import { deletedInOrg, type Progress, Refusal } from "./lifecycle.ts";
import { isOfSource, type Mark, ownershipOf } from "./marks.ts";

/**
 * What the last run knew of a record: the mark that it wrote, and whether it had taken the record over. It is undefined
 * where a state does not say; then what was declared decides.
 */
export interface LastRun {
  owner: string;
  adopt?: boolean;
  isAdopted?: boolean;
}

/** A record of the org that carries a mark, and how one kind of it is found, read and led to what is declared. */
export interface OwnedRecord<Seen extends { mark?: Mark }, LookedUp, Step> {
  /** Words for the record, for example `permission set IVR_Access`. */
  what: string;
  /** The owner whose mark it carries. */
  owner: string;
  /** Whether a record that nobody has marked is taken over. */
  adopt: boolean;
  /** Whether what carries the mark of the source of a copied org is taken over; asked only where there is such a mark. */
  takesCopies(): Promise<boolean>;
  /** Makes the record without a look before it, as the first try of a create that adopts nothing. */
  createAtOnce?(): Promise<MadeAtOnce<Seen, LookedUp> | undefined>;
  /** What declared names stand for in this org; asked once, together with the first look. */
  lookUp(): Promise<LookedUp>;
  /** Looks for the record under the declared name; `seen` where that shows all of it. */
  find(lookedUp: Promise<LookedUp>): Promise<(FoundRecord & { seen?: Seen }) | undefined>;
  /** What the org holds, or undefined if it has positively said that the record does not exist. */
  observe(id: string, lookedUp: Promise<LookedUp>): Promise<Seen | undefined>;
  /**
   * Decides what is left to do; the mark of an adopted record says that it was adopted. Pure.
   *
   * @param seen undefined where there is nothing yet
   */
  plan(seen: Seen | undefined, lookedUp: LookedUp, isAdopted: boolean): Step[][];
  /** Does one step. Answers the id of a record that it has made, where that is known. */
  apply(step: Step, id: string | undefined, seen: Seen | undefined, isAdopted: boolean): Promise<string | undefined>;
}

/** What the org holds in the end. */
export interface Owned<Seen> {
  seen: Seen;
  isAdopted: boolean;
}

/**
 * Leads a record to what is declared. A create that adopts nothing is tried at once; whatever is not done by that, and
 * everything else, goes the long way: finds what has the name already, takes it over or refuses, observes, refuses what has
 * become somebody else's, plans and applies until nothing is left to do. The same for every kind and for create, update and
 * repair.
 *
 * @param last what the last run knew, with the record's id; undefined at a create
 * @throws Refusal before anything is written, when the record is not ours
 */
export async function bringAbout<Seen extends { mark?: Mark }, LookedUp, Step>(
  record: OwnedRecord<Seen, LookedUp, Step>,
  last: (LastRun & { id: string }) | undefined,
  progress: Progress,
): Promise<Owned<Seen>> {
  const { what, owner } = record;
  let id = last?.id;
  // The id that an org gives for what it has just made counts when the record there carries our mark.
  let isUnproven = false;
  let remembered: LastRun = last
    ? { owner, adopt: record.adopt, ...(last.isAdopted !== undefined && { isAdopted: last.isAdopted }) }
    : { owner, isAdopted: false };
  const isAdopted = (seen: Seen | undefined) => countsAsAdopted(seen?.mark, remembered, last?.owner);
  let isAnswerLost = false;
  const made = (madeId: string) => {
    id = madeId;
    isUnproven = true;
    progress.made(madeId);
  };
  const tryAtOnce = async () => {
    const atOnce = await record.createAtOnce?.();
    if (atOnce) made(atOnce.id);
    return atOnce;
  };
  const isNew = last === undefined && !record.adopt;
  const atOnce = isNew
    ? await tryAtOnce().catch((error) => {
        if (!isLost(error)) throw error;
        isAnswerLost = true;
        return undefined;
      })
    : undefined;
  let seenAtOnce = atOnce?.seen;
  const lookedUp = atOnce?.seen ? Promise.resolve(atOnce.lookedUp) : record.lookUp();
  // Whoever needs it awaits it; an error before that is no unhandled one.
  lookedUp.catch(() => {});
  const isTakenCopy = async (mark: Mark | undefined) => isOfSource(mark, owner) && (await record.takesCopies());
  const look = async (): Promise<Seen | undefined> => {
    if (id === undefined) {
      const found = await record.find(lookedUp);
      if (found === undefined) return undefined;
      const isCopy = await isTakenCopy(found.mark);
      const taken = isCopy ? takeCopyOver : takeOver;
      remembered = { owner, isAdopted: taken(found, record.adopt, progress) };
      id = found.id;
      return found.seen ?? record.observe(id, lookedUp);
    }
    const seen = seenAtOnce ?? (await record.observe(id, lookedUp));
    seenAtOnce = undefined;
    if (isUnproven) {
      isUnproven = false;
      if (ownershipOf(seen?.mark, owner) === "ours") return seen;
      id = undefined;
      progress.made(undefined);
      return look();
    }
    if (seen === undefined && last !== undefined) throw deletedInOrg();
    if (seen === undefined) id = undefined;
    if (!(await isTakenCopy(seen?.mark))) refuseOthers(what, seen?.mark, owner, "Nothing was changed.", last?.owner);
    return seen;
  };
  const { seen } = await converge<{ seen: Seen | undefined; lookedUp: LookedUp }, Step>({
    what,
    observe: async () => {
      const [seen, known] = await Promise.all([look(), lookedUp]);
      return { seen, lookedUp: known };
    },
    plan: ({ seen, lookedUp }) => {
      const stages = record.plan(seen, lookedUp, isAdopted(seen));
      // What is given to a new record waits until it is certain which one that is.
      return seen === undefined ? stages.slice(0, 1) : stages;
    },
    apply: async (step, { seen }) => {
      if (id !== undefined) progress.made(id);
      else if (isAnswerLost) {
        // A look has shown that nothing was made. It is tried once more: if it is refused, the first call may have been done
        // meanwhile, and if its answer is lost again, calls of their own may get through.
        isAnswerLost = false;
        await tryAtOnce();
        return;
      }
      const madeId = await record.apply(step, id, seen, isAdopted(seen));
      if (madeId !== undefined) made(madeId);
    },
  });
  return { seen: seen as Seen, isAdopted: isAdopted(seen) };
}

/**
 * Lets a create go on with a record that exists already: with our own half-made one, and with one that nobody has marked
 * if it is to be adopted.
 *
 * @returns whether the record is adopted, now or by an earlier run
 * @throws Refusal that says what was found and what can be done
 */
function takeOver(found: FoundRecord, adopt: boolean, progress: Progress): boolean {
  if (ownershipOf(found.mark, found.owner) === "ours") {
    progress.made(found.id);
    return found.mark?.kind === "adopted";
  }
  const problems = refusals(found, adopt);
  if (problems.length > 0) throw new Refusal(problems.join(" "));
  return true;
}

/** The same for a copy, which the stack of the source has made or taken over, and which nobody else can want here. */
function takeCopyOver(found: FoundRecord, _adopt: boolean, progress: Progress): boolean {
  if (found.obstacles.length > 0) throw new Refusal(refusals({ ...found, mark: undefined }, true).join(" "));
  progress.made(found.id);
  progress.report(`${found.what} (${found.id}) is a copy with the mark of ${found.mark?.owner}: it is taken over`);
  return found.mark?.kind === "adopted";
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Keeps an update or a delete from what has become somebody else's since. A mark that was taken away is none of another
 * owner.
 *
 * @param formerOwner the owner before, for a resource that was renamed in the program
 * @throws Refusal that names that owner
 */
function refuseOthers(
  what: string,
  mark: Mark | undefined,
  owner: string,
  outcome: "Nothing was changed." | "Nothing was deleted.",
  formerOwner = owner,
): void {
  if (mark === undefined || ownershipOf(mark, owner, formerOwner) !== "others") return;
  throw new Refusal(
    `${capitalised(what)} carries the mark of ${otherOwnerInWords(mark, owner)}. ${outcome} To let go of it here, remove the resource from the state (${pulumiCommand("state delete URN")}).`,
  );
}

/**
 * Whether a record counts as taken over, so that a destroy hands it back. That is so if either source says it, the mark
 * or the state: a wrong guess leaves something behind and deletes nothing. Where somebody has taken the mark away and the
 * state does not say, because an adoption failed before its first write, what was declared decides.
 */
export function countsAsAdopted(mark: Mark | undefined, last: LastRun, formerOwner = last.owner): boolean {
  if (last.isAdopted === true) return true;
  if (ownershipOf(mark, last.owner, formerOwner) === "ours") return mark?.kind === "adopted";
  return last.isAdopted ?? last.adopt === true;
}

/** Whether a destroy hands a record back instead of deleting it. Pure. */
export function isHandedBack(mark: Mark | undefined, state: LastRun & { deleteAdopted?: boolean }): boolean {
  return !state.deleteAdopted && countsAsAdopted(mark, state);
}

/**
 * Hands back a record that was adopted: takes the mark away, and nothing else.
 *
 * @param record what a destroy finds; `takeMarkAway` writes it, `markNow` looks for the mark again
 * @returns whether it was handed back, so that nothing is left to delete
 * @throws Refusal when the mark is another owner's by now
 */
export async function handBack(
  record: {
    what: string;
    id: string;
    mark: Mark | undefined;
    takeMarkAway(): Promise<void>;
    markNow(): Promise<Mark | undefined>;
  },
  state: LastRun & { deleteAdopted?: boolean },
  progress: Progress,
): Promise<boolean> {
  const { what, id, mark, takeMarkAway, markNow } = record;
  refuseOthers(what, mark, state.owner, "Nothing was deleted.");
  if (!isHandedBack(mark, state)) return false;
  if (ownershipOf(mark, state.owner) === "ours") {
    await bringToEnd(what, {
      doing: "taking the mark away",
      act: takeMarkAway,
      isDone: async () => ownershipOf(await markNow(), state.owner) !== "ours",
    });
  }
  progress.report(
    `${what} (${id}) was adopted, so it is handed back: only the mark is removed. With deleteAdopted: true, a destroy would delete it, or deactivate a user.`,
  );
  return true;
}
