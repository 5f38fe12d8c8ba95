import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandError } from "./commandLine.ts";

/** Bytes; states of large stacks have many megabytes. */
const longestState = 1024 ** 3;

/**
 * The state of a stack as the Pulumi CLI exports it. It passes through memory alone.
 *
 * @param folder the folder of the project
 * @param more arguments; with `--show-secrets` the secrets are in clear, and none of it may be shown
 * @throws CommandError when there is no CLI, or it cannot give the state
 */
export async function exportedState(folder: string, stack: string, ...more: string[]): Promise<string> {
  const asked = ["stack", "export", ...more, "--stack", stack, "--non-interactive"];
  const options = { cwd: folder, maxBuffer: longestState };
  const answer = await promisify(execFile)("pulumi", asked, options).catch((error) => {
    if (error.code === "ENOENT") {
      throw new CommandError(
        "There is no pulumi on the PATH, and only it can read the state of the stack: install the Pulumi CLI.",
      );
    }
    // What the CLI has printed of the state is left out.
    throw new CommandError(`Pulumi does not give the state of stack ${stack}: ${String(error.stderr).trim()}`);
  });
  return answer.stdout;
}

/** How Pulumi marks a value as special, and as a secret. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What the types of our resources begin with; the kind follows. */
export const typePrefix = "pulumi-nodejs:dynamic/salesforce:";
