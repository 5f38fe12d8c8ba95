/**
 * The metadata components that make up an external client app, and the files that write them. A write starts from what
 * the org holds and changes the elements that are to be changed, nothing else: settings that no input knows, labels and
 * the elements of later releases stay as they are.
 * Source: Metadata API Developer Guide, ExternalClientApplication and the types ExtlClntApp….
 */
import { createHash } from "node:crypto";
import type { DeployFile } from "./deploys.ts";
import { type MetadataElements, metadataFile } from "./metadataElements.ts";

/** Type, folder and suffix of each component, and what Setup appends to the app's name. An app may have further ones. */
const components = {
  application: {
    type: "ExternalClientApplication",
    folder: "externalClientApps",
    suffix: "eca",
    appended: "",
  },
  oauthSettings: {
    type: "ExtlClntAppOauthSettings",
    folder: "extlClntAppOauthSettings",
    suffix: "ecaOauth",
    appended: "_oauth",
  },
  globalOauthSettings: {
    type: "ExtlClntAppGlobalOauthSettings",
    folder: "extlClntAppGlobalOauthSets",
    suffix: "ecaGlblOauth",
    appended: "_glbloauth",
  },
  oauthPolicies: {
    type: "ExtlClntAppOauthConfigurablePolicies",
    folder: "extlClntAppOauthPolicies",
    suffix: "ecaOauthPlcy",
    appended: "_oauthPlcy",
  },
  policies: {
    type: "ExtlClntAppConfigurablePolicies",
    folder: "extlClntAppPolicies",
    suffix: "ecaPlcy",
    appended: "_plcy",
  },
} as const;

/** A component of an app, by a name of its own. */
export type AppComponent = keyof typeof components;

/** The metadata type of a component. */
export const metadataTypeOf = (component: AppComponent) => components[component].type;

/**
 * Longest name of a component. Inferred: orgs took names of 47 characters, and names of setup records have 80 elsewhere.
 */
export const longestName = 80;

/**
 * The name that Setup gives to a component of an app. Where it would be too long, a digest takes the place of the end
 * of the app's name.
 */
export function setupName(app: string, component: AppComponent): string {
  const { appended } = components[component];
  if (app.length + appended.length <= longestName) return app + appended;
  const digest = createHash("sha256").update(app).digest("hex").slice(0, 8);
  const room = longestName - appended.length - digest.length - 1;
  return `${app.slice(0, room).replace(/_+$/, "")}_${digest}${appended}`;
}

/**
 * Elements that a component is read with and that a deploy must not bring: those that the org itself gives.
 * Source: Metadata API Developer Guide; a link that does not fit the org fails the deploy, an absent one is made.
 */
const givenByOrg = ["fullName", "orgScopedExternalApp", "oauthLink", "consumerKey", "consumerSecret"];

/** Elements that a write always carries: the read-back of a key rotation must not start another one. */
const pinned: { readonly [component in AppComponent]?: MetadataElements } = {
  globalOauthSettings: { shouldRotateConsumerKey: false, shouldRotateConsumerSecret: false },
};

/**
 * Elements of a new component that nobody declares. Satellites made in Setup have their own full name as label.
 *
 * @param app how the component refers to its app
 */
export function elementsOfNew(component: AppComponent, fullName: string, app: string): MetadataElements {
  if (component === "application") return { isProtected: false };
  const satellite = { externalClientApplication: app, label: fullName };
  return component === "policies" ? { ...satellite, isOauthPluginEnabled: true } : satellite;
}

/** What a write of a component starts from. */
export interface ComponentTarget {
  /** Name of the file. */
  fullName: string;
  /** How a new satellite names its app. */
  app: string;
  /** The component as the org holds it; undefined for a new one. */
  held: MetadataElements | undefined;
}

/**
 * The file of a component with some elements changed. A deploy resets what its file leaves out, and clears a
 * certificate, so the file carries everything that the org holds.
 *
 * @param changes elements to set; undefined takes one out
 */
export function componentFile(component: AppComponent, target: ComponentTarget, changes: MetadataElements): DeployFile {
  const { type, folder, suffix } = components[component];
  const { fullName, app, held = elementsOfNew(component, fullName, app) } = target;
  const elements = Object.fromEntries(Object.entries(held).filter(([name]) => !givenByOrg.includes(name)));
  return {
    type,
    fullName,
    path: `${folder}/${fullName}.${suffix}`,
    content: metadataFile(type, { ...elements, ...changes, ...pinned[component] }),
  };
}

/** The parts of a list that one element holds. */
export function listed(value: unknown, separator: string | RegExp = ","): string[] {
  const parts = String(value ?? "").split(separator);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ""))];
}

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

/**
 * Elements of an OAuth policy with which nobody may log in: only pre-authorised users, none of them named, tokens
 * expire at once, addresses are enforced, no other flow is on.
 */
export const closedOauthPolicy: MetadataElements = {
  permittedUsersPolicyType: "AdminApprovedPreAuthorized",
  commaSeparatedPermissionSet: undefined,
  commaSeparatedProfile: undefined,
  refreshTokenPolicyType: "Zero",
  refreshTokenValidityPeriod: undefined,
  refreshTokenValidityUnit: undefined,
  ipRelaxationPolicyType: "Enforce",
  ...Object.fromEntries(policyFlows.map((flow) => [flow, false])),
};
