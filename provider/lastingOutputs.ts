import { changedKeys } from "./comparison.ts";
import type { LastingNames, Values } from "./lifecycle.ts";
import { isUnknown } from "./unknowns.ts";

/**
 * Outputs that outlast an update. In a preview, the engine knows no output of a resource that is to be updated, and it
 * gives a provider the outputs of the last run in `diff` alone: what is learnt there makes the inputs of those known that
 * come after.
 */
export class LastingOutputs {
  readonly #outputs = new Map<string, Values>();

  /** Remembers what a resource keeps if this is an update in place. */
  remember({ lastingOutputs = {} }: LastingNames, id: string, olds: Values, news: Values): void {
    const kept = Object.entries(lastingOutputs).filter(([, inputs]) => changedKeys(inputs, olds, news).length === 0);
    this.#outputs.set(id, Object.fromEntries(kept.map(([name]) => [name, olds[name]])));
  }

  /** The inputs of a program, with what is known after all. A resource that is replaced has an id that is unknown. */
  known({ lastingInputs = {} }: LastingNames, news: Values): Values {
    const found = Object.entries(lastingInputs).flatMap(([name, { idIn, output }]) => {
      const value = isUnknown(news[name]) ? this.#outputs.get(String(news[idIn]))?.[output] : undefined;
      return value === undefined ? [] : [[name, value]];
    });
    return found.length === 0 ? news : { ...news, ...Object.fromEntries(found) };
  }
}
