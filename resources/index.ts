import "../common/nodeVersion.ts";

export { AccessProof, type AccessProofArgs } from "./accessProof.ts";
export type { ConnectorValues } from "./connectorValues.ts";
export { DriftReader, type DriftReaderArgs } from "./driftReader.ts";
export { ExternalClientApp, type ExternalClientAppArgs } from "./externalClientApp.ts";
export { IntegrationProfile, type IntegrationProfileArgs } from "./integrationProfile.ts";
export { IntegrationUser, type IntegrationUserArgs } from "./integrationUser.ts";
export { type AdoptionArgs, OrgReadiness, type OrgReadinessArgs } from "./orgReadiness.ts";
export {
  type FieldPermissionArgs,
  type ObjectPermissionArgs,
  PermissionSet,
  type PermissionSetArgs,
} from "./permissionSet.ts";
export { PolicyAssignment, type PolicyAssignmentArgs } from "./policyAssignment.ts";
export { lastRotation, type RotationArgs, type RotationRecord, type RotationStrategy } from "./rotation.ts";
export { type ExistingCertificateArgs, ScvIntegration, type ScvIntegrationArgs } from "./scvIntegration.ts";
export { SigningCertificate, type SigningCertificateArgs, type SigningKey } from "./signingCertificate.ts";
export { WebexConnector, type WebexConnectorArgs } from "./webexConnector.ts";
