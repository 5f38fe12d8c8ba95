import { policyFlows } from "../salesforce/appComponents.ts";
import { longId } from "../salesforce/identifiers.ts";
import { type MetadataElements, textOf } from "../salesforce/metadataElements.ts";
import { hasDangerousScheme } from "./callbackUrls.ts";
import { flagAt, nameAt, names, numberAt, setAt, textAt } from "./fieldKinds.ts";
import { type InputsOf, inputTable } from "./fields.ts";
import { type FlowContext, flowFields } from "./flows.ts";
import type { InputReader } from "./inputReader.ts";
import { every, plainText, profileName, recordId } from "./rules.ts";

/** The components that hold the inputs. */
export type PolicyPart = "oauthPolicies" | "policies";

/** What reading and writing the policies needs to know besides them. */
export interface PolicyContext extends FlowContext {
  /** API names of permission sets by their ids: of those declared and of those that the policy names. */
  permissionSetNames: ReadonlyMap<string, string>;
  /** Whether no start page is declared: then an org may keep a start URL or not. */
  hasNoStartPage: boolean;
}

const permittedUsers = ["AdminApprovedPreAuthorized", "AllSelfAuthorized"] as const;
const refreshTokenPolicies = ["Zero", "Infinite", "SpecificLifetime", "SpecificInactivity"] as const;
const validityUnits = ["Days", "Hours", "Months"] as const;
/** The fourth in the spelling of the Metadata API, and in the one of its documentation, which programs may hold. */
const ipRelaxations = ["Enforce", "Bypass", "Bypass_2factor", "Enforce_relaxrefresh", "Enforce_RelaxRefresh"] as const;
const startPages = ["None", "Custom", "OAuth", "SAML"] as const;
const sessionLevels = ["STANDARD", "LOW", "HIGH_ASSURANCE"] as const;

/** Whether a policy counts the validity of refresh tokens. An org gives a period of 0 with one that does not. */
export const isTimed = (refreshTokenPolicy: unknown) => textOf(refreshTokenPolicy).startsWith("Specific");

/** One of the names that Salesforce knows, in one element. */
function choice<Component extends PolicyPart, Name extends string>(
  component: Component,
  element: string,
  known: readonly Name[],
  fallback: Name,
) {
  return {
    check: (read: InputReader, name: string): Name => read.oneOf(name, known, fallback),
    ...nameAt(component, element, fallback),
    type: known.map((name) => `\`${name}\``).join(", "),
    fallback: `\`${fallback}\``,
  };
}

/** An input that counts only where the policy is timed. */
const onlyTimed = <Value>(place: {
  component: "oauthPolicies";
  found(held: MetadataElements, declared: Value | undefined, context: PolicyContext): Value | undefined;
  elements(value: Value | undefined, held: MetadataElements | undefined, context: PolicyContext): MetadataElements;
}) => ({
  ...place,
  found: (held: MetadataElements, declared: Value | undefined, context: PolicyContext) =>
    isTimed(held.refreshTokenPolicyType) ? place.found(held, declared, context) : undefined,
});

const permissionSetList = setAt("oauthPolicies", "commaSeparatedPermissionSet", names);
const startUrl = textAt("policies", "startUrl");
const timeout = numberAt("oauthPolicies", "sessionTimeoutInMinutes");

