import { nearestName } from "../../../common/nearestName.ts";
import { chosenByName, connectorChoices } from "../../../webex/connectorChoices.ts";
import { listEntryPoints } from "../../../webex/entryPoints.ts";
import { WebexError } from "../../../webex/errors.ts";
import { type FlowReads, idsInFlows, readFlows } from "../../../webex/flowReads.ts";
import { readerOver, type WebexCaller } from "../../../webex/gateway.ts";
import type { Connector } from "../../../webex/repoint.ts";
import { CommandError } from "../../commandLine.ts";
import { type PlannedFlow, planMove } from "./movePlan.ts";

/** What somebody wants. */
export interface MoveWish {
  /** Name or id of a connector. */
  from: string;
  /** Name or id of another. */
  to: string;
  /** Names of the flows that are meant; all where there are none. */
  flows: readonly string[];
}

/** A connector, and whether Webex lists it among those that a flow can choose. */
export interface Found extends Connector {
  isListed: boolean;
}

/** What Webex tells about a wish. */
export interface Survey {
  /** Undefined where neither Webex nor any flow knows it: then nobody can say which flows use it. */
  from: Found | undefined;
  /** With an empty id where Webex does not list it. */
  to: Found;
  planned: PlannedFlow[];
  /** How many flows and subflows the token sees. */
  flowsSeen: number;
  /** Why there is no list of connectors; undefined where there is one. */
  noChoices: string | undefined;
  /** Why nobody can say by which entry points calls come to the flows; undefined where it is known. */
  noEntryPoints: string | undefined;
}

/** @throws CommandError for a wish that makes no sense; WebexError when flows cannot be read */
export async function surveyFlows(call: WebexCaller, wish: MoveWish, report: (line: string) => void): Promise<Survey> {
  // People can work without that list; what makes calls cannot.
  const listed = await connectorChoices(readerOver(call)).catch(asAnswer);
  const choices = listed instanceof WebexError ? [] : listed;
  const reads = await readFlows(call, report);
  const entryPoints = await listEntryPoints(call).catch(asAnswer);
  const from = foundIn(choices, "--from", wish.from) ?? foundInFlows(reads, wish.from);
  const to = foundIn(choices, "--to", wish.to) ?? { id: "", name: wish.to, isListed: false };
  if (from?.id === to.id) throw new CommandError("--from and --to name the same connector.", 2);
  const known = entryPoints instanceof WebexError ? [] : entryPoints;
  const planned = from === undefined ? [] : planMove(reads, from, to, known);
  return {
    from,
    to,
    planned: planned.filter(isMeant(reads, wish.flows)),
    flowsSeen: reads.flows.length,
    noChoices: listed instanceof WebexError ? listed.message : undefined,
    noEntryPoints: entryPoints instanceof WebexError ? entryPoints.message : undefined,
  };
}

/** For what can be done without. */
function asAnswer(error: unknown): WebexError {
  if (error instanceof WebexError) return error;
  throw error;
}

function foundIn(choices: readonly Connector[], option: string, given: string): Found | undefined {
  const byId = choices.filter(({ id }) => id.toLowerCase() === given.toLowerCase());
  const [choice, ...others] = byId.length > 0 ? byId : chosenByName(choices, given);
  if (choice !== undefined && others.length > 0) {
    const ids = [choice, ...others].map(({ id }) => id).join(", ");
    throw new CommandError(
      `Webex lists ${others.length + 1} connectors of that name: ${ids}. Give the id with ${option}.`,
    );
  }
  return choice && { ...choice, isListed: true };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function foundInFlows({ reads }: FlowReads, given: string): Found | undefined {
  if (uuid.test(given)) return { id: given, name: given, isListed: false };
  const ids = idsInFlows(reads, given);
  if (ids.length > 1) {
    throw new CommandError(
      `Flows know ${ids.length} connectors of that name: ${ids.join(", ")}. Give the id with --from.`,
    );
  }
  return ids[0] === undefined ? undefined : { id: ids[0], name: given, isListed: false };
}

/** What to give in place of flows that are not there. */
function meantFlows(missing: readonly string[], known: ReadonlySet<string>): string {
  const nearest = missing.flatMap((name) => nearestName(name, known) ?? []);
  return nearest.length > 0
    ? `Did you mean ${nearest.map((name) => `"${name}"`).join(", ")}?`
    : "Give names as the Flow Designer shows them.";
}

function isMeant({ flows }: FlowReads, names: readonly string[]): (planned: PlannedFlow) => boolean {
  const known = new Set(flows.map(({ name }) => name));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0)
    throw new CommandError(
      `There is no flow ${missing.map((name) => `"${name}"`).join(", ")}. ${meantFlows(missing, known)}`,
    );
  return ({ flow }) => names.length === 0 || names.includes(flow.name);
}
