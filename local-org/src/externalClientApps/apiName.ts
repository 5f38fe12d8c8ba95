import { ComponentProblem } from "../metadata/recordReader.ts";

/** Longest API name of an external client app. */
const maximumLength = 80;
/** Longest API name of a satellite: the app's, and an ending such as `_glbloauth` or `OAuth_defaultPolicy`. */
export const satelliteMaximumLength = 100;

/**
 * Checks the API name of a new component.
 * @param typeLabel the words that the org's message uses for the type
 * @throws ComponentProblem
 */
export function checkApiName(name: string, typeLabel: string, longest = maximumLength): void {
  const namespace = /^([A-Za-z][A-Za-z0-9]*)__[A-Za-z]/.exec(name)?.[1];
  if (namespace)
    throw new ComponentProblem(
      `Cannot create a new component with the namespace: ${namespace}`,
      "INSUFFICIENT_ACCESS_OR_READONLY",
    );
  if (!/^[A-Za-z](_?[A-Za-z0-9])*$/.test(name))
    throw new ComponentProblem(
      `${typeLabel} Name: The ${typeLabel} API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.`,
    );
  if (name.length > longest)
    throw new ComponentProblem(`Value too long for field: fullName maximum length is:${longest}`, "STRING_TOO_LONG");
}
