/**
 * The five metadata components that make up an external client app, as the Metadata API names and stores them.
 * Source: Metadata API Developer Guide, ExternalClientApplication and the types ExtlClntApp….
 */
import { type DeployFile, type MetadataElements, metadataFile } from "./deploys.ts";
import type { MetadataRecord, Org, SalesforceRecord } from "./org.ts";
import { quoted } from "./soql.ts";

/** Folder and suffix of the file of each type. */
const places = {
  ExternalClientApplication: ["externalClientApps", "eca"],
  ExtlClntAppOauthSettings: ["extlClntAppOauthSettings", "ecaOauth"],
  ExtlClntAppGlobalOauthSettings: ["extlClntAppGlobalOauthSets", "ecaGlblOauth"],
  ExtlClntAppOauthConfigurablePolicies: ["extlClntAppOauthPolicies", "ecaOauthPlcy"],
  ExtlClntAppConfigurablePolicies: ["extlClntAppPolicies", "ecaPlcy"],
} as const;

/** Metadata types of an external client app. */
export type AppMetadataType = keyof typeof places;

/** Full names of the components that belong to an app. The org makes missing ones under names of its own. */
export interface ComponentNames {
  oauthSettings: string;
  globalOauthSettings: string;
  oauthPolicies: string;
  policies: string;
}

/** The names that Setup gives to the components of an app. */
export function setupNames(app: string): ComponentNames {
  return {
    oauthSettings: `${app}_oauth`,
    globalOauthSettings: `${app}_glbloauth`,
    oauthPolicies: `${app}_oauthPlcy`,
    policies: `${app}_plcy`,
  };
}

/** The settings of an app that are not policies. */
export interface AppSettings {
  label: string;
  contactEmail: string;
  description: string;
  distributionState: string;
  callbackUrls: string[];
  /** Metadata names of the scopes, for example `Api`. */
  scopes: string[];
  certificatePem: string;
  isConsumerSecretOptional: boolean;
  isPkceRequired: boolean;
  isSecretRequiredForRefreshToken: boolean;
  isIntrospectAllTokens: boolean;
}

/** The policies of an app. */
export interface AppPolicies {
  permittedUsers: string;
  refreshTokenPolicy: string;
  refreshTokenValidityPeriod?: number;
  refreshTokenValidityUnit?: string;
  ipRelaxation: string;
  startPage: string;
  startUrl: string;
  requiredSessionLevel: string;
  sessionTimeoutInMinutes?: number;
  /** API names of the permission sets whose users are pre-authorised. */
  permissionSetNames: string[];
  /** Display names of the profiles whose users are pre-authorised. */
  profileNames: string[];
  isEnabled: boolean;
}

/** Nobody may log in: only pre-authorised users, none of them named, tokens expire at once, addresses are enforced. */
export const closedPolicies: AppPolicies = {
  permittedUsers: "AdminApprovedPreAuthorized",
  refreshTokenPolicy: "Zero",
  ipRelaxation: "Enforce",
  startPage: "None",
  startUrl: "",
  requiredSessionLevel: "STANDARD",
  permissionSetNames: [],
  profileNames: [],
  isEnabled: true,
};

/** Flows of an app that logins by JWT do without. Source: Metadata API Developer Guide, ExtlClntAppGlobalOauthSettings. */
export const appFlows = [
  "isClientCredentialsFlowEnabled",
  "isCodeCredFlowEnabled",
  "isDeviceFlowEnabled",
  "isTokenExchangeEnabled",
] as const;

/** The same in its policy. Source: Metadata API Developer Guide, ExtlClntAppOauthConfigurablePolicies. */
export const policyFlows = [
  "isClientCredentialsFlowEnabled",
  "isGuestCodeCredFlowEnabled",
  "isTokenExchangeFlowEnabled",
] as const;

const switchedOff = (flows: readonly string[]) => Object.fromEntries(flows.map((flow) => [flow, false]));

/** Which of the flows are on in a component as it was read. */
export function flowsSwitchedOn(flows: readonly string[], component: MetadataRecord): string[] {
  return flows.filter((flow) => component[flow] === true || component[flow] === "true");
}

function file(type: AppMetadataType, fullName: string, elements: MetadataElements): DeployFile {
  const [folder, suffix] = places[type];
  // By the alphabet, as the Metadata API itself writes its files.
  const sorted = Object.fromEntries(Object.entries(elements).sort(([left], [right]) => (left < right ? -1 : 1)));
  return { type, fullName, path: `${folder}/${fullName}.${suffix}`, content: metadataFile(type, sorted) };
}

/** The types of an app that are not policies. */
export const settingsTypes = [
  "ExternalClientApplication",
  "ExtlClntAppOauthSettings",
  "ExtlClntAppGlobalOauthSettings",
] as const;
type SettingsType = (typeof settingsTypes)[number];

/**
 * Elements that a component is read with and that a deploy must not bring: those that the org itself gives.
 * Source: Metadata API Developer Guide; a link that does not fit the org fails the deploy, an absent one is made.
 */
const givenByOrg = [
  "fullName",
  "$",
  "orgScopedExternalApp",
  "managedType",
  "oauthLink",
  "consumerKey",
  "consumerSecret",
];

/** What a component holds besides what a deploy sets, in the form of a file: a deploy that left it out would reset it. */
function otherElements(component: MetadataRecord | undefined): MetadataElements {
  return Object.fromEntries(Object.entries(component ?? {}).filter(([name]) => !givenByOrg.includes(name)));
}

