import {
  type AppPolicies,
  type AppRecord,
  closedPolicies,
  commaSeparated,
  componentOfApp,
  findApp,
  findOauthPolicyId,
  flowsSwitchedOn,
  policyFiles,
  policyFlows,
  setupNames,
} from "../salesforce/externalClientApps.ts";
import { longId } from "../salesforce/identifiers.ts";
import type { MetadataRecord, Org, SalesforceRecord } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { confirmAppGone, missingViewer } from "./appPresence.ts";
import { changedKeys } from "./comparison.ts";
import { converge } from "./convergence.ts";
import { guardDeployerApp } from "./deployerGuard.ts";
import { InputReader } from "./inputReader.ts";
import { type Lifecycle, type Progress, Refusal, type ResourceState } from "./lifecycle.ts";
import { isOfSameStack, splitMark } from "./marks.ts";
import { profileName, recordId } from "./rules.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";
import { isUnknown } from "./unknowns.ts";

const permittedUsers = ["AdminApprovedPreAuthorized", "AllSelfAuthorized"] as const;
const refreshTokenPolicies = ["Zero", "Infinite", "SpecificLifetime", "SpecificInactivity"] as const;
const validityUnits = ["Days", "Hours", "Months"] as const;
const ipRelaxations = ["Enforce", "Bypass", "Bypass_2factor", "Enforce_RelaxRefresh"] as const;
const startPages = ["None", "Custom", "OAuth", "SAML"] as const;
const sessionLevels = ["STANDARD", "LOW", "HIGH_ASSURANCE"] as const;

export interface PolicyAssignmentInputs {
  appId: string;
  permittedUsers: (typeof permittedUsers)[number];
  permissionSetIds: string[];
  profileNames: string[];
  refreshTokenPolicy: (typeof refreshTokenPolicies)[number];
  refreshTokenValidityPeriod?: number;
  refreshTokenValidityUnit?: (typeof validityUnits)[number];
  ipRelaxation: (typeof ipRelaxations)[number];
  startPage: (typeof startPages)[number];
  startUrl: string;
  requiredSessionLevel: (typeof sessionLevels)[number];
  sessionTimeoutInMinutes?: number;
  isEnabled: boolean;
  /** Never declared: other OAuth flows that somebody has switched on show as this property and are switched off. */
  otherFlows?: string[];
  owner: string;
}

export interface PolicyAssignmentOutputs {
  /** Full name of the app. */
  appName: string;
  oauthPoliciesName: string;
  policiesName: string;
}

interface Observed {
  app?: AppRecord;
  oauthPolicyId?: string;
  oauthPolicies?: MetadataRecord;
  policies?: MetadataRecord;
  /** API names of permission sets by their ids: of those declared and of those that the policy names. */
  permissionSetNames: Map<string, string>;
}

type Step = { do: "write"; policies: AppPolicies };

const inputNames = [
  "appId",
  "permittedUsers",
  "permissionSetIds",
  "profileNames",
  "refreshTokenPolicy",
  "refreshTokenValidityPeriod",
  "refreshTokenValidityUnit",
  "ipRelaxation",
  "startPage",
  "startUrl",
  "requiredSessionLevel",
  "sessionTimeoutInMinutes",
  "isEnabled",
  "otherFlows",
  "owner",
] as const;

