import * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { greenSuffix, type PlannedApp } from "../common/rotation.ts";
import type { AccessProof } from "./accessProof.ts";
import type { ConnectorValues } from "./connectorValues.ts";
import type { ExternalClientApp, ExternalClientAppArgs } from "./externalClientApp.ts";
import { warnOfFormerName } from "./formerNames.ts";
import { IntegrationProfile, type IntegrationProfileArgs } from "./integrationProfile.ts";
import { IntegrationUser, type IntegrationUserArgs } from "./integrationUser.ts";
import { refuse } from "./knownNames.ts";
import { certificateOfKey, matchingKeys } from "./matchingKeys.ts";
import { type AdoptionArgs, OrgReadiness } from "./orgReadiness.ts";
import { PermissionSet, type PermissionSetArgs } from "./permissionSet.ts";
import type { PolicyAssignment, PolicyAssignmentArgs } from "./policyAssignment.ts";
import { type RotationArgs, type RotationRecord, rotationPlan } from "./rotation.ts";
import { type AppKey, appArgumentsOf, declareScvApp, nameOnSide, type ScvApp } from "./scvApp.ts";
import {
  type ConnectorOverrides,
  type ProofOverrides,
  problemsOfNames,
  type ReadinessOverrides,
} from "./scvArguments.ts";
import { creationOf } from "./scvCreations.ts";
import { scvDefaults } from "./scvDefaults.ts";
import { SigningCertificate, type SigningCertificateArgs } from "./signingCertificate.ts";
import type { WebexConnector } from "./webexConnector.ts";

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
  /** Audience, probe and patience of the proof. */
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

const argumentNames = {
  own: namesOf<ScvIntegrationArgs>({
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
  }),
  existingCertificate: namesOf<ExistingCertificateArgs>({ certificatePem: true, privateKeyPem: true }),
};

