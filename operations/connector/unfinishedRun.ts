import { pulumiCommand } from "../../common/commands.ts";
import { fingerprintIn } from "../../common/publicKey.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { resourcesIn, type StateResource, typeOf } from "../prove/stackState.ts";
import { interruptedIn } from "../pulumiState.ts";

/** Characters; a name in a state may be anything. */
const longestLine = 2000;

/** Why the state of a stack is not that of a run that has ended well. */
export interface UnfinishedRun {
  /** A sentence without its full stop. */
  what: string;
  /** Since when, ISO 8601 in UTC; undefined where the state does not say it. */
  since?: string;
}

/**
 * Whether the last run has left something undone: it was killed, a resource has failed, or an app takes a key with which
 * nobody has proved the login since. Pure.
 *
 * @param exported the state, with secrets or without
 */
export function unfinishedRun(exported: string): UnfinishedRun | undefined {
  const resources = resourcesIn(exported);
  return (
    ofKilledRun(exported) ??
    resources.map(ofFailedResource).find((each) => each !== undefined) ??
    resources
      .filter(({ type }) => type === typeOf("ExternalClientApp"))
      .map((app) => ofApp(app, resources))
      .find((each) => each !== undefined)
  );
}

/** A sentence. */
export function unfinishedInWords({ what, since }: UnfinishedRun): string {
  const sinceWhen = since === undefined ? "" : `, since ${since.slice(0, 16).replace("T", " ")} UTC`;
  return `The last run did not finish${sinceWhen}: ${what}.`;
}

/** Says on standard error, beside a key that is handed out, that nobody knows whether the app takes it. */
export function sayUnfinished(exported: string, stack: string): void {
  const unfinished = unfinishedRun(exported);
  if (unfinished === undefined) return;
  console.error(
    harmless(
      `${unfinishedInWords(unfinished)} Whether the app takes this key is not proved: before somebody pastes it, run ${pulumiCommand("up", stack)}, which finishes what is begun, and ask for the key again.`,
      longestLine,
    ),
  );
}

function ofKilledRun(exported: string): UnfinishedRun | undefined {
  const { names, at } = interruptedIn(exported, "the stack");
  return names[0] === undefined
    ? undefined
    : { what: `it was interrupted while ${names[0]} was being written`, ...sinceOf(at) };
}

function ofFailedResource({ name, modified, hasFailed }: StateResource): UnfinishedRun | undefined {
  return hasFailed ? { what: `${name} has failed`, ...sinceOf(modified) } : undefined;
}

/** An app that nobody is admitted to has neither proof nor connector. */
function ofApp(app: StateResource, resources: readonly StateResource[]): UnfinishedRun | undefined {
  const of = (kind: Parameters<typeof typeOf>[0]) => resources.filter(({ type }) => type === typeOf(kind));
  const isOfApp = ({ inputs }: StateResource) => inputs.appId === app.id;
  if (of("PolicyAssignment").find(isOfApp)?.inputs.isEnabled === false) return undefined;
  const since = sinceOf(app.modified);
  const key = fingerprintIn(String(app.inputs.certificatePem));
  const proof = of("AccessProof").find(isOfApp);
  if (proof === undefined) {
    // A key that is not at hand cannot be proved.
    return isMadeHere(key, resources) ? { what: `no login through ${app.name} was ever proved`, ...since } : undefined;
  }
  const { app: provenRevision } = Object(proof.inputs.revisions);
  if (provenRevision !== undefined && provenRevision !== app.outputs.revision) {
    return { what: `${app.name} was changed, and no login through it has been proved since`, ...since };
  }
  const connector = of("WebexConnector").find(({ inputs }) => inputs.clientId === app.outputs.consumerKey);
  return connector === undefined || key === undefined || connector.inputs.keySha256 === key
    ? undefined
    : { what: `${connector.name} is still recorded with another key than that of ${app.name}`, ...since };
}

const isMadeHere = (key: string | undefined, resources: readonly StateResource[]) =>
  key !== undefined &&
  resources.some(
    ({ type, outputs }) =>
      type === "tls:index/privateKey:PrivateKey" && fingerprintIn(String(outputs.publicKeyPem)) === key,
  );

const sinceOf = (modified: string | undefined) => (modified === undefined ? {} : { since: modified });