export const policyAssignment: Lifecycle<PolicyAssignmentInputs, PolicyAssignmentOutputs> = {
  inputNames,
  createOnly: ["appId"],
  nameInput: "appId",

  check(_olds, news) {
    const read = new InputReader(news);
    const period = read.wholeNumber("refreshTokenValidityPeriod", undefined, 1, 365 * 24);
    const unit = read.raw("refreshTokenValidityUnit");
    const timeout = read.wholeNumber("sessionTimeoutInMinutes", undefined, 15, 24 * 60);
    const inputs: PolicyAssignmentInputs = {
      appId: longId(read.text("appId", recordId("0xI", "an external client app"))),
      permittedUsers: read.oneOf("permittedUsers", permittedUsers, "AdminApprovedPreAuthorized"),
      permissionSetIds: read.texts("permissionSetIds", recordId("0PS", "a permission set"), longId),
      profileNames: read.names("profileNames", profileName),
      refreshTokenPolicy: read.oneOf("refreshTokenPolicy", refreshTokenPolicies, "Zero"),
      ...(period !== undefined && { refreshTokenValidityPeriod: period }),
      ...(unit !== undefined && {
        refreshTokenValidityUnit: read.oneOf("refreshTokenValidityUnit", validityUnits, "Days"),
      }),
      ipRelaxation: read.oneOf("ipRelaxation", ipRelaxations, "Enforce"),
      startPage: read.oneOf("startPage", startPages, "None"),
      startUrl: read.textOr("startUrl", ""),
      requiredSessionLevel: read.oneOf("requiredSessionLevel", sessionLevels, "STANDARD"),
      ...(timeout !== undefined && { sessionTimeoutInMinutes: timeout }),
      isEnabled: read.flag("isEnabled", true),
      owner: read.text("owner"),
    };
    const isTimed = inputs.refreshTokenPolicy.startsWith("Specific");
    if (!isUnknown(inputs.refreshTokenPolicy) && isTimed !== (period !== undefined && unit !== undefined)) {
      read.fail(
        "refreshTokenPolicy",
        isTimed
          ? `${inputs.refreshTokenPolicy} needs refreshTokenValidityPeriod and refreshTokenValidityUnit.`
          : `${inputs.refreshTokenPolicy} takes neither refreshTokenValidityPeriod nor refreshTokenValidityUnit.`,
      );
    }
    if (inputs.startPage === "Custom" && inputs.startUrl === "")
      read.fail("startUrl", "is required with startPage Custom.");
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, {}, progress, true);
  },

  async read(org, _id, state) {
    const observed = await observe(org, state, state);
    if (!observed.app) await confirmAppGone(org, state.appName, "reading the policies of the app");
    else if (!observed.oauthPolicyId && observed.oauthPolicies)
      throw new Refusal(hiddenPolicies(observed.app.fullName));
    return observed.oauthPolicyId ? stateOf(observed, state) : undefined;
  },

  update(org, _id, olds, news, progress) {
    return reconcile(org, news, olds, progress, false);
  },

  async delete(org, _id, state, progress) {
    const seen = await observe(org, state, state);
    if (!seen.app) return;
    const { fullName, record } = seen.app;
    if (splitMark(record.Description).mark?.kind === "adopted") {
      // An app that was adopted is somebody's, and is in use: a destroy takes nothing from it.
      progress.report(
        `app ${fullName} was adopted: its policies stay as they are. To close it, declare a PolicyAssignment without permission sets and profiles.`,
      );
      return;
    }
    await guard(org, fullName);
    await write(org, seen, closedPolicies, `closing the policies of app ${fullName}`, progress);
    progress.report(`app ${fullName} stays and is closed: nobody is pre-authorised any more`);
  },
};

const hiddenPolicies = (app: string) =>
  `The Metadata API shows the OAuth policies of app ${app}, but queries do not show them to the deployer. ${missingViewer}`;

async function reconcile(
  org: Org,
  inputs: PolicyAssignmentInputs,
  recorded: Partial<PolicyAssignmentOutputs>,
  progress: Progress,
  isCreate: boolean,
): Promise<ResourceState<PolicyAssignmentInputs, PolicyAssignmentOutputs>> {
  const observed = await converge<Observed, Step>({
    what: "the policies of the app",
    observe: () => observe(org, inputs, recorded),
    plan: (seen) => plan(seen, inputs),
    apply: async (step, seen) => {
      const name = (seen.app as AppRecord).fullName;
      // An app of this stack to which nobody is admitted yet cannot be the one that somebody is logged in with.
      const isOwnAndClosed =
        isCreate && isClosed(seen) && isOfSameStack(splitMark(seen.app?.record.Description).mark, inputs.owner);
      if (!isOwnAndClosed) await guard(org, name);
      await write(org, seen, step.policies, `writing the policies of app ${name}`, progress);
    },
  });
  return stateOf(observed, inputs);
}

