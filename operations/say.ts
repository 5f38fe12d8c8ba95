import { harmless } from "../salesforce/harmless.ts";

/** Prints one line. Texts of an org, of a state or of a file of others may hold anything. */
export function say(line: string): void {
  console.log(harmless(line, 10_000));
}
