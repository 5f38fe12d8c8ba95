/** Invented apps with the shapes that retrieved metadata of real orgs has (API 61 to 67). */
import { selfSigned } from "../oauth/selfSigned.ts";
import type { Elements, HeldPackage } from "./heldApps.ts";

export interface HeldApp {
  readonly app: string;
  /** The org's own namespace; absent for an org without one. */
  readonly namespace?: string;
  readonly packages: readonly HeldPackage[];
}

const certificates = new Map<number | undefined, string>();

/** A certificate as an org writes it, whose private key nobody has; made once, since making a key takes long. */
function certificate(validDays?: number): string {
  const made = certificates.get(validDays) ?? selfSigned(validDays).certificatePem;
  certificates.set(validDays, made);
  return made.trim().split("\n").slice(1, -1).join("\n");
}

interface Parts {
  readonly version: number;
  readonly namespace?: string;
  readonly application?: Elements;
  readonly settings?: Elements;
  readonly global?: Elements;
  readonly oauthPolicies?: Elements;
  readonly policies?: Elements;
}

/** An app as Setup makes one, and what differs in this one. */
function setupApp(app: string, label: string, parts: Parts): HeldPackage {
  const { version } = parts;
  const parent = { externalClientApplication: parts.namespace === undefined ? app : `${parts.namespace}__${app}` };
  return {
    version,
    components: {
      ExternalClientApplication: {
        [app]: {
          contactEmail: "integrations@example.com",
          distributionState: "Local",
          isProtected: false,
          label,
          ...parts.application,
        },
      },
      ExtlClntAppConfigurablePolicies: {
        [`${app}_plcy`]: {
          ...parent,
          isEnabled: true,
          isOauthPluginEnabled: true,
          label: `${app}_plcy`,
          startPage: "None",
          ...parts.policies,
        },
      },
      ExtlClntAppGlobalOauthSettings: {
        [`${app}_glbloauth`]: {
          callbackUrl: "https://partner.example.com/oauth",
          certificate: certificate(),
          ...parent,
          isClientCredentialsFlowEnabled: false,
          isCodeCredFlowEnabled: false,
          isCodeCredPostOnly: false,
          isConsumerSecretOptional: false,
          ...(version >= 67 ? { isDPopEnabled: false } : {}),
          isDeviceFlowEnabled: false,
          ...(version >= 66 ? { isEnforceRefreshTokenTTL: false } : {}),
          isIntrospectAllTokens: false,
          isNamedUserJwtEnabled: false,
          isPkceRequired: true,
          isRefreshTokenRotationEnabled: false,
          isSecretRequiredForRefreshToken: true,
          isSecretRequiredForTokenExchange: true,
          isTokenExchangeEnabled: false,
          label: `${app}_glbloauth`,
          shouldRotateConsumerKey: false,
          shouldRotateConsumerSecret: false,
          ...parts.global,
        },
      },
      ExtlClntAppOauthConfigurablePolicies: {
        [`${app}_oauthPlcy`]: { ...oauthPolicies(app, parent), ...parts.oauthPolicies },
      },
      ExtlClntAppOauthSettings: {
        [`${app}_oauth`]: {
          commaSeparatedOauthScopes: "Api, RefreshToken",
          ...parent,
          isFirstPartyAppEnabled: false,
          label: `${app}_oauth`,
          ...parts.settings,
        },
      },
    },
  };
}

function oauthPolicies(app: string, parent: Elements): Elements {
  return {
    ...parent,
    ipRelaxationPolicyType: "Enforce",
    isClientCredentialsFlowEnabled: false,
    isGuestCodeCredFlowEnabled: false,
    isTokenExchangeFlowEnabled: false,
    label: `${app}_oauthPlcy`,
    permittedUsersPolicyType: "AdminApprovedPreAuthorized",
    refreshTokenPolicyType: "SpecificLifetime",
    refreshTokenValidityPeriod: 365,
    refreshTokenValidityUnit: "Days",
    requiredSessionLevel: "STANDARD",
  };
}

const noValidity = { refreshTokenValidityPeriod: undefined, refreshTokenValidityUnit: undefined };

