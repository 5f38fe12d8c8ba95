import { pulumiCommand } from "../common/commands.ts";
import { asSentence } from "../common/sentence.ts";
import { settingKey } from "../common/settingNames.ts";
import { ConnectionSettingsError } from "../salesforce/connection.ts";
import { retryOf, SalesforceError } from "../salesforce/errors.ts";
import { harmlessLines } from "../salesforce/harmless.ts";
import { NotOpened } from "../salesforce/notOpened.ts";
import { whereToSet } from "../salesforce/settings.ts";
import { connectionSteps } from "./connectionSteps.ts";
import { Refusal, type Values } from "./lifecycle.ts";
import { resourceNameOf } from "./marks.ts";

/** What an error happened to. */
export interface Circumstances {
  kind: string;
  /** Method of the lifecycle. */
  method: string;
  values: Values;
}

/** A table whose keys come from outside: an org that answers `constructor` finds nothing. */
const table = (entries: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(entries));

const stillInUse =
  "Something in this org still uses it, as Salesforce names it (for a permission set, a permission set group): remove it from there in Setup and run again.";

/** For every transient failure: a connection that broke, a server that is away for a while. */
export const runAgain = "Run again: completed work is kept, and the next run reads the org before it continues.";

const whoAnswers = `check ${settingKey("instanceUrl")} and ${settingKey("loginUrl")}, and who answers between this machine and the org, such as a proxy or a firewall.`;

/** For a status without an error of Salesforce: a page, or nothing. */
export const notOfTheApi = `The Salesforce API does not answer in this way: ${whoAnswers}`;

/** For an answer that nobody can read: it broke on the way, or it is none of an org. */
const notReadable = `${runAgain} If it comes again, no org answers there: ${whoAnswers}`;

