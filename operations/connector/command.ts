import { operationWith } from "../verbs.ts";
import { confirm } from "./confirmCommand.ts";
import { move } from "./move/moveCommand.ts";
import { sheet } from "./sheetCommand.ts";
import { status } from "./statusCommand.ts";

/** What people do with the connectors of a stack. */
export const connector = operationWith(
  "connector",
  "hand the values and the key to Control Hub, confirm that it holds them, and move flows",
  "The Salesforce connectors of a stack in Webex Control Hub, which people make and change by hand (docs/rotation.md).",
  { sheet, confirm, move, status },
);
