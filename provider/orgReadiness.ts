import type { Org } from "../salesforce/org.ts";
import { unseenProfileNotices } from "./admittedProfiles.ts";
import { copyLines, type FoundRecord, isOwnRecord } from "./adoption.ts";
import { adoptionReport, surveyAdoptions } from "./adoptionPreview.ts";
import { changedLogins } from "./changedLogins.ts";
import { ofKind } from "./declaredResources.ts";
import { explain } from "./explanations.ts";
import { groupNotices } from "./groupNames.ts";
import {
  lostKeys,
  refusedNewKeys,
  refusedTakeovers,
  removedApps,
  skippedGenerations,
  unconfirmedRotations,
} from "./keptCertificates.ts";
import { type CheckFailure, type Lifecycle, Refusal, type ResourceState, type Values } from "./lifecycle.ts";
import { isOfSource, type Mark, ownerBeside } from "./marks.ts";
import { readinessFacts } from "./readinessFacts.ts";
import { namedResources, type OrgReadinessInputs, readinessInputNames, readinessInputs } from "./readinessInputs.ts";
import { certificateNotices, datedStack, readerNotices, seatNotices } from "./readinessNotices.ts";
import { permissionsInWords, readinessProblems } from "./readinessProblems.ts";
import { dateNotices } from "./releaseDates.ts";
import { report } from "./report.ts";
import { takenProblems } from "./takenNames.ts";
import { isFirstTold } from "./toldEnds.ts";
import { holdsUnknown } from "./unknowns.ts";
import { userProblems } from "./userReadiness.ts";

export interface OrgReadinessOutputs {
  instanceUrl: string;
  apiVersion: string;
}

export const orgReadiness: Lifecycle<OrgReadinessInputs, OrgReadinessOutputs> = {
  inputNames: readinessInputNames,
  unkeptNames: ["isRotationConfirmed", "allowKeyLoss"],
  createOnly: [],

  async check(olds, news, org) {
    const { inputs, failures, isUnchanged } = readinessInputs(olds, news);
    const resources = namedResources(inputs);
    const lost = [
      ...unconfirmedRotations(olds, resources, news.isRotationConfirmed === true),
      ...removedApps(olds, resources),
      ...(news.allowKeyLoss === true ? [] : skippedGenerations(olds, news.keyGeneration)),
    ];
    if (news.allowKeyLoss === true) for (const line of lostKeys(olds, news.keyGeneration)) report("OrgReadiness", line);
    const all = [...failures, ...lost];
    if (all.length === 0)
      for (const line of changedLogins(olds, inputs.username, resources)) report("OrgReadiness", line);
    // A run that changes nothing asks the org nothing.
    const isKnown = !holdsUnknown({ ...inputs, adoptions: [], creations: [], profileNames: [] });
    if (all.length > 0 || inputs.isEnabled === false || isUnchanged || !isKnown) return { inputs, failures: all };
    try {
      const opened = await org();
      const { lines, problems } = await askOrg(opened, inputs, olds, news.isRotationConfirmed === true);
      // The engine shows what is printed during a check in the preview.
      for (const line of lines) report("OrgReadiness", line);
      return { inputs, failures: problems };
    } catch (error) {
      return { inputs, failures: [failure(error, inputs)] };
    }
  },

  async create(org, inputs) {
    return stateOf(org, inputs);
  },

  async read(org, _id, state) {
    const { instanceUrl: _instanceUrl, apiVersion: _apiVersion, ...rest } = state;
    const inputs = Object.fromEntries(
      readinessInputNames.map((name) => [name, rest[name]]),
    ) as unknown as OrgReadinessInputs;
    return stateOf(org, inputs);
  },

  async update(org, _id, _olds, news) {
    return stateOf(org, news);
  },

  /** Nothing of it is in the org. */
  async delete() {},
};

function failure(error: unknown, inputs: OrgReadinessInputs): CheckFailure {
  return { property: "", reason: explain(error, { kind: "OrgReadiness", method: "check", values: { ...inputs } }) };
}

