import { pulumiCommand } from "../common/commands.ts";
import { CommandError } from "./commandLine.ts";
import { stacksIn } from "./fleet/stacks.ts";
import { askPulumi } from "./pulumiProgram.ts";
import { meaningOf, refusalOfPulumi, stackNamesIn } from "./pulumiRefusals.ts";

/** Bytes; states of large stacks have many megabytes. */
const longestState = 1024 ** 3;

/** Seconds; an export asks the back end for one document. */
const longestExport = 120;

/**
 * The state of a stack as the Pulumi CLI exports it. It passes through memory alone.
 *
 * @param folder the folder of the project
 * @param more arguments; with `--show-secrets` the secrets are in clear, and none of it may be shown
 * @throws CommandError when there is no CLI, or it cannot give the state
 */
export async function exportedState(folder: string, stack: string, ...more: string[]): Promise<string> {
  const asked = ["stack", "export", ...more, "--stack", stack, "--non-interactive"];
  const { exitCode, stdout, stderr } = await askPulumi(folder, asked, { bytes: longestState, seconds: longestExport });
  // What the CLI has printed of the state is left out.
  if (exitCode !== 0) {
    throw new CommandError(
      refusalOfPulumi(`the state of stack ${stack}`, stack, stderr, await stacksToTell(folder, stderr)),
    );
  }
  return stdout;
}

/** The stacks where one of them may have been meant: those of the back end, or of the folder if that is all there is. */
async function stacksToTell(folder: string, stderr: string): Promise<string[]> {
  const meaning = meaningOf(stderr);
  if (meaning === "noLogin") return stacksIn(folder);
  if (meaning !== "noStack") return [];
  const asked = ["stack", "ls", "--json", "--non-interactive"];
  const { exitCode, stdout } = await askPulumi(folder, asked, { bytes: longestState, seconds: longestExport });
  return exitCode === 0 ? stackNamesIn(stdout) : [];
}

/**
 * The resources of a state, as a file of the back end or an export of the CLI holds them. A text that cannot be read is
 * never one without resources.
 *
 * @param of words for the stack
 * @throws CommandError when it is broken, or of a form that is not known; nothing of it is in the message
 */
export function resourcesOfState<Resource extends { urn: string; type: string }>(text: string, of: string): Resource[] {
  const { resources } = latestIn(text, of);
  // A stack on which nothing has run yet has none.
  if (resources === undefined || resources === null) return [];
  const isResource = (each: unknown) =>
    isMapping(each) && typeof each.urn === "string" && typeof each.type === "string";
  if (!Array.isArray(resources) || !resources.every(isResource)) throw brokenState(of, unknownForm);
  return resources;
}

/**
 * The resources that a run was writing when it was killed, and when this state was saved. A create is noted until a
 * refresh, also when a later run has done it.
 *
 * @param text as for `resourcesOfState`
 */
export function interruptedIn(text: string, of: string): { names: string[]; at?: string } {
  const { manifest } = latestIn(text, of);
  const names = pendingIn(text, of).map(({ resource }) => nameIn(resource.urn));
  if (names.length === 0) return { names };
  const at = isMapping(manifest) ? manifest.time : undefined;
  return { names, ...(typeof at === "string" && { at }) };
}

/**
 * The resources that a run was creating when it was killed: they may be there, and have no id in the state.
 *
 * @param text as for `resourcesOfState`
 */
export function createsIn<Resource extends { urn: string; type: string }>(text: string, of: string): Resource[] {
  return pendingIn(text, of).flatMap(({ type, resource }) => (type === "creating" ? [resource as Resource] : []));
}

/** What a run was doing when it was killed, but creates that are done by now. */
function pendingIn(text: string, of: string): { type: unknown; resource: { urn: string; type: string } }[] {
  const { pending_operations: pending } = latestIn(text, of);
  if (!Array.isArray(pending)) return [];
  const made = new Set(resourcesOfState(text, of).map(({ urn }) => urn));
  return pending.filter(
    ({ type, resource }) =>
      typeof resource?.urn === "string" &&
      typeof resource.type === "string" &&
      !(type === "creating" && made.has(resource.urn)),
  );
}

/** The name of a resource in the program. */
export const nameIn = (urn: string): string => urn.split("::").at(-1) as string;

const unknownForm = "has a form that is not known here";

const brokenState = (of: string, how: string) =>
  new CommandError(
    `The state of ${of} ${how}. See what ${pulumiCommand("stack export")} says of it; a back end of files keeps backups beside it.`,
  );

/** What the last run has left; empty where nothing has run yet. */
function latestIn(text: string, of: string): { resources?: unknown; pending_operations?: unknown; manifest?: unknown } {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    throw brokenState(of, "is no JSON, so it is broken");
  }
  const { version, checkpoint, deployment } = (state ?? {}) as { [name: string]: unknown };
  const isFile = isMapping(checkpoint);
  if (!isFile && deployment === undefined) throw brokenState(of, unknownForm);
  if (Number(version) > newestForm) {
    throw brokenState(of, `has the form ${version} of a newer Pulumi, which is not known here`);
  }
  return ((isFile ? checkpoint.latest : deployment) ?? {}) as ReturnType<typeof latestIn>;
}

/** Of a file of the back end, and of an export. Source: Pulumi's `apitype`, versions of checkpoints and deployments. */
const newestForm = 4;

const isMapping = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** How Pulumi marks a value as special, and as a secret. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What the types of our resources begin with; the kind follows. */
export const typePrefix = "pulumi-nodejs:dynamic/salesforce:";
