// Access for a job that reads accounts and contacts: the single resources, without anything of Webex.
const pulumi = require("@pulumi/pulumi");
const {
  AccessProof,
  ExternalClientApp,
  IntegrationProfile,
  IntegrationUser,
  OrgReadiness,
  PermissionSet,
  PolicyAssignment,
  SigningCertificate,
} = require("pulumi-salesforce-access");

const config = new pulumi.Config();
const contactEmail = config.require("contactEmail");
const username = config.require("username");
const permissionSetLicenses = ["SalesforceAPIIntegrationPsl"];

// Everything depends on the readiness: an org that lacks something stops the preview.
const readiness = new OrgReadiness("readiness", {
  userPermissions: ["ApiEnabled", "ApiUserOnly"],
  permissionSetLicenses,
  username,
});
const ready = { dependsOn: [readiness] };

const permissionSet = new PermissionSet(
  "permission-set",
  {
    label: "Reporting",
    license: "SalesforceAPIIntegrationPsl",
    userPermissions: ["ApiEnabled"],
    objectPermissions: [
      { object: "Account", allowRead: true },
      { object: "Contact", allowRead: true },
    ],
  },
  ready,
);
const profile = new IntegrationProfile(
  "profile",
  { name: "Reporting Integration", userPermissions: ["ApiEnabled", "ApiUserOnly"] },
  ready,
);
const user = new IntegrationUser("user", {
  username,
  email: contactEmail,
  lastName: "Reporting",
  profileId: profile.id,
  permissionSetLicenses,
  permissionSetIds: [permissionSet.id],
});
const signing = new SigningCertificate("signing", { commonName: "Reporting" });
const app = new ExternalClientApp(
  "app",
  {
    label: "Reporting",
    contactEmail,
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
    certificatePem: signing.certificatePem,
  },
  // The permission set that the policy names must outlive the app.
  { dependsOn: [readiness, permissionSet] },
);
const policy = new PolicyAssignment(
  "policy",
  { appId: app.id, permissionSetIds: [permissionSet.id] },
  { deletedWith: app },
);
const proof = new AccessProof("proof", {
  appId: app.id,
  userId: user.id,
  username: user.username,
  consumerKey: app.consumerKey,
  privateKeyPem: signing.privateKeyPem,
  revisions: { app: app.revision, user: user.revision, policy: policy.revision },
});

module.exports = {
  consumerKey: app.consumerKey,
  privateKeyPem: signing.privateKeyPem,
  audience: proof.audience,
};
