import { readFileSync } from "node:fs";
import type { ResourceKind } from "../../resources/dynamicProvider.ts";

const golden = readFileSync(new URL("./providerText.golden.txt", import.meta.url), "utf8");

/** The text of a kind's provider, as every state that was ever written holds it. */
export function providerText(kind: ResourceKind): string {
  return golden.replaceAll("<kind>", kind);
}
