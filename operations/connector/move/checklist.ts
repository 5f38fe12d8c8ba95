import { operationCommand } from "../../../common/commands.ts";
import { asSentence } from "../../../common/sentence.ts";
import { harmless } from "../../../salesforce/harmless.ts";
import type { PlannedFlow, Use } from "./movePlan.ts";
import { callersInWords, kindOf, partOf, versionInWords } from "./planInWords.ts";

/** What the way by hand goes by. */
export interface Checklist {
  from: string;
  to: string;
  /** Undefined where nobody can say which flows use the connector. */
  planned: readonly PlannedFlow[] | undefined;
  /** What the person should know first. */
  notes: readonly string[];
}

/** The forms of a checklist. */
export const checklistFormats = ["text", "markdown"] as const;
export type ChecklistFormat = (typeof checklistFormats)[number];

/** The list of flows in Control Hub, as Cisco's guide to bring-your-own virtual agents links it. */
const flowsInControlHub = "https://admin.webex.com/wxcc/customer-experience/routing-flows/flows";

interface Section {
  title: string;
  /** What is so. */
  facts: string[];
  /** What is to be done, in this order. */
  steps: string[];
}

/** The steps of a person in Flow Designer, flow by flow, in one of the forms. Pure. */
export function checklistIn(format: ChecklistFormat, checklist: Checklist): string {
  const { from, to, planned, notes } = checklist;
  const title = `Move flows from connector "${from}" to connector "${to}"`;
  const intro = [
    ...notes,
    "Both connectors work: take one flow after the other, in this order, and take a break whenever you like.",
    `The flows: ${flowsInControlHub} (Control Hub: Contact Center > Customer Experience > Flows).`,
  ];
  const sections = [...(planned?.map((flow) => sectionOf(flow, to)) ?? [anyFlow(from, to)]), end(checklist)];
  return format === "text" ? asText(title, intro, sections) : asMarkdown(title, intro, sections);
}

function sectionOf(planned: PlannedFlow, to: string): Section {
  const { flow, served, used, unknown, reasons } = planned;
  const inDraft = used.find(({ version }) => version === "draft") ?? used.at(-1);
  const isServed = used.some(({ version }) => version !== "draft");
  const differs = reasons.filter((reason) => !/^(?:version |its draft cannot be read)/.test(reason));
  return {
    title: `${kindOf(flow)} "${flow.name}"`,
    facts: [
      served.length === 0 ? "It was never published." : `What is served: ${served.map(versionInWords).join("; ")}.`,
      ...callersInWords(planned).map((line) => `${line}.`),
      ...(used.length > 0 ? [`The connector is named in ${used.map(versionInWords).join("; ")}.`] : []),
      ...unknown.map(
        (each) => `Whether it is named in ${versionInWords(each)} could not be read: ${asSentence(each.problem)}`,
      ),
      ...differs.map((reason) => `Careful: ${asSentence(reason)}`),
      ...(served.length > 1
        ? ["Several versions are served: change and publish each for itself, the oldest first."]
        : []),
    ],
    steps: [
      "Open it in Flow Designer and switch Edit on.",
      ...(unknown.length > 0
        ? [
            "Look at each HTTP Request, in the main flow and in the tab Event Flows: if none names the connector, leave it.",
          ]
        : []),
      ...(inDraft?.uses ?? []).map((use) => `${useInWords(use)}: choose "${to}" as the connector.`),
      "Switch Validation on; compare what it finds with what it found before.",
      ...(isServed || unknown.length > 0
        ? served.map(publishStep)
        : ["Publish it when it is finished: nothing is served of it yet."]),
    ],
  };
}

function publishStep({ version, tags }: { version: string; tags: string[] }): string {
  return `Publish it with the version labels ${tags.join(", ")}, in place of version ${version}.`;
}

function useInWords({ activity, eventFlows, copies }: Use): string {
  const place = `Activity ${activity}, ${partOf(eventFlows)}`;
  if (copies === undefined) return place;
  const names = copies.map(({ copy }) => copy);
  const inPicture = names.includes("diagram") && !names.includes("process");
  return inPicture ? `${place} (only its picture names the old connector)` : place;
}

/** For whoever cannot read the flows by calls. */
function anyFlow(from: string, to: string): Section {
  return {
    title: "Each flow, subflows first",
    facts: ["Which flows use the connector cannot be read here: open each one, its event flows too."],
    steps: [
      "Open it in Flow Designer and switch Edit on. If its draft holds unfinished work, ask its author first: publishing puts that before callers.",
      "Note the version that each label (Live, Test, Dev, Latest) leads to: the way back.",
      `In each HTTP Request activity, in the main flow and in the tab Event Flows: where the connector is "${from}", choose "${to}".`,
      "Switch Validation on; compare what it finds with what it found before.",
      "Publish it with the version labels that led to the version of before.",
    ],
  };
}

function end({ from }: Checklist): Section {
  return {
    title: "When all flows have moved",
    facts: ["To go back, publish the version of before again, with its labels."],
    steps: [
      `With a token of Webex: ${operationCommand("connector status --stack STACK")} shows no flow for "${from}".`,
      `Say so: ${operationCommand("connector confirm --stack STACK --flows-moved")}`,
    ],
  };
}

function asText(title: string, intro: readonly string[], sections: readonly Section[]): string {
  const lines = sections.flatMap((section, index) => [
    "",
    `${index + 1}. ${oneLine(section.title)}`,
    ...section.facts.map((fact) => `   ${oneLine(fact)}`),
    ...section.steps.map((step) => `   [ ] ${oneLine(step)}`),
  ]);
  return [oneLine(title), "", ...intro.map(oneLine), ...lines, ""].join("\n");
}

function asMarkdown(title: string, intro: readonly string[], sections: readonly Section[]): string {
  const plain = (text: string) => oneLine(text).replace(/[\\`|*_<>[\]#]/g, "\\$&");
  const lines = sections.flatMap((section, index) => [
    `## ${index + 1}. ${plain(section.title)}`,
    "",
    ...section.facts.flatMap((fact) => [plain(fact), ""]),
    ...section.steps.map((step) => `- [ ] ${plain(step)}`),
    "",
  ]);
  return [`# ${plain(title)}`, "", ...intro.flatMap((line) => [plain(line), ""]), ...lines].join("\n");
}

/** Names come from a tenant, and may hold anything. */
const oneLine = (text: string): string => harmless(text, 1_000);
