import * as pulumi from "@pulumi/pulumi";
import { greenSuffix, nameOnSide, type PlannedApp } from "../common/rotation.ts";
import type { AccessProof } from "./accessProof.ts";
import type { ConnectorValues } from "./connectorValues.ts";
import type { ExternalClientApp } from "./externalClientApp.ts";
import { warnOfFormerName } from "./formerNames.ts";
import { IntegrationProfile } from "./integrationProfile.ts";
import { IntegrationUser } from "./integrationUser.ts";
import { isForTrying, keysForReadiness } from "./keyPlan.ts";
import { refuse } from "./knownNames.ts";
import { certificateOfKey, matchingKeys } from "./matchingKeys.ts";
import { OrgReadiness } from "./orgReadiness.ts";
import { PermissionSet } from "./permissionSet.ts";
import type { PolicyAssignment } from "./policyAssignment.ts";
import { comparedAccess, union } from "./provenAccess.ts";
import { type RotationRecord, rotationPlan } from "./rotation.ts";
import { type AppKey, appArgumentsOf, declareScvApp, type ScvApp } from "./scvApp.ts";
import { type ExistingCertificateArgs, problemsOfNames, type ScvIntegrationArgs } from "./scvArguments.ts";
import { namedParts } from "./scvCreations.ts";
import { scvDefaults } from "./scvDefaults.ts";
import { given, partsOf } from "./scvParts.ts";
import { SigningCertificate, type SigningCertificateArgs } from "./signingCertificate.ts";
import type { WebexConnector } from "./webexConnector.ts";

export type { ExistingCertificateArgs, ScvIntegrationArgs } from "./scvArguments.ts";

/**
 * The whole access that b+s Connects for Service Cloud Voice needs in an org when Webex Contact Center calls it from
 * the IVR. The defaults are the values of the b+s set-up instructions; each can be overridden.
 */
export class ScvIntegration extends pulumi.ComponentResource {
  readonly readiness: OrgReadiness;
  readonly permissionSet: PermissionSet;
  readonly profile: IntegrationProfile;
  readonly user: IntegrationUser;
  /** Key and certificate; undefined when the certificate is one that is in use already. */
  readonly certificate: SigningCertificate | undefined;
  readonly app: ExternalClientApp;
  readonly policy: PolicyAssignment;
  /** Undefined when the private key is not at hand. */
  readonly proof: AccessProof | undefined;
  /** The record of the connector; undefined where none is kept. */
  readonly connector: WebexConnector | undefined;
  /** Values for the connector in Control Hub, but for the private key. */
  readonly webexConnector: pulumi.Output<ConnectorValues>;
  /** Private key for the connector, PEM; a secret. Undefined when it is not at hand. */
  readonly privateKeyPem: pulumi.Output<string> | undefined;
  /**
   * What this update leaves to the next one, with the strategy `blueGreen`: to be exported by the program, and read back
   * with `lastRotation`.
   */
  readonly rotation: pulumi.Output<RotationRecord> | undefined;

