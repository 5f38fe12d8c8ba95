import { sameId } from "../salesforce/identifiers.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import {
  type AdoptingLifecycle,
  type AdoptionInputs,
  adoptionAsDeclared,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  lastModified,
} from "./adoption.ts";
import { setDifference } from "./comparison.ts";
import { fieldPermissions, objectPermissions } from "./dataPermissions.ts";
import { guardDeployerAccess } from "./deployerGuard.ts";
import { allowedHighPrivilege } from "./highPrivilege.ts";
import { InputReader } from "./inputReader.ts";
import { type Progress, Refusal, type ResourceState } from "./lifecycle.ts";
import {
  descriptionBesideMark,
  isOfSameStack,
  type Mark,
  markOfUser,
  ownerInDescription,
  splitMark,
  withMark,
} from "./marks.ts";
import { bringAbout, countsAsAdopted, handBack, type LastRun } from "./ownedRecord.ts";
import { enabledPermissions, permissionFields, takesPermissionsAway } from "./permissionFields.ts";
import {
  applyGrantStep,
  type EntityIds,
  type GrantInputs,
  type GrantStep,
  type Grants,
  grantStages,
  inputsOfGrants,
  lookUpEntities,
  noGrants,
  readGrants,
  refuseMissingEntities,
} from "./permissionSetGrants.ts";
import {
  apexClassName,
  apiName,
  apiNameOfLabel,
  atMost,
  every,
  qualifiedApiName,
  userPermissionName,
} from "./rules.ts";
import { permissionSetsNamed } from "./takenNames.ts";

export interface PermissionSetInputs extends AdoptionInputs, GrantInputs {
  label: string;
  apiName: string;
  description: string;
  /** Name of a user licence or label of a permission set licence; empty: usable with any. */
  license: string;
  userPermissions: string[];
  /** High privileges that are declared on purpose; absent: none. */
  allowHighPrivilege?: string[];
  owner: string;
}

