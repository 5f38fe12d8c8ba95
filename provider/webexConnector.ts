import { readConfirmations } from "../common/confirmedKeys.ts";
import { harmless } from "../salesforce/harmless.ts";
import type { Org } from "../salesforce/org.ts";
import { type ConnectorState, connectorInWords, connectorState, type HandOff } from "./connectorState.ts";
import { InputReader } from "./inputReader.ts";
import { type Lifecycle, type Progress, Refusal, type ResourceState, type Values } from "./lifecycle.ts";
import { ownerInDescription, resourceNameOf, stackOfOwner } from "./marks.ts";
import { report } from "./report.ts";
import { atMost, every, keyFingerprint, plainText, recordId, secureUrl, username } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

export interface WebexConnectorInputs {
  name: string;
  clientId: string;
  emailId: string;
  url: string;
  keySha256: string;
  /** What people have confirmed, as the configuration has it; empty: nobody has said anything. */
  confirmedKey: string;
  /** Present where the connector is made for its key alone. */
  hasOwnKey?: true;
  /** Present where the flows have moved to it: then its key must be confirmed. */
  hasFlows?: true;
  /** Never declared: the day since which the key is the one that it has to hold. */
  keySince: string;
  /** Never declared: the day since which Client ID or Email ID are others under the same key; absent where they are not. */
  valuesSince?: string;
  owner: string;
}

export interface WebexConnectorOutputs {
  handOff: HandOff;
  /** Day since which it is in that state; empty where nobody has written it. */
  since: string;
}

const inputNames = [
  "name",
  "clientId",
  "emailId",
  "url",
  "keySha256",
  "confirmedKey",
  "hasOwnKey",
  "hasFlows",
  "keySince",
  "valuesSince",
  "owner",
] as const;

/**
 * A connector that people make by hand: nothing of it can be written, neither here nor there. What can be known of it is
 * what it has to hold, and what somebody has confirmed.
 */
export const webexConnector: Lifecycle<WebexConnectorInputs, WebexConnectorOutputs> = {
  inputNames,
  unkeptNames: ["appId", "proofId"],
  createOnly: [],
  lastingInputs: {
    clientId: { idIn: "appId", output: "consumerKey" },
    url: { idIn: "proofId", output: "provenAudience" },
  },

  check(olds, news) {
    const read = new InputReader(news);
    const keySha256 = read.text("keySha256", keyFingerprint);
    const inputs: WebexConnectorInputs = {
      name: read.text("name", every(atMost(80), plainText)),
      clientId: read.text("clientId", plainText),
      emailId: read.text("emailId", username),
      url: read.text("url", secureUrl),
      keySha256: isUnknown(keySha256) ? keySha256 : keySha256.toLowerCase(),
      confirmedKey: read.textOr("confirmedKey", "", (text) => {
        const reading = readConfirmations(text);
        return "problem" in reading ? reading.problem : undefined;
      }),
      ...(read.flag("hasOwnKey", false) === true && { hasOwnKey: true as const }),
      ...(read.flag("hasFlows", false) === true && { hasFlows: true as const }),
      keySince: isSameKey(olds, keySha256) ? (olds.keySince as string) : today(),
      owner: read.text("owner", ownerInDescription),
    };
    const since = valuesSince(olds, inputs);
    if (since !== undefined) inputs.valuesSince = since;
    if (news.appId !== undefined) read.text("appId", recordId("0xI", "an external client app"));
    if (news.proofId !== undefined) read.text("proofId");
    if (read.failures.length > 0 || isUnknown(inputs.confirmedKey)) return { inputs, failures: read.failures };
    const state = stateOf(inputs);
    if (inputs.hasFlows && state.is !== "upToDate" && state.is !== "needsNewValues") {
      read.fail(
        "confirmedKey",
        `the flows are said to use connector "${inputs.name}", but nobody has confirmed that it holds its key. Nothing is closed until somebody has: ${wordsFor(state, inputs)}.`,
      );
    }
    // The engine shows what is printed during a check in the preview.
    else if (state.is !== "upToDate") report("WebexConnector", wordsFor(state, inputs));
    return { inputs, failures: read.failures };
  },

  async create(org, inputs, progress) {
    return remember(org, inputs, progress);
  },

  async read(_org, id, state) {
    const { handOff, since, ...rest } = state;
    const inputs = Object.fromEntries(
      inputNames.filter((name) => rest[name] !== undefined).map((name) => [name, rest[name]]),
    );
    return { id, inputs: inputs as unknown as WebexConnectorInputs, outputs: { handOff, since } };
  },

  async update(org, _id, _olds, news, progress) {
    return remember(org, news, progress);
  },

  /** Nothing of it is in the org. */
  async delete(_org, _id, { name }, progress) {
    progress.report(`connector "${harmless(name)}" in Control Hub is not touched: remove it there by hand`);
  },
};

const today = () => new Date().toISOString().slice(0, 10);

/** Whether the key is that of the last run, so that the day stays. */
const isSameKey = (olds: Values, keySha256: string) =>
  olds.keySha256 !== undefined && olds.keySha256 === keySha256 && typeof olds.keySince === "string";

/** The day since which the connector has to hold other values beside the key that it has; undefined where there is none. */
function valuesSince(olds: Values, { keySha256, clientId, emailId }: WebexConnectorInputs): string | undefined {
  // With another key, the connector is edited and confirmed anyway.
  if (!isSameKey(olds, keySha256)) return undefined;
  // What is not known yet may be the same.
  const isOther = (old: unknown, now: string) => !isUnknown(now) && old !== now;
  if (isOther(olds.clientId, clientId) || isOther(olds.emailId, emailId)) return today();
  return typeof olds.valuesSince === "string" ? olds.valuesSince : undefined;
}

function stateOf({ keySha256, confirmedKey, hasOwnKey, keySince, valuesSince }: WebexConnectorInputs): ConnectorState {
  const reading = readConfirmations(confirmedKey);
  return connectorState({
    keySha256: isUnknown(keySha256) ? undefined : keySha256,
    confirmations: "confirmations" in reading ? reading.confirmations : "nothingSaid",
    hasOwnKey: hasOwnKey === true,
    keySince,
    ...(valuesSince !== undefined && { valuesSince }),
  });
}

function wordsFor(state: ConnectorState, { name, owner }: WebexConnectorInputs): string {
  const words = { name: isUnknown(name) ? resourceNameOf(owner) : name, stack: stackOfOwner(owner) };
  return connectorInWords(state, words);
}

async function remember(
  org: Org,
  inputs: WebexConnectorInputs,
  progress: Progress,
): Promise<ResourceState<WebexConnectorInputs, WebexConnectorOutputs>> {
  if (org.login.clientId !== undefined && org.login.clientId === inputs.clientId) {
    throw new Refusal(
      `clientId: it is the consumer key of the app that this deployment is logged in with. That app is not for Webex, and its key is rotated on its own (docs/rotation.md).`,
    );
  }
  const state = stateOf(inputs);
  // What is to be done was said by the check that comes before every write.
  if (state.is === "upToDate") progress.report(wordsFor(state, inputs));
  return { id: inputs.owner, inputs, outputs: { handOff: state.is, since: state.since ?? "" } };
}
