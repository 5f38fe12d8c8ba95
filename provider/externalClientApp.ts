import {
  type AppMetadataType,
  type AppRecord,
  type AppSettings,
  appFiles,
  appFlows,
  closedPolicies,
  commaSeparated,
  componentOfApp,
  describedApplication,
  findApp,
  flowsSwitchedOn,
  policyFiles,
  settingsTypes,
  setupNames,
} from "../salesforce/externalClientApps.ts";
import type { MetadataRecord, Org } from "../salesforce/org.ts";
import {
  type AdoptingLifecycle,
  type AdoptionInputs,
  adoptionAsDeclared,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  lastModified,
} from "./adoption.ts";
import { confirmAppGone } from "./appPresence.ts";
import { certificateDetails, certificateProblem, normaliseCertificate } from "./certificates.ts";
import { changedKeys } from "./comparison.ts";
import { guardDeployerApp } from "./deployerGuard.ts";
import { InputReader } from "./inputReader.ts";
import type { Progress, ResourceState } from "./lifecycle.ts";
import { descriptionBesideMark, type Mark, ownerInDescription, ownershipOf, splitMark, withMark } from "./marks.ts";
import { bringAbout, countsAsAdopted, handBack, type LastRun } from "./ownedRecord.ts";
import { apiName, apiNameOfLabel, atMost, callbackUrl, emailAddress, every } from "./rules.ts";
import { inDeclaredOrder } from "./spelling.ts";
import { isUnknown } from "./unknowns.ts";

export interface ExternalClientAppInputs extends AdoptionInputs {
  label: string;
  apiName: string;
  contactEmail: string;
  description: string;
  distributionState: "Local" | "Packaged";
  callbackUrls: string[];
  scopes: string[];
  certificatePem: string;
  isConsumerSecretOptional: boolean;
  isPkceRequired: boolean;
  isSecretRequiredForRefreshToken: boolean;
  isIntrospectAllTokens: boolean;
  /** Never declared: other OAuth flows that somebody has switched on show as this property and are switched off. */
  otherFlows?: string[];
  owner: string;
}