export interface PermissionSetOutputs {
  /** Grants of kinds that are not modelled, as `kind (how many)`; they are reported and left alone. */
  unmanagedGrants: string[];
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** What the org holds. */
interface Seen {
  record: SalesforceRecord;
  mark?: Mark;
  description: string;
  grants: Grants;
}

/** What declared names stand for in this org. */
interface LookedUp {
  entities: EntityIds;
  /** Id of the declared licence; absent where none is declared, and where the set is there already. */
  licenseId?: string;
}

type Step = { do: "create"; fields: RecordFields } | { do: "change"; fields: RecordFields } | GrantStep;

const inputNames = [
  "label",
  "apiName",
  "description",
  "license",
  "apexClasses",
  "userPermissions",
  "customPermissions",
  "objectPermissions",
  "fieldPermissions",
  "allowHighPrivilege",
  ...adoptionInputNames,
  "owner",
] as const;

export const permissionSet: AdoptingLifecycle<PermissionSetInputs, PermissionSetOutputs> = {
  inputNames,
  createOnly: ["license"],
  nameInput: "apiName",

  check(olds, news) {
    const read = new InputReader(news);
    const label = read.text("label", atMost(80));
    const owner = read.text("owner", ownerInDescription);
    const userPermissions = read.names("userPermissions", userPermissionName);
    const adoption = adoptionInputs(read);
    const ofObjects = objectPermissions(read);
    const inputs: PermissionSetInputs = {
      label,
      apiName: read.textOrDerived("apiName", label, apiNameOfLabel, every(apiName, atMost(80))),
      description: read.textOr("description", "", descriptionBesideMark(owner, adoption.adopt ? "adopted" : "made")),
      license: read.textOr("license", ""),
      apexClasses: read.names("apexClasses", apexClassName),
      userPermissions,
      ...allowedHighPrivilege(read, { userPermissions, objectPermissions: ofObjects }, olds),
      customPermissions: read.names("customPermissions", qualifiedApiName),
      objectPermissions: ofObjects,
      fieldPermissions: fieldPermissions(read),
      ...adoption,
      owner,
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observe(org, id, state, lookUp(org, state, true));
    return seen && stateOf(seen, state, countsAsAdopted(seen.mark, state));
  },

  update(org, id, olds, news, progress) {
    return reconcile(org, news, { ...olds, id }, progress);
  },

  async survey(org, inputs) {
    const lookedUp = lookUp(org, inputs, false);
    const [found] = await Promise.all([find(org, inputs, lookedUp), lookedUp]);
    const seen = found && (await observe(org, found.id, inputs, lookedUp));
    return found && seen && { found, inputs: stateOf(seen, inputs, false).inputs };
  },

  async delete(org, id, state, progress) {
    const what = `permission set ${state.apiName}`;
    const doing = `looking up who holds ${what}`;
    const [assignments, [found]] = await Promise.all([
      org.query(
        `SELECT Id, Assignee.Username, Assignee.Division, Assignee.IsActive FROM PermissionSetAssignment WHERE PermissionSetId = ${quoted(id)}`,
        doing,
      ),
      org.query(`SELECT Id, Description FROM PermissionSet WHERE Id = ${quoted(id)}`, doing),
    ]);
    const { text, mark } = splitMark(found?.Description);
    const takeMarkAway = () =>
      org.update("PermissionSet", id, { Description: text || null }, `taking the mark from ${what}`);
    if (found && (await handBack({ what, id, mark, takeMarkAway }, state, progress))) return;
    const others = assignments.filter(
      ({ Assignee }) => !isOfSameStack(markOfUser((Assignee as { Division?: unknown } | null)?.Division), state.owner),
    );
    if (others.length > 0) {
      const names = others.map(({ Assignee }) => (Assignee as { Username?: string } | null)?.Username ?? "unknown");
      throw new Refusal(
        `Permission set ${state.apiName} is still assigned to ${names.join(", ")}, not by this stack. Remove those assignments in Setup and run again; nothing was deleted.`,
      );
    }
    if (assignments.length > 0) {
      const ids = assignments.map(({ Id }) => Id);
      await org.deleteMany(ids, `unassigning ${what}`);
      progress.report(`${ids.length} assignment(s) of ${state.apiName} removed`);
    }
    await org.delete("PermissionSet", id, `deleting ${what}`);
  },
};

async function reconcile(
  org: Org,
  inputs: PermissionSetInputs,
  last: (LastRun & { id: string }) | undefined,
  progress: Progress,
): Promise<ResourceState<PermissionSetInputs, PermissionSetOutputs>> {
  const what = `permission set ${inputs.apiName}`;
  const { seen, isAdopted } = await bringAbout<Seen, LookedUp, Step>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      lookUp: () => lookUp(org, inputs, last !== undefined),
      find: (lookedUp) => find(org, inputs, lookedUp),
      observe: (id, lookedUp) => observe(org, id, inputs, lookedUp),
      plan: (seen, lookedUp, isAdopted) => plan(seen, lookedUp, inputs, isAdopted),
      apply: async (step, id) => {
        if (step.do === "create") return org.create("PermissionSet", step.fields, `creating ${what}`);
        await apply(org, String(id), step, what);
      },
    },
    last,
    progress,
  );
  return stateOf(seen, inputs, isAdopted);
}
async function lookUp(org: Org, inputs: PermissionSetInputs, isThere: boolean): Promise<LookedUp> {
  const doing = `reading permission set ${inputs.apiName}`;
  const [entities, licenseId] = await Promise.all([
    lookUpEntities(org, inputs, doing),
    isThere ? undefined : licenseIdOf(org, inputs.license, doing),
  ]);
  return { entities, ...(licenseId && { licenseId }) };
}

/** The permission set that has the declared name already: ours of an interrupted run, or somebody else's. */
async function find(
  org: Org,
  inputs: PermissionSetInputs,
  lookedUp: Promise<LookedUp>,
): Promise<FoundRecord | undefined> {
  const [[record], { licenseId }] = await Promise.all([
    permissionSetsNamed(org, [inputs.apiName], `looking for permission set ${inputs.apiName}`),
    lookedUp,
  ]);
  if (!record) return undefined;
  const hasDeclaredLicense = sameId(String(record.LicenseId ?? ""), licenseId ?? "");
  return {
    what: `permission set ${inputs.apiName}`,
    id: record.Id,
    mark: splitMark(record.Description).mark,
    owner: inputs.owner,
    ...lastModified(record),
    obstacles: hasDeclaredLicense
      ? []
      : ["license: it is bound to another licence than declared, and Salesforce does not change it."],
  };
}