/** What to do next, by Salesforce's code. Codes that several fields share are told apart by the field. */
const nextSteps = table({
  DUPLICATE_USERNAME:
    "Usernames are unique across all Salesforce orgs, including deactivated users: choose another username.",
  DUPLICATE_COMM_NICKNAME: "Choose another nickname (stack's configuration: overrides.user.nickname).",
  LICENSE_LIMIT_EXCEEDED:
    "No seat of that licence is free: deactivate a user that holds one, or ask Salesforce for more seats (Setup, Company Information).",
  DUPLICATE_DEVELOPER_NAME:
    "The API name is taken, possibly by a permission set group, or by a deleted or hidden component: choose another apiName (stack's configuration: overrides.permissionSet.apiName or overrides.app.apiName).",
  INSUFFICIENT_ACCESS: "The deployer lacks a permission; docs/permissions.md lists what it needs.",
  INSUFFICIENT_ACCESS_OR_READONLY: "The deployer lacks a permission; docs/permissions.md lists what it needs.",
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY:
    "The deployer cannot see a record that this one refers to; docs/permissions.md lists what it needs.",
  INVALID_CROSS_REFERENCE_KEY: `A record that an input refers to is not in this org: use the .id of a resource, or run ${pulumiCommand("refresh")} if it was deleted there.`,
  INVALID_SESSION_ID:
    "The session has expired or was ended: get a new access token, or log in by JWT, which renews the session by itself.",
  API_DISABLED_FOR_ORG: "The edition of this org has no API; use an edition that has one.",
  API_CURRENTLY_DISABLED: "Give the deployer the permission API Enabled (ApiEnabled).",
  REQUEST_LIMIT_EXCEEDED:
    "The org's API requests of the last 24 hours are used up (Setup, Company Information): run again later; completed work is kept.",
  API_LIMIT_NEARLY_REACHED: `Nothing was written by this step: run again when the org has more requests left (Setup, Company Information), or set ${whereToSet("apiReserve")} lower.`,
  ENDED: "Something else has stopped this run: solve what is said first, then run again.",
  INVALID_TYPE: `The org or the deployer does not know that object: check the permissions of the deployer (docs/permissions.md) and ${whereToSet("apiVersion")}.`,
  INVALID_FIELD: `Check that the name exists in this org and in the version of the API (${settingKey("apiVersion")}).`,
  UNABLE_TO_LOCK_ROW: "Another process was writing the same record: run again.",
  FIELD_INTEGRITY_EXCEPTION: "Correct the value that Salesforce names.",
  STRING_TOO_LONG: "Shorten the value that Salesforce names.",
  INVALID_EMAIL_ADDRESS: "Correct the e-mail address.",
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: "Use one of the values that Setup offers for that field.",
  REQUIRED_FIELD_MISSING:
    'This org requires that field: give it a value. For a user, any field can be given in fields, for example fields: { Region__c: "EMEA" }.',
  FIELD_CUSTOM_VALIDATION_EXCEPTION:
    "A validation rule of this org refuses the record: set what the rule requires (for a user, in fields), or ask an administrator for an exception in the rule (Setup, Object Manager, Validation Rules).",
  FIELD_FILTER_VALIDATION_EXCEPTION:
    "A lookup filter of this org does not allow that value: use one that it allows (Setup, Object Manager, the field).",
  DUPLICATES_DETECTED:
    "A duplicate rule of this org takes the record for a duplicate: change the fields that it compares, or ask an administrator for an exception in the rule (Setup, Duplicate Rules).",
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:
    "An Apex trigger or a flow of this org failed for this record, for the reason above: set what it requires (for a user, in fields), or ask its maintainer.",
  CANNOT_EXECUTE_FLOW_TRIGGER:
    "A flow of this org failed for this record, for the reason above: set what it requires (for a user, in fields), or ask its maintainer.",
  INVALID_FIELD_FOR_INSERT_UPDATE:
    "The deployer cannot write that field: give it edit access (Setup, Field-Level Security), or leave the field out. Some fields nobody can write.",
  UNREADABLE_ANSWER: notReadable,
  TRANSPORT_FAILED: notReadable,
  INVALID_QUERY_FILTER_OPERATOR: "An id among the inputs is of no record of that kind: take the .id of a resource.",
  MALFORMED_ID: "Give the id of a record, 15 or 18 characters, of the kind that the field refers to.",
  JSON_PARSER_ERROR: "A value is of another type than its field: compare what is declared with the field in Setup.",
  DUPLICATE_VALUE: "Another record has that value already: choose another one.",
  DELETE_FAILED: stillInUse,
  DEPENDENCY_EXISTS: stillInUse,
  CANNOT_DISABLE_LAST_ADMIN: "Give another user the profile System Administrator first.",
  DEPLOY_FAILED: "Correct the named components and run again; nothing of the deploy was kept.",
  DEPLOY_TIMEOUT:
    "See Setup, Deployment Status. Run again when the deploy has ended; what it made is recognised by its mark.",
  invalid_client_id: `The org does not know that consumer key: check ${whereToSet("clientId")} and ${whereToSet("loginUrl")}, or those of the resource.`,
  INVALID_PRIVATE_KEY: "Give the private key of the app's certificate, as the message asks for it.",
  NOT_CONVERGED:
    "Something in the org sets the value back, such as an Apex trigger, a flow or an administrator: declare what it sets, or ask its maintainer.",
  invalid_client: "The private key does not belong to the certificate of the app.",
  invalid_app_access: "The user has none of the permission sets or profiles that the app's policy pre-authorises.",
  app_not_found: `The app is not known there for that audience: use the org's My Domain address (https://….my.salesforce.com) as audience and login URL; those of the deployer are ${settingKey("audience")} and ${settingKey("loginUrl")}. A new or changed app can take minutes to become available.`,
});

/** The next step of every code that always has the same one. */
export const stepsByCode: ReadonlyMap<string, string> = new Map([...connectionSteps, ...nextSteps]);

/** `invalid_grant` is many things; the texts of the token endpoint are not localised. */
export const invalidGrantSteps: [RegExp, string][] = [
  [
    /audience/i,
    `Use the org's My Domain address (https://….my.salesforce.com) as the audience, or https://login.salesforce.com for a production org. That of the deployer is ${settingKey("audience")}.`,
  ],
  [/approved/i, "Pre-authorise the user: the app's policy must name a permission set that the user has."],
  [/expired/i, "Correct the clock of this machine: the assertion is valid for three minutes."],
  [/inactive/i, "Activate the user."],
  [/ip restricted/i, "Log in from an address that the profile and the app's policy allow."],
  [/assertion/i, "Check that the app has the certificate that belongs to the private key."],
  [/authentication failure/i, "Check the username, and that the user is neither frozen nor locked."],
];