async function write(org: Org, seen: Observed, policies: AppPolicies, doing: string, progress: Progress) {
  const { record, fullName } = seen.app as AppRecord;
  const names = {
    ...setupNames(fullName),
    ...(seen.oauthPolicies && { oauthPolicies: seen.oauthPolicies.fullName }),
    ...(seen.policies && { policies: seen.policies.fullName }),
  };
  const files = policyFiles(fullName, names, String(record.MasterLabel), policies);
  await org.deploy(files, { apiVersion: org.identity.apiVersion, report: progress.report }, doing);
}

async function observe(
  org: Org,
  declared: PolicyAssignmentInputs,
  recorded: Partial<PolicyAssignmentOutputs>,
): Promise<Observed> {
  const doing = "reading the policies of the app";
  const policiesOf = (app: string) => {
    const names = setupNames(app);
    const { oauthPoliciesName = names.oauthPolicies, policiesName = names.policies } = recorded;
    return Promise.all([
      componentOfApp(org, "ExtlClntAppOauthConfigurablePolicies", oauthPoliciesName, app, doing),
      componentOfApp(org, "ExtlClntAppConfigurablePolicies", policiesName, app, doing),
    ]);
  };
  const [app, oauthPolicyId, declaredSets, expected] = await Promise.all([
    findApp(org, { id: declared.appId }, doing),
    findOauthPolicyId(org, declared.appId, doing),
    permissionSets(org, `Id IN ${quotedList(declared.permissionSetIds)}`, doing),
    recorded.appName === undefined ? undefined : policiesOf(recorded.appName),
  ]);
  if (!app) return { permissionSetNames: new Map() };
  const [oauthPolicies, policies] = expected ?? (await policiesOf(app.fullName));
  const permissionSetNames = new Map(declaredSets.map((row) => [longId(row.Id), qualifiedName(row)]));
  const known = new Set(permissionSetNames.values());
  const others = commaSeparated(oauthPolicies?.commaSeparatedPermissionSet).filter((name) => !known.has(name));
  if (others.length > 0) {
    const bare = others.map((name) => name.split("__").at(-1) ?? name);
    for (const row of await permissionSets(org, `Name IN ${quotedList(bare)}`, doing)) {
      if (others.includes(qualifiedName(row))) permissionSetNames.set(longId(row.Id), qualifiedName(row));
    }
  }
  return {
    app,
    ...(oauthPolicyId && { oauthPolicyId }),
    ...(oauthPolicies && { oauthPolicies }),
    ...(policies && { policies }),
    permissionSetNames,
  };
}

/** Refuses to write the policies of the app that the deployment itself is logged in with. */
async function guard(org: Org, app: string): Promise<void> {
  const name = setupNames(app).globalOauthSettings;
  const settings = await componentOfApp(
    org,
    "ExtlClntAppGlobalOauthSettings",
    name,
    app,
    `reading the consumer key of app ${app}`,
  );
  guardDeployerApp(org, String(settings?.consumerKey ?? ""), app);
}

function permissionSets(org: Org, condition: string, doing: string): Promise<SalesforceRecord[]> {
  return org.query(
    `SELECT Id, Name, NamespacePrefix FROM PermissionSet WHERE IsOwnedByProfile = false AND ${condition}`,
    doing,
  );
}

const qualifiedName = (row: SalesforceRecord) =>
  row.NamespacePrefix ? `${row.NamespacePrefix}__${row.Name}` : String(row.Name);

function plan(seen: Observed, inputs: PolicyAssignmentInputs): Step[][] {
  if (!seen.app) {
    throw new Refusal(
      `appId: there is no external client app with the id ${inputs.appId} in this org, or the deployer cannot see it.`,
    );
  }
  const missing = inputs.permissionSetIds.filter((id) => !seen.permissionSetNames.has(id));
  if (missing.length > 0) {
    throw new Refusal(`permissionSetIds: there is no permission set with the id ${missing.join(", ")} in this org.`);
  }
  if (seen.oauthPolicies && seen.policies) {
    const current = stateOf(seen, inputs).inputs;
    if (changedKeys(inputNames, { ...current }, { ...inputs }).length === 0) return [];
  }
  const { permissionSetIds, appId: _appId, owner: _owner, otherFlows: _otherFlows, ...policies } = inputs;
  const permissionSetNames = permissionSetIds.map((id) => seen.permissionSetNames.get(id) ?? "");
  return [[{ do: "write", policies: { ...policies, permissionSetNames } }]];
}

