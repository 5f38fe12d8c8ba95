import type * as pulumi from "@pulumi/pulumi";
import { holdsPrivateKey, misplacedKey } from "../common/misplacedKey.ts";
import { namesOf } from "../common/namesOf.ts";
import type { AccessProofArgs } from "./accessProof.ts";
import type { ExternalClientAppArgs } from "./externalClientApp.ts";
import type { IntegrationProfileArgs } from "./integrationProfile.ts";
import type { IntegrationUserArgs } from "./integrationUser.ts";
import { unknownNames } from "./knownNames.ts";
import type { OrgReadinessArgs } from "./orgReadiness.ts";
import type { PermissionSetArgs } from "./permissionSet.ts";
import type { PolicyAssignmentArgs } from "./policyAssignment.ts";
import type { RotationArgs } from "./rotation.ts";
import { type SigningCertificateArgs, signingArgumentNames } from "./signingCertificate.ts";

/** What can be said of the readiness of an org. */
export type ReadinessOverrides = Pick<OrgReadinessArgs, "isEnabled">;

/** What can be said of the proof. */
export type ProofOverrides = Pick<
  AccessProofArgs,
  | "audience"
  | "loginUrl"
  | "probePath"
  | "probeMethod"
  | "propagationTimeoutSeconds"
  | "userPermissions"
  | "customPermissions"
  | "objectPermissions"
  | "fieldPermissions"
  | "allowHighPrivilege"
>;

const readinessNames = namesOf<ReadinessOverrides>({ isEnabled: true });
const proofNames = namesOf<ProofOverrides>({
  audience: true,
  loginUrl: true,
  probePath: true,
  probeMethod: true,
  propagationTimeoutSeconds: true,
  userPermissions: true,
  customPermissions: true,
  objectPermissions: true,
  fieldPermissions: true,
  allowHighPrivilege: true,
});

/** What can be said of the connector. */
export interface ConnectorOverrides {
  /** Its name. Default: that of the app. With two apps the second connector has the suffix of the second app. */
  name?: pulumi.Input<string>;
  /** What somebody has confirmed that it holds; see `WebexConnectorArgs.confirmedKey`. Default: nothing was said. */
  confirmedKey?: string;
}

const connectorNames = namesOf<ConnectorOverrides>({ name: true, confirmedKey: true });
const rotationNames = namesOf<RotationArgs>({
  strategy: true,
  movedFlows: true,
  revoke: true,
  connectedApp: true,
  last: true,
});

/** A certificate that is already in use, with a key that the stack did not create. */
export interface ExistingCertificateArgs {
  /** The certificate of the app, PEM. */
  certificatePem: pulumi.Input<string>;
  /** Its private key, unencrypted PEM; kept as a secret. Default none: then nothing can log in to prove the access. */
  privateKeyPem?: pulumi.Input<string>;
}

export interface ScvIntegrationArgs {
  /** Contact e-mail address of the app, and of the user unless `user.email` says otherwise. */
  contactEmail: pulumi.Input<string>;
  /** Username of the integration user, unique across all Salesforce orgs. */
  username: pulumi.Input<string>;
  /** Whether the readiness of the org is checked first. Default: it is. */
  readiness?: ReadinessOverrides;
  /** Overrides of the permission set. */
  permissionSet?: Partial<PermissionSetArgs>;
  /** Overrides of the profile. */
  profile?: Partial<IntegrationProfileArgs>;
  /** Overrides of the user. */
  user?: Partial<Omit<IntegrationUserArgs, "username" | "profileId">>;
  /** Overrides of the app. */
  app?: Partial<Omit<ExternalClientAppArgs, "certificatePem">>;
  /**
   * Overrides of key and certificate; `generation` rotates the key. Or `certificatePem`, and `privateKeyPem` if it is at
   * hand: a certificate that is in use already is left as it is. Taking that away again makes a new key: a rotation, which
   * `confirmRotation: 1` confirms.
   */
  certificate?: Partial<SigningCertificateArgs> | ExistingCertificateArgs;
  /** Overrides of the policies. */
  policy?: Partial<Omit<PolicyAssignmentArgs, "appId">>;
  /** Audience, probe and patience of the proof; what the user may do, where that is not what profile and permission set say. */
  proof?: ProofOverrides;
  /** How a new key takes the place of the one before. Default: in the same app, at once. */
  rotation?: RotationArgs;
  /**
   * The connector in Control Hub, of which a record is kept when this is given, and always with the strategy `blueGreen`:
   * its name, and what somebody has confirmed that it holds.
   */
  connector?: ConnectorOverrides;
  /** Default false. True adopts an existing permission set, profile, user and app, as `adopt` of each of them does. */
  adopt?: boolean;
  /** Default false: a destroy hands back what was adopted. True deletes it. */
  deleteAdopted?: boolean;
}

const argumentNames = namesOf<ScvIntegrationArgs>({
  contactEmail: true,
  username: true,
  readiness: true,
  permissionSet: true,
  profile: true,
  user: true,
  app: true,
  certificate: true,
  policy: true,
  proof: true,
  rotation: true,
  connector: true,
  adopt: true,
  deleteAdopted: true,
});
const existingCertificateNames = namesOf<ExistingCertificateArgs>({ certificatePem: true, privateKeyPem: true });

/** The parts whose names their own resources judge. */
const partsOfResources = ["permissionSet", "profile", "user", "app", "policy"];

/** What the component itself sets in a part, and where it takes it from. */
const ofComponent = [
  ["user", "username", "it is the argument username"],
  ["user", "profileId", "it is the profile of this component"],
  ["app", "certificatePem", "it comes from the argument certificate"],
  ["app", "keyGeneration", "it is the generation of the argument certificate"],
  ["certificate", "generationsInUse", "the argument rotation decides it"],
  ["policy", "appId", "it is the app of this component"],
] as const;

/** Arguments that are outputs as they are: Pulumi prints them, also where a resource has refused them. */
const toldAsOutputs = [
  ["proof", "audience"],
  ["connector", "name"],
] as const;

/** What is wrong with the names of the arguments of `ScvIntegration`; a JavaScript program or a YAML file may say anything. */
export function problemsOfNames(args: object): string[] {
  const values = args as Readonly<Record<string, unknown>>;
  const part = (name: string) => Object(values[name]) as Record<string, unknown>;
  const isExisting = Object.hasOwn(part("certificate"), "certificatePem");
  return [
    ...unknownNames("ScvIntegration", values, argumentNames),
    ...partsOfResources.flatMap((name) => unknownNames(name, values[name], Object.keys(part(name)))),
    ...ofComponent
      .filter(([of, name]) => part(of)[name] !== undefined)
      .map(([of, name, from]) => `${of}.${name} cannot be set: ${from}.`),
    ...toldAsOutputs
      .filter(([of, name]) => holdsPrivateKey(part(of)[name]))
      .map(([of, name]) => `${of}.${name} ${misplacedKey}`),
    ...unknownNames("readiness", values.readiness, readinessNames),
    ...unknownNames("certificate", values.certificate, isExisting ? existingCertificateNames : signingArgumentNames),
    ...unknownNames("proof", values.proof, proofNames),
    ...unknownNames("rotation", values.rotation, rotationNames),
    ...unknownNames("connector", values.connector, connectorNames),
  ];
}