const inputOfField = table({
  Username: "username",
  Email: "email",
  Alias: "alias",
  CommunityNickname: "nickname",
  TimeZoneSidKey: "timeZone",
  LocaleSidKey: "locale",
  LanguageLocaleKey: "language",
  EmailEncodingKey: "emailEncoding",
  LastName: "lastName",
  FirstName: "firstName",
  ProfileId: "profileId",
  Name: "apiName",
  Label: "label",
  Description: "description",
  AssigneeId: "permissionSetIds",
  PermissionSetId: "permissionSetIds",
});

/** The input that a code is always about, where Salesforce names no field. */
const inputOfCode = table({
  DUPLICATE_USERNAME: "username",
  DUPLICATE_COMM_NICKNAME: "nickname",
  INVALID_EMAIL_ADDRESS: "email",
});

/** The input that a problem of a deployed component is about; an org in another language says it in other words. */
const inputsOfProblems: [RegExp, string][] = [
  [/find profiles called/, "profileNames"],
  [/find permission sets called/, "permissionSetIds"],
  [/problem with your scope/, "scopes"],
  [/Contact Email:/, "contactEmail"],
];

/**
 * One message for a person: what was being done to which resource, Salesforce's code and words, what to do next.
 * Nothing secret is in it, and nothing that a terminal or a pipeline would obey.
 */
export function explain(error: unknown, circumstances: Circumstances): string {
  return harmlessLines(explanation(error, circumstances));
}

function explanation(error: unknown, circumstances: Circumstances): string {
  if (error instanceof NotOpened) {
    return explanation(
      error.isFirstTold() ? error.reason : new Refusal("nothing was touched, for the reason given above."),
      circumstances,
    );
  }
  if (error instanceof Refusal) return `${subject(circumstances)}: ${error.message}`;
  if (error instanceof ConnectionSettingsError) return error.message;
  if (!(error instanceof SalesforceError)) {
    // A defect of ours: the stack says where.
    return `${subject(circumstances)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  return `${subject(circumstances)}: ${explainCall(error, blamedInputs(error, circumstances))}`;
}

/**
 * What was being done, Salesforce's code and words, what to do next.
 *
 * @param inputs names of the inputs to blame
 */
export function explainCall(error: SalesforceError, inputs: readonly string[] = []): string {
  const blamed = inputs.length > 0 ? ` (${inputs.join(", ")})` : "";
  const message = asSentence(error.message.trim() || "no text");
  const step = nextStep(error);
  return `${error.doing} failed with ${error.code}${blamed}: ${message}${step ? ` ${step}` : ""}`;
}

function blamedInputs(error: SalesforceError, { kind }: Circumstances): string[] {
  const fields = error.fields.map((field) =>
    kind === "IntegrationProfile" && field === "Name" ? "name" : (inputOfField.get(field) ?? field),
  );
  const byCode = inputOfCode.get(error.code);
  const byProblem = error.code === "DEPLOY_FAILED" ? inputsOfProblems : [];
  const named = byProblem.filter(([problem]) => problem.test(error.message)).map(([, input]) => input);
  return [...new Set([...fields, ...named, ...(fields.length === 0 && byCode ? [byCode] : [])])];
}

function nextStep(error: SalesforceError): string | undefined {
  if (error.code === "invalid_grant") {
    return invalidGrantSteps.find(([pattern]) => pattern.test(error.message))?.[1];
  }
  const known = stepsByCode.get(error.code);
  if (known !== undefined) return known;
  if (retryOf(error) !== "never") return runAgain;
  return error.code.startsWith("ERROR_HTTP_") ? notOfTheApi : undefined;
}

/** `IntegrationUser "scv-user" (integration@example.com)`: the kind, the name in the program, the name in the org. */
function subject({ kind, values }: Circumstances): string {
  const owner = typeof values.owner === "string" ? resourceNameOf(values.owner) : undefined;
  const name = values.apiName ?? values.username ?? values.name;
  return `${kind}${owner ? ` "${owner}"` : ""}${typeof name === "string" ? ` (${name})` : ""}`;
}