export interface ExternalClientAppOutputs {
  consumerKey: string;
  /** SHA-256 of the certificate's DER form, lower-case hex; empty when the app has none. */
  certificateSha256: string;
  /** End of the certificate's validity, ISO 8601 in UTC; empty when the app has none. */
  certificateValidTo: string;
  oauthSettingsName: string;
  globalOauthSettingsName: string;
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/**
 * Scopes under their metadata names, which differ from the names that OAuth uses.
 * Source: Metadata API Developer Guide, ExtlClntAppOauthSettings.commaSeparatedOauthScopes.
 */
const scopeNames = [
  "Address",
  "Api",
  "Basic",
  "CDP",
  "CDPCalculatedInsight",
  "CDPIdentityResolution",
  "CDPIngest",
  "CDPProfile",
  "CDPQuery",
  "CDPSegment",
  "Chatbot",
  "Chatter",
  "Content",
  "CustomApplications",
  "CustomPermissions",
  "DataCloudUserClaims",
  "Eclair",
  "EinsteinGPT",
  "Email",
  "ForgotPassword",
  "Full",
  "Interaction",
  "Lightning",
  "MCP",
  "OfflineAccess",
  "OpenID",
  "Pardot",
  "Phone",
  "Profile",
  "PwdlessLogin",
  "RefreshToken",
  "SCRT",
  "SFApiPlatform",
  "UserRegistration",
  "Wave",
  "Web",
] as const;

/** What the org holds. */
interface Seen {
  app: AppRecord;
  mark?: Mark;
  description: string;
  oauthSettings?: MetadataRecord;
  globalOauthSettings?: MetadataRecord;
}

type Step = { do: "create" } | { do: "change"; types: AppMetadataType[] };

const inputNames = [
  "label",
  "apiName",
  "contactEmail",
  "description",
  "distributionState",
  "callbackUrls",
  "scopes",
  "certificatePem",
  "isConsumerSecretOptional",
  "isPkceRequired",
  "isSecretRequiredForRefreshToken",
  "isIntrospectAllTokens",
  "otherFlows",
  ...adoptionInputNames,
  "owner",
] as const;

/** The component that holds an input; the label is that of all three. */
const typesOfInput: Partial<Record<keyof ExternalClientAppInputs, readonly AppMetadataType[]>> = {
  label: settingsTypes,
  contactEmail: ["ExternalClientApplication"],
  description: ["ExternalClientApplication"],
  distributionState: ["ExternalClientApplication"],
  scopes: ["ExtlClntAppOauthSettings"],
  callbackUrls: ["ExtlClntAppGlobalOauthSettings"],
  certificatePem: ["ExtlClntAppGlobalOauthSettings"],
  isConsumerSecretOptional: ["ExtlClntAppGlobalOauthSettings"],
  isPkceRequired: ["ExtlClntAppGlobalOauthSettings"],
  isSecretRequiredForRefreshToken: ["ExtlClntAppGlobalOauthSettings"],
  isIntrospectAllTokens: ["ExtlClntAppGlobalOauthSettings"],
  otherFlows: ["ExtlClntAppGlobalOauthSettings"],
};

export const externalClientApp: AdoptingLifecycle<ExternalClientAppInputs, ExternalClientAppOutputs> = {
  inputNames,
  createOnly: ["apiName"],
  nameInput: "apiName",

  check(olds, news) {
    // A name that was derived once stays: another label must not replace the app, and with it its consumer key.
    const read = new InputReader({ ...news, apiName: news.apiName ?? olds.apiName });
    const label = read.text("label", atMost(80));
    const owner = read.text("owner", ownerInDescription);
    const adoption = adoptionInputs(read);
    const now = new Date();
    const scopeRule = (scope: string) =>
      (scopeNames as readonly string[]).includes(scope)
        ? undefined
        : `must be one of ${scopeNames.join(", ")} (metadata names: Api for api, RefreshToken for refresh_token), not "${scope}".`;
    const inputs: ExternalClientAppInputs = {
      label,
      // The names of the components that belong to the app append up to ten characters, and have forty.
      apiName: read.textOrDerived("apiName", label, apiNameOfLabel, every(apiName, atMost(30))),
      contactEmail: read.text("contactEmail", emailAddress),
      description: read.textOr("description", "", descriptionBesideMark(owner, adoption.adopt ? "adopted" : "made")),
      distributionState: read.oneOf("distributionState", ["Local", "Packaged"], "Local"),
      callbackUrls: read.texts("callbackUrls", callbackUrl),
      scopes: read.texts("scopes", scopeRule),
      certificatePem: normaliseCertificate(read.secretText("certificatePem", (text) => certificateProblem(text, now))),
      isConsumerSecretOptional: read.flag("isConsumerSecretOptional", true),
      isPkceRequired: read.flag("isPkceRequired", true),
      isSecretRequiredForRefreshToken: read.flag("isSecretRequiredForRefreshToken", true),
      isIntrospectAllTokens: read.flag("isIntrospectAllTokens", false),
      ...adoption,
      owner,
    };
    if (!isUnknown(inputs.callbackUrls) && inputs.callbackUrls.length === 0) {
      read.fail(
        "callbackUrls",
        "needs at least one URL; http://localhost:1717/OauthRedirect serves where none is used.",
      );
    }
    if (!isUnknown(inputs.scopes) && inputs.scopes.length === 0) {
      read.fail("scopes", "needs at least one scope; a JWT login needs Api and RefreshToken.");
    }
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observe(org, { id }, state, state);
    return seen && stateOf(seen, state, countsAsAdopted(seen.mark, state));
  },

  update(org, id, olds, news, progress) {
    return reconcile(org, news, { ...olds, id }, progress);
  },

  async survey(org, inputs) {
    const seen = await observe(org, { developerName: inputs.apiName }, inputs, {});
    return seen && { found: foundRecord(org, seen, inputs), inputs: stateOf(seen, inputs, false).inputs };
  },

  async delete(org, id, state, progress) {
    const seen = await observe(org, { id }, state, state);
    if (!seen) return;
    const { fullName } = seen.app;
    const what = `app ${fullName}`;
    const options = { apiVersion: org.identity.apiVersion, report: progress.report };
    const takeMarkAway = async () => {
      const doing = `taking the mark from ${what}`;
      const [application] = await org.readMetadata("ExternalClientApplication", [fullName], doing);
      if (application) await org.deploy([describedApplication(application, seen.description)], options, doing);
    };
    if (await handBack({ what, id, mark: seen.mark, takeMarkAway }, state, progress)) return;
    guardDeployerApp(org, String(seen.globalOauthSettings?.consumerKey ?? ""), fullName);
    progress.report(`deleting app ${fullName}: every token that it has given out dies`);
    // The application alone: the components that belong to it go with it.
    await org.deploy([{ type: "ExternalClientApplication", fullName }], options, `deleting app ${fullName}`);
  },
};

type RecordedNames = Partial<Pick<ExternalClientAppOutputs, "oauthSettingsName" | "globalOauthSettingsName">>;

/** What the last run knew of the app. */
type Before = LastRun & { id: string } & RecordedNames;

async function reconcile(
  org: Org,
  inputs: ExternalClientAppInputs,
  last: Before | undefined,
  progress: Progress,
): Promise<ResourceState<ExternalClientAppInputs, ExternalClientAppOutputs>> {
  const options = { apiVersion: org.identity.apiVersion, report: progress.report };
  const what = `app ${inputs.apiName}`;
  const byName = { developerName: inputs.apiName };
  let isFirstLook = true;
  const { seen, isAdopted } = await bringAbout<Seen, undefined, Step>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      lookUp: async () => undefined,
      find: async () => {
        // At the first look nothing is expected to be there, so only the record is asked for.
        const isExpected = !isFirstLook || (await findApp(org, byName, `looking for ${what}`));
        isFirstLook = false;
        const seen = isExpected ? await observe(org, byName, inputs, {}) : undefined;
        return seen && { ...foundRecord(org, seen, inputs), seen };
      },
      observe: (id) => observe(org, { id }, inputs, last ?? {}),
      plan: (seen, _lookedUp, isAdopted) => plan(seen, inputs, isAdopted),
      apply: async (step, _id, seen, isAdopted) => {
        const description = withMark(inputs.description, inputs.owner, isAdopted ? "adopted" : "made");
        const settings = { ...inputs, description };
        if (step.do === "change") {
          guardDeployerApp(org, String(seen?.globalOauthSettings?.consumerKey ?? ""), inputs.apiName);
          const files = await changedFiles(org, seen, inputs.apiName, settings, step.types);
          await org.deploy(files, options, `changing ${what}`);
        } else {
          // One transaction with the policies closed: at no moment may everybody log in through the new app.
          const names = setupNames(inputs.apiName);
          const files = appFiles(inputs.apiName, names, settings);
          const closed = policyFiles(inputs.apiName, names, inputs.label, closedPolicies);
          await org.deploy([...files, ...closed], options, `creating ${what}`);
        }
        return undefined;
      },
    },
    last,
    progress,
  );
  return stateOf(seen, inputs, isAdopted);
}

