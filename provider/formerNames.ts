import { isDeepStrictEqual } from "node:util";
import type { AdoptingLifecycle } from "./adoption.ts";
import { InputReader } from "./inputReader.ts";
import type { CheckFailure, ResourceState, Values } from "./lifecycle.ts";

/** Names that inputs and outputs have had before, each with the one that it has now. */
export type FormerNames = Readonly<Record<string, string>>;

/**
 * A lifecycle whose inputs and outputs have been renamed. A program may go on giving an input under its former name, and
 * what a state holds keeps the name that it has there, so that state of earlier versions shows no change. The lifecycle
 * itself sees only the names of today.
 */
export function withFormerNames<Inputs extends object, Outputs extends object>(
  lifecycle: AdoptingLifecycle<Inputs, Outputs>,
  formerNames: FormerNames,
): AdoptingLifecycle<Inputs, Outputs> {
  const current = <Given extends object>(values: Given) => underCurrentNames(values, formerNames);
  const asIn = <Given extends object>(values: Given, recorded: object) => {
    const kept = Object.entries(formerNames).filter(([former, now]) => former in recorded && !(now in recorded));
    return named(values, Object.fromEntries(kept.map(([former, now]) => [now, former]))) as Given;
  };
  const formerInputs = Object.keys(formerNames).filter((former) =>
    (lifecycle.inputNames as readonly string[]).includes(formerNames[former] as string),
  ) as (keyof Inputs & string)[];
  const recorded = (state: ResourceState<Inputs, Outputs>, inputs: object) => ({
    ...state,
    inputs: asIn(state.inputs, inputs),
  });
  return {
    ...lifecycle,
    inputNames: [...lifecycle.inputNames, ...formerInputs],
    async check(olds, news, org) {
      const { inputs, failures } = await lifecycle.check(current(olds), current(news), org);
      return { inputs: asIn(inputs, olds), failures: [...failures, ...contradictions(news, formerNames)] };
    },
    async create(org, inputs, progress) {
      return recorded(await lifecycle.create(org, current(inputs), progress), inputs);
    },
    async read(org, id, state) {
      const found = await lifecycle.read(org, id, current(state));
      return found && { ...recorded(found, state), outputs: asIn(found.outputs, state) };
    },
    async update(org, id, olds, news, progress) {
      return recorded(await lifecycle.update(org, id, current(olds), current(news), progress), news);
    },
    delete(org, id, state, progress) {
      return lifecycle.delete(org, id, current(state), progress);
    },
    survey(org, inputs) {
      return lifecycle.survey(org, current(inputs));
    },
  };
}

/** Values under the names that they have now. */
export function underCurrentNames<Given extends object>(values: Given, formerNames: FormerNames): Given {
  return named(values, formerNames) as Given;
}

/** Values under other names; one that is there under its new name already stays. */
function named(values: object, names: FormerNames): object {
  const renamed = Object.entries(values).filter(
    ([name]) => name in names && values[names[name] as never] === undefined,
  );
  const others = Object.entries(values).filter(([name]) => !(name in names));
  return { ...Object.fromEntries(others), ...Object.fromEntries(renamed.map(([name, value]) => [names[name], value])) };
}

function contradictions(news: Values, formerNames: FormerNames): CheckFailure[] {
  const read = new InputReader(news);
  for (const [former, now] of Object.entries(formerNames)) {
    if (news[former] === undefined || news[now] === undefined || isDeepStrictEqual(news[former], news[now])) continue;
    read.fail(former, `is now called ${now}, which says something else; give that one alone.`);
  }
  return read.failures;
}
