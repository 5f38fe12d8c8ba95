import {
  type AdoptingLifecycle,
  adoptionInputNames,
  describeFound,
  type FoundRecord,
  refusals,
} from "../../provider/adoption.ts";
import { changedKeys } from "../../provider/comparison.ts";
import type { Values } from "../../provider/lifecycle.ts";

/** What a part of the access holds, in the shape of the program's inputs. */
export interface FoundPart<Inputs> {
  id: string;
  inputs: Inputs;
}

/** What a survey is doing, for errors. */
export const doing = "looking for access that is there already";

/** Nobody's mark: whatever is marked belongs to another owner. */
const nobody = "";

/** Stands for the owner that the program will give: its names may be about as long as these. */
const anyOwner = "project-of-the-team/production/name-of-the-resource-in-the-program";

/** Whether what was found can be adopted; if not, says why. */
export function canBeAdopted(found: FoundRecord, say: (reason: string) => void): boolean {
  const [problem] = found.mark
    ? [`${describeFound(found)} belongs to a stack already: ${found.mark.owner}.`]
    : refusals(found, true);
  if (problem) say(problem);
  return problem === undefined;
}

/** The inputs with every default, from those that are needed to look; what they lack is read from the org. */
export async function checked<Inputs extends object>(
  lifecycle: Pick<AdoptingLifecycle<Inputs, object>, "check">,
  inputs: Values,
): Promise<Inputs> {
  const answer = await lifecycle.check({}, { ...inputs, owner: nobody }, () => Promise.reject(new TypeError("no org")));
  return { ...answer.inputs, owner: nobody };
}

/**
 * Why a program cannot declare inputs as they were found: check refuses them, or brings them to another form, so that an
 * adoption would change them. Empty where it can.
 */
export async function problemsOf<Inputs extends object>(
  lifecycle: Pick<AdoptingLifecycle<Inputs, object>, "check" | "inputNames">,
  inputs: Values,
): Promise<string[]> {
  const given = { ...inputs, owner: anyOwner };
  const answer = await lifecycle.check({}, given, () => Promise.reject(new TypeError("no org")));
  const changed = changedKeys(lifecycle.inputNames, given, answer.inputs as Values);
  return answer.failures.length > 0
    ? answer.failures.map(({ reason }) => reason)
    : changed.map((name) => `${name}: is held in a form that no program can declare.`);
}

/** Inputs that are given in a program: those that differ from the default. */
export async function essentialInputs<Inputs extends object>(
  lifecycle: Pick<AdoptingLifecycle<Inputs, object>, "check">,
  inputs: Inputs,
  required: readonly (keyof Inputs & string)[],
): Promise<Values> {
  const all = inputs as Values;
  const given = Object.fromEntries(required.map((name) => [name, all[name]]));
  const defaults = (await checked(lifecycle, given)) as Values;
  const passed = ["owner", "otherGrants", ...adoptionInputNames];
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name, value]) =>
        !passed.includes(name) &&
        value !== undefined &&
        (required.includes(name as keyof Inputs & string) || JSON.stringify(value) !== JSON.stringify(defaults[name])),
    ),
  );
}