/** Files of some types that bring an existing app to these settings; whatever is no setting of ours stays as it is. */
async function changedFiles(
  org: Org,
  seen: Seen | undefined,
  app: string,
  settings: AppSettings,
  types: readonly AppMetadataType[],
) {
  const names = {
    ...setupNames(app),
    ...(seen?.oauthSettings && { oauthSettings: seen.oauthSettings.fullName }),
    ...(seen?.globalOauthSettings && { globalOauthSettings: seen.globalOauthSettings.fullName }),
  };
  const [application] = types.includes("ExternalClientApplication")
    ? await org.readMetadata("ExternalClientApplication", [app], `reading app ${app}`)
    : [];
  const files = appFiles(app, names, settings, {
    ExternalClientApplication: application,
    ExtlClntAppOauthSettings: seen?.oauthSettings,
    ExtlClntAppGlobalOauthSettings: seen?.globalOauthSettings,
  });
  return files.filter(({ type }) => types.includes(type as AppMetadataType));
}

function foundRecord(org: Org, { app, mark, globalOauthSettings }: Seen, inputs: ExternalClientAppInputs): FoundRecord {
  const { clientId } = org.identity;
  const isDeployerApp = clientId !== undefined && clientId === text(globalOauthSettings?.consumerKey);
  return {
    what: `external client app ${inputs.apiName}`,
    id: app.record.Id,
    mark,
    owner: inputs.owner,
    ...lastModified(app.record),
    obstacles: isDeployerApp ? ["it is the app that this deployment is logged in with."] : [],
  };
}

