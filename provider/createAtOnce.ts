import { type ComposedStep, holdsReference, referenceTo } from "../salesforce/composedCreate.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import { sameId } from "../salesforce/identifiers.ts";
import { maximumReads } from "../salesforce/joinedReads.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { isLost } from "./convergence.ts";
import { Refusal } from "./lifecycle.ts";
import { type Mark, ownershipOf } from "./marks.ts";
import { rememberMade } from "./runMemory.ts";

/** The id of the record that the first part makes, for the parts behind it. */
export const madeId = referenceTo("made", "id");

/** The first part of all: the record itself, with its mark. */
export const makes = (type: string, fields: RecordFields, what: string): ComposedStep => ({
  reference: "made",
  type,
  fields,
  doing: `creating ${what}`,
});

/** Most reads with which a record is looked at. */
const mostLooks = 5;

interface MarkedRecord {
  record: SalesforceRecord;
  mark?: Mark;
}

/** How one kind of record is made at once. */
export interface FirstTry<Seen extends MarkedRecord, LookedUp, Step> {
  /** The owner whose mark the record is to carry. */
  owner: string;
  /** What declared names stand for; may be what the run has learnt before. */
  lookUp(): Promise<LookedUp>;
  /** What a create has to do. */
  plan(lookedUp: LookedUp): Step[][];
  /** The same as parts of one call, the record first. */
  compose(steps: Step[]): ComposedStep[];
  /** Looks at the record; its reads leave in the same call, and may be five. */
  readBack(reading: Org, id: string, lookedUp: LookedUp): Promise<Seen | undefined>;
}

/** What a first try has made; `seen` only where everything was done. */
export interface MadeAtOnce<Seen, LookedUp> {
  id: string;
  seen?: Seen;
  lookedUp: LookedUp;
}

/**
 * Creates a record, what belongs to it, and looks at both, in one call and without a look before: a name that is taken is
 * refused by the org itself. Whatever goes wrong is left to the look that follows, which tells whose a record is and what
 * is left to do.
 *
 * @returns undefined when the record was not made
 * @throws what forbids all writing; and the SalesforceError of a call whose answer was lost: what it made shows a look
 */
export async function createAtOnce<Seen extends MarkedRecord, LookedUp, Step>(
  org: Org,
  { owner, lookUp, plan, compose, readBack }: FirstTry<Seen, LookedUp, Step>,
): Promise<MadeAtOnce<Seen, LookedUp> | undefined> {
  if (org.login.keepsWritesApart) return undefined;
  let lookedUp: LookedUp;
  let steps: ComposedStep[];
  try {
    lookedUp = await lookUp();
    steps = compose(plan(lookedUp).flat());
  } catch (error) {
    return leftToTheLook(error);
  }
  const [first] = steps as [ComposedStep];
  if (steps.length + mostLooks > maximumReads || ("fields" in first && holdsReference(first.fields))) return undefined;
  await org.writingAllowed();
  const { reading, made } = org.createTogether(steps, first.doing);
  const [results, seen] = await Promise.allSettled([made, readBack(reading, madeId, lookedUp)]);
  if (results.status === "rejected") return leftToTheLook(results.reason);
  const [id, ...others] = results.value;
  if (typeof id !== "string") return undefined;
  const found = seen.status === "fulfilled" ? seen.value : undefined;
  // What carries another mark, or none, is not what was made, whatever the answer says.
  const isMade = found && sameId(found.record.Id, id) && ownershipOf(found.mark, owner) === "ours";
  const isWhole = isMade && others.every((other) => typeof other === "string");
  if (isWhole) rememberMade(org, found.record);
  return { id, lookedUp, ...(isWhole && { seen: found }) };
}

function leftToTheLook(error: unknown): undefined {
  if (!(error instanceof SalesforceError || error instanceof Refusal) || isLost(error)) throw error;
}
