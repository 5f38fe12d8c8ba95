import { setTimeout as wait } from "node:timers/promises";
import { retryOf, SalesforceError } from "../salesforce/errors.ts";
import { waitBefore } from "../salesforce/retry.ts";

/** Rounds of observe, plan and apply before it is said that the org does not keep what was written. */
const maximumRounds = 4;

/** What leads an org to a desired state. */
export interface Convergence<Observed, Step> {
  /** Looks at the org. */
  observe(): Promise<Observed>;
  /** Decides from what was seen what is left to do: stages in order, the steps of one stage at the same time. Pure. */
  plan(observed: Observed): Step[][];
  /** Does one step. */
  apply(step: Step, observed: Observed): Promise<void>;
  /** Words for what is led to its state, for errors. */
  what: string;
}

/**
 * Observes, plans and applies until nothing is left to do, and answers what the org holds then. A lost answer, or a
 * race with an equal write, is followed by a fresh look, never by the same write once more.
 */
export async function converge<Observed, Step>(convergence: Convergence<Observed, Step>): Promise<Observed> {
  let isAnswerLost = false;
  for (let round = 1; ; round++) {
    const observed = await convergence.observe();
    const stages = convergence.plan(observed).filter((stage) => stage.length > 0);
    if (stages.length === 0) return observed;
    if (round > maximumRounds) {
      throw new SalesforceError(
        "NOT_CONVERGED",
        `the org does not keep what was written: ${JSON.stringify(stages.flat())}`,
        `bringing ${convergence.what} to its declared state`,
      );
    }
    try {
      for (const stage of stages) await settleAll(stage.map((step) => convergence.apply(step, observed)));
    } catch (error) {
      if (round === maximumRounds || !(mayHaveArrived(error) || (isAnswerLost && isDuplicate(error)))) throw error;
      // A call whose answer was lost may be done later than a look: what stands in the way is then our own, once.
      isAnswerLost = isLost(error);
      await wait(waitBefore(round + 1));
    }
  }
}

/** One thing that an org is asked to do, and how it shows that it is done. */
export interface Deed {
  /** Words for it, for errors. */
  doing: string;
  act(): Promise<void>;
  /** Looks at the org. */
  isDone(): Promise<boolean>;
}

/** Does one thing, and looks whether the org has done it: what an org only says is no proof. */
export async function bringToEnd(what: string, { doing, act, isDone }: Deed): Promise<void> {
  let isFirst = true;
  await converge<boolean, string>({
    what,
    observe: async () => {
      if (!isFirst) return isDone();
      isFirst = false;
      return false;
    },
    plan: (done) => (done ? [] : [[doing]]),
    apply: act,
  });
}

/** Waits for all, then throws the first error: nothing may still be writing while the org is looked at again. */
async function settleAll(steps: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(steps)) {
    if (result.status === "rejected") throw result.reason;
  }
}

/** Whether an org may have done what it was asked, or may do it the next time. */
export const isLost = (error: unknown): boolean => error instanceof SalesforceError && retryOf(error) !== "never";

const mayHaveArrived = (error: unknown): boolean =>
  isLost(error) || (error instanceof SalesforceError && isTakenName(error));

const isDuplicate = (error: unknown): boolean => error instanceof SalesforceError && /^DUPLICATE_/.test(error.code);

/**
 * Whether a name was taken in the middle of a race. Of a profile an org was seen to say FIELD_INTEGRITY_EXCEPTION, `The
 * profile name is already in use: Name`.
 */
function isTakenName({ code, fields }: SalesforceError): boolean {
  return code === "DUPLICATE_VALUE" || (code === "FIELD_INTEGRITY_EXCEPTION" && fields.includes("Name"));
}
