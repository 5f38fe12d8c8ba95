import { listed, policyFlows, setupName } from "../salesforce/appComponents.ts";
import {
  type AppRecord,
  componentOfApp,
  type FoundComponent,
  findApp,
  findOauthPolicyId,
} from "../salesforce/externalClientApps.ts";
import { longId } from "../salesforce/identifiers.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { ownNamespace } from "../salesforce/ownNamespace.ts";
import { quotedList } from "../salesforce/soql.ts";
import type { Components } from "./fields.ts";
import { flowsOn, keptFlows } from "./flows.ts";
import type { ResourceState } from "./lifecycle.ts";
import {
  type PolicyAssignmentInputs,
  type PolicyContext,
  type PolicyPart,
  policyInputs,
} from "./policyAssignmentFields.ts";
import { isAdoptedApp } from "./policyOwnership.ts";

export interface PolicyAssignmentOutputs {
  /** Full name of the app. */
  appName: string;
  oauthPoliciesName: string;
  policiesName: string;
  /** Other flows that are on and stay on; absent when there are none. */
  keptFlows?: string[];
}

/** The policies of an app as the org holds them. */
export interface ObservedPolicies {
  app?: AppRecord;
  oauthPolicyId?: string;
  oauthPolicies?: FoundComponent;
  policies?: FoundComponent;
  /** API names of permission sets by their ids: of those declared and of those that the policy names. */
  permissionSetNames: Map<string, string>;
}

export async function observePolicies(
  org: Org,
  declared: PolicyAssignmentInputs,
  recorded: Partial<PolicyAssignmentOutputs>,
): Promise<ObservedPolicies> {
  const doing = "reading the policies of the app";
  const found = findApp(org, { id: declared.appId }, doing);
  const component = (part: PolicyPart, name: string) => componentOfApp(org, part, name, found, doing);
  const policiesOf = (app: string) =>
    Promise.all([
      component("oauthPolicies", recorded.oauthPoliciesName ?? setupName(app, "oauthPolicies")),
      component("policies", recorded.policiesName ?? setupName(app, "policies")),
    ]);
  const [app, oauthPolicyId, declaredSets, expected] = await Promise.all([
    found,
    findOauthPolicyId(org, declared.appId, doing),
    permissionSets(org, `Id IN ${quotedList(declared.permissionSetIds)}`, doing),
    recorded.appName === undefined ? undefined : policiesOf(withoutNamespace(recorded.appName)),
  ]);
  if (!app) return { permissionSetNames: new Map() };
  const [oauthPolicies, policies] = expected ?? (await policiesOf(app.developerName));
  const named = listed(oauthPolicies?.elements.commaSeparatedPermissionSet);
  return {
    app,
    ...(oauthPolicyId && { oauthPolicyId }),
    ...(oauthPolicies && { oauthPolicies }),
    ...(policies && { policies }),
    permissionSetNames: await namesById(org, declaredSets, named, doing),
  };
}

const withoutNamespace = (name: string) => name.split("__").at(-1) ?? name;

function permissionSets(org: Org, condition: string, doing: string): Promise<SalesforceRecord[]> {
  return org.query(
    `SELECT Id, Name, NamespacePrefix FROM PermissionSet WHERE ${condition} AND IsOwnedByProfile = false AND PermissionSetGroupId = null`,
    doing,
  );
}

const qualifiedName = (row: SalesforceRecord) =>
  row.NamespacePrefix ? `${row.NamespacePrefix}__${row.Name}` : String(row.Name);

const includes = (names: readonly string[], name: string) =>
  names.some((other) => other.toLowerCase() === name.toLowerCase());

/**
 * The names of permission sets by their ids, each in the form in which the policy has it, if it names it.
 *
 * @param declared records of the declared ones
 * @param named names in the policy
 */
async function namesById(
  org: Org,
  declared: readonly SalesforceRecord[],
  named: readonly string[],
  doing: string,
): Promise<Map<string, string>> {
  const others = named.filter((name) => !includes(declared.map(qualifiedName), name));
  const bare = [...new Set(others.map(withoutNamespace))];
  const rows = bare.length === 0 ? [] : await permissionSets(org, `Name IN ${quotedList(bare)}`, doing);
  // An org with a namespace may name its own permission sets without it.
  const isInOwn = (row: SalesforceRecord) => Boolean(row.NamespacePrefix) && includes(others, String(row.Name));
  const own = [...declared, ...rows].some(isInOwn) ? await ownNamespace(org) : undefined;
  const nameOf = (row: SalesforceRecord) =>
    own !== undefined && row.NamespacePrefix === own && isInOwn(row) ? String(row.Name) : qualifiedName(row);
  const belonging = [...declared, ...rows.filter((row) => includes(others, nameOf(row)))];
  return new Map(belonging.map((row) => [longId(row.Id), nameOf(row)]));
}

/** The components that hold the policies. */
export const partsOf = ({ oauthPolicies, policies }: ObservedPolicies): Components<PolicyPart> => ({
  oauthPolicies: oauthPolicies?.elements,
  policies: policies?.elements,
});

/** Other flows that are on. */
export const flowsOnIn = ({ oauthPolicies }: ObservedPolicies) => flowsOn(policyFlows, oauthPolicies?.elements);

/** What reading and writing needs to know besides the inputs; a create that has failed has left a state without outputs. */
export function policyContext(
  seen: ObservedPolicies,
  { keepFlows, startPage }: Pick<PolicyAssignmentInputs, "keepFlows" | "startPage">,
  state: Partial<PolicyAssignmentOutputs>,
): PolicyContext {
  const adopted = isAdoptedApp(seen.app) ? flowsOnIn(seen) : [];
  const isKnown = state.oauthPoliciesName !== undefined;
  return {
    permissionSetNames: seen.permissionSetNames,
    hasNoStartPage: startPage === "None",
    keptFlows: keptFlows(policyFlows, keepFlows, isKnown ? (state.keptFlows ?? []) : adopted),
  };
}

/** The state of the policies of an app that is there. */
export function policyState(
  seen: ObservedPolicies,
  declared: PolicyAssignmentInputs,
  context: PolicyContext,
): ResourceState<PolicyAssignmentInputs, PolicyAssignmentOutputs> {
  const { record, developerName, fullName } = seen.app as AppRecord;
  const kept = flowsOnIn(seen).filter((flow) => context.keptFlows.includes(flow));
  return {
    id: String(seen.oauthPolicyId ?? record.Id),
    inputs: { ...policyInputs.found(partsOf(seen), declared, context), appId: longId(record.Id) },
    outputs: {
      appName: fullName,
      oauthPoliciesName: seen.oauthPolicies?.fullName ?? setupName(developerName, "oauthPolicies"),
      policiesName: seen.policies?.fullName ?? setupName(developerName, "policies"),
      ...(kept.length > 0 && { keptFlows: kept }),
    },
  };
}
