import { pulumiCommand } from "../common/commands.ts";
import { closedOauthPolicy, componentFile, listed, policyFlows, setupName } from "../salesforce/appComponents.ts";
import type { DeployFile } from "../salesforce/deploys.ts";
import { type AppRecord, componentOfApp } from "../salesforce/externalClientApps.ts";
import { type MetadataElements, textOf } from "../salesforce/metadataElements.ts";
import type { Org } from "../salesforce/org.ts";
import { confirmAppGone, missingViewer } from "./appPresence.ts";
import { bringToEnd, converge } from "./convergence.ts";
import { guardDeployerApp } from "./deployerGuard.ts";
import { flowsStayOn } from "./flows.ts";
import { InputReader } from "./inputReader.ts";
import { type Lifecycle, type Progress, Refusal, type ResourceState } from "./lifecycle.ts";
import {
  flowsOnIn,
  type ObservedPolicies,
  observePolicies,
  type PolicyAssignmentOutputs,
  partsOf,
  policyContext,
  policyState,
} from "./observedPolicies.ts";
import { policiesOfNewApp } from "./policiesOfNewApp.ts";
import {
  isTimed,
  type PolicyAssignmentInputs,
  type PolicyContext,
  type PolicyPart,
  policyInputs,
} from "./policyAssignmentFields.ts";
import { isClosedAtDestroy, isMadeByStack, refusePoliciesOfOthers } from "./policyOwnership.ts";
import { readShownPolicies } from "./shownPolicies.ts";
import { isUnknown } from "./unknowns.ts";

export type { PolicyAssignmentOutputs } from "./observedPolicies.ts";
export type { PolicyAssignmentInputs } from "./policyAssignmentFields.ts";

/** Writes some inputs, by their names. */
type Step = { do: "write"; names: string[] };

export const policyAssignment: Lifecycle<PolicyAssignmentInputs, PolicyAssignmentOutputs> = {
  inputNames: policyInputs.names,
  createOnly: policyInputs.replacing,
  nameInput: "appId",

  check(_olds, news) {
    const read = new InputReader(news);
    const inputs = policyInputs.check(read);
    const { refreshTokenPolicy, refreshTokenValidityPeriod, refreshTokenValidityUnit, startPage, startUrl } = inputs;
    const hasTime = refreshTokenValidityPeriod !== undefined && refreshTokenValidityUnit !== undefined;
    const needsTime = isTimed(refreshTokenPolicy);
    const hasAny = refreshTokenValidityPeriod !== undefined || refreshTokenValidityUnit !== undefined;
    if (!isUnknown(refreshTokenPolicy) && (needsTime ? !hasTime : hasAny)) {
      read.fail(
        "refreshTokenPolicy",
        needsTime
          ? `${refreshTokenPolicy} needs refreshTokenValidityPeriod and refreshTokenValidityUnit.`
          : `${refreshTokenPolicy} takes neither refreshTokenValidityPeriod nor refreshTokenValidityUnit: remove them, or choose another refreshTokenPolicy (stack's configuration: overrides.policy).`,
      );
    }
    if (startPage === "Custom" && startUrl === "") read.fail("startUrl", "is required with startPage Custom.");
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, _id, state) {
    const observed = await observePolicies(org, state, state);
    if (!observed.app) await confirmAppGone(org, state.appName, "reading the policies of the app");
    else if (!observed.oauthPolicyId && observed.oauthPolicies)
      throw new Refusal(hiddenPolicies(observed.app.fullName));
    return observed.oauthPolicyId ? policyState(observed, state, policyContext(observed, state, state)) : undefined;
  },

  readShown: readShownPolicies,

  update(org, _id, olds, news, progress) {
    return reconcile(org, news, olds, progress);
  },

  async delete(org, _id, state, progress) {
    const seen = await observePolicies(org, state, state);
    if (!seen.app || !isClosedAtDestroy(seen.app, state.owner, progress)) return;
    const { fullName } = seen.app;
    await guard(org, seen.app);
    const files = [fileOf(seen, "oauthPolicies", closing(seen))];
    const doing = `closing the policies of app ${fullName}`;
    await bringToEnd("the policies of the app", {
      doing,
      act: () => deploy(org, files, doing, progress),
      isDone: async () => {
        const now = await observePolicies(org, state, state);
        return !now.app || isClosed(now);
      },
    });
    progress.report(`app ${fullName} stays and is closed: nobody is pre-authorised any more`);
  },
};

const hiddenPolicies = (app: string) =>
  `The Metadata API shows the OAuth policies of app ${app}, but queries do not show them to the deployer. ${missingViewer}`;

