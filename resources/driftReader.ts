import * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { ExternalClientApp } from "./externalClientApp.ts";
import { IntegrationProfile } from "./integrationProfile.ts";
import { IntegrationUser, type IntegrationUserArgs } from "./integrationUser.ts";
import { keysForReadiness } from "./keyPlan.ts";
import { refuse, unknownNames } from "./knownNames.ts";
import { OrgReadiness } from "./orgReadiness.ts";
import { PermissionSet } from "./permissionSet.ts";
import { PolicyAssignment } from "./policyAssignment.ts";
import { readerDefaults, readerPermissions } from "./readerDefaults.ts";
import { namedParts } from "./scvCreations.ts";
import { given } from "./scvParts.ts";
import { SigningCertificate, type SigningCertificateArgs } from "./signingCertificate.ts";

export interface DriftReaderArgs {
  /** Contact e-mail address of the app, and of the user unless `user.email` says otherwise. */
  contactEmail: pulumi.Input<string>;
  /** Username of the reader, unique across all Salesforce orgs. */
  username: pulumi.Input<string>;
  /**
   * How far the reader may look. Default `queries`: it can change nothing, and sees everything but the OAuth settings of an
   * app. `all` adds the permission to use the Metadata API, which Salesforce does not give for reading alone.
   */
  depth?: "queries" | "all";
  /** Label of permission set, profile and app, and what their API names are made of. Default `Drift Reader`. */
  label?: string;
  /** Overrides of the user, for example the `fields` that the org requires of every user. */
  user?: Partial<Omit<IntegrationUserArgs, "username" | "profileId" | "permissionSetIds" | "allowHighPrivilege">>;
  /** Overrides of key and certificate; `generation` rotates the key. */
  certificate?: Partial<Omit<SigningCertificateArgs, "generationsInUse">>;
}

const argumentNames = namesOf<DriftReaderArgs>({
  contactEmail: true,
  username: true,
  depth: true,
  label: true,
  user: true,
  certificate: true,
});

/**
 * The login of jobs that only read: drift checks and previews. A user of its own, with a permission set that lets it look
 * into Setup and change nothing there, an app of its own that admits nobody else, and a key of its own.
 */
export class DriftReader extends pulumi.ComponentResource {
  readonly readiness: OrgReadiness;
  readonly permissionSet: PermissionSet;
  readonly profile: IntegrationProfile;
  readonly user: IntegrationUser;
  readonly certificate: SigningCertificate;
  readonly app: ExternalClientApp;
  readonly policy: PolicyAssignment;
  /** Consumer key of the app: the setting `readerClientId`. */
  readonly clientId: pulumi.Output<string>;
  /** Username of the reader: the setting `readerUsername`. */
  readonly username: pulumi.Output<string>;
  /** Private key of the reader, PEM; a secret. */
  readonly privateKeyPem: pulumi.Output<string>;

  constructor(name: string, args: DriftReaderArgs, options?: pulumi.ComponentResourceOptions) {
    super("salesforce:access:DriftReader", name, {}, options);
    refuse(problemsOf(args));
    const { contactEmail, username, depth = "queries", label = readerDefaults.label } = args;
    const permissionSet = { label, description: readerDefaults.description, ...readerPermissions(depth) };
    const profile = { name: label, ...readerDefaults.profile };
    const user = { email: contactEmail, ...readerDefaults.user, ...given(args.user), username };
    const app = { label, description: readerDefaults.description, contactEmail, ...readerDefaults.app };
    const { creations } = namedParts(
      name,
      { permissionSet, profile, user },
      [{ name: `${name}-app`, inputs: app }],
      false,
    );
    const parent = { parent: this };
    this.readiness = new OrgReadiness(
      `${name}-readiness`,
      {
        userPermissions: [...permissionSet.userPermissions, ...profile.userPermissions],
        sourceProfile: profile.sourceProfile,
        userLicense: profile.userLicense,
        permissionSetLicenses: user.permissionSetLicenses,
        username,
        creations,
        ...keysForReadiness(args.certificate ?? {}, pulumi.getStack()),
      },
      parent,
    );
    const ready = { ...parent, dependsOn: [this.readiness] };
    this.permissionSet = new PermissionSet(`${name}-permission-set`, permissionSet, ready);
    this.profile = new IntegrationProfile(`${name}-profile`, profile, ready);
    this.user = new IntegrationUser(
      `${name}-user`,
      { ...user, profileId: this.profile.id, permissionSetIds: [this.permissionSet.id] },
      parent,
    );
    this.certificate = new SigningCertificate(
      `${name}-signing`,
      { commonName: label, ...given(args.certificate) },
      ready,
    );
    this.app = new ExternalClientApp(
      `${name}-app`,
      { ...app, certificatePem: this.certificate.certificatePem },
      // The permission set that the app's policy names must outlive the app.
      { ...parent, dependsOn: [this.readiness, this.permissionSet] },
    );
    this.policy = new PolicyAssignment(
      `${name}-policy`,
      { appId: this.app.id, permissionSetIds: [this.permissionSet.id] },
      { ...parent, deletedWith: this.app },
    );
    this.clientId = this.app.consumerKey;
    this.username = this.user.username;
    this.privateKeyPem = this.certificate.privateKeyPem;
    this.registerOutputs({ clientId: this.clientId, username: this.username, privateKeyPem: this.privateKeyPem });
  }
}

/** What is wrong with the arguments; a JavaScript program or a YAML file may say anything. */
function problemsOf(args: DriftReaderArgs): string[] {
  const { depth = "queries" } = args;
  return [
    ...unknownNames("DriftReader", args, argumentNames),
    ...(["queries", "all"].includes(depth) ? [] : ["depth must be queries or all."]),
  ];
}
