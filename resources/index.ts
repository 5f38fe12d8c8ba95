import "../common/nodeVersion.ts";

export { AccessProof, type AccessProofArgs } from "./accessProof.ts";
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
export { type ExistingCertificateArgs, ScvIntegration, type ScvIntegrationArgs } from "./scvIntegration.ts";
export { SigningCertificate, type SigningCertificateArgs } from "./signingCertificate.ts";
export type { WebexConnector } from "./webexConnector.ts";
