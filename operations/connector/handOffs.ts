import { fingerprintIn } from "../../common/publicKey.ts";
import type { RotationRecord } from "../../common/rotation.ts";
import { resourcesIn, type StateResource } from "../prove/stackState.ts";
import { typePrefix } from "../pulumiState.ts";

/** A key that a stack has made or was given. */
export interface StackKey {
  /** Generation; undefined for a key that the stack did not make. */
  generation?: number;
  sha256: string;
  /** Present only where the secrets of the state were asked for, and the key is there. */
  privateKeyPem?: string;
}

/** What a connector in Control Hub takes for one app of a stack. */
export interface ConnectorHandOff {
  /** Name of the app in the program. */
  app: string;
  /** Name of the connector. */
  name: string;
  clientId: string;
  emailId: string;
  url: string;
  /** Whether a proof has logged in with that audience. */
  isProven: boolean;
  /** Fingerprint of the key that the app takes; undefined where its certificate cannot be read. */
  sha256: string | undefined;
  /** Day since which the app takes that key; absent where the stack keeps no record of the connector. */
  keySince?: string;
  /** Day since which the Client ID or the Email ID is another one under the same key; absent where neither is. */
  valuesSince?: string;
  /** Generation of the key that the app has for life, with the strategy `blueGreen`. */
  generation?: number;
  isOpen: boolean;
}

/** What the state of a stack says of its connectors. */
export interface StackHandOffs {
  /** The oldest key first. */
  keys: StackKey[];
  /** The app of the newest key last. */
  handOffs: ConnectorHandOff[];
  /** What the last update has left to the next one, with the strategy `blueGreen`. */
  last: RotationRecord | undefined;
}

/** What Control Hub fills in by itself. */
const prefilledUrl = "https://login.salesforce.com";

/**
 * Reads the hand-offs from an exported state. Pure.
 *
 * @param exported with secrets in clear, or without
 */
export function handOffsIn(exported: string): StackHandOffs {
  const ofKind = (kind: string) => resourcesIn(exported, `${typePrefix}${kind}`);
  const proofs = ofKind("AccessProof");
  const policies = ofKind("PolicyAssignment");
  const connectors = ofKind("WebexConnector");
  const [user] = ofKind("IntegrationUser");
  const handOffs = ofKind("ExternalClientApp").map((app): ConnectorHandOff => {
    const isOfApp = ({ inputs }: StateResource) => inputs.appId === app.id;
    const proof = proofs.find(isOfApp);
    const clientId = textOf(app.outputs.consumerKey);
    const connector = connectors.find(({ inputs }) => inputs.clientId === clientId);
    const { keyGeneration } = app.inputs;
    const sha256 =
      fingerprintIn(textOf(app.inputs.certificatePem)) ?? (textOf(connector?.inputs.keySha256) || undefined);
    const keySince = connector?.inputs.keySha256 === sha256 ? textOf(connector?.inputs.keySince) : "";
    return {
      app: app.name,
      name: textOf(connector?.inputs.name) || textOf(app.inputs.label),
      clientId,
      emailId: textOf(proof?.inputs.username) || textOf(user?.inputs.username),
      url: textOf(proof?.outputs.provenAudience) || textOf(proof?.inputs.audience) || prefilledUrl,
      isProven: textOf(proof?.outputs.provenAudience) !== "",
      sha256,
      ...(keySince !== "" && { keySince }),
      ...(keySince !== "" && typeof connector?.inputs.valuesSince === "string"
        ? { valuesSince: connector.inputs.valuesSince }
        : {}),
      ...(typeof keyGeneration === "number" && { generation: keyGeneration }),
      isOpen: policies.find(isOfApp)?.inputs.isEnabled !== false,
    };
  });
  const [stack] = resourcesIn(exported, "pulumi:pulumi:Stack");
  return {
    keys: keysIn(exported, proofs),
    handOffs: handOffs.sort((left, right) => (left.generation ?? 0) - (right.generation ?? 0)),
    last: recordOf(stack?.outputs.rotation),
  };
}

/** The keys of all generations, and those that proofs were given. */
function keysIn(exported: string, proofs: readonly StateResource[]): StackKey[] {
  const made = resourcesIn(exported, "tls:index/privateKey:PrivateKey").flatMap(({ name, outputs }): StackKey[] => {
    const generation = Number(/-key-(\d+)$/.exec(name)?.[1]);
    const sha256 = fingerprintIn(textOf(outputs.publicKeyPem));
    if (!Number.isInteger(generation) || sha256 === undefined) return [];
    return [{ generation, sha256, ...privateKey(outputs.privateKeyPemPkcs8) }];
  });
  const given = proofs.flatMap(({ inputs }): StackKey[] => {
    const { privateKeyPem } = privateKey(inputs.privateKeyPem);
    const sha256 = privateKeyPem === undefined ? undefined : fingerprintIn(privateKeyPem);
    const isNew = sha256 !== undefined && !made.some((key) => key.sha256 === sha256);
    return isNew && privateKeyPem !== undefined ? [{ sha256, privateKeyPem }] : [];
  });
  return [...given, ...made.sort((left, right) => (left.generation ?? 0) - (right.generation ?? 0))];
}

const privateKey = (value: unknown) =>
  typeof value === "string" && value.includes("PRIVATE KEY") ? { privateKeyPem: value } : {};

/** A text; anything else, such as a secret that was not asked for, is none. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function recordOf(value: unknown): RotationRecord | undefined {
  const record = value as RotationRecord | undefined;
  return typeof record?.firstGeneration === "number" ? record : undefined;
}
