/** The values of the b+s set-up instructions, by part. */
export const scvDefaults = {
  permissionSet: {
    label: "IVR Access to SCV Apex Classes",
    apexClasses: ["cnxscv.ServiceRouting"],
    userPermissions: ["ApexRestServices", "ApiEnabled"],
  },
  profile: {
    name: "SCV Integration",
    sourceProfile: "Minimum Access - API Only Integrations",
    userLicense: "Salesforce Integration",
    userPermissions: ["ApiEnabled", "ApiUserOnly"],
  },
  user: {
    firstName: "SCV",
    lastName: "Integration User",
    alias: "scvint",
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
  },
  app: {
    label: "WxCC - SCV",
    apiName: "WxCC_SCV",
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
  },
};
