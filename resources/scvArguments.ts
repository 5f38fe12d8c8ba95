import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import type { AccessProofArgs } from "./accessProof.ts";
import { unknownNames } from "./knownNames.ts";
import type { OrgReadinessArgs } from "./orgReadiness.ts";
import type { RotationArgs } from "./rotation.ts";
import { signingArgumentNames } from "./signingCertificate.ts";

/** What can be said of the readiness of an org. */
export type ReadinessOverrides = Pick<OrgReadinessArgs, "isEnabled">;

/** What can be said of the proof. */
export type ProofOverrides = Pick<
  AccessProofArgs,
  "audience" | "loginUrl" | "probePath" | "probeMethod" | "propagationTimeoutSeconds"
>;

const readinessNames = namesOf<ReadinessOverrides>({ isEnabled: true });
const proofNames = namesOf<ProofOverrides>({
  audience: true,
  loginUrl: true,
  probePath: true,
  probeMethod: true,
  propagationTimeoutSeconds: true,
});

/** What can be said of the connector. */
export interface ConnectorOverrides {
  /** Its name. Default: that of the app. With two apps the second connector has the suffix of the second app. */
  name?: pulumi.Input<string>;
  /** What somebody has confirmed that it holds; see `WebexConnectorArgs.confirmedKey`. Default: nothing was said. */
  confirmedKey?: string;
}

const connectorNames = namesOf<ConnectorOverrides>({ name: true, confirmedKey: true });
const rotationNames = namesOf<RotationArgs>({ strategy: true, movedFlows: true, revoke: true, last: true });

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

/**
 * What is wrong with the names of the arguments of `ScvIntegration`; a JavaScript program or a YAML file may say anything.
 *
 * @param known names of the arguments themselves, and of those of a certificate that is in use already
 */
export function problemsOfNames(
  args: object,
  known: { own: readonly string[]; existingCertificate: readonly string[] },
): string[] {
  const values = args as Readonly<Record<string, unknown>>;
  const part = (name: string) => Object(values[name]) as Record<string, unknown>;
  const isExisting = Object.hasOwn(part("certificate"), "certificatePem");
  return [
    ...unknownNames("ScvIntegration", values, known.own),
    ...partsOfResources.flatMap((name) => unknownNames(name, values[name], Object.keys(part(name)))),
    ...ofComponent
      .filter(([of, name]) => part(of)[name] !== undefined)
      .map(([of, name, from]) => `${of}.${name} cannot be set: ${from}.`),
    ...unknownNames("readiness", values.readiness, readinessNames),
    ...unknownNames("certificate", values.certificate, isExisting ? known.existingCertificate : signingArgumentNames),
    ...unknownNames("proof", values.proof, proofNames),
    ...unknownNames("rotation", values.rotation, rotationNames),
    ...unknownNames("connector", values.connector, connectorNames),
  ];
}
