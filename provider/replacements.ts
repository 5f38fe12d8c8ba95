import { changedKeys } from "./comparison.ts";
import { InputReader } from "./inputReader.ts";
import { type CheckFailure, type Lifecycle, Refusal, type Values } from "./lifecycle.ts";
import { holdsUnknown } from "./unknowns.ts";

/** What a kind says of its names. */
// biome-ignore lint/suspicious/noExplicitAny: names alone are looked at
type Names = Pick<Lifecycle<any, any>, "createOnly" | "nameInput">;

/** A replacement makes the new record while the old one is still there, so it needs another name. */
export function createOnlyFailures(
  { createOnly, nameInput }: Names,
  olds: Values,
  news: Values,
  inputs: Values,
): CheckFailure[] {
  if (nameInput === undefined || Object.keys(olds).length === 0) return [];
  if (createOnly.includes(nameInput) || changedKeys([nameInput], olds, inputs).length > 0) return [];
  const read = new InputReader(news);
  for (const name of changedKeys(createOnly, olds, inputs).filter((each) => !holdsUnknown(inputs[each]))) {
    read.fail(
      name,
      `Salesforce accepts it only at creation, and the replacement is created before the old record is deleted: give a new ${nameInput} too. A later run can change that back, in place.`,
    );
  }
  return read.failures;
}

/**
 * Inputs of the last run of the resources that this process was asked to check, by kind and owner, until they are
 * deleted: what a create finds here is a replacement, made while the old record is still there.
 */
export class InState {
  readonly #inputs = new Map<string, Values>();

  /** Remembers the inputs of the last run; none at the first. */
  remember(kind: string, olds: Values, { owner }: Values): void {
    if (Object.keys(olds).length > 0) this.#inputs.set(keyOf(kind, owner), olds);
  }

  /** The record is gone. */
  forget(kind: string, { owner }: Values): void {
    this.#inputs.delete(keyOf(kind, owner));
  }

  /**
   * A replacement that somebody asked for (`replaceOnChanges`, `--replace`) under the same name would take the old record
   * for its own, half made, and then delete it.
   *
   * @throws Refusal
   */
  refuseReplacementOfItself(kind: string, nameInput: string | undefined, inputs: Values): void {
    const olds = this.#inputs.get(keyOf(kind, inputs.owner));
    if (olds === undefined || nameInput === undefined || changedKeys([nameInput], olds, inputs).length > 0) return;
    throw new Refusal(
      `It cannot be replaced under the same ${nameInput}, because the replacement is created before the old record is deleted. Give a new ${nameInput} too, or set the resource option deleteBeforeReplace.`,
    );
  }
}

const keyOf = (kind: string, owner: unknown) => `${kind} ${String(owner)}`;
