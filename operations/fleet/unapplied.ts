import { pulumiCommand } from "../../common/commands.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { CommandError } from "../commandLine.ts";
import { askPulumi } from "../pulumiProgram.ts";
import type { OrgResult } from "./result.ts";

/** How the preview ends when there are changes. */
const changes = 7;

/** What a run prints at most, in bytes. */
const longestOutput = 64 * 1024 * 1024;

/** Seconds that a preview may take; one of the project's own program takes less than ten. */
const longestPreview = 600;

/**
 * Asks the engine whether the program of a clean stack says what was applied. Of a stack that has drifted, or could not
 * be asked, that is not the first question.
 */
export async function appliedOrNot(folder: string, org: OrgResult): Promise<OrgResult> {
  if (org.verdict !== "clean") return org;
  const preview = ["preview", "--expect-no-changes", "--stack", org.stack, "--non-interactive", "--suppress-outputs"];
  try {
    const { exitCode, stdout, stderr } = await askPulumi(folder, preview, {
      bytes: longestOutput,
      seconds: longestPreview,
    });
    if (exitCode === 0) return org;
    if (exitCode === changes) {
      const reason = `The program or its configuration has changed since the last run: see ${pulumiCommand("preview", org.stack)}.`;
      return { ...org, verdict: "unapplied", reason };
    }
    const said = harmless((stderr || stdout).trim(), 500);
    return { ...org, verdict: "unreachable", reason: `${pulumiCommand("preview", org.stack)} has failed: ${said}` };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ...org, verdict: "unreachable", reason: `--with-program could not ask: ${error.message}` };
  }
}