function settingsFirst(): HeldApp {
  const app = "Quote_Archive";
  const whole = setupApp(app, "Quote archive", { version: 64 });
  const { ExtlClntAppConfigurablePolicies, ExtlClntAppOauthConfigurablePolicies, ...first } = whole.components;
  const second = { ExtlClntAppConfigurablePolicies, ExtlClntAppOauthConfigurablePolicies };
  return {
    app,
    packages: [
      { version: 64, components: first },
      { version: 64, components: second },
    ] as HeldPackage[],
  };
}

function sixComponents(): HeldApp {
  const app = "Badge_Printer";
  const whole = setupApp(app, "Badge printer", { version: 67, global: { isEnforceRefreshTokenTTL: true } });
  const ranges = [{ description: "gate", endIpAddress: "203.0.113.9", startIpAddress: "203.0.113.1" }];
  const components = {
    ...whole.components,
    ExtlClntAppOauthSecuritySettings: {
      [`${app}_defOauthSecuritySet`]: {
        externalClientApplication: app,
        label: `${app}_oauthSecurity`,
        tokenIpRanges: ranges,
      },
    },
    Settings: {
      ExternalClientApp: { enableClientSecretInRestApiAccess: true, enablePackageEcaOauthFromDevOrg: false },
    },
  };
  return { app, packages: [{ version: 67, components }] };
}

function namesOfNoPattern(): HeldApp {
  const app = "Invoice_Drop";
  const parent = { externalClientApplication: app };
  const whole = setupApp(app, "Invoice drop", {
    version: 65,
    application: { distributionState: "Packaged" },
  }).components;
  const [plcy] = Object.values(whole.ExtlClntAppConfigurablePolicies ?? {});
  const [global] = Object.values(whole.ExtlClntAppGlobalOauthSettings ?? {});
  const [oauth] = Object.values(whole.ExtlClntAppOauthSettings ?? {});
  const components = {
    ...whole,
    ExtlClntAppConfigurablePolicies: {
      Invoice_Drop_defaultPolicy: { ...plcy, isEnabled: false, label: "Invoice_Drop_defaultPolicy" },
    },
    ExtlClntAppGlobalOauthSettings: {
      InvoiceDropGlobals: { ...global, certificate: certificate(-30), label: "Globals of the invoice drop" },
    },
    ExtlClntAppOauthConfigurablePolicies: {
      Invoice_DropOAuth_defaultPolicy: { ...oauthPolicies(app, parent), label: "Invoice_DropOAuth_defaultPolicy" },
    },
    ExtlClntAppOauthSettings: { Invoice_DropOAuth: { ...oauth, label: "Invoice_DropOAuth" } },
  };
  return { app, packages: [{ version: 65, components }] };
}

function listsInOtherOrder(): HeldApp {
  const app = "Plant_Link";
  const lists = (sets: string, profiles: string) => ({
    commaSeparatedPermissionSet: sets,
    commaSeparatedProfile: profiles,
  });
  const first = setupApp(app, "Plant - Link: MES → CRM", {
    version: 66,
    application: { description: "MES→CRM: orders & states (part 1/3, hourly)" },
    settings: { commaSeparatedOauthScopes: "Api, Web, RefreshToken, OpenID" },
    oauthPolicies: {
      ...lists("Plant_Read,MES_Sync,Plant_Write", "Administrador del sistema,Gold - Partner: Süd,営業担当"),
      refreshTokenPolicyType: "SpecificInactivity",
      refreshTokenValidityPeriod: 12,
      refreshTokenValidityUnit: "Hours",
    },
  });
  const policy = first.components.ExtlClntAppOauthConfigurablePolicies?.Plant_Link_oauthPlcy;
  const otherOrder = lists("Plant_Write,Plant_Read,MES_Sync", "営業担当,Administrador del sistema,Gold - Partner: Süd");
  const second = { ExtlClntAppOauthConfigurablePolicies: { Plant_Link_oauthPlcy: { ...policy, ...otherOrder } } };
  return { app, packages: [first, { version: 66, components: second }] };
}