/**
 * Files of the application, its OAuth settings and its global OAuth settings. Each file carries the whole desired
 * state of its component: an element that is left out is reset, and a certificate that is left out is cleared.
 *
 * @param components what the org holds, if the app exists: elements that are no settings of ours stay as they are
 */
export function appFiles(
  app: string,
  names: ComponentNames,
  settings: AppSettings,
  components: Partial<Record<SettingsType, MetadataRecord | undefined>> = {},
): DeployFile[] {
  const externalClientApplication = app;
  const { label } = settings;
  const fileOf = (type: SettingsType, fullName: string, elements: MetadataElements) =>
    file(type, fullName, { ...otherElements(components[type]), ...elements });
  return [
    fileOf("ExternalClientApplication", app, {
      contactEmail: settings.contactEmail,
      description: settings.description,
      distributionState: settings.distributionState,
      ...(components.ExternalClientApplication === undefined && { isProtected: false }),
      label,
    }),
    fileOf("ExtlClntAppOauthSettings", names.oauthSettings, {
      commaSeparatedOauthScopes: settings.scopes.join(", "),
      externalClientApplication,
      label,
    }),
    fileOf("ExtlClntAppGlobalOauthSettings", names.globalOauthSettings, {
      ...switchedOff(appFlows),
      callbackUrl: settings.callbackUrls.join("\n"),
      certificate: settings.certificatePem,
      externalClientApplication,
      isConsumerSecretOptional: settings.isConsumerSecretOptional,
      isIntrospectAllTokens: settings.isIntrospectAllTokens,
      isPkceRequired: settings.isPkceRequired,
      isSecretRequiredForRefreshToken: settings.isSecretRequiredForRefreshToken,
      label,
      shouldRotateConsumerKey: false,
      shouldRotateConsumerSecret: false,
    }),
  ];
}

/** The file of an application as it is, with another description. */
export function describedApplication(component: MetadataRecord, description: string): DeployFile {
  return file("ExternalClientApplication", component.fullName, {
    ...otherElements(component),
    description: description === "" ? undefined : description,
  });
}

/** Files of the two policies of an app; each deploy carries all of both. */
export function policyFiles(app: string, names: ComponentNames, label: string, policies: AppPolicies): DeployFile[] {
  const externalClientApplication = app;
  return [
    file("ExtlClntAppOauthConfigurablePolicies", names.oauthPolicies, {
      ...switchedOff(policyFlows),
      commaSeparatedPermissionSet: policies.permissionSetNames.join(",") || undefined,
      commaSeparatedProfile: policies.profileNames.join(",") || undefined,
      externalClientApplication,
      ipRelaxationPolicyType: policies.ipRelaxation,
      label,
      permittedUsersPolicyType: policies.permittedUsers,
      refreshTokenPolicyType: policies.refreshTokenPolicy,
      refreshTokenValidityPeriod: policies.refreshTokenValidityPeriod,
      refreshTokenValidityUnit: policies.refreshTokenValidityUnit,
      requiredSessionLevel: policies.requiredSessionLevel,
      sessionTimeoutInMinutes: policies.sessionTimeoutInMinutes,
    }),
    file("ExtlClntAppConfigurablePolicies", names.policies, {
      externalClientApplication,
      isEnabled: policies.isEnabled,
      isOauthPluginEnabled: true,
      label,
      startPage: policies.startPage,
      startUrl: policies.startUrl === "" ? undefined : policies.startUrl,
    }),
  ];
}

/** An application, as SOQL shows it. */
export interface AppRecord {
  record: SalesforceRecord;
  /** Full name of the application. */
  fullName: string;
}

/** Finds an app by record id, or by API name when no id is known. */
export async function findApp(
  org: Org,
  by: { id: string } | { developerName: string },
  doing: string,
): Promise<AppRecord | undefined> {
  const condition = "id" in by ? `Id = ${quoted(by.id)}` : `DeveloperName = ${quoted(by.developerName)}`;
  const [record] = await org.query(
    `SELECT Id, DeveloperName, NamespacePrefix, MasterLabel, Description, ContactEmail, DistributionState, LastModifiedBy.Name, LastModifiedDate FROM ExternalClientApplication WHERE ${condition}`,
    doing,
  );
  if (!record) return undefined;
  const namespace = record.NamespacePrefix ? `${record.NamespacePrefix}__` : "";
  return { record, fullName: `${namespace}${String(record.DeveloperName)}` };
}

/** Id of the record of an app's OAuth policy; the org names that record itself, so it is found by its app. */
export async function findOauthPolicyId(org: Org, appId: string, doing: string): Promise<string | undefined> {
  const [record] = await org.query(
    `SELECT Id FROM ExtlClntAppOauthPlcyCnfg WHERE ExternalClientApplicationId = ${quoted(appId)}`,
    doing,
  );
  return record?.Id;
}

/**
 * Reads the component of a type that belongs to an app: under its expected name first, else by looking through all
 * components of that type, whose list does not say which app they belong to.
 */
export async function componentOfApp(
  org: Org,
  type: Exclude<AppMetadataType, "ExternalClientApplication">,
  expectedName: string,
  app: string,
  doing: string,
): Promise<MetadataRecord | undefined> {
  const belongs = (component: MetadataRecord) => component.externalClientApplication === app;
  const expected = (await org.readMetadata(type, [expectedName], doing)).find(belongs);
  if (expected) return expected;
  const others = (await org.listMetadata(type, doing)).filter((name) => name !== expectedName);
  return (await org.readMetadata(type, others, doing)).find(belongs);
}

/** The elements of a comma-separated list. */
export function commaSeparated(value: unknown): string[] {
  return String(value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
