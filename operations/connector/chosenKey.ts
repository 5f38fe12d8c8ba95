import { pulumiCommand } from "../../common/commands.ts";
import { CommandError } from "../commandLine.ts";
import type { ConnectorHandOff, StackHandOffs, StackKey } from "./handOffs.ts";

/**
 * The hand-off and the key that a person means. Pure.
 *
 * @param generation of the key; undefined for the key that the app of the newest one takes
 * @throws CommandError when there is none
 */
export function chosenKey({ handOffs, keys }: StackHandOffs, stack: string, generation?: number) {
  const newest = handOffs.at(-1);
  if (newest === undefined) {
    throw new CommandError(
      `The state of stack ${stack} has no external client app: run ${pulumiCommand("up", stack)}, which makes it.`,
    );
  }
  if (generation === undefined) {
    const key = keyOf(newest, keys);
    if (key) return { handOff: newest, key, isInApp: true };
    throw new CommandError(`The state of stack ${stack} does not say which key app ${newest.app} takes.`);
  }
  const key = keys.find((each) => each.generation === generation);
  if (!key) {
    const known = keys.flatMap((each) => each.generation ?? []);
    throw new CommandError(
      `The state of stack ${stack} has no key of generation ${generation}; it has ${known.join(", ") || "none that it made"}.`,
    );
  }
  const ofKey = handOffs.find(({ sha256 }) => sha256 === key.sha256);
  // A key that is prepared, and whose place the one app will be.
  return { handOff: ofKey ?? newest, key, isInApp: ofKey !== undefined };
}

function keyOf({ sha256 }: ConnectorHandOff, keys: readonly StackKey[]): StackKey | undefined {
  if (sha256 === undefined) return undefined;
  return keys.find((key) => key.sha256 === sha256) ?? { sha256 };
}

/** @throws CommandError when the state does not hold it */
export function privateKeyIn({ privateKeyPem }: StackKey, stack: string): string {
  if (privateKeyPem !== undefined) return privateKeyPem;
  throw new CommandError(
    `The state of stack ${stack} does not hold this private key: the certificate was given without it, and the key is where that came from.`,
  );
}