function isClosed({ oauthPolicies }: Observed): boolean {
  return (
    oauthPolicies?.permittedUsersPolicyType === "AdminApprovedPreAuthorized" &&
    commaSeparated(oauthPolicies.commaSeparatedPermissionSet).length === 0 &&
    commaSeparated(oauthPolicies.commaSeparatedProfile).length === 0
  );
}

function stateOf(
  seen: Observed,
  declared: PolicyAssignmentInputs,
): ResourceState<PolicyAssignmentInputs, PolicyAssignmentOutputs> {
  const { record: app, fullName } = seen.app as AppRecord;
  const oauth = seen.oauthPolicies ?? { fullName: "" };
  const general = seen.policies ?? { fullName: "" };
  const idOfName = new Map([...seen.permissionSetNames].map(([id, name]) => [name, id]));
  // An org shows a period of 0 where refresh tokens expire at once; only a specific lifetime has one that counts.
  const hasValidity = String(oauth.refreshTokenPolicyType).startsWith("Specific");
  const period = hasValidity ? numberOf(oauth.refreshTokenValidityPeriod) : undefined;
  const timeout = numberOf(oauth.sessionTimeoutInMinutes);
  const unit = oauth.refreshTokenValidityUnit as PolicyAssignmentInputs["refreshTokenValidityUnit"];
  const names = setupNames(fullName);
  const otherFlows = flowsSwitchedOn(policyFlows, oauth);
  return {
    id: String(seen.oauthPolicyId ?? app.Id),
    inputs: {
      appId: longId(app.Id),
      permittedUsers: oauth.permittedUsersPolicyType as PolicyAssignmentInputs["permittedUsers"],
      permissionSetIds: inDeclaredOrder(
        declared.permissionSetIds,
        commaSeparated(oauth.commaSeparatedPermissionSet).map((name) => idOfName.get(name) ?? name),
      ),
      profileNames: inDeclaredOrder(
        declared.profileNames,
        commaSeparated(oauth.commaSeparatedProfile).map((name) => spelledAs(declared.profileNames, name)),
      ),
      refreshTokenPolicy: oauth.refreshTokenPolicyType as PolicyAssignmentInputs["refreshTokenPolicy"],
      ...(period !== undefined && { refreshTokenValidityPeriod: period }),
      ...(unit && { refreshTokenValidityUnit: unit }),
      ipRelaxation: sameSpelling(oauth.ipRelaxationPolicyType),
      startPage: general.startPage as PolicyAssignmentInputs["startPage"],
      startUrl: String(general.startUrl ?? ""),
      requiredSessionLevel: (oauth.requiredSessionLevel ??
        "STANDARD") as PolicyAssignmentInputs["requiredSessionLevel"],
      // An org may fill in a session timeout of its own where none is declared.
      ...(declared.sessionTimeoutInMinutes !== undefined &&
        timeout !== undefined && { sessionTimeoutInMinutes: timeout }),
      isEnabled: general.isEnabled === true || general.isEnabled === "true",
      ...(otherFlows.length > 0 && { otherFlows }),
      owner: declared.owner,
    },
    outputs: {
      appName: fullName,
      oauthPoliciesName: oauth.fullName || names.oauthPolicies,
      policiesName: general.fullName || names.policies,
    },
  };
}

/** Orgs were seen that spell Enforce_RelaxRefresh in another case. */
function sameSpelling(value: unknown): PolicyAssignmentInputs["ipRelaxation"] {
  const found = String(value ?? "");
  return ipRelaxations.find((name) => name.toLowerCase() === found.toLowerCase()) ?? (found as "Enforce");
}

const numberOf = (value: unknown) =>
  value === undefined || value === null || value === "" ? undefined : Number(value);
