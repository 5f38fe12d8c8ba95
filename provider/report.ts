import { harmless } from "../salesforce/harmless.ts";

/** Says one line to the person who watches: the engine shows what the provider process prints as an info line. */
export function report(kind: string, line: string): void {
  console.log(harmless(`${kind}: ${line}`, 10_000));
}
