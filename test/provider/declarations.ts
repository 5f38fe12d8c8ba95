import { generateKeyPairSync } from "node:crypto";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { certificate, ownerOf } from "./kit.ts";

/** A private key for what only looks at its form. */
export const anyPrivateKey = String(
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }),
);

/** Inputs of each kind that check takes, with every input set. */
export const declarations: Record<ResourceKind, Values> = {
  OrgReadiness: {
    apexClasses: ["cnxscv.ServiceRouting"],
    userPermissions: ["ApexRestServices", "ApiEnabled"],
    sourceProfile: "Minimum Access - API Only Integrations",
    userLicense: "Salesforce Integration",
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    username: "scv@mycompany.example",
    owner: ownerOf("readiness"),
  },
  PermissionSet: {
    label: "IVR Access to SCV Apex Classes",
    apiName: "IVR_Access",
    description: "What the IVR may call",
    license: "",
    apexClasses: ["cnxscv.ServiceRouting", "cnxscv.ServiceUtils"],
    userPermissions: ["ApexRestServices", "ApiEnabled"],
    customPermissions: ["cnxscv__Routing"],
    objectPermissions: [
      {
        object: "Account",
        allowRead: true,
        allowCreate: true,
        allowEdit: true,
        allowDelete: false,
        viewAllRecords: false,
        modifyAllRecords: false,
      },
    ],
    fieldPermissions: [{ field: "Account.Phone", readable: true, editable: false }],
    owner: ownerOf("permission-set"),
  },
  IntegrationProfile: {
    name: "SCV Integration",
    description: "Nothing but the API",
    userLicense: "Salesforce Integration",
    sourceProfile: "Minimum Access - API Only Integrations",
    userPermissions: ["ApiEnabled", "ApiUserOnly"],
    owner: ownerOf("profile"),
  },
  IntegrationUser: {
    username: "scv@mycompany.example",
    email: "scv@mycompany.example",
    firstName: "SCV",
    lastName: "Integration User",
    alias: "scvint",
    nickname: "scv",
    timeZone: "Europe/Berlin",
    locale: "de_DE",
    language: "en_US",
    emailEncoding: "UTF-8",
    profileId: "00e000000000001AAA",
    fields: { Department: "Contact Centre" },
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    permissionSetIds: ["0PS000000000001GAA"],
    isActive: true,
    reactivate: false,
    retirementProfile: "Minimum Access - API Only Integrations",
    owner: ownerOf("user"),
  },
  ExternalClientApp: {
    label: "WxCC - SCV",
    apiName: "WxCC_SCV",
    contactEmail: "admin@mycompany.example",
    description: "Logins of the IVR",
    distributionState: "Local",
    callbackUrls: ["http://localhost:1717/OauthRedirect", "https://mycompany.example/callback"],
    scopes: ["Api", "RefreshToken"],
    certificatePem: certificate("valid"),
    isConsumerSecretOptional: true,
    isPkceRequired: true,
    isSecretRequiredForRefreshToken: true,
    isIntrospectAllTokens: false,
    owner: ownerOf("app"),
  },
  PolicyAssignment: {
    appId: "0xI000000000001EAA",
    permittedUsers: "AdminApprovedPreAuthorized",
    permissionSetIds: ["0PS000000000001GAA"],
    profileNames: ["SCV Integration"],
    refreshTokenPolicy: "SpecificLifetime",
    refreshTokenValidityPeriod: 4,
    refreshTokenValidityUnit: "Hours",
    ipRelaxation: "Enforce",
    startPage: "Custom",
    startUrl: "https://mycompany.example/start",
    requiredSessionLevel: "STANDARD",
    sessionTimeoutInMinutes: 15,
    isEnabled: true,
    owner: ownerOf("policy"),
  },
  AccessProof: {
    appId: "0xI000000000001EAA",
    userId: "005000000000001AAA",
    username: "scv@mycompany.example",
    consumerKey: "3MVG9key",
    privateKeyPem: anyPrivateKey,
    audience: "https://login.salesforce.com",
    loginUrl: "https://mycompany.my.salesforce.com",
    apexClasses: ["cnxscv.ServiceRouting"],
    probePath: "/services/apexrest/cnxscv/routing",
    probeMethod: "GET",
    propagationTimeoutSeconds: 600,
    revisions: { permissionSet: 1, app: 2 },
    userPermissions: ["ApiEnabled"],
    customPermissions: ["Agent"],
    objectPermissions: [{ object: "Account", allowRead: true }],
    fieldPermissions: [{ field: "Account.Phone", readable: true }],
    allowHighPrivilege: ["Sales", "ViewAllData"],
    owner: ownerOf("proof"),
  },
  WebexConnector: {
    name: "WxCC - SCV",
    clientId: "3MVG9key",
    emailId: "scv@mycompany.example",
    url: "https://login.salesforce.com",
    keySha256: "0f".repeat(32),
    confirmedKey: `${"0f".repeat(32)} 2026-11-29`,
    owner: ownerOf("connector"),
  },
};

/** Names of all kinds. */
export const kinds = Object.keys(declarations) as ResourceKind[];

/** Checks inputs without an org: a check that asks for one fails the test, as all but that of OrgReadiness must do without. */
export async function checkWithoutOrg(kind: ResourceKind, news: Values, olds: Values = {}) {
  const { lifecycleOf } = await import("../../provider/registry.ts");
  return lifecycleOf(kind).check(olds, news, () => {
    throw new Error(`the check of ${kind} asked the org`);
  });
}
