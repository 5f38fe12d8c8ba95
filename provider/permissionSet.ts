import type { ComposedStep } from "../salesforce/composedCreate.ts";
import type { Org } from "../salesforce/org.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import type { AdoptingLifecycle } from "./adoption.ts";
import { createAtOnce, madeId, makes } from "./createAtOnce.ts";
import { guardDeployerAccess } from "./deployerGuard.ts";
import { describedRecord } from "./describedRecord.ts";
import { type Progress, Refusal, type ResourceState } from "./lifecycle.ts";
import { isOfSameStack, markOfUser } from "./marks.ts";
import {
  findPermissionSet,
  lookUpPermissionSet,
  observePermissionSet,
  type PermissionSetLookUp,
  type PermissionSetOutputs,
  permissionSetState,
  type SeenPermissionSet,
} from "./observedPermissionSet.ts";
import { bringAbout, countsAsAdopted, type LastRun } from "./ownership.ts";
import { takesPermissionsAway } from "./permissionFields.ts";
import { applyGrantStep } from "./permissionSetGrants.ts";
import { checkPermissionSet, type PermissionSetInputs, permissionSetInputNames } from "./permissionSetInputs.ts";
import { type PermissionSetStep, planPermissionSet } from "./permissionSetPlan.ts";
import { recalling } from "./runMemory.ts";

export type { PermissionSetInputs } from "./permissionSetInputs.ts";

export const permissionSet: AdoptingLifecycle<PermissionSetInputs, PermissionSetOutputs> = {
  inputNames: permissionSetInputNames,
  createOnly: ["license"],
  nameInput: "apiName",
  check: checkPermissionSet,

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observePermissionSet(org, id, state, lookUpPermissionSet(org, state, true));
    return seen && permissionSetState(seen, state, countsAsAdopted(seen.mark, state));
  },

  update(org, id, olds, news, progress) {
    return reconcile(org, news, { ...olds, id }, progress);
  },

  async survey(org, inputs) {
    const lookedUp = lookUpPermissionSet(org, inputs, false);
    const [found] = await Promise.all([findPermissionSet(org, inputs, lookedUp), lookedUp]);
    const seen = found && (await observePermissionSet(org, found.id, inputs, lookedUp));
    return found && seen && { found, inputs: permissionSetState(seen, inputs, false).inputs };
  },

  async delete(org, id, state, progress) {
    const what = `permission set ${state.apiName}`;
    const doing = `looking up who holds ${what}`;
    const record = describedRecord(org, "PermissionSet", id, what);
    const [assignments, admitting, found] = await Promise.all([
      org.query(
        `SELECT Id, Assignee.Username, Assignee.Division, Assignee.IsActive FROM PermissionSetAssignment WHERE PermissionSetId = ${quoted(id)}`,
        doing,
      ),
      org.query(
        `SELECT Id, SetupEntityId FROM SetupEntityAccess WHERE ParentId = ${quoted(id)} AND SetupEntityType = 'ConnectedApplication'`,
        doing,
      ),
      record.look(doing),
    ]);
    if (await record.isHandedBack(found, state, progress)) return;
    const others = assignments.filter(
      ({ Assignee }) => !isOfSameStack(markOfUser((Assignee as { Division?: unknown } | null)?.Division), state.owner),
    );
    if (others.length > 0) {
      const names = others.map(({ Assignee }) => (Assignee as { Username?: string } | null)?.Username ?? "unknown");
      throw new Refusal(
        `Permission set ${state.apiName} is still assigned to ${names.join(", ")}, and not by this stack. Nothing was deleted. Remove those assignments in Setup and run again.`,
      );
    }
    if (admitting.length > 0) {
      const apps = admitting.map(({ SetupEntityId }) => String(SetupEntityId));
      const soql = `SELECT Id, Name FROM ConnectedApplication WHERE Id IN ${quotedList(apps)}`;
      const names = (await org.query(soql, doing)).map(({ Name }) => String(Name));
      throw new Refusal(
        `Permission set ${state.apiName} admits users to ${(names.length > 0 ? names : apps).join(", ")}, a connected app, which nobody would log in through any more. Nothing was deleted. Let a person delete the connected app in Setup and run again.`,
      );
    }
    const ids = assignments.map(({ Id }) => Id);
    await org.deleteMany(ids, `unassigning ${what}`);
    await record.remove();
    if (ids.length > 0) progress.report(`${ids.length} assignment(s) of ${state.apiName} removed`);
  },
};

async function reconcile(
  org: Org,
  inputs: PermissionSetInputs,
  last: (LastRun & { id: string }) | undefined,
  progress: Progress,
): Promise<ResourceState<PermissionSetInputs, PermissionSetOutputs>> {
  const what = `permission set ${inputs.apiName}`;
  const { seen, isAdopted } = await bringAbout<SeenPermissionSet, PermissionSetLookUp, PermissionSetStep>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      createAtOnce: () =>
        createAtOnce(org, {
          owner: inputs.owner,
          lookUp: () => lookUpPermissionSet(org, inputs, false, recalling),
          plan: (lookedUp) => planPermissionSet(undefined, lookedUp, inputs, false),
          compose: (steps) => steps.flatMap((step) => composed(step, what)),
          readBack: (reading, id, lookedUp) => observePermissionSet(reading, id, inputs, Promise.resolve(lookedUp)),
        }),
      lookUp: () => lookUpPermissionSet(org, inputs, last !== undefined),
      find: (lookedUp) => findPermissionSet(org, inputs, lookedUp),
      observe: (id, lookedUp) => observePermissionSet(org, id, inputs, lookedUp),
      plan: (seen, lookedUp, isAdopted) => planPermissionSet(seen, lookedUp, inputs, isAdopted),
      apply: async (step, id) => {
        if (step.do === "create") return org.create("PermissionSet", step.fields, `creating ${what}`);
        await apply(org, String(id), step, what);
      },
    },
    last,
    progress,
  );
  return permissionSetState(seen, inputs, isAdopted);
}

/** A step of a create as parts of one call. */
function composed(step: PermissionSetStep, what: string): ComposedStep[] {
  if (step.do === "create") return [makes("PermissionSet", step.fields, what)];
  if (step.do !== "grant") throw new TypeError(`a create does not ${step.do}`);
  return step.records.map((record, index) => ({
    reference: `${step.type}${index}`,
    type: step.type,
    fields: { ParentId: madeId, ...record },
    doing: `granting ${step.type} to ${what}`,
  }));
}

async function apply(
  org: Org,
  id: string,
  step: Exclude<PermissionSetStep, { do: "create" }>,
  what: string,
): Promise<void> {
  if (step.do !== "change") return applyGrantStep(org, id, step, what);
  if (takesPermissionsAway(step.fields)) await guardDeployerAccess(org, `PermissionSetId = ${quoted(id)}`, what);
  await org.update("PermissionSet", id, step.fields, `changing ${what}`);
}
