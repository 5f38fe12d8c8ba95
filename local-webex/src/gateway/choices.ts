/** What can be read of connectors: the values that an input of an activity can have. */
import { Refusal } from "../answers.ts";
import { customConnectors } from "../connectors/custom.ts";
import type { Handler } from "./call.ts";

const inputsWithChoices: { readonly [activity: string]: readonly string[] } = {
  "http-request-v2": ["connectorId"],
  "http-request": ["connectorId"],
};

export const choices: Handler = ({ tenant, query, parts }) => {
  const { activity = "", input = "" } = parts;
  const inputs = Object.hasOwn(inputsWithChoices, activity) ? inputsWithChoices[activity] : undefined;
  if (inputs === undefined) throw new Refusal(404, `There is no activity ${activity}.`, { type: "ACTIVITY_NOT_FOUND" });
  if (!inputs.includes(input)) throw new Refusal(400, `The input ${input} has no choices.`, { type: "INVALID_INPUT" });
  const { connectors, settings } = tenant.state;
  // The older activity knows what was there before the newer one came.
  const own = activity === "http-request-v2" && settings.salesforceConnectorsInChoices ? connectors : [];
  const all = [...customConnectors, ...own].map(({ id, name }) => ({ name, value: id }));
  const search = query.get("search");
  const isLookUp = query.get("validate") === "true";
  const found =
    search === null
      ? all
      : all.filter(({ name, value }) =>
          isLookUp ? value === search : name.toLowerCase().includes(search.toLowerCase()),
        );
  return {
    status: 200,
    body: {
      count: found.length,
      source: isLookUp ? "validate" : search === null ? "list" : "search",
      choices: found,
      parentInputName: null,
      parentValue: null,
      isSearchEnabled: true,
      resolvedInput: input,
      activity,
      input,
    },
  };
};