async function observe(
  org: Org,
  id: string,
  declared: PermissionSetInputs,
  lookedUp: Promise<LookedUp>,
): Promise<Seen | undefined> {
  const doing = `reading permission set ${declared.apiName}`;
  const entities = lookedUp.then((found) => found.entities);
  const [record, grants] = await Promise.all([
    org.record("PermissionSet", id, doing),
    readGrants(org, id, declared, entities, doing),
  ]);
  if (!record) {
    await confirmGone(org, doing);
    return undefined;
  }
  const { text, mark } = splitMark(record.Description);
  return { record, ...(mark && { mark }), description: text, grants };
}

/** "Not found" counts only if the same session sees several others: each profile owns one, also where others are hidden. */
async function confirmGone(org: Org, doing: string): Promise<void> {
  const known = await org.query("SELECT Id FROM PermissionSet LIMIT 2", doing);
  if (known.length < 2) {
    throw new Refusal(
      "The deployer sees no permission set beside its own, so a missing one proves nothing. Give the deployer View Setup and Configuration and run again.",
    );
  }
}

/** Decides what is left to do. */
function plan(
  seen: Seen | undefined,
  { entities, licenseId }: LookedUp,
  inputs: PermissionSetInputs,
  isAdopted: boolean,
): Step[][] {
  refuseMissingEntities(inputs, entities);
  const grants = grantStages(seen?.grants ?? noGrants, inputs, entities);
  const description = withMark(inputs.description, inputs.owner, isAdopted ? "adopted" : "made");
  if (!seen) {
    const fields: RecordFields = {
      Name: inputs.apiName,
      Label: inputs.label,
      Description: description,
      ...(licenseId && { LicenseId: licenseId }),
      ...permissionFields(inputs.userPermissions, true),
    };
    return [[{ do: "create", fields }], ...grants];
  }
  const { record } = seen;
  const permissions = setDifference(enabledPermissions(record, inputs.userPermissions), inputs.userPermissions);
  const fields: RecordFields = {
    ...(record.Name !== inputs.apiName && { Name: inputs.apiName }),
    ...(record.Label !== inputs.label && { Label: inputs.label }),
    ...(record.Description !== description && { Description: description }),
    ...permissionFields(permissions.missing, true),
    ...permissionFields(permissions.extra, false),
  };
  return [Object.keys(fields).length > 0 ? [{ do: "change", fields }] : [], ...grants];
}

async function apply(org: Org, id: string, step: Exclude<Step, { do: "create" }>, what: string): Promise<void> {
  if (step.do !== "change") return applyGrantStep(org, id, step, what);
  if (takesPermissionsAway(step.fields)) await guardDeployerAccess(org, `PermissionSetId = ${quoted(id)}`, what);
  await org.update("PermissionSet", id, step.fields, `changing ${what}`);
}

function stateOf(
  { record, description, grants }: Seen,
  declared: PermissionSetInputs,
  isAdopted: boolean,
): ResourceState<PermissionSetInputs, PermissionSetOutputs> {
  return {
    id: record.Id,
    inputs: {
      label: String(record.Label),
      apiName: String(record.Name),
      description,
      license: record.LicenseId ? declared.license : "",
      userPermissions: enabledPermissions(record, declared.userPermissions),
      ...inputsOfGrants(grants, declared),
      ...adoptionAsDeclared(declared),
      // The mark is no input of the person's: a mark that was removed is written again by the next change.
      owner: declared.owner,
      ...(declared.allowHighPrivilege && { allowHighPrivilege: declared.allowHighPrivilege }),
    },
    outputs: { unmanagedGrants: grants.unmanaged, isAdopted },
  };
}

/** A licence is a user licence by its name, or a permission set licence by its label or developer name. */
async function licenseIdOf(org: Org, license: string, doing: string): Promise<string | undefined> {
  if (license === "") return undefined;
  const [userLicenses, permissionSetLicenses] = await Promise.all([
    org.query(`SELECT Id FROM UserLicense WHERE Name = ${quoted(license)}`, doing),
    org.query(
      `SELECT Id FROM PermissionSetLicense WHERE MasterLabel = ${quoted(license)} OR DeveloperName = ${quoted(license)}`,
      doing,
    ),
  ]);
  const found = [...userLicenses, ...permissionSetLicenses][0];
  if (!found) throw new Refusal(`license: there is no licence named ${license} in this org.`);
  return found.Id;
}
