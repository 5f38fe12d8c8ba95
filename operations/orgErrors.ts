import { explainCall } from "../provider/explanations.ts";
import { Refusal } from "../provider/lifecycle.ts";
import { ConnectionSettingsError } from "../salesforce/connection.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import { harmlessLines } from "../salesforce/harmless.ts";
import { CommandError } from "./commandLine.ts";

/**
 * Does something that asks an org: what the org refuses, or the settings lack, becomes an error in words.
 *
 * @throws CommandError
 */
export async function explainingOrgErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = orgErrorInWords(error);
    throw words === undefined ? error : new CommandError(words);
  }
}

/** Words for what an org refuses, what we refuse, or what settings lack; undefined for any other error. */
export function orgErrorInWords(error: unknown): string | undefined {
  if (error instanceof ConnectionSettingsError || error instanceof Refusal) return harmlessLines(error.message);
  if (!(error instanceof SalesforceError)) return undefined;
  const text = explainCall(error);
  return harmlessLines(text.charAt(0).toUpperCase() + text.slice(1));
}