/** Every input of the policies of an app. */
export const policyInputs = inputTable<PolicyPart, PolicyContext>()({
  appId: {
    check: (read, name) => longId(read.text(name, recordId("0xI", "an external client app"))),
    type: "`.id` of the app",
    fallback: "required",
    replaces: "the policies of the app before are closed",
  },
  permittedUsers: choice("oauthPolicies", "permittedUsersPolicyType", permittedUsers, "AdminApprovedPreAuthorized"),
  permissionSetIds: {
    check: (read, name) => read.texts(name, recordId("0PS", "a permission set"), longId),
    ...permissionSetList,
    found: (held, declared: string[], { permissionSetNames }) => {
      const ids = new Map([...permissionSetNames].map(([id, setName]) => [setName, id]));
      const declaredNames = declared.map((id) => permissionSetNames.get(id) ?? id);
      return permissionSetList.found(held, declaredNames, {}).map((setName) => ids.get(setName) ?? setName);
    },
    elements: (ids: string[], held, { permissionSetNames }) =>
      permissionSetList.elements(
        ids.map((id) => permissionSetNames.get(id) ?? id),
        held,
        {},
      ),
    type: "list of `.id`s whose users are pre-authorised",
    fallback: "none",
  },
  profileNames: {
    check: (read, name) => read.names(name, profileName),
    ...setAt("oauthPolicies", "commaSeparatedProfile", names),
    type: "list of display names of profiles whose users are pre-authorised",
    fallback: "none",
  },
  refreshTokenPolicy: {
    ...choice("oauthPolicies", "refreshTokenPolicyType", refreshTokenPolicies, "Zero"),
    type: "`Zero` (expires at once), `Infinite`, `SpecificLifetime`, `SpecificInactivity`",
  },
  refreshTokenValidityPeriod: {
    check: (read, name) => read.wholeNumber(name, undefined, 1, 365 * 24),
    ...onlyTimed(numberAt("oauthPolicies", "refreshTokenValidityPeriod")),
    type: "whole number",
    fallback: "none; required with the two policies named Specific…",
  },
  refreshTokenValidityUnit: {
    check: (read, name): (typeof validityUnits)[number] | undefined =>
      read.raw(name) === undefined || read.raw(name) === null ? undefined : read.oneOf(name, validityUnits, "Days"),
    ...onlyTimed({
      ...textAt("oauthPolicies", "refreshTokenValidityUnit"),
      found: (held) => (held.refreshTokenValidityUnit as (typeof validityUnits)[number]) || undefined,
    }),
    type: validityUnits.map((name) => `\`${name}\``).join(", "),
    fallback: "none; required with the two policies named Specific…",
  },
  ipRelaxation: {
    ...choice("oauthPolicies", "ipRelaxationPolicyType", ipRelaxations, "Enforce"),
    // The org's own spelling, whichever is declared.
    elements: (value: string) => ({
      ipRelaxationPolicyType: value === "Enforce_RelaxRefresh" ? "Enforce_relaxrefresh" : value,
    }),
    type: ipRelaxations
      .slice(0, 4)
      .map((name) => `\`${name}\``)
      .join(", "),
  },
  startPage: choice("policies", "startPage", startPages, "None"),
  startUrl: {
    check: (read, name) =>
      read.textOr(
        name,
        "",
        every(plainText, (value) =>
          hasDangerousScheme(value) ? "must be a URL that a browser may open, such as https://…." : undefined,
        ),
      ),
    ...startUrl,
    found: (held, declared: string, { hasNoStartPage }) =>
      hasNoStartPage && textOf(held.startUrl) === "" ? declared : startUrl.found(held, declared, {}),
    type: "URL; without a start page, an org may not keep it",
    fallback: 'empty; required with `startPage: "Custom"`',
  },
  requiredSessionLevel: choice("oauthPolicies", "requiredSessionLevel", sessionLevels, "STANDARD"),
  sessionTimeoutInMinutes: {
    check: (read, name) => read.wholeNumber(name, undefined, 15, 24 * 60),
    ...timeout,
    // An org may fill in a session timeout of its own where none is declared.
    found: (held, declared: number | undefined) =>
      declared === undefined ? undefined : timeout.found(held, declared, {}),
    type: "15 to 1440",
    fallback: "the org's own",
  },
  isEnabled: {
    check: (read, name) => read.flag(name, true),
    ...flagAt("policies", "isEnabled"),
    type: "boolean",
    fallback: "true",
  },
  ...flowFields("oauthPolicies", policyFlows),
  adopt: {
    check: (read, name): true | undefined => read.flag(name, false) || undefined,
    type: "boolean; true also writes the policies of an app that carries no mark",
    fallback: "false: that is refused",
  },
  owner: { check: (read, name) => read.text(name) },
});

export type PolicyAssignmentInputs = InputsOf<typeof policyInputs.fields>;
