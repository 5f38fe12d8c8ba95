import { createPublicKey } from "node:crypto";
import { fingerprintIn } from "../../../common/publicKey.ts";
import { type SelfSigned, selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";

export const [first, second, other] = [selfSigned(), selfSigned(), selfSigned()];
export const sha256 = ({ privateKeyPem }: SelfSigned) => String(fingerprintIn(privateKeyPem));

const secret = (value: string, isShown: boolean) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...(isShown ? { plaintext: JSON.stringify(value) } : { ciphertext: "AAAA" }),
});

interface Part {
  kind: string;
  name: string;
  id?: string;
  inputs?: object;
  outputs?: object;
  modified?: string;
  initErrors?: string[];
}

/** A state as Pulumi exports it. */
function exported(parts: Part[]): string {
  const resources = parts.map(({ kind, name, id = name, inputs = {}, outputs = {}, ...more }) => {
    const type = kind.includes(":") ? kind : `pulumi-nodejs:dynamic/salesforce:${kind}`;
    return { urn: `urn:pulumi:prod::scv::${type}::${name}`, type, id, inputs, outputs, ...more };
  });
  return JSON.stringify({ version: 3, deployment: { resources } });
}

/** The parts of an app, with its key in the state. */
function appParts(side: "" | "-green", key: SelfSigned, keyGeneration: number | undefined, isShown: boolean): Part[] {
  const appId = `app${side}-id`;
  const clientId = `3MVG9${side}`;
  return [
    {
      kind: "ExternalClientApp",
      name: `scv-app${side}`,
      id: appId,
      inputs: {
        label: `WxCC - SCV${side && " 2"}`,
        certificatePem: key.certificatePem,
        ...(keyGeneration !== undefined && { keyGeneration }),
      },
      outputs: { consumerKey: clientId },
    },
    { kind: "PolicyAssignment", name: `scv-policy${side}`, inputs: { appId, isEnabled: true } },
    {
      kind: "AccessProof",
      name: `scv-proof${side}`,
      inputs: { appId, username: "scv@acme.example", audience: "", privateKeyPem: secret(key.privateKeyPem, isShown) },
      outputs: { provenAudience: "https://acme.my.salesforce.com" },
    },
  ];
}

const keyPart = (generation: number, { privateKey, privateKeyPem }: SelfSigned, isShown: boolean): Part => ({
  kind: "tls:index/privateKey:PrivateKey",
  name: `scv-signing-key-${generation}`,
  outputs: {
    publicKeyPem: String(createPublicKey(privateKey).export({ type: "spki", format: "pem" })),
    privateKeyPemPkcs8: secret(privateKeyPem, isShown),
  },
});

export const oneApp = (isShown: boolean) =>
  exported([...appParts("", first, undefined, isShown), keyPart(1, first, isShown), keyPart(2, second, isShown)]);
/** The same before any rotation. */
export const oneKey = (isShown: boolean) =>
  exported([...appParts("", first, undefined, isShown), keyPart(1, first, isShown)]);
/** The same after the app has got another consumer key, which a connector that was confirmed before does not hold. */
export const renamedApp = (isShown: boolean) =>
  exported([
    ...appParts("", first, undefined, isShown),
    keyPart(1, first, isShown),
    {
      kind: "WebexConnector",
      name: "scv-connector",
      inputs: { clientId: "3MVG9", keySha256: sha256(first), keySince: "2026-01-02", valuesSince: "2026-11-28" },
    },
  ]);
/** The first app of a stack with the strategy blueGreen. */
export const firstOfTwo = (isShown: boolean) =>
  exported([
    {
      kind: "pulumi:pulumi:Stack",
      name: "scv-prod",
      outputs: { rotation: { firstGeneration: 1, generation: 1, closed: 0, removed: 0 } },
    },
    ...appParts("", first, 1, isShown),
    keyPart(1, first, isShown),
  ]);
export const twoApps = (isShown: boolean) =>
  exported([
    {
      kind: "pulumi:pulumi:Stack",
      name: "scv-prod",
      outputs: { rotation: { firstGeneration: 1, generation: 2, closed: 0, removed: 0 } },
    },
    ...appParts("-green", second, 2, isShown),
    ...appParts("", first, 1, isShown),
    keyPart(1, first, isShown),
    keyPart(2, second, isShown),
  ]);

/** What a run that did not finish may leave. */
export const unfinished = {
  /** The app takes the second key since then, and its proof is of before. */
  "a proof that did not run": () =>
    exported([
      ...rotated().map((part) => (part.kind === "AccessProof" ? { ...part, inputs: provenAt(part, 1) } : part)),
    ]),
  "a first proof that did not run": () => exported(rotated().filter(({ kind }) => kind !== "AccessProof")),
  "a proof that failed half-way": () =>
    exported(
      rotated().map((part) =>
        part.kind === "AccessProof" ? { ...part, modified, initErrors: ["it does not log in"] } : part,
      ),
    ),
  "a record of the connector that was not written": () =>
    exported([
      ...rotated(),
      { kind: "WebexConnector", name: "scv-connector", inputs: { clientId: "3MVG9", keySha256: sha256(first) } },
    ]),
  "a resource that was being written": () => {
    const state = JSON.parse(exported(rotated()));
    const [app] = state.deployment.resources;
    return JSON.stringify({
      ...state,
      deployment: {
        ...state.deployment,
        manifest: { time: modified },
        pending_operations: [{ type: "updating", resource: app }],
      },
    });
  },
};
/** The same, finished: also where a create that was interrupted has been done since, which Pulumi keeps in mind. */
export const finished = () => {
  const state = JSON.parse(exported(rotated()));
  const [app] = state.deployment.resources;
  return JSON.stringify({
    ...state,
    deployment: { ...state.deployment, pending_operations: [{ type: "creating", resource: app }] },
  });
};

const modified = "2026-11-29T08:30:25.250446693Z";
const provenAt = ({ inputs = {} }: Part, revision: number) => ({ ...inputs, revisions: { app: revision } });

/** A stack with one app, after a rotation to the second key. */
const rotated = (): Part[] => [
  ...appParts("", second, undefined, false).map((part) => {
    if (part.kind === "AccessProof") return { ...part, inputs: provenAt(part, 2) };
    return part.kind === "ExternalClientApp" ? { ...part, modified, outputs: { ...part.outputs, revision: 2 } } : part;
  }),
  keyPart(1, first, false),
  keyPart(2, second, false),
];
