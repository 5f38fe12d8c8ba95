import { plain } from "./comparison.ts";
import type { Values } from "./lifecycle.ts";

/** The text of the provider in state; the engine wants it back in the properties of every error that carries an id. */
export const providerKey = "__provider";

/**
 * An error of a diff, a read or a delete. Beside what the engine says, Pulumi's provider process prints these as
 * `${error}: ${error.stack}`: that becomes one short line, in place of the message twice more and a trace for nobody.
 */
export function saidOnce(method: string, message: string): Error {
  const error = new Error(message);
  error.stack = "the engine's error says why";
  return Object.defineProperty(error, "toString", { value: () => `${method} failed` });
}

/** Tells the engine that the record exists though the step failed: it stays in state, and the next run finishes it. */
export function partial(message: string, id: string, properties: Values, provider: unknown): Error {
  // The engine prints the reasons and not the message.
  return Object.assign(new Error(message), {
    id,
    properties: plain({ ...properties, [providerKey]: provider }),
    reasons: [message],
  });
}