const longName = "Continental_Spare_Parts_Availability_And_Warranty_Claims_Synchronisation_Service";

function policiesRenamedLater(): HeldApp {
  const app = "Yard_Scale";
  const first = setupApp(app, "Yard scale", { version: 66 });
  const { ExtlClntAppConfigurablePolicies: general, ExtlClntAppOauthConfigurablePolicies: oauth } = first.components;
  const components = {
    ExtlClntAppConfigurablePolicies: { YardPolicies: { ...Object.values(general ?? {})[0], label: "Of the yard" } },
    ExtlClntAppOauthConfigurablePolicies: { YardAccess: { ...Object.values(oauth ?? {})[0], label: "YardAccess" } },
  };
  const {
    ExtlClntAppConfigurablePolicies: _general,
    ExtlClntAppOauthConfigurablePolicies: _oauth,
    ...rest
  } = first.components;
  return {
    app,
    packages: [
      { version: 66, components: rest },
      { version: 66, components },
    ] as HeldPackage[],
  };
}

function mutualTls(): HeldApp {
  const app = "Vault_Courier";
  const whole = setupApp(app, "Vault courier", {
    version: 67,
    global: { isDPopEnabled: true, isRefreshTokenRotationEnabled: true },
  });
  return {
    app,
    packages: [
      {
        version: 67,
        components: {
          ...whole.components,
          ExtlClntAppOauthSecuritySettings: {
            Courier_Security: {
              externalClientApplication: app,
              label: "Courier: security",
              tlsClientAuthCertParamType: "tls_client_auth_san_dns",
              tlsClientAuthCertParamValue: "courier.example.com",
            },
          },
        },
      },
    ],
  };
}

