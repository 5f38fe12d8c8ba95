import * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { AccessProof } from "./accessProof.ts";
import { ExternalClientApp, type ExternalClientAppArgs } from "./externalClientApp.ts";
import { warnOfFormerName } from "./formerNames.ts";
import { IntegrationProfile, type IntegrationProfileArgs } from "./integrationProfile.ts";
import { IntegrationUser, type IntegrationUserArgs } from "./integrationUser.ts";
import { refuse } from "./knownNames.ts";
import { certificateOfKey, matchingKeys } from "./matchingKeys.ts";
import { type AdoptionArgs, OrgReadiness } from "./orgReadiness.ts";
import { PermissionSet, type PermissionSetArgs } from "./permissionSet.ts";
import { PolicyAssignment, type PolicyAssignmentArgs } from "./policyAssignment.ts";
import { type ProofOverrides, problemsOfNames, type ReadinessOverrides } from "./scvArguments.ts";
import { creationOf } from "./scvCreations.ts";
import { scvDefaults } from "./scvDefaults.ts";
import { SigningCertificate, type SigningCertificateArgs } from "./signingCertificate.ts";
import { connectorUrl, type WebexConnector } from "./webexConnector.ts";

/** A certificate that is in use already, with a key that the stack did not make. */
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
  /** Whether the org is asked beforehand if it is ready. Default: it is. */
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
  /** Default false. True takes over what exists already: permission set, profile, user and app, each as there. */
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
  /** Values for the connector in Control Hub, but for the private key. */
  readonly webexConnector: pulumi.Output<WebexConnector>;
  /** Private key for the connector, PEM; a secret. Undefined when it is not at hand. */
  readonly privateKeyPem: pulumi.Output<string> | undefined;

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
      ...(existing && { certificatePem: certificateOfKey(existing) }),
    };
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
      { kind: "ExternalClientApp", name: `${name}-app`, inputs: appArgs },
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
          },
          ready,
        );
    const certificatePem =
      (existing && certificateOfKey(existing)) ?? (this.certificate as SigningCertificate).certificatePem;
    this.app = new ExternalClientApp(
      `${name}-app`,
      { ...appArgs, certificatePem },
      // The permission set that the app's policy names must outlive the app.
      { ...parent, dependsOn: [this.readiness, this.permissionSet] },
    );
    this.policy = new PolicyAssignment(
      `${name}-policy`,
      { permissionSetIds: [this.permissionSet.id], ...given(args.policy), appId: this.app.id },
      { ...parent, deletedWith: this.app },
    );
    this.privateKeyPem = existing?.privateKeyPem
      ? pulumi.secret(existing.privateKeyPem)
      : this.certificate?.privateKeyPem;
    this.proof =
      this.privateKeyPem &&
      new AccessProof(
        `${name}-proof`,
        {
          ...given(args.proof),
          appId: this.app.id,
          userId: this.user.id,
          username: args.username,
          consumerKey: this.app.consumerKey,
          privateKeyPem: this.privateKeyPem,
          apexClasses,
          revisions: {
            permissionSet: this.permissionSet.revision,
            profile: this.profile.revision,
            user: this.user.revision,
            app: this.app.revision,
            policy: this.policy.revision,
          },
        },
        parent,
      );
    this.webexConnector = pulumi
      .all([this.app.label, this.app.consumerKey, this.user.username, connectorUrl(args.proof?.audience, this.proof)])
      .apply(([label, clientId, emailId, url]) => ({ name: label, clientId, emailId, url }));
    this.registerOutputs({ webexConnector: this.webexConnector, privateKeyPem: this.privateKeyPem });
  }
}
