import { externalClientApp } from "../../provider/externalClientApp.ts";
import { integrationProfile } from "../../provider/integrationProfile.ts";
import { integrationUser } from "../../provider/integrationUser.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { permissionSet } from "../../provider/permissionSet.ts";
import { policyAssignment } from "../../provider/policyAssignment.ts";
import { apiNameOfLabel } from "../../provider/rules.ts";
import { scvDefaults } from "../../resources/scvDefaults.ts";
import type { Plain } from "../stackConfiguration.ts";
import { essentialInputs } from "./adoptable.ts";
import type { FoundAccess } from "./findAccess.ts";

/** The access that an org holds, as inputs of a program. Where one part refers to another, there is a `Reference`. */
export interface Declaration {
  kind: "PermissionSet" | "IntegrationProfile" | "IntegrationUser" | "ExternalClientApp" | "PolicyAssignment";
  /** Name in the program. */
  name: string;
  inputs: Values;
  /** All inputs, also those that are the resource's default. */
  all: Values;
}

/** Stands in inputs for the `.id` of another resource of the program. */
export class Reference {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Declares everything that was found, each thing once; inputs that are the default are left out. */
export async function declareAccess(access: FoundAccess): Promise<Declaration[]> {
  const names = new Map<string, string>();
  const nameFor = (id: string, text: string, suffix: string) => {
    const name = `${apiNameOfLabel(text).replaceAll("_", "-").toLowerCase()}-${suffix}`;
    const taken = [...names.values()].filter((other) => other === name || other.startsWith(`${name}-`)).length;
    const unique = taken === 0 ? name : `${name}-${taken + 1}`;
    names.set(id, unique);
    return unique;
  };
  const refer = (id: string) => {
    const name = names.get(id);
    return name === undefined ? id : new Reference(name);
  };
  const declarations: Declaration[] = [];
  for (const { id, inputs } of access.permissionSets) {
    const given = await essentialInputs(permissionSet, inputs, ["label"]);
    declarations.push({
      kind: "PermissionSet",
      name: nameFor(id, inputs.apiName, "permission-set"),
      inputs: given,
      all: { ...inputs },
    });
  }
  for (const { id, inputs } of access.profiles) {
    const given = await essentialInputs(integrationProfile, inputs, ["name", "userPermissions"]);
    declarations.push({
      kind: "IntegrationProfile",
      name: nameFor(id, inputs.name, "profile"),
      inputs: given,
      all: { ...inputs },
    });
  }
  for (const { id, inputs } of access.users) {
    const given = await essentialInputs(integrationUser, inputs, ["username", "email", "lastName"]);
    declarations.push({
      kind: "IntegrationUser",
      name: nameFor(id, inputs.username.split("@")[0] ?? "", "user"),
      inputs: { ...given, profileId: refer(inputs.profileId), permissionSetIds: inputs.permissionSetIds.map(refer) },
      all: { ...inputs },
    });
  }
  for (const { id, inputs, policy } of access.apps) {
    const required = ["label", "contactEmail", "callbackUrls", "scopes", "certificatePem"] as const;
    const given = await essentialInputs(externalClientApp, inputs, required);
    declarations.push({
      kind: "ExternalClientApp",
      name: nameFor(id, inputs.apiName, "app"),
      inputs: given,
      all: { ...inputs },
    });
    const policies = await essentialInputs(policyAssignment, policy, ["appId"]);
    declarations.push({
      kind: "PolicyAssignment",
      name: nameFor(`policy of ${id}`, inputs.apiName, "policy"),
      inputs: { ...policies, appId: refer(id), permissionSetIds: policy.permissionSetIds.map(refer) },
      all: { ...policy },
    });
  }
  return declarations;
}

/**
 * The configuration of the project's own program, if that can declare the access: one app, with one permission set, one
 * user, and a profile of the licence that the program expects.
 */
export function configurationOf(declarations: Declaration[]): { [key: string]: Plain } | undefined {
  const [set, app, policy] = (["PermissionSet", "ExternalClientApp", "PolicyAssignment"] as const).map((kind) =>
    only(declarations, kind),
  );
  const contactEmail = app?.inputs.contactEmail as string | undefined;
  const access = accessInputs(declarations, contactEmail);
  if (!access || !set || !app || !policy || !refersOnlyTo(policy.inputs.permissionSetIds, set.name)) return undefined;
  const overrides = withoutEmpty({
    ...access.overrides,
    app: without(differing(app, scvDefaults.app), "contactEmail", "certificatePem"),
    policy: without(policy.inputs, "appId", "permissionSetIds"),
  });
  return {
    contactEmail: contactEmail as string,
    ...access.configuration,
    adopt: true,
    certificatePem: app.inputs.certificatePem as string,
    ...(Object.keys(overrides).length > 0 && { overrides: overrides as Plain }),
  };
}

/** What the project's own program declares of a user with one permission set and a profile. */
interface AccessInputs {
  /** E-mail address of the user. */
  email: string;
  configuration: { [key: string]: Plain };
  overrides: { [part: string]: Values };
}

/**
 * Permission set, user and profile as the project's own program declares them, if it can: one of each, and a profile of the
 * licence that the program expects.
 *
 * @param contactEmail what the user has as its e-mail address unless it is said
 */
export function accessInputs(declarations: Declaration[], contactEmail?: string): AccessInputs | undefined {
  const [set, profile, user] = (["PermissionSet", "IntegrationProfile", "IntegrationUser"] as const).map((kind) =>
    only(declarations, kind),
  );
  if (!set || !profile || !user) return undefined;
  const isOfShape =
    refersTo(user.inputs.profileId, profile.name) &&
    refersOnlyTo(user.inputs.permissionSetIds, set.name) &&
    profile.inputs.userLicense === undefined;
  if (!isOfShape) return undefined;
  const { username, email, firstName = "", lastName, timeZone, locale, language } = user.inputs;
  const ownKeys = ["username", "email", "firstName", "lastName", "timeZone", "locale", "language"];
  return {
    email: email as string,
    configuration: {
      username: username as string,
      firstName: firstName as string,
      lastName: lastName as string,
      ...(timeZone !== undefined && { timeZone: timeZone as string }),
      ...(locale !== undefined && { locale: locale as string }),
      ...(language !== undefined && { language: language as string }),
    },
    overrides: withoutEmpty({
      permissionSet: differing(set, scvDefaults.permissionSet),
      profile: differing(profile, scvDefaults.profile),
      user: {
        ...(email !== contactEmail && { email }),
        ...without(differing(user, scvDefaults.user), ...ownKeys, "profileId", "permissionSetIds"),
      },
    }),
  };
}

/** The one declaration of a kind; undefined where there are none, or several. */
function only(declarations: readonly Declaration[], kind: Declaration["kind"]): Declaration | undefined {
  const found = declarations.filter((declaration) => declaration.kind === kind);
  return found.length === 1 ? found[0] : undefined;
}

const refersTo = (value: unknown, name: string) => value instanceof Reference && value.name === name;
const refersOnlyTo = (value: unknown, name: string) =>
  Array.isArray(value) && value.length === 1 && refersTo(value[0], name);

const withoutEmpty = (parts: { [part: string]: Values }) =>
  Object.fromEntries(Object.entries(parts).filter(([, inputs]) => Object.keys(inputs).length > 0));

/** Inputs that differ from what the component declares by itself, and from the resource's default where it does not. */
function differing({ inputs, all }: Declaration, component: Values): Values {
  const ofComponent = Object.fromEntries(Object.keys(component).map((name) => [name, all[name]]));
  return Object.fromEntries(
    Object.entries({ ...inputs, ...ofComponent }).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(component[name]),
    ),
  );
}

function without(inputs: Values, ...names: string[]): Values {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));
}