/** Overrides without those that are undefined, which would take a default away instead of leaving it. */
function given<Overrides extends object>(overrides: Overrides | undefined): Overrides {
  const entries = Object.entries(overrides ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Overrides;
}

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
    refuse(problemsOfNames(args, argumentNames));
    const apexClasses = args.permissionSet?.apexClasses ?? scvDefaults.permissionSet.apexClasses;
    const setPermissions = args.permissionSet?.userPermissions ?? scvDefaults.permissionSet.userPermissions;
    const profilePermissions = args.profile?.userPermissions ?? scvDefaults.profile.userPermissions;
    const permissionSetLicenses = args.user?.permissionSetLicenses ?? scvDefaults.user.permissionSetLicenses;
    const { cloneOf, ...profile }: Partial<IntegrationProfileArgs> = args.profile ?? {};
    if (cloneOf !== undefined) warnOfFormerName(this, "profile.cloneOf", "profile.sourceProfile");
    const sourceProfile = profile.sourceProfile ?? cloneOf ?? scvDefaults.profile.sourceProfile;
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
    const adoption = given({ adopt: args.adopt, deleteAdopted: args.deleteAdopted });
    const setArgs = {
      ...scvDefaults.permissionSet,
      ...adoption,
      ...given(args.permissionSet),
      apexClasses,
      userPermissions: setPermissions,
    };
    const profileArgs = {
      ...scvDefaults.profile,
      ...adoption,
      ...given(profile),
      sourceProfile,
      userPermissions: profilePermissions,
    };
    const userArgs = {
      email: args.contactEmail,
      ...scvDefaults.user,
      retirementProfile: sourceProfile,
      ...adoption,
      ...given(args.user),
      username: args.username,
      permissionSetLicenses,
    };
    const appArgs = {
      ...scvDefaults.app,
      contactEmail: args.contactEmail,
      ...adoption,
      ...given(args.app),
    };
    const appInputs = (planned: PlannedApp) => ({
      ...appArgumentsOf(appArgs, planned.side),
      ...(isBlueGreen && { keyGeneration: planned.generation }),
    });
    const adoptions = [
      { kind: "PermissionSet", name: `${name}-permission-set`, inputs: setArgs },
      { kind: "IntegrationProfile", name: `${name}-profile`, inputs: profileArgs },
      {
        kind: "IntegrationUser",
        name: `${name}-user`,
        inputs: userArgs,
        ...(profileArgs.adopt && { profile: `${name}-profile` }),
        ...(setArgs.adopt && !args.user?.permissionSetIds && { permissionSets: [`${name}-permission-set`] }),
      },
      ...plan.apps.map((planned) => ({
        kind: "ExternalClientApp" as const,
        name: nameOnSide(`${name}-app`, planned.side),
        inputs: { ...appInputs(planned), ...(existing && { certificatePem: certificateOfKey(existing) }) },
      })),
    ] satisfies AdoptionArgs[];
    const adopted = adoptions.filter(({ inputs }) => inputs.adopt);
    const creations = adoptions.filter(({ inputs }) => !inputs.adopt).map(creationOf);

    this.readiness = new OrgReadiness(
      `${name}-readiness`,
      {
        ...given(args.readiness),
        apexClasses,
        userPermissions: pulumi
          .all([setPermissions, profilePermissions])
          .apply(([ofSet, ofProfile]) => [...new Set([...ofSet, ...ofProfile])]),
        sourceProfile,
        userLicense: args.profile?.userLicense ?? scvDefaults.profile.userLicense,
        permissionSetLicenses,
        username: args.username,
        ...(adopted.length > 0 && { adoptions: adopted }),
        creations,
        isRotationConfirmed: pulumi.getStack() === "dev" || keys?.confirmRotation === (keys?.generation ?? 1),
      },
      // A key that does not belong to its certificate stops the program before anything is declared.
      { ...parent, dependsOn: matchingKeys(existing) },
    );
    // A failing check of the readiness stops everything that depends on it, before anything is touched.
    const ready = { ...parent, dependsOn: [this.readiness] };

    this.permissionSet = new PermissionSet(`${name}-permission-set`, setArgs, ready);
    this.profile = new IntegrationProfile(`${name}-profile`, profileArgs, ready);
    this.user = new IntegrationUser(
      `${name}-user`,
      { permissionSetIds: [this.permissionSet.id], ...userArgs, profileId: this.profile.id },
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
            // Nobody is cut off by a key that has an app of its own.
            ...(isBlueGreen && !rotation.revoke && { confirmRotation: keys?.generation ?? 1 }),
          },
          ready,
        );
    const keyOf = (generation: number): AppKey =>
      existing ? existingKey(existing) : (this.certificate as SigningCertificate).keyOf(generation);
    const newest = plan.apps.at(-1) as PlannedApp;
    const apps: ScvApp[] = [];
    // The newest first: the end of an older app waits for what takes its place.
    for (const planned of plan.apps.toReversed()) {
      const successor = apps[0]?.connector;
      const hasFlows = planned === newest && plan.apps.length > 1 && rotation.movedFlows === planned.generation;
      apps.push(
        declareScvApp(name, {
          planned,
          key: keyOf(planned.generation),
          app: appInputs(planned),
          policy: { permissionSetIds: [this.permissionSet.id], ...given(args.policy) },
          proof: {
            ...given(args.proof),
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
    const current = apps.find(({ planned }) => planned.generation === active) ?? (apps[0] as ScvApp);
    this.app = current.app;
    this.policy = current.policy;
    this.proof = current.proof;
    this.connector = current.connector;
    this.privateKeyPem = keyOf(current.planned.generation).privateKeyPem;
    this.webexConnector = current.values;
    // Known only when everything is done: an update that fails leaves what the one before it has left.
    const done = apps.flatMap(({ policy, connector }) => [policy.id, ...(connector ? [connector.id] : [])]);
    const { record } = plan;
    this.rotation = record && pulumi.all(done).apply(() => record);
    this.registerOutputs({ webexConnector: this.webexConnector, privateKeyPem: this.privateKeyPem });
  }
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