/** @param last what the last run has left in the state; undefined at a create */
async function reconcile(
  org: Org,
  inputs: PolicyAssignmentInputs,
  last: Partial<PolicyAssignmentOutputs> | undefined,
  progress: Progress,
): Promise<ResourceState<PolicyAssignmentInputs, PolicyAssignmentOutputs>> {
  const contextOf = (seen: ObservedPolicies) => policyContext(seen, inputs, last ?? {});
  let isFirstLook = true;
  let recorded: Partial<PolicyAssignmentOutputs> = {};
  const observed = await converge<ObservedPolicies, Step>({
    what: "the policies of the app",
    observe: () => {
      const isNew = last === undefined && isFirstLook;
      isFirstLook = false;
      const made = isNew ? policiesOfNewApp(org, inputs) : undefined;
      if (made === undefined) return observePolicies(org, inputs, last ?? recorded);
      // With the name of the app all of the next look leaves at the same time.
      recorded = { appName: made.app?.fullName };
      return Promise.resolve(made);
    },
    plan: (seen) => plan(seen, inputs, contextOf(seen)),
    apply: async ({ names }, seen) => {
      const app = seen.app as AppRecord;
      // An app of this stack to which nobody is admitted yet cannot be the one that somebody is logged in with.
      const isOwnAndClosed = last === undefined && isClosed(seen) && isMadeByStack(app, inputs.owner);
      if (!isOwnAndClosed) await guard(org, app);
      const parts = (["oauthPolicies", "policies"] as const).filter((part) => policyInputs.concern(names, part));
      const files = parts.map((part) =>
        fileOf(seen, part, policyInputs.elements(part, names, partsOf(seen), inputs, contextOf(seen))),
      );
      await deploy(org, files, `writing the policies of app ${app.fullName}`, progress);
    },
  });
  const state = policyState(observed, inputs, contextOf(observed));
  const { appName, keptFlows: kept = [] } = state.outputs;
  if (last === undefined && inputs.keepFlows === undefined && kept.length > 0) {
    progress.report(flowsStayOn(`the OAuth policy of app ${appName}`, kept));
  }
  return state;
}

function plan(seen: ObservedPolicies, inputs: PolicyAssignmentInputs, context: PolicyContext): Step[][] {
  if (!seen.app) {
    throw new Refusal(
      `appId: there is no external client app with the id ${inputs.appId} in this org, or the deployer cannot see it. Take the .id of the resource; run ${pulumiCommand("refresh")} if it was deleted in the org.`,
    );
  }
  refusePoliciesOfOthers(seen.app, inputs.owner, inputs.adopt === true);
  const missing = inputs.permissionSetIds.filter((id) => !seen.permissionSetNames.has(id));
  if (missing.length > 0) {
    throw new Refusal(
      `permissionSetIds: there is no permission set with the id ${missing.join(", ")} in this org. Take the .id of the resource; run ${pulumiCommand("refresh")} if it was deleted in the org.`,
    );
  }
  const names = policyInputs.differing(partsOf(seen), inputs, context);
  return names.length === 0 ? [] : [[{ do: "write", names }]];
}

/** The file of a component with some elements changed; whatever else the org holds stays as it is. */
function fileOf(seen: ObservedPolicies, part: PolicyPart, changes: MetadataElements): DeployFile {
  const app = seen.app as AppRecord;
  const fullName = seen[part]?.fullName ?? setupName(app.developerName, part);
  return componentFile(part, { fullName, app: app.fullName, held: seen[part]?.elements }, changes);
}

/** What closes an OAuth policy: who may log in and for how long, not what it does besides. */
function closing(seen: ObservedPolicies): MetadataElements {
  const others = policyFlows.filter((flow) => seen.oauthPolicies && !flowsOnIn(seen).includes(flow));
  return Object.fromEntries(
    Object.entries(closedOauthPolicy).filter(([name]) => !(others as readonly string[]).includes(name)),
  );
}

const deploy = (org: Org, files: DeployFile[], doing: string, { report }: Progress) =>
  org.deploy(files, { apiVersion: org.login.apiVersion, report }, doing);

/** Refuses to write the policies of the app that the deployment itself is logged in with. */
async function guard(org: Org, app: AppRecord): Promise<void> {
  const { developerName, fullName } = app;
  const name = setupName(developerName, "globalOauthSettings");
  const doing = `reading the consumer key of app ${fullName}`;
  const settings = await componentOfApp(org, "globalOauthSettings", name, app, doing);
  guardDeployerApp(org, textOf(settings?.elements.consumerKey), fullName);
}

function isClosed(seen: ObservedPolicies): boolean {
  const elements = seen.oauthPolicies?.elements ?? {};
  return (
    flowsOnIn(seen).length === 0 &&
    elements.permittedUsersPolicyType === "AdminApprovedPreAuthorized" &&
    listed(elements.commaSeparatedPermissionSet).length === 0 &&
    listed(elements.commaSeparatedProfile).length === 0
  );
}
