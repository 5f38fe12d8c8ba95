import { isDeepStrictEqual } from "node:util";
import type { Org } from "../salesforce/org.ts";
import {
  type AdoptingLifecycle,
  adoptionInputNames,
  describeFound,
  type FoundRecord,
  isOwnRecord,
  refusals,
} from "./adoption.ts";
import { plain, setDifference } from "./comparison.ts";
import { type DeclaredResource, nameInputs } from "./declaredResources.ts";
import { externalClientApp } from "./externalClientApp.ts";
import { integrationProfile } from "./integrationProfile.ts";
import { integrationUser } from "./integrationUser.ts";
import type { Values } from "./lifecycle.ts";
import { ownerBeside } from "./marks.ts";
import { permissionSet } from "./permissionSet.ts";
import { holdsUnknown, isUnknown } from "./unknowns.ts";

/** Kinds that can be adopted. */
const lifecycles = {
  PermissionSet: permissionSet,
  IntegrationProfile: integrationProfile,
  IntegrationUser: integrationUser,
  ExternalClientApp: externalClientApp,
} as const;

/** Inputs that cannot be judged where they are not given: they come from other resources. */
const fromOthers = ["profileId", "permissionSetIds", "certificatePem"];

/** What an adoption comes to. */
export interface AdoptionOutcome {
  adoption: DeclaredResource;
  /** What is declared, after check. */
  declared: Values;
  found?: FoundRecord;
  /** What is found, in the shape of the program's inputs. */
  current?: Values;
  /** What a person must know of it. */
  notes?: string[];
}

/**
 * Looks for everything that is to be adopted. Reads only.
 *
 * @param owner the owner of the readiness; the others of the stack differ in the name alone
 */
export async function surveyAdoptions(
  org: Org,
  adoptions: DeclaredResource[],
  owner: string,
): Promise<AdoptionOutcome[]> {
  const isUser = ({ kind }: DeclaredResource) => kind === "IntegrationUser";
  const surveyAll = (some: DeclaredResource[], others: AdoptionOutcome[]) =>
    Promise.all(some.map((adoption) => survey(org, adoption, owner, others)));
  // A user refers to the others.
  const others = await surveyAll(
    adoptions.filter((adoption) => !isUser(adoption)),
    [],
  );
  return [...others, ...(await surveyAll(adoptions.filter(isUser), others))];
}

async function survey(
  org: Org,
  adoption: DeclaredResource,
  owner: string,
  others: AdoptionOutcome[],
): Promise<AdoptionOutcome> {
  const lifecycle = lifecycles[adoption.kind] as unknown as AdoptingLifecycle<Values, object>;
  const inputs = {
    ...adoption.inputs,
    ...idsOf(adoption, others),
    adopt: true,
    owner: ownerBeside(owner, adoption.name),
  };
  const { inputs: declared } = await lifecycle.check({}, inputs, () => Promise.reject(new TypeError("no org")));
  const name = declared[nameInputs[adoption.kind]];
  if (isUnknown(name) || name === "") return { adoption, declared };
  // What is not known yet asks for nothing.
  const known = Object.fromEntries(
    Object.entries(declared).map(([input, value]) => [input, holdsUnknown(value) ? emptied(value) : value]),
  );
  const surveyed = await lifecycle.survey(org, known);
  return {
    adoption,
    declared,
    ...(surveyed && { found: surveyed.found, current: surveyed.inputs, notes: surveyed.notes ?? [] }),
  };
}

const emptied = (value: unknown) => (Array.isArray(value) ? [] : "");

/** Ids of the profile and the permission sets that a user is to have; a name stands for what is not there yet. */
function idsOf({ profile, permissionSets }: DeclaredResource, others: AdoptionOutcome[]): Values {
  const idOf = (name: string) => others.find(({ adoption }) => adoption.name === name)?.found?.id ?? name;
  return {
    ...(profile !== undefined && { profileId: idOf(profile) }),
    ...(permissionSets !== undefined && { permissionSetIds: permissionSets.map(idOf) }),
  };
}

/**
 * What a preview says of adoptions, and what stands in their way. Pure.
 *
 * @param formerOwner the owner of the readiness at the last run: what carries a mark of that stack is adopted already,
 * and the stack, or the resource in the program, was renamed since
 */
export function adoptionReport(
  outcomes: AdoptionOutcome[],
  formerOwner?: string,
): { lines: string[]; problems: string[] } {
  const problems = outcomes.flatMap(({ found }) =>
    found && !isOwnRecord(found, formerOwner) ? refusals(found, true) : [],
  );
  const lines = outcomes.flatMap((outcome) => {
    const { adoption, found, notes = [] } = outcome;
    if (!found)
      return [`${adoption.kind} ${adoption.name}: there is nothing to adopt in this org; it would be created`];
    if (found.mark !== undefined || found.obstacles.length > 0) return [];
    const changes = changesOf(outcome);
    const would = changes.length === 0 ? "only the mark would change" : `would change: ${changes.join("; ")}`;
    return [`${describeFound(found)} would be adopted; ${would}`, ...notes];
  });
  return { lines, problems };
}

function changesOf({ adoption, declared, current = {} }: AdoptionOutcome): string[] {
  const all = new Set([...Object.keys(declared), ...Object.keys(current)]);
  const names = [...all].filter((name) => ![...adoptionInputNames, "owner"].includes(name));
  return names.flatMap((name) => {
    const isGiven = adoption.inputs[name] !== undefined || !fromOthers.includes(name);
    const isResolved =
      (name === "profileId" && adoption.profile !== undefined) ||
      (name === "permissionSetIds" && adoption.permissionSets !== undefined);
    if (!isGiven && !isResolved) {
      return name === "certificatePem" && current[name] !== ""
        ? ["certificatePem (to the certificate of this stack; the key that is in use stops working)"]
        : [];
    }
    if (holdsUnknown(declared[name])) return [];
    return isDeepStrictEqual(plain(current[name]), plain(declared[name]))
      ? []
      : [difference(name, current[name], declared[name])];
  });
}

/** One difference in words: what is taken away and added of a list, else the values. */
function difference(name: string, current: unknown, declared: unknown): string {
  if (name === "certificatePem") return "certificatePem (to another certificate)";
  if (Array.isArray(current) || Array.isArray(declared)) {
    const items = (value: unknown) => (Array.isArray(value) ? value.map(itemText) : []);
    const { missing, extra } = setDifference(items(current), items(declared));
    return `${name} (${[...extra.map((item) => `- ${item}`), ...missing.map((item) => `+ ${item}`)].join(", ")})`;
  }
  return `${name} (${JSON.stringify(current ?? null)} to ${JSON.stringify(declared ?? null)})`;
}

const itemText = (item: unknown) => (typeof item === "string" ? item : JSON.stringify(item));