  constructor(name: string, args: ScvIntegrationArgs, options?: pulumi.ComponentResourceOptions) {
    super("salesforce:access:ScvIntegration", name, {}, options);
    refuse(problemsOfNames(args));
    if (args.profile?.cloneOf !== undefined) warnOfFormerName(this, "profile.cloneOf", "profile.sourceProfile");
    const parts = partsOf(args);
    const { apexClasses } = parts.permissionSet;
    const parent = { parent: this };
    const existing = args.certificate && "certificatePem" in args.certificate ? args.certificate : undefined;
    const keys = existing ? undefined : (args.certificate as Partial<SigningCertificateArgs> | undefined);
    const rotation = args.rotation ?? {};
    const isBlueGreen = rotation.strategy === "blueGreen";
    if (isBlueGreen && existing) {
      refuse([
        "rotation: the strategy blueGreen needs keys that the stack makes, and certificate.certificatePem is one that is in use already. Rotate to a key of the stack with cutOver first, and change the strategy then.",
      ]);
    }
    const plan = rotationPlan(rotation, keys ?? {});
    const appInputs = (planned: PlannedApp) => ({
      ...appArgumentsOf(parts.app, planned.side),
      ...(isBlueGreen && { keyGeneration: planned.generation }),
    });
    const apps = plan.apps.map((planned) => ({
      name: nameOnSide(`${name}-app`, planned.side),
      inputs: { ...appInputs(planned), ...(existing && { certificatePem: certificateOfKey(existing) }) },
    }));
    const { adoptions, creations } = namedParts(name, parts, apps, args.user?.permissionSetIds !== undefined);

    this.readiness = new OrgReadiness(
      `${name}-readiness`,
      {
        ...given(args.readiness),
        apexClasses,
        userPermissions: union([parts.permissionSet.userPermissions, parts.profile.userPermissions]),
        sourceProfile: parts.profile.sourceProfile,
        userLicense: parts.profile.userLicense,
        permissionSetLicenses: parts.user.permissionSetLicenses,
        username: args.username,
        ...(adoptions.length > 0 && { adoptions }),
        creations,
        ...given({ profileNames: args.policy?.profileNames }),
        ...(existing
          ? { isRotationConfirmed: isForTrying(pulumi.getStack()) }
          : keysForReadiness(keys ?? {}, pulumi.getStack())),
      },
      // A key that does not belong to its certificate stops the program before anything is declared.
      { ...parent, dependsOn: matchingKeys(existing) },
    );
    // A failing check of the readiness stops everything that depends on it, before anything is touched.
    const ready = { ...parent, dependsOn: [this.readiness] };

    this.permissionSet = new PermissionSet(`${name}-permission-set`, parts.permissionSet, ready);
    this.profile = new IntegrationProfile(`${name}-profile`, parts.profile, ready);
    this.user = new IntegrationUser(
      `${name}-user`,
      { permissionSetIds: [this.permissionSet.id], ...parts.user, profileId: this.profile.id },
      parent,
    );
    this.certificate = existing
      ? undefined
      : new SigningCertificate(
          `${name}-signing`,
          {
            commonName: scvDefaults.app.label,
            ...given(keys),
            ...((isBlueGreen || rotation.revoke) && { generationsInUse: plan.keys }),
            // Nobody is cut off by a key that has an app of its own, so there is nothing to confirm.
            ...(isBlueGreen && !rotation.revoke && confirmedAnyway(keys ?? {})),
          },
          ready,
        );
    const keyOf = (generation: number): AppKey =>
      existing ? existingKey(existing) : (this.certificate as SigningCertificate).keyOf(generation);
    const newest = plan.apps.at(-1) as PlannedApp;
    const declared: ScvApp[] = [];
    // The newest first: the end of an older app waits for what takes its place.
    for (const planned of plan.apps.toReversed()) {
      const successor = declared[0]?.connector;
      const leavesOther = plan.apps.length > 1 || Boolean(rotation.connectedApp);
      const hasFlows = planned === newest && leavesOther && rotation.movedFlows === planned.generation;
      declared.push(
        declareScvApp(name, {
          planned,
          key: keyOf(planned.generation),
          app: appInputs(planned),
          policy: { permissionSetIds: [this.permissionSet.id], ...given(args.policy) },
          proof: {
            ...given(args.proof),
            ...comparedAccess(args, parts),
            userId: this.user.id,
            username: args.username,
            apexClasses,
            revisions: {
              permissionSet: this.permissionSet.revision,
              profile: this.profile.revision,
              user: this.user.revision,
            },
          },
          ...((isBlueGreen || args.connector) && {
            connector: {
              ...connectorName(args.connector?.name, planned),
              confirmedKey: args.connector?.confirmedKey ?? "",
              hasOwnKey: isBlueGreen,
              hasFlows,
            },
          }),
          // The permission set that the app's policy names must outlive the app.
          dependsOn: [this.readiness, this.permissionSet],
          // A key that has leaked is cut off whatever the connector holds.
          closesAfter: successor && !rotation.revoke ? [successor] : [],
          parent: this,
        }),
      );
    }
    const active = keys?.activeGeneration;
    const current = declared.find(({ planned }) => planned.generation === active) ?? (declared[0] as ScvApp);
    this.app = current.app;
    this.policy = current.policy;
    this.proof = current.proof;
    this.connector = current.connector;
    this.privateKeyPem = keyOf(current.planned.generation).privateKeyPem;
    this.webexConnector = current.values;
    // Known only when everything is done: an update that fails leaves what the one before it has left.
    const done = declared.flatMap(({ policy, connector }) => [policy.id, ...(connector ? [connector.id] : [])]);
    const { record } = plan;
    this.rotation = record && pulumi.all(done).apply(() => record);
    this.registerOutputs({ webexConnector: this.webexConnector, privateKeyPem: this.privateKeyPem });
  }
}

/** The confirmation where none is needed; one of a rotation that is not declared stays, and is refused. */
function confirmedAnyway({ generation = 1, confirmRotation = generation }: Partial<SigningCertificateArgs>) {
  return { confirmRotation: Math.max(generation, confirmRotation) };
}

function existingKey(existing: ExistingCertificateArgs): AppKey {
  const certificatePem = certificateOfKey(existing);
  const { privateKeyPem } = existing;
  return {
    certificatePem,
    publicKeyPem: certificatePem,
    ...(privateKeyPem !== undefined && { privateKeyPem: pulumi.secret(privateKeyPem) }),
  };
}

/** The name of a connector with another name than its app: the second one has the suffix of the second app. */
function connectorName(name: pulumi.Input<string> | undefined, { side }: PlannedApp) {
  if (name === undefined) return {};
  return { name: side === "green" ? pulumi.output(name).apply((text) => `${text} ${greenSuffix}`) : name };
}
