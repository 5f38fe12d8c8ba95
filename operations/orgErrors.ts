import { explainCall } from "../provider/explanations.ts";
import { ConnectionSettingsError } from "../salesforce/connection.ts";
import { SalesforceError } from "../salesforce/errors.ts";
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
    if (error instanceof ConnectionSettingsError) throw new CommandError(error.message);
    if (!(error instanceof SalesforceError)) throw error;
    const text = explainCall(error);
    throw new CommandError(text.charAt(0).toUpperCase() + text.slice(1));
  }
}
