import { explainCall } from "../../provider/explanations.ts";
import { ConnectionSettingsError } from "../../salesforce/connection.ts";
import { SalesforceError } from "../../salesforce/errors.ts";
import { CommandError, runCommand } from "./commandError.ts";

/** Runs a command that asks an org: what the org refuses, or the settings lack, is said without a stack trace. */
export function runOrgCommand(command: (programArguments: readonly string[]) => Promise<number>): Promise<void> {
  return runCommand(async (programArguments) => {
    try {
      return await command(programArguments);
    } catch (error) {
      if (error instanceof ConnectionSettingsError) throw new CommandError(error.message);
      if (!(error instanceof SalesforceError)) throw error;
      const text = explainCall(error);
      throw new CommandError(text.charAt(0).toUpperCase() + text.slice(1));
    }
  });
}
