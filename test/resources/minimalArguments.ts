import type { ResourceKind } from "../../resources/dynamicProvider.ts";

/** The arguments without which there is no resource of a kind. */
export const minimalArguments = {
  OrgReadiness: { username: "scv@mycompany.example" },
  PermissionSet: { label: "IVR Access" },
  IntegrationProfile: { name: "SCV Integration", userPermissions: ["ApiEnabled"] },
  IntegrationUser: {
    username: "scv@mycompany.example",
    email: "scv@mycompany.example",
    lastName: "Integration User",
    profileId: "00e000000000001AAA",
  },
  ExternalClientApp: {
    label: "WxCC - SCV",
    contactEmail: "admin@mycompany.example",
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api"],
    certificatePem: "certificate",
  },
  PolicyAssignment: { appId: "0xI000000000001EAA" },
  AccessProof: {
    appId: "0xI000000000001EAA",
    userId: "005000000000001AAA",
    username: "scv@mycompany.example",
    consumerKey: "3MVG9key",
    privateKeyPem: "key",
  },
  WebexConnector: {
    name: "WxCC - SCV",
    clientId: "3MVG9key",
    emailId: "scv@mycompany.example",
    url: "https://login.salesforce.com",
    keySha256: "0f".repeat(32),
  },
} satisfies Record<ResourceKind, object>;
