import { setTimeout as wait } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import { bounds } from "./bounds.ts";
import { SalesforceError } from "./errors.ts";
import { manifestFile } from "./metadataElements.ts";
import type { OrgCalls } from "./orgCalls.ts";

/** A metadata component as a file of a deploy. */
export interface DeployFile {
  /** Metadata type, for example `ExternalClientApplication`. */
  type: string;
  /** Full name of the component. */
  fullName: string;
  /** Path in the archive; absent for a component that is to be deleted. */
  path?: string;
  /** Content of the file; absent for a component that is to be deleted. */
  content?: string;
}

/** How a deploy is watched. */
export interface DeployOptions {
  apiVersion: string;
  /** Called with one line when the deploy has not ended after some seconds, and then once in a while. */
  report(line: string): void;
  /** Longest time to wait for the result, in milliseconds. Default: as bounded for the process. */
  timeout?: number;
}

/** What is used of the result of a deploy. */
interface DeployStatus {
  done: boolean;
  success: boolean;
  status: string;
  errorMessage?: string | null;
  errorStatusCode?: string | null;
  details?: { componentFailures?: ComponentFailure[] };
}

interface ComponentFailure {
  componentType?: string | null;
  fullName: string;
  problem?: string | null;
  problemType?: string | null;
}

const firstPoll = 150;
const slowestPoll = 5_000;
const reportEvery = 15_000;
/** Most deploys of a few components are done by then, in milliseconds. */
const firstReport = 5_000;

/** The archive of a deploy: the files, `package.xml`, and `destructiveChanges.xml` for what is to be deleted. */
export function deployArchive(files: DeployFile[], apiVersion: string): Uint8Array {
  const written = files.filter((file) => file.content !== undefined);
  const deleted = files.filter((file) => file.content === undefined);
  const entries: Record<string, Uint8Array> = { "package.xml": strToU8(manifestFile(written, apiVersion)) };
  if (deleted.length > 0) entries["destructiveChanges.xml"] = strToU8(manifestFile(deleted, apiVersion));
  for (const { path, content } of written) entries[path as string] = strToU8(content as string);
  return zipSync(entries);
}

/**
 * Deploys files in one transaction and waits for the result.
 *
 * @throws SalesforceError with code `DEPLOY_FAILED` that lists each component's problem, `DEPLOY_TIMEOUT` when the
 * org has not finished in time, or Salesforce's own code when the deploy was not taken
 */
export async function deployFiles(
  calls: OrgCalls,
  files: DeployFile[],
  options: DeployOptions,
  doing: string,
): Promise<void> {
  const archive = Buffer.from(deployArchive(files, options.apiVersion));
  const { id } = await calls.write("Metadata API", doing, async (connection) =>
    // rollbackOnError must be true in production; ignoreWarnings, because deleting what is gone already only warns.
    connection.metadata.deploy(archive, { rollbackOnError: true, singlePackage: true, ignoreWarnings: true }),
  );
  if (!/^0Af\w{12,15}$/.test(id)) throw new SalesforceError("UNREADABLE_ANSWER", "the deploy has no id", doing);
  const started = Date.now();
  const deadline = started + (options.timeout ?? bounds().deployTimeoutSeconds * 1000);
  let nextReport = started + firstReport;
  for (let pause = firstPoll; ; pause = Math.min(pause * 1.6, slowestPoll)) {
    const status = await deployStatus(calls, id, doing);
    if (status.done) {
      if (status.success) return;
      throw deployError(status, doing);
    }
    const now = Date.now();
    if (now > deadline) {
      throw new SalesforceError(
        "DEPLOY_TIMEOUT",
        `deploy ${id} is still ${status.status} after ${Math.round((now - started) / 1000)} s`,
        doing,
      );
    }
    if (now > nextReport) {
      options.report(`${doing}: deploy ${id} is ${status.status}, ${Math.round((now - started) / 1000)} s so far`);
      nextReport = now + reportEvery;
    }
    await wait(pause);
  }
}

/** Right after a deploy leaves the queue, its status can answer INVALID_CROSS_REFERENCE_KEY for a moment. */
async function deployStatus(calls: OrgCalls, id: string, doing: string): Promise<DeployStatus> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await calls.read(
        "Metadata API",
        doing,
        (connection) => connection.metadata.checkDeployStatus(id, true) as Promise<DeployStatus>,
      );
    } catch (error) {
      if (!(error instanceof SalesforceError) || error.code !== "INVALID_CROSS_REFERENCE_KEY" || attempt === 3)
        throw error;
      await wait(1_000);
    }
  }
}

function deployError(status: DeployStatus, doing: string): SalesforceError {
  const failures = status.details?.componentFailures ?? [];
  const problems = failures.map(
    (failure) =>
      `${failure.componentType || "package.xml"} ${failure.fullName}: ${failure.problem ?? "no reason given"}`,
  );
  const whole = status.errorMessage ? [status.errorMessage] : [];
  return new SalesforceError(
    status.errorStatusCode || "DEPLOY_FAILED",
    [...whole, ...problems].join("; ") || `the deploy ended as ${status.status}`,
    doing,
  );
}