/**
 * What the org says to what is declared: lines for the person who watches, what stands in the way, and what the deployer may.
 *
 * @param state inputs of the last run, empty where there was none; undefined where nobody has looked
 * @param isRotationConfirmed whether a certificate in use may give way to a new key
 */
export async function askOrg(
  org: Org,
  inputs: OrgReadinessInputs,
  state: Values | undefined,
  isRotationConfirmed: boolean,
): Promise<{ lines: string[]; problems: CheckFailure[]; permissions: string }> {
  const olds = state ?? {};
  const formerOwner = olds.owner as string | undefined;
  const isNewStack = state !== undefined && Object.keys(state).length === 0;
  const now = new Date();
  // Before anybody looks at the app, who would tell the same.
  const ends = certificateNotices(inputs, now, (app, sha256) => isFirstTold(org, app, sha256));
  const [found, refusal, outcomes, organization] = await Promise.all([
    readinessFacts(org, inputs),
    writeRefusal(org),
    surveyAdoptions(org, inputs.adoptions ?? [], inputs.owner),
    // The name of the org is in all outputs: asked for here, it costs no call of its own.
    org.organization().catch(() => undefined),
  ]);
  const takesCopies = await org.takesCopies();
  const notCopies = <Found extends { mark?: Mark | undefined; owner: string }>(some: Found[]) =>
    some.filter(({ mark, owner }) => !takesCopies || !isOfSource(mark, owner));
  const existing = [...found.taken, ...outcomes.flatMap(({ found }) => found ?? [])];
  const adoptions = adoptionReport(
    outcomes.filter(({ found }) => !found || notCopies([found]).length > 0),
    formerOwner,
  );
  const lines = [
    ...seatNotices(found, inputs),
    ...groupNotices(found.groupsNamedAlike),
    ...unseenProfileNotices(found.unseenProfiles),
    ...readerNotices(found),
    ...ends,
    ...dateNotices(datedStack(found, inputs, outcomes, org.login, organization?.isSandbox === true), now),
    ...adoptions.lines,
    ...(takesCopies ? copyLines(existing) : []),
    ...refusal,
  ];
  const ofNames = [
    ...adoptions.problems,
    ...refusedTakeovers(outcomes, isRotationConfirmed),
    ...refusedNewKeys(
      isNewStack ? [...outcomes, ...(await ownApps(org, inputs, found.taken))] : [],
      isRotationConfirmed,
    ),
    ...takenProblems(notCopies(found.taken), formerOwner),
    ...found.absent,
    ...userProblems(found, inputs, olds),
  ];
  // Apps are read and written over the Metadata API alone.
  const refused = found.isReadOnly ? undefined : org.metadataRefusal("looking whether apps can be read");
  return {
    lines,
    permissions: permissionsInWords(found),
    problems: [
      ...readinessProblems(found, inputs),
      ...ofNames.map((reason) => ({ property: "", reason })),
      ...(refused ? [failure(refused, inputs)] : []),
    ],
  };
}

/** What the apps hold that this stack has made and would make again. Asks nothing where there is none. */
function ownApps(org: Org, { creations = [], owner }: OrgReadinessInputs, taken: readonly FoundRecord[]) {
  const owners = new Set(taken.filter((found) => isOwnRecord(found)).map((found) => found.owner));
  const apps = ofKind(creations, "ExternalClientApp").filter(({ name }) => owners.has(ownerBeside(owner, name)));
  return surveyAdoptions(org, apps, owner);
}

/** Why an update would be refused; a preview is not, so that it can be read before anything is allowed. */
async function writeRefusal(org: Org): Promise<string[]> {
  try {
    await org.writingAllowed();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.message];
    throw error;
  }
}

async function stateOf(
  org: Org,
  inputs: OrgReadinessInputs,
): Promise<ResourceState<OrgReadinessInputs, OrgReadinessOutputs>> {
  const { organizationId } = await org.identity();
  const { instanceUrl, apiVersion } = org.login;
  return { id: organizationId, inputs, outputs: { instanceUrl, apiVersion } };
}
