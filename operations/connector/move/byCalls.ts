import { CommandError } from "../../commandLine.ts";
import { alone } from "./alone.ts";
import { type FlowRecord, Journal } from "./journal.ts";
import { checked, type Hands } from "./moveFlow.ts";
import { type Done, moveFlows, undoable, undoFlows, unfinished } from "./moveRun.ts";
import { moveInWords, undoInWords, unprovedInWords } from "./planInWords.ts";
import { type Found, type MoveWish, type Survey, surveyFlows } from "./survey.ts";

/** What is to be done by calls. */
export interface Request {
  wish: MoveWish;
  organizationId: string;
  /** Path of the journal. */
  journalPath: string;
  /** Whether it is done; otherwise it is only said. */
  write: boolean;
}

const somethingToDo = 3;

/** Moves flows by calls, or says what that would be. @returns the exit code */
export function moveByCalls(request: Request, hands: Hands): Promise<number> {
  return withJournal(request, async (journal) => {
    const { wish, organizationId, write } = request;
    const survey = await surveyFlows(checked(hands), wish, hands.say);
    const { from, to } = expectListed(survey);
    const known = journal.find(organizationId, from.id, to.id);
    const halfDone = unfinished(known).filter(isMeant(wish));
    const planned = survey.planned.filter(({ flow }) => !halfDone.some(({ id }) => id === flow.id));
    const movable = planned.filter(({ reasons }) => reasons.length === 0);
    tell([...moveInWords(survey, halfDone), ""], hands);
    if (movable.length + halfDone.length === 0) return planned.length === 0 ? 0 : somethingToDo;
    tell(unprovedInWords, hands);
    if (!write) return onlySaid(hands);
    const connector = ({ id, name }: Found) => ({ id, name });
    const move = journal.begin({ organizationId, from: connector(from), to: connector(to) });
    const done = await moveFlows({ journal, move, hands }, halfDone, movable);
    return ended(done, "moved", planned.length > movable.length, request, hands);
  });
}

/** Takes flows back by calls, or says what that would be. @returns the exit code */
export function undoByCalls(request: Request, hands: Hands): Promise<number> {
  return withJournal(request, async (journal) => {
    const { wish, organizationId, journalPath, write } = request;
    const move = journal.find(organizationId, wish.from, wish.to);
    if (move === undefined) {
      throw new CommandError(
        `${journalPath} holds no move between these connectors in this organization. Name the journal of the move with --journal.`,
      );
    }
    const records = undoable(move).filter(isMeant(wish));
    tell([...undoInWords(records), ""], hands);
    if (records.length === 0) return 0;
    tell(unprovedInWords, hands);
    if (!write) return onlySaid(hands);
    const done = await undoFlows({ journal, move, hands }, records);
    return ended(done, "taken back", false, request, hands);
  });
}

/** A dry run writes nothing, and waits for nobody. */
async function withJournal(
  { journalPath, write }: Request,
  work: (journal: Journal) => Promise<number>,
): Promise<number> {
  const withIt = async () => work(await Journal.read(journalPath));
  return write ? alone(journalPath, withIt) : withIt();
}

/** By calls, an id that is not among the choices was tried by nobody. */
function expectListed({ from, to, noChoices }: Survey): { from: Found; to: Found } {
  if (noChoices !== undefined) {
    throw new CommandError(
      `Webex does not list its connectors, so nothing is moved by calls. ${noChoices}. Without --unproved-api the command says how to move the flows by hand.`,
    );
  }
  for (const [option, found] of [
    ["--from", from],
    ["--to", to],
  ] as const) {
    if (found?.isListed) continue;
    throw new CommandError(
      `${option}: Webex lists no such connector among those that a flow can choose, so nothing is moved by calls. Look in Control Hub, or move the flows by hand (without --unproved-api).`,
    );
  }
  return { from: from as Found, to };
}

const isMeant =
  ({ flows }: MoveWish) =>
  ({ name }: FlowRecord) =>
    flows.length === 0 || flows.includes(name);

function tell(lines: readonly string[], { say }: Hands): void {
  for (const line of lines) say(line);
}

function onlySaid({ say }: Hands): number {
  say("Nothing was written. With --write it is done.");
  return somethingToDo;
}

function ended(
  { done, left }: Done,
  what: string,
  isMoreLeft: boolean,
  { journalPath }: Request,
  { say }: Hands,
): number {
  say(`${done.length} ${what}, ${left.length} left alone. The journal: ${journalPath}`);
  return left.length > 0 || isMoreLeft ? somethingToDo : 0;
}