async function observe(
  org: Org,
  by: { id: string } | { developerName: string },
  declared: ExternalClientAppInputs,
  recorded: RecordedNames,
): Promise<Seen | undefined> {
  const doing = `reading app ${declared.apiName}`;
  const app = declared.apiName;
  const names = setupNames(app);
  const settings = (type: "ExtlClntAppOauthSettings" | "ExtlClntAppGlobalOauthSettings", name: string) =>
    componentOfApp(org, type, name, app, doing);
  const [found, oauthSettings, globalOauthSettings] = await Promise.all([
    findApp(org, by, doing),
    settings("ExtlClntAppOauthSettings", recorded.oauthSettingsName ?? names.oauthSettings),
    settings("ExtlClntAppGlobalOauthSettings", recorded.globalOauthSettingsName ?? names.globalOauthSettings),
  ]);
  if (!found) {
    if ("id" in by) await confirmAppGone(org, app, doing);
    return undefined;
  }
  const { text, mark } = splitMark(found.record.Description);
  return {
    app: found,
    ...(mark && { mark }),
    description: text,
    ...(oauthSettings && { oauthSettings }),
    ...(globalOauthSettings && { globalOauthSettings }),
  };
}

function plan(seen: Seen | undefined, inputs: ExternalClientAppInputs, isAdopted: boolean): Step[][] {
  if (!seen) return [[{ do: "create" }]];
  const current = stateOf(seen, inputs, false).inputs;
  const changed = new Set(
    changedKeys(inputNames, { ...current }, { ...inputs }).flatMap(
      (name) => typesOfInput[name as keyof ExternalClientAppInputs] ?? [],
    ),
  );
  const isMarked = ownershipOf(seen.mark, inputs.owner) === "ours" && (seen.mark?.kind === "adopted") === isAdopted;
  if (!isMarked) changed.add("ExternalClientApplication");
  return changed.size === 0 ? [] : [[{ do: "change", types: [...changed] }]];
}

function stateOf(
  seen: Seen,
  declared: ExternalClientAppInputs,
  isAdopted: boolean,
): ResourceState<ExternalClientAppInputs, ExternalClientAppOutputs> {
  const { record: app } = seen.app;
  const global = seen.globalOauthSettings ?? { fullName: "" };
  const certificate = text(global.certificate);
  const details = certificate === "" ? undefined : certificateDetails(certificate);
  const names = setupNames(declared.apiName);
  const otherFlows = flowsSwitchedOn(appFlows, global);
  return {
    id: app.Id,
    inputs: {
      label: String(app.MasterLabel),
      apiName: String(app.DeveloperName),
      contactEmail: sameAddress(app.ContactEmail, declared.contactEmail)
        ? declared.contactEmail
        : text(app.ContactEmail),
      description: seen.description,
      distributionState: text(app.DistributionState) as ExternalClientAppInputs["distributionState"],
      callbackUrls: inDeclaredOrder(declared.callbackUrls, text(global.callbackUrl).split(/\s+/).filter(Boolean)),
      scopes: inDeclaredOrder(declared.scopes, commaSeparated(seen.oauthSettings?.commaSeparatedOauthScopes)),
      certificatePem: details?.pem ?? "",
      isConsumerSecretOptional: flag(global.isConsumerSecretOptional),
      // Orgs were seen that take false and read back true; that says nothing about the org having been changed.
      isPkceRequired: declared.isPkceRequired && flag(global.isPkceRequired),
      isSecretRequiredForRefreshToken: flag(global.isSecretRequiredForRefreshToken),
      isIntrospectAllTokens: flag(global.isIntrospectAllTokens),
      ...(otherFlows.length > 0 && { otherFlows }),
      ...adoptionAsDeclared(declared),
      owner: declared.owner,
    },
    outputs: {
      consumerKey: text(global.consumerKey),
      certificateSha256: details?.sha256 ?? "",
      certificateValidTo: details?.validTo ?? "",
      oauthSettingsName: seen.oauthSettings?.fullName ?? names.oauthSettings,
      globalOauthSettingsName: seen.globalOauthSettings?.fullName ?? names.globalOauthSettings,
      isAdopted,
    },
  };
}

const text = (value: unknown) => (value === null || value === undefined ? "" : String(value));
const flag = (value: unknown) => value === true || value === "true";
const sameAddress = (left: unknown, right: string) => text(left).toLowerCase() === right.toLowerCase();
