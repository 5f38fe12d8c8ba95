import { policyFlows } from "../salesforce/appComponents.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import { findApp } from "../salesforce/externalClientApps.ts";
import { longId } from "../salesforce/identifiers.ts";
import type { MetadataElements } from "../salesforce/metadataElements.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { confirmAppGoneByQueries, missingViewer } from "./appPresence.ts";
import type { FieldTable } from "./fields.ts";
import { InputReader } from "./inputReader.ts";
import { Refusal, type ResourceState } from "./lifecycle.ts";
import { type PolicyAssignmentOutputs, policyContext } from "./observedPolicies.ts";
import { type PolicyAssignmentInputs, type PolicyPart, policyInputs } from "./policyAssignmentFields.ts";
import { asFarAsSeen } from "./shownState.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";

/** The sObject of each part, and the elements that are columns there, under the same names with a capital. */
const shownParts: { readonly [part in PolicyPart]: { type: string; elements: readonly string[] } } = {
  oauthPolicies: {
    type: "ExtlClntAppOauthPlcyCnfg",
    elements: [
      "permittedUsersPolicyType",
      "ipRelaxationPolicyType",
      "refreshTokenPolicyType",
      "refreshTokenValidityPeriod",
      "refreshTokenValidityUnit",
      "requiredSessionLevel",
      "sessionTimeoutInMinutes",
      ...policyFlows,
    ],
  },
  policies: { type: "ExtlClntAppPlcyCnfg", elements: ["isEnabled", "startPage", "startUrl"] },
};

/** Inputs that have one of the names that Salesforce knows; orgs may spell them otherwise in queries. */
const named = [
  "permittedUsers",
  "ipRelaxation",
  "refreshTokenPolicy",
  "refreshTokenValidityUnit",
  "requiredSessionLevel",
  "startPage",
];

/** The policies of an app as queries show them: its two policy records, and who is admitted. */
export async function readShownPolicies(
  org: Org,
  _id: string,
  state: PolicyAssignmentInputs & PolicyAssignmentOutputs,
): Promise<ResourceState<PolicyAssignmentInputs, PolicyAssignmentOutputs> | undefined> {
  const doing = `reading the policies of app ${state.appName}`;
  const [app, oauthPolicies, policies, admitted] = await Promise.all([
    findApp(org, { id: state.appId }, doing),
    rowOf(org, "oauthPolicies", state.appId, doing),
    rowOf(org, "policies", state.appId, doing),
    admittedTo(org, state.appId, doing),
  ]);
  if (!app) {
    await confirmAppGoneByQueries(org, doing);
    return undefined;
  }
  if (!oauthPolicies) throw new Refusal(`Queries do not show the policies of app ${state.appName}. ${missingViewer}`);
  const parts = {
    oauthPolicies: elementsOf("oauthPolicies", oauthPolicies),
    policies: policies && elementsOf("policies", policies),
  };
  const context = policyContext({ app, permissionSetNames: new Map() }, state, state);
  const found: PolicyAssignmentInputs = {
    ...policyInputs.found(parts, state, context),
    permissionSetIds: inDeclaredOrder(state.permissionSetIds, admitted.permissionSetIds),
    profileNames: inDeclaredOrder(
      state.profileNames,
      admitted.profileNames.map((name) => spelledAs(state.profileNames, name)),
    ),
  };
  const notLookedAt = policyInputs.names.filter(
    (name) => (!policies && isPartOf(name, "policies")) || isOddlyNamed(name, found),
  );
  return {
    id: oauthPolicies.Id,
    inputs: asFarAsSeen(policyInputs.names, found, state, notLookedAt),
    outputs: state,
    notLookedAt,
  };
}

const column = (element: string) => element.charAt(0).toUpperCase() + element.slice(1);

/** The record of a part; undefined where there is none, or the org has no such sObject, as orgs were seen that have not. */
async function rowOf(org: Org, part: PolicyPart, appId: string, doing: string): Promise<SalesforceRecord | undefined> {
  const { type, elements } = shownParts[part];
  const columns = ["Id", ...elements.map(column)].join(", ");
  try {
    const soql = `SELECT ${columns} FROM ${type} WHERE ExternalClientApplicationId = ${quoted(appId)}`;
    return (await org.query(soql, doing))[0];
  } catch (error) {
    if (error instanceof SalesforceError && error.code === "INVALID_TYPE") return undefined;
    throw error;
  }
}

const elementsOf = (part: PolicyPart, row: SalesforceRecord): MetadataElements =>
  Object.fromEntries(
    shownParts[part].elements.map((element) => [element, row[column(element)] ?? undefined] as const),
  ) as MetadataElements;

/**
 * Who may log in: the org keeps the lists of a policy as access of permission sets, also of those that profiles own.
 * Source: Object Reference, SetupEntityAccess.
 */
async function admittedTo(org: Org, appId: string, doing: string) {
  const soql = `SELECT Id, ParentId, Parent.IsOwnedByProfile, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityId = ${quoted(appId)}`;
  const rows = (await org.query(soql, doing)).map(({ ParentId, Parent }) => ({
    id: longId(String(ParentId)),
    ...(Parent as { IsOwnedByProfile?: boolean; Profile?: { Name?: string } | null }),
  }));
  return {
    permissionSetIds: rows.filter(({ IsOwnedByProfile }) => IsOwnedByProfile !== true).map(({ id }) => id),
    profileNames: rows
      .filter(({ IsOwnedByProfile }) => IsOwnedByProfile === true)
      .map(({ id, Profile }) => Profile?.Name ?? id),
  };
}

const isPartOf = (name: string, part: PolicyPart) =>
  (policyInputs.fields as FieldTable<string, never>)[name]?.component === part;

/** Whether a query tells a name that is none of those that Salesforce documents: then it is not compared. */
function isOddlyNamed(name: string, found: PolicyAssignmentInputs): boolean {
  if (!named.includes(name)) return false;
  const read = new InputReader({ ...found });
  policyInputs.fields[name as "permittedUsers"].check(read, name);
  return read.failures.length > 0;
}
