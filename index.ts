import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { pulumiCommand } from "./common/commands.ts";
import { keysOfNearProjects } from "./common/nearestName.ts";
import { settingMeant } from "./common/settingNames.ts";
import {
  type AccessProofArgs,
  lastRotation,
  type RotationStrategy,
  ScvIntegration,
  type ScvIntegrationArgs,
} from "./resources/index.ts";
import { refuse, unknownNames } from "./resources/knownNames.ts";

const config = new pulumi.Config();

/** What `overrides` may hold: single inputs of each part that differ from the defaults. */
const parts = ["permissionSet", "profile", "user", "app", "certificate", "policy", "proof"] as const;
const overrides = config.getObject<Pick<ScvIntegrationArgs, (typeof parts)[number]>>("overrides") ?? {};

// Pulumi.yaml names every key; Pulumi itself says nothing of one that it does not name.
const project: { config: { [key: string]: { default?: unknown } } } = parse(
  readFileSync(join(import.meta.dirname, "Pulumi.yaml"), "utf8"),
);
const configuration = pulumi.runtime.allConfig();
const ofProject = Object.keys(configuration).filter((key) => key.startsWith(`${config.name}:`));
const given = Object.fromEntries(ofProject.map((key) => [key.slice(config.name.length + 1), undefined]));
const misplaced = Object.fromEntries(
  Object.keys(given)
    .filter((name) => !(name in project.config))
    .flatMap((name) => {
      const key = settingMeant(name);
      return key === undefined ? [] : [[name, key]];
    }),
);
/** What `config set` without `--path` makes of inputs of parts. */
const dotted = Object.keys(given).filter((name) => /^overrides[.[][\w.[\]"]{1,80}$/.test(name));
refuse([
  ...Object.entries(misplaced).map(
    ([name, key]) =>
      `The stack's configuration has no ${name}; did you mean ${key}? Settings of the connection have that namespace: docs/connection.md.`,
  ),
  ...keysOfNearProjects(Object.keys(configuration), config.name, Object.keys(project.config)),
  ...dotted.map(
    (name) =>
      `The stack's configuration has ${name} as one key with dots in it, which nobody reads. Set it with --path: ${pulumiCommand(`config set --path ${name} …`)}; and remove that one: ${pulumiCommand(`config rm ${name}`)}`,
  ),
  ...unknownNames("The stack's configuration", given, [
    ...dotted,
    ...Object.keys(project.config),
    ...Object.keys(misplaced),
  ]),
  ...unknownNames("overrides", overrides, parts),
  // The names within a part are judged by what they are for.
  ...Object.entries(overrides).flatMap(([part, inputs]) =>
    unknownNames(`overrides.${part}`, inputs, Object.keys(Object(inputs))),
  ),
]);

// The language host says which keys are secret; the SDK has no call for it.
const secretKeys: readonly string[] | null = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "null");
const isSecret = (key: string) => secretKeys === null || secretKeys.includes(`${config.name}:${key}`);

const activeGeneration = config.requireNumber("activeKeyGeneration");
/** A certificate that is in use already, and its private key if that is at hand. */
const certificatePem = config.get("certificatePem");
const privateKeyInUse = configuration[`${config.name}:privateKeyPem`]
  ? config.requireSecret("privateKeyPem")
  : undefined;
if (privateKeyInUse && !isSecret("privateKeyPem")) {
  refuse([
    `The stack's configuration has privateKeyPem in plain text. Set it as a secret: ${pulumiCommand("config set --secret privateKeyPem")} < key.pem; and treat the key as exposed if others can read that file.`,
  ]);
}
if (certificatePem && overrides.certificate) {
  refuse(["overrides.certificate is about a certificate that is made here: remove it, or certificatePem."]);
}

/** Inputs of parts that have a key of the same name, and those of the certificate that have one of another. */
const inputsWithKeys = {
  user: ["firstName", "lastName", "timeZone", "locale", "language"],
  proof: ["audience", "probePath", "probeMethod"],
} as const;
const keysOfCertificate = {
  generation: "keyGeneration",
  activeGeneration: "activeKeyGeneration",
  confirmRotation: "confirmRotation",
};
const isOverridden = (part: (typeof parts)[number], input: string) => Object.hasOwn(Object(overrides[part]), input);

// A key that decides nothing is a mistake: somebody means that it does.
const isSet = (name: string, unless = "") => (config.get(name) ?? unless) !== unless;
refuse([
  ...(["keyGeneration", "activeKeyGeneration"] as const)
    .filter((name) => certificatePem && isSet(name, name === "keyGeneration" ? "1" : "0"))
    .map(
      (name) =>
        `The stack's configuration has ${name}, which is of keys that are made here, and certificatePem, which is of one that is in use already. Remove ${name}; or, to rotate to a key that is made here, certificatePem (docs/adoption.md).`,
    ),
  ...(["user", "proof"] as const).flatMap((part) =>
    inputsWithKeys[part]
      .filter((name) => isOverridden(part, name) && isSet(name, String(project.config[name]?.default)))
      .map((name) => `The stack's configuration has ${name}, and overrides.${part}.${name} too: remove one of them.`),
  ),
  // The operations read these keys.
  ...Object.entries(keysOfCertificate)
    .filter(([input]) => isOverridden("certificate", input))
    .map(([input, key]) => `overrides.certificate.${input} cannot be set: set ${key} in its place.`),
  ...needless("privateKeyPem", "certificatePem", isSet("privateKeyPem")),
  ...needless("connectedAppConnector", "connectedApp", isSet("connectedAppConnector")),
  ...needless("probeMethod", "probePath", isSet("probeMethod", "GET") && overrides.proof?.probePath === undefined),
]);

function needless(name: string, other: string, isGiven: boolean): string[] {
  if (!isGiven || isSet(other)) return [];
  return [
    `The stack's configuration has ${name}, which says nothing without ${other}: set ${other} too, or remove ${name}.`,
  ];
}

const strategy = config.require<RotationStrategy>("rotationStrategy");
const confirmedKey = config.require("confirmedKey");
const movedFlows = config.requireNumber("movedFlows");
const revoke = config.requireBoolean("revokeKey");
const connectedApp = config.require("connectedApp");
const last = strategy === "blueGreen" ? await lastRotation() : undefined;

const scv = new ScvIntegration("scv", {
  contactEmail: config.require("contactEmail"),
  username: config.require("username"),
  readiness: { isEnabled: config.requireBoolean("checkReadiness") },
  adopt: config.requireBoolean("adopt"),
  deleteAdopted: config.requireBoolean("deleteAdopted"),
  ...overrides,
  user: {
    firstName: config.require("firstName"),
    lastName: config.require("lastName"),
    timeZone: config.require("timeZone"),
    locale: config.require("locale"),
    language: config.require("language"),
    ...overrides.user,
  },
  certificate: certificatePem
    ? { certificatePem, ...(privateKeyInUse && { privateKeyPem: privateKeyInUse }) }
    : {
        generation: config.requireNumber("keyGeneration"),
        confirmRotation: config.requireNumber("confirmRotation"),
        ...(activeGeneration !== 0 && { activeGeneration }),
        ...overrides.certificate,
      },
  rotation: { strategy, movedFlows, revoke, connectedApp, ...(last && { last }) },
  ...(confirmedKey !== "" && { connector: { confirmedKey } }),
  proof: {
    ...(config.get("audience") && { audience: config.require("audience") }),
    ...(config.get("probePath") && {
      probePath: config.require("probePath"),
      probeMethod: config.require<NonNullable<AccessProofArgs["probeMethod"]> & string>("probeMethod"),
    }),
    ...overrides.proof,
  },
});

/** The outputs of the stack; those that it does not have are left out, since Pulumi warns of each that is undefined. */
export default {
  /** What Webex Control Hub asks for in its Salesforce connector; the private key only by reference. */
  webexConnector: pulumi.all([scv.webexConnector]).apply(([connector]) => ({
    ...connector,
    privateKey: scv.privateKeyPem
      ? "pulumi stack output privateKeyPem --show-secrets"
      : "not in the state: its certificate was given, and the key is where that came from",
  })),
  ...(scv.privateKeyPem && { privateKeyPem: scv.privateKeyPem }),
  /** What the next update has to know of this one, with the strategy blueGreen. */
  ...(scv.rotation && { rotation: scv.rotation }),
  orgId: scv.readiness.orgId,
  instanceUrl: scv.readiness.instanceUrl,
  certificateValidTo: scv.app.certificateValidTo,
};
