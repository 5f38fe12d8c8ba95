import * as pulumi from "@pulumi/pulumi";
import { fingerprintIn } from "../common/publicKey.ts";
import { greenSuffix, nameOnSide, type PlannedApp, type RotationSide } from "../common/rotation.ts";
import { AccessProof, type AccessProofArgs } from "./accessProof.ts";
import { type ConnectorValues, connectorUrl } from "./connectorValues.ts";
import { ExternalClientApp, type ExternalClientAppArgs } from "./externalClientApp.ts";
import { PolicyAssignment, type PolicyAssignmentArgs } from "./policyAssignment.ts";
import { WebexConnector } from "./webexConnector.ts";

/** What an app logs in with. */
export interface AppKey {
  certificatePem: pulumi.Input<string>;
  /** Absent where the private key is not at hand: then nothing can be proved. */
  privateKeyPem?: pulumi.Output<string>;
  /** PEM of the public key, or of anything that holds it. */
  publicKeyPem: pulumi.Input<string>;
}

/** What all apps of an integration have in common, and what each is declared with. */
export interface AppDeclaration {
  planned: PlannedApp;
  key: AppKey;
  app: Omit<ExternalClientAppArgs, "certificatePem">;
  policy: Omit<PolicyAssignmentArgs, "appId">;
  /** What the proof of the app needs besides app and key. */
  proof: Omit<AccessProofArgs, "appId" | "consumerKey" | "privateKeyPem" | "revisions"> & {
    revisions: Record<string, pulumi.Input<number>>;
  };
  /** Absent: nobody keeps a record of the connector. */
  connector?: { name?: pulumi.Input<string>; confirmedKey: string; hasOwnKey: boolean; hasFlows: boolean };
  /** What the app waits for. */
  dependsOn: pulumi.Input<pulumi.Resource>[];
  /** What the end of an old app waits for. */
  closesAfter: pulumi.Resource[];
  parent: pulumi.Resource;
}

/** An app with what belongs to it. */
export interface ScvApp {
  planned: PlannedApp;
  app: ExternalClientApp;
  policy: PolicyAssignment;
  proof: AccessProof | undefined;
  connector: WebexConnector | undefined;
  values: pulumi.Output<ConnectorValues>;
}

/** Nobody is admitted: the app gives no token any more, and the next update removes it. */
const closedPolicy: Partial<PolicyAssignmentArgs> = {
  permittedUsers: "AdminApprovedPreAuthorized",
  permissionSetIds: [],
  profileNames: [],
  isEnabled: false,
};

/** What an app is declared with, by its side: label and API name of the second one have a suffix, and nobody adopts it. */
export function appArgumentsOf(args: AppDeclaration["app"], side: RotationSide): AppDeclaration["app"] {
  if (side === "blue") return args;
  const { adopt: _adopt, deleteAdopted: _deleteAdopted, ...own } = args;
  const { label, apiName } = own;
  return {
    ...own,
    label: suffixed(label, " "),
    ...(apiName !== undefined && { apiName: suffixed(apiName, "_") }),
  };
}

const suffixed = (text: pulumi.Input<string>, joint: string) =>
  pulumi.output(text).apply((known) => `${known}${joint}${greenSuffix}`);

/** Declares one app of an integration, with policies, proof and the record of its connector. */
export function declareScvApp(name: string, declaration: AppDeclaration): ScvApp {
  const { planned, key, parent, closesAfter } = declaration;
  const { side, is } = planned;
  const nameOf = (part: string) => nameOnSide(`${name}-${part}`, side);
  const keySha256 = pulumi.output(key.publicKeyPem).apply((pem) => fingerprintIn(pem) ?? "");
  const app = new ExternalClientApp(
    nameOf("app"),
    {
      ...declaration.app,
      certificatePem: key.certificatePem,
      ...(declaration.app.keyGeneration !== undefined && { keySha256 }),
    },
    { parent, dependsOn: declaration.dependsOn },
  );
  const policy = new PolicyAssignment(
    nameOf("policy"),
    { ...declaration.policy, ...(is === "closed" && closedPolicy), appId: app.id },
    { parent, deletedWith: app, ...(is === "closed" && { dependsOn: closesAfter }) },
  );
  const { revisions, ...proofArgs } = declaration.proof;
  // Nothing logs in through an app that is closed.
  const proof =
    key.privateKeyPem && is === "open"
      ? new AccessProof(
          nameOf("proof"),
          {
            ...proofArgs,
            appId: app.id,
            consumerKey: app.consumerKey,
            privateKeyPem: key.privateKeyPem,
            revisions: { ...revisions, app: app.revision, policy: policy.revision },
          },
          { parent },
        )
      : undefined;
  const url = connectorUrl(proofArgs.audience, proof);
  const { connector: declared } = declaration;
  const connectorName = declared?.name === undefined ? app.label : pulumi.output(declared.name);
  // As Salesforce knows the user; what is pasted into Control Hub has no blank to lose.
  const username = pulumi.output(proofArgs.username).apply((name) => name.trim());
  const values = pulumi
    .all([connectorName, app.consumerKey, username, url])
    .apply(([label, clientId, emailId, audience]) => ({ name: label, clientId, emailId, url: audience }));
  const connector =
    declared && is === "open"
      ? new WebexConnector(
          nameOf("connector"),
          {
            name: connectorName,
            clientId: app.consumerKey,
            emailId: username,
            url,
            appId: app.id,
            ...(proof && { proofId: proof.id }),
            keySha256,
            confirmedKey: declared.confirmedKey,
            ...(declared.hasOwnKey && { hasOwnKey: true }),
            ...(declared.hasFlows && { hasFlows: true }),
          },
          { parent, ...(proof && { dependsOn: [proof] }) },
        )
      : undefined;
  return { planned, app, policy, proof, connector, values };
}
