import { pulumiCommand } from "../common/commands.ts";
import type { AppRecord } from "../salesforce/externalClientApps.ts";
import { otherOwnerInWords } from "./adoption.ts";
import { type Progress, Refusal } from "./lifecycle.ts";
import { isOfSameStack, type Mark, splitMark } from "./marks.ts";

/**
 * Policies belong to their app, and so does the mark: whoever may write the app may write its policies. The mark is that
 * of any resource of the same stack, since the app is another resource than its policies.
 */
const markOf = (app: AppRecord | undefined) => splitMark(app?.record.Description).mark;

/** Whether an app was there before: it was adopted, or carries no mark. */
export function isAdoptedApp(app: AppRecord | undefined): boolean {
  const mark = markOf(app);
  return mark === undefined || mark.kind === "adopted";
}

/** Whether the stack of an owner has made an app. */
export function isMadeByStack(app: AppRecord, owner: string): boolean {
  return isOfSameStack(markOf(app), owner) && !isAdoptedApp(app);
}

/**
 * Keeps the policies of an app that is not this stack's from being written.
 *
 * @param adopt whether an app without a mark will do
 * @throws Refusal that says whose app it is
 */
export function refusePoliciesOfOthers(app: AppRecord, owner: string, adopt: boolean): void {
  const mark = markOf(app);
  if (mark === undefined && !adopt) {
    throw new Refusal(
      `App ${app.fullName} (${app.record.Id}) carries no mark of this stack, so its policies are somebody else's. Nothing was changed. Adopt the app: declare it as an ExternalClientApp with adopt: true. Or set adopt: true here to write the policies of an app that no stack manages; a destroy then leaves them as they are.`,
    );
  }
  refuseOtherStacks(app, mark, owner, "Nothing was changed.");
}

/**
 * Decides whether a destroy closes the policies of an app: only of one that this stack has made.
 *
 * @throws Refusal when the app is another stack's
 */
export function isClosedAtDestroy(app: AppRecord, owner: string, progress: Progress): boolean {
  const mark = markOf(app);
  refuseOtherStacks(app, mark, owner, "Its policies stay as they are.");
  if (isMadeByStack(app, owner)) return true;
  const reason = mark === undefined ? "carries no mark of this stack" : "was adopted";
  progress.report(
    `app ${app.fullName} ${reason}: its policies stay as they are. To close it, declare a PolicyAssignment without permission sets and profiles.`,
  );
  return false;
}

function refuseOtherStacks(app: AppRecord, mark: Mark | undefined, owner: string, outcome: string): void {
  if (mark === undefined || isOfSameStack(mark, owner)) return;
  throw new Refusal(
    `App ${app.fullName} carries the mark of ${otherOwnerInWords(mark, owner)}. ${outcome} To let go of it here, remove the resource from the state (${pulumiCommand("state delete URN")}).`,
  );
}
