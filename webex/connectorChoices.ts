import { WebexError } from "./errors.ts";
import type { WebexReader } from "./gateway.ts";
import type { Connector } from "./repoint.ts";

// The list of the newer activity has connectors that the one of `http-request` lacks.
const path = "/v2/activities/http-request-v2/inputs/connectorId/choices";

/**
 * The connectors that an activity can choose; whether those of the Salesforce card are among them was not seen on a tenant.
 *
 * @throws WebexError also for a list that was cut short
 */
export async function connectorChoices(read: WebexReader): Promise<Connector[]> {
  const doing = "listing the connectors that an activity can choose";
  const { choices, count } = (await read(path, {}, doing)) as {
    choices?: { name?: unknown; value?: unknown }[];
    count?: number;
  };
  if (!Array.isArray(choices) || (typeof count === "number" && count > choices.length)) {
    throw new WebexError(doing, 200, "", "the list was cut short");
  }
  return choices.flatMap((choice) =>
    typeof choice?.value === "string" ? [{ id: choice.value, name: String(choice.name) }] : [],
  );
}

/** The connectors of a name, however it is written where none has it exactly: two cards may have one of the same. Pure. */
export function chosenByName(choices: readonly Connector[], name: string): Connector[] {
  const exact = choices.filter((each) => each.name === name);
  return exact.length > 0 ? exact : choices.filter((each) => each.name.toLowerCase() === name.toLowerCase());
}
