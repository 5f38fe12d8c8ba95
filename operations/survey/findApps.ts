import { asSentence } from "../../common/sentence.ts";
import { type ExternalClientAppInputs, externalClientApp } from "../../provider/externalClientApp.ts";
import { type PolicyAssignmentInputs, policyAssignment } from "../../provider/policyAssignment.ts";
import { type AppRecord, appsWhere } from "../../salesforce/externalClientApps.ts";
import type { Org } from "../../salesforce/org.ts";
import { canBeAdopted, checked, doing, type FoundPart, problemsOf } from "./adoptable.ts";

/** An external client app of the shape that this package builds, with its policies. */
export interface FoundApp extends FoundPart<ExternalClientAppInputs> {
  policy: PolicyAssignmentInputs;
}

/** Finds the external client apps that log in by certificate and admit the users of permission sets only. Reads only. */
export async function findApps(org: Org, notes: string[]): Promise<FoundApp[]> {
  const [rows, apps] = await Promise.all([
    org.query("SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'", doing),
    appsWhere(org, "Id != null ORDER BY DeveloperName", doing),
  ]);
  const granted = new Set(rows.map((row) => String(row.SetupEntityId)));
  const found: FoundApp[] = [];
  for (const app of apps) {
    const say = (reason: string) => notes.push(`App ${app.developerName} ${reason}`);
    const taken = await takenApp(org, app, granted.has(app.record.Id), say);
    if (taken) found.push(taken);
  }
  return found;
}

/** An app as a program would declare it, or undefined for one that is left out, with the reason. */
async function takenApp(
  org: Org,
  { developerName, isOfPackage, record }: AppRecord,
  isGranted: boolean,
  say: (reason: string) => void,
): Promise<FoundApp | undefined> {
  const leaveOut = (reason: string) => say(`is left out: ${reason}`);
  if (isOfPackage) return void leaveOut("it comes with a package.");
  if (!isGranted) return void leaveOut("no permission set or profile is pre-authorised for it.");
  const given = await checked(externalClientApp, { label: developerName, apiName: developerName, keepFlows: [] });
  const [app, policy] = await Promise.all([externalClientApp.survey(org, given), policyOf(org, record.Id)]);
  if (!app || !policy) return void leaveOut("its settings cannot be read.");
  const { certificatePem } = app.inputs;
  if (certificatePem === "") return void leaveOut("it has no certificate, so nobody logs in by JWT.");
  if (policy.permittedUsers === "AllSelfAuthorized") return void leaveOut("everybody may log in through it.");
  if (policy.permissionSetIds.length === 0) return void leaveOut("its policy names no permission set.");
  if (!canBeAdopted(app.found, leaveOut)) return undefined;
  const taken = { id: app.found.id, inputs: keepingFlows(app.inputs), policy: keepingFlows(policy) };
  const problems = [
    ...(await problemsOf(externalClientApp, { ...taken.inputs, adopt: true })),
    ...(await problemsOf(policyAssignment, taken.policy)),
  ];
  if (problems.length > 0) return void leaveOut(`it holds what a program cannot declare: ${problems.join(" ")}`);
  const flows = [...new Set([taken.inputs, taken.policy].flatMap(flowsKept))];
  if (flows.length > 0) say(`has other flows switched on, which keepFlows leaves on: ${flows.join(", ")}.`);
  for (const note of app.notes ?? []) say(`needs attention: ${asSentence(note)}`);
  return taken;
}

async function policyOf(org: Org, appId: string): Promise<PolicyAssignmentInputs | undefined> {
  // An org may fill in a session timeout of its own: it is read only where one is declared.
  const declared = { ...(await checked(policyAssignment, { appId, keepFlows: [] })), sessionTimeoutInMinutes: 15 };
  const state = { ...declared, appName: undefined, oauthPoliciesName: undefined, policiesName: undefined };
  return (await policyAssignment.read(org, appId, state as never))?.inputs;
}

const flowsKept = ({ keepFlows }: { keepFlows?: true | string[] }) => (Array.isArray(keepFlows) ? keepFlows : []);

/** Inputs that say of the flows that are on that they stay on. */
function keepingFlows<Inputs extends { keepFlows?: true | string[]; otherFlows?: string[] }>(inputs: Inputs): Inputs {
  const { keepFlows: _none, otherFlows = [], ...rest } = inputs;
  return { ...rest, ...(otherFlows.length > 0 && { keepFlows: otherFlows }) } as Inputs;
}