/** Further examples of the same kinds. */
const furtherApps: { readonly [shape: string]: () => HeldApp } = {
  "sessions of high assurance, custom attributes, addresses for the end of a session": () => ({
    app: "Ledger_Feed",
    packages: [
      setupApp("Ledger_Feed", "Ledger feed", {
        version: 67,
        settings: {
          customAttributes: [{ formula: "$Organization.Country", key: "country" }],
          singleLogoutUrl: "https://ledger.example.com/bye",
          trustedIpRanges: [{ endIpAddress: "2001:db8::ff", startIpAddress: "2001:db8::1" }],
        },
        oauthPolicies: {
          customAttributes: [{ formula: "$User.Email", key: "mail" }],
          guestJwtSessionTimeoutType: "Custom",
          guestJwtTimeout: 20,
          isGuestCodeCredFlowEnabled: true,
          policyAction: "RaiseSessionLevel",
          refreshTokenValidityPeriod: 1,
          refreshTokenValidityUnit: "Hours",
          requiredSessionLevel: "HIGH_ASSURANCE",
          sessionTimeoutInMinutes: 1440,
          singleLogoutUrl: "https://ledger.example.com/ciao",
        },
        policies: { startPage: "Custom", startUrl: "https://ledger.example.com/?tab=1&view=all" },
      }),
    ],
  }),
  "a namespace with an underscore, and a name that begins with it": () => ({
    app: "acme_lab_Feed",
    namespace: "acme_lab",
    packages: [setupApp("acme_lab_Feed", "Feed", { version: 67, namespace: "acme_lab" })],
  }),
  "callbacks on this machine by number, in capitals, and twice": () => ({
    app: "Kiosk_Login",
    packages: [
      setupApp("Kiosk_Login", "Kiosk login", {
        version: 67,
        global: {
          callbackUrl: [
            "http://127.0.0.1:8080/cb",
            "http://[::1]:8080/cb",
            "HTTPS://Kiosk.Example.com/Cb/",
            "HTTPS://Kiosk.Example.com/Cb",
            "https://kiosk.example.com:8443/a%20b;v=1#done",
            "https://kiosk.example.com:8443/a%20b;v=1#done",
            "ms-appx-web://microsoft.aad.brokerplugin/1",
          ].join("\n"),
        },
      }),
    ],
  }),
  "a name of 80 characters": () => ({
    app: longName,
    packages: [setupApp(longName, "x".repeat(80), { version: 67 })],
  }),
  "policies under other names in a later deploy": policiesRenamedLater,
  "security settings for mutual TLS, rotation of refresh tokens and DPoP": mutualTls,
  "links, a phone, and markup in a text of two lines": () => ({
    app: "Park_Meter",
    packages: [
      setupApp("Park_Meter", "Park meter", {
        version: 66,
        application: {
          contactPhone: "+41 44 000 00 00",
          description: 'Line one\n  line two [draft] "quoted" & <b>bold</b>',
          distributionState: "Packaged",
          iconUrl: "https://meter.example.com/icon.png?size=1&dark=true",
          infoUrl: "https://meter.example.com/info",
          isProtected: true,
          logoUrl: "https://meter.example.com/logo.png",
          managedType: "Global",
        },
      }),
    ],
  }),
  "id tokens, asset tokens and every flow": () => ({
    app: "Gate_Keeper",
    packages: [
      setupApp("Gate_Keeper", "Gate keeper", {
        version: 67,
        global: {
          idTokenConfig: [
            {
              idTokenAudience: "gate",
              idTokenIncludeAttributes: true,
              idTokenIncludeStandardClaims: true,
              idTokenValidityInMinutes: 5,
            },
          ],
          isClientCredentialsFlowEnabled: true,
          isCodeCredFlowEnabled: true,
          isConsumerSecretOptional: true,
          isDeviceFlowEnabled: true,
          isNamedUserJwtEnabled: true,
          isSecretRequiredForRefreshToken: false,
          isSecretRequiredForTokenExchange: false,
          isTokenExchangeEnabled: true,
        },
        settings: {
          areAttributesIncludedInAssetToken: true,
          assetTokenAudiences: "gate",
          assetTokenValidity: 30,
          isFirstPartyAppEnabled: true,
        },
        oauthPolicies: {
          isClientCredentialsFlowEnabled: true,
          clientCredentialsFlowUser: "gate.keeper@integrations.example",
          isTokenExchangeFlowEnabled: true,
        },
      }),
    ],
  }),
  "sets and profiles with blanks, apostrophes and ampersands, one label for all": () => ({
    app: "Crew_Roster",
    packages: [
      setupApp("Crew_Roster", 'Équipe d\'exploitation & "support"', {
        version: 65,
        global: { label: 'Équipe d\'exploitation & "support"' },
        settings: { label: 'Équipe d\'exploitation & "support"' },
        oauthPolicies: {
          commaSeparatedPermissionSet: "Crew_Read, crew_write ,Crew_Admin",
          commaSeparatedProfile: "Équipe d'exploitation & support, 100% Field; West",
          label: 'Équipe d\'exploitation & "support"',
        },
        policies: { label: 'Équipe d\'exploitation & "support"' },
      }),
    ],
  }),
  "refresh tokens that rotate by inactivity of days, IP ranges passed by": () => ({
    app: "Toll_Bridge",
    packages: [
      setupApp("Toll_Bridge", "Toll bridge", {
        version: 67,
        oauthPolicies: {
          ipRelaxationPolicyType: "Bypass",
          refreshTokenPolicyType: "SpecificInactivity",
          refreshTokenValidityPeriod: 30,
        },
        policies: { isEnabled: false },
      }),
    ],
  }),
};

