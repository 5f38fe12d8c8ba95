import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { harmless } from "../../salesforce/harmless.ts";
import type { OrgResult } from "./result.ts";

/** How the preview ends when there are changes. */
const changes = 7;

/** What a run prints at most, in bytes. */
const longestOutput = 64 * 1024 * 1024;

/**
 * Asks the engine whether the program of a clean stack says what was applied. Of a stack that has drifted, or could not
 * be asked, that is not the first question.
 */
export async function appliedOrNot(folder: string, org: OrgResult): Promise<OrgResult> {
  if (org.verdict !== "clean") return org;
  const preview = ["preview", "--expect-no-changes", "--stack", org.stack, "--non-interactive", "--suppress-outputs"];
  try {
    await promisify(execFile)("pulumi", preview, { cwd: folder, maxBuffer: longestOutput });
    return org;
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === changes) {
      const reason = `The program or its configuration has changed since the last run: see pulumi preview --stack ${org.stack}.`;
      return { ...org, verdict: "unapplied", reason };
    }
    if (code === "ENOENT") {
      return { ...org, verdict: "unreachable", reason: "There is no pulumi on the PATH, which --with-program needs." };
    }
    const said = harmless(String(stderr || stdout).trim(), 500);
    return { ...org, verdict: "unreachable", reason: `pulumi preview --stack ${org.stack} has failed: ${said}` };
  }
}
