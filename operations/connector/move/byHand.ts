import { type ChecklistFormat, checklistIn } from "./checklist.ts";
import type { MoveWish, Survey } from "./survey.ts";

/**
 * The list for the person who moves the flows. Pure.
 *
 * @param survey undefined where Webex was not asked
 */
export function listFor(
  wish: MoveWish,
  survey: Survey | undefined,
  format: ChecklistFormat,
): { text: string; isEmpty: boolean } {
  const planned = survey?.from && survey.planned;
  const text = checklistIn(format, {
    from: survey?.from?.name ?? wish.from,
    to: survey?.to.name ?? wish.to,
    planned,
    notes: notesOf(survey),
  });
  return { text, isEmpty: planned?.length === 0 };
}

function notesOf(survey: Survey | undefined): string[] {
  if (survey === undefined)
    return ["There is no token of Webex in the environment, so nothing was read (docs/rotation.md)."];
  const { from, to, planned, flowsSeen, noChoices, noEntryPoints } = survey;
  if (from === undefined) {
    return ["Neither the list of connectors nor any flow knows the connector to move from: look in Control Hub."];
  }
  const users = planned.filter(({ used }) => used.length > 0).length;
  const unread = planned.filter(({ unknown }) => unknown.length > 0).length;
  return [
    `Of ${flowsSeen} flows and subflows that this token sees, ${users} ${users === 1 ? "names" : "name"} the connector.`,
    ...(unread > 0 ? [`Of ${unread}, not every version could be read: look at those in Flow Designer.`] : []),
    ...(noEntryPoints ? [`By which entry points calls come to them is not known: ${noEntryPoints}.`] : []),
    ...(noChoices ? [`Webex does not list its connectors (${noChoices}).`] : []),
    ...(!noChoices && !to.isListed
      ? [`Webex does not list "${to.name}" among the connectors that a flow can choose: look in Control Hub first.`]
      : []),
  ];
}