/** One example for each shape; certificates are new in each run. */
export const heldApps: { readonly [shape: string]: () => HeldApp } = {
  "a policy whose refresh tokens expire at once, with a period of 0": () => ({
    app: "Stock_Mirror",
    packages: [
      setupApp("Stock_Mirror", "Stock mirror", {
        version: 67,
        global: { isClientCredentialsFlowEnabled: true, isNamedUserJwtEnabled: true, isPkceRequired: false },
        oauthPolicies: {
          clientCredentialsFlowUser: "stock.mirror@integrations.example",
          commaSeparatedPermissionSet: "Stock_Mirror_Rights",
          ipRelaxationPolicyType: "Bypass",
          isClientCredentialsFlowEnabled: true,
          namedUserJwtSessionTimeoutType: "UserSession",
          refreshTokenPolicyType: "Zero",
          refreshTokenValidityPeriod: 0,
          refreshTokenValidityUnit: undefined,
        },
      }),
    ],
  }),
  "an org with a namespace of its own": () => ({
    app: "Rail_Sensors",
    namespace: "nordbahn",
    packages: [
      setupApp("Rail_Sensors", "Rail sensors", {
        version: 66,
        namespace: "nordbahn",
        application: { distributionState: "Packaged", description: "States of switches and signals" },
        oauthPolicies: {
          commaSeparatedPermissionSet: "Rail_Sensors_Read",
          permittedUsersPolicyType: "AllSelfAuthorized",
        },
      }),
    ],
  }),
  "a policy with a handler, a start URL, a timeout type and an action": () => ({
    app: "Permit_Desk",
    packages: [
      setupApp("Permit_Desk", "Permit desk", {
        version: 66,
        global: { isTokenExchangeEnabled: true },
        oauthPolicies: {
          apexHandler: "OrderService",
          commaSeparatedProfile: "System Administrator",
          executeHandlerAs: "permit.exchange@integrations.example",
          isTokenExchangeFlowEnabled: true,
          namedUserJwtSessionTimeoutType: "Custom",
          namedUserJwtTimeout: 30,
          policyAction: "StepUpMFA",
          refreshTokenPolicyType: "Infinite",
          ...noValidity,
          startUrl: "https://permits.example.com/begin",
        },
        policies: { startPage: "OAuth", startUrl: "https://permits.example.com/home" },
      }),
    ],
  }),
  "callbacks of other schemes, several in one element": () => ({
    app: "Field_Tablet",
    packages: [
      setupApp("Field_Tablet", "Field tablet", {
        version: 67,
        global: {
          callbackUrl: [
            "http://localhost:*/done",
            "sfdc://success",
            "https://tablet.example.com/cb?from=login&step=2",
            "com.example.tablet:/oauth",
            "http://localhost:1717/OauthRedirect",
          ].join("\n"),
          isCodeCredFlowEnabled: true,
          isCodeCredPostOnly: true,
        },
        settings: { commaSeparatedOauthScopes: "Api, RefreshToken, MCP" },
      }),
    ],
  }),
  "a name of 64 characters": () => {
    const app = "Regional_Distribution_Center_Replenishment_Forecast_Export_Agent";
    return { app, packages: [setupApp(app, "Replenishment", { version: 67 })] };
  },
  "enforced IP ranges that refresh tokens relax": () => ({
    app: "Release_Train",
    packages: [
      setupApp("Release_Train", "Release train", {
        version: 64,
        global: { isPkceRequired: false, isIntrospectAllTokens: true },
        oauthPolicies: {
          ipRelaxationPolicyType: "Enforce_relaxrefresh",
          refreshTokenValidityPeriod: 6,
          refreshTokenValidityUnit: "Months",
          startUrl: "https://releases.example.com/",
        },
        policies: { startPage: "OAuth" },
      }),
    ],
  }),
  "a policy whose refresh tokens never end, with a period of 0 and empty elements": () => ({
    app: "Harbour_Board",
    packages: [
      setupApp("Harbour_Board", "Harbour board", {
        version: 67,
        application: { description: "" },
        oauthPolicies: {
          refreshTokenPolicyType: "Infinite",
          refreshTokenValidityPeriod: 0,
          refreshTokenValidityUnit: undefined,
        },
      }),
    ],
  }),
  "settings first and policies in a later deploy": settingsFirst,
  "six components and the settings of the org": sixComponents,
  "an app that is off, names of no pattern, an expired certificate": namesOfNoPattern,
  "lists in another order, labels in other languages": listsInOtherOrder,
  "API 61, with the flag of a policy that later versions lost": () => ({
    app: "Old_Exporter",
    packages: [
      setupApp("Old_Exporter", "Old exporter", {
        version: 62,
        oauthPolicies: { isNamedUserJwtEnabled: true, sessionTimeoutInMinutes: 45 },
        policies: { startPage: undefined },
      }),
    ],
  }),
  ...furtherApps,
};
