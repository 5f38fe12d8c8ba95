import { describe, expect, test } from "@jest/globals";
import { type Circumstances, explain } from "../../provider/explanations.ts";
import { Refusal } from "../../provider/lifecycle.ts";
import { ConnectionSettingsError } from "../../salesforce/connection.ts";
import { SalesforceError } from "../../salesforce/errors.ts";

const user: Circumstances = {
  kind: "IntegrationUser",
  method: "create",
  values: { username: "scv@mycompany.example", owner: "access/dev/scv-user" },
};

const explained = (code: string, message: string, fields: string[] = [], circumstances = user) =>
  explain(new SalesforceError(code, message, "creating user scv@mycompany.example", fields), circumstances);

describe("an error of the org", () => {
  test("names the resource, what was done, Salesforce's code, the input and Salesforce's words, and the next step", () => {
    expect(explained("DUPLICATE_USERNAME", "Duplicate Username.", ["Username"])).toBe(
      'IntegrationUser "scv-user" (scv@mycompany.example): creating user scv@mycompany.example failed with DUPLICATE_USERNAME (username): Duplicate Username. Usernames are unique across all Salesforce orgs, including deactivated users: choose another username.',
    );
  });

  test("names the input also where Salesforce names no field", () => {
    expect(explained("DUPLICATE_USERNAME", "Duplicate Username")).toContain("DUPLICATE_USERNAME (username)");
  });

  test("names the field as Salesforce does where it is no input", () => {
    expect(explained("FIELD_INTEGRITY_EXCEPTION", "no", ["Custom__c"])).toContain("(Custom__c)");
  });

  test.each([
    ["We couldn't find profiles called Admin", "profileNames"],
    ["We couldn't find permission sets called Gone", "permissionSetIds"],
    ["There's a problem with your scope(s): Later", "scopes"],
    ["Contact Email: invalid email address: x@localhost", "contactEmail"],
  ])("names the input that a deploy was refused for: %s", (problem, input) => {
    expect(explained("DEPLOY_FAILED", `ExtlClntApp… X: ${problem}`)).toContain(`DEPLOY_FAILED (${input})`);
    expect(explained("UNKNOWN_EXCEPTION", problem)).not.toContain(`(${input})`);
  });

  test("names each input once", () => {
    expect(explained("X", "no", ["Username", "Alias", "Username"])).toContain("(username, alias)");
  });

  test("calls the name of a profile by the name of its input", () => {
    const profile = { kind: "IntegrationProfile", method: "create", values: { name: "SCV", owner: "a/b/profile" } };
    expect(explained("DUPLICATE_VALUE", "twice", ["Name"], profile)).toMatch(
      /^IntegrationProfile "profile" \(SCV\): .*DUPLICATE_VALUE \(name\)/,
    );
  });

  test.each<[string, string, RegExp]>([
    ["LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded", /deactivate a user that holds one, or ask Salesforce/],
    [
      "REQUIRED_FIELD_MISSING",
      "Required fields are missing: [Region__c]",
      /in fields, for example fields: \{ Region__c/,
    ],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "Say why", /A validation rule of this org refuses the record.* in fields/],
    ["FIELD_FILTER_VALIDATION_EXCEPTION", "Value does not exist", /A lookup filter of this org/],
    ["DUPLICATES_DETECTED", "Use one of these records?", /A duplicate rule of this org.*Setup, Duplicate Rules/],
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "UserTrigger: execution", /An Apex trigger or a flow of this org failed/],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record", /A flow of this org failed/],
    ["DUPLICATE_COMM_NICKNAME", "Duplicate Nickname", /Choose another nickname/],
    ["INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: X", /cannot write that field: give it edit/],
    ["MALFORMED_ID", "Role ID: id value of incorrect type: Ops", /Give the id of a record, 15 or 18 characters/],
    ["JSON_PARSER_ERROR", "Cannot deserialize instance of string", /A value is of another type than its field/],
    ["DUPLICATE_VALUE", "duplicate value found", /Another record has that value already/],
    [
      "DELETE_FAILED",
      "associated with the following permission set groups.: Crew",
      /permission set group\): remove it/,
    ],
    ["DEPENDENCY_EXISTS", "it is used elsewhere", /Something in this org still uses it/],
    [
      "ERROR_HTTP_403",
      "Access Denied",
      /does not answer in this way: check .*instanceUrl and .*loginUrl, and who answers/,
    ],
    ["ERROR_HTTP_406", "", /ERROR_HTTP_406: no text\. The Salesforce API does not answer in this way/],
    ["ERROR_HTTP_503", "Down for Maintenance", /^(?!.*does not answer in this way).*Run again/],
    ["INSUFFICIENT_ACCESS", "insufficient access", /The deployer lacks a permission; docs\/permissions\.md/],
    ["INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access", /The deployer lacks a permission/],
    ["INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", /use the \.id of a resource, or run pulumi refresh/],
    ["INVALID_SESSION_ID", "Session expired or invalid", /get a new access token, or log in by JWT/],
    ["API_CURRENTLY_DISABLED", "API is disabled", /Give the deployer the permission API Enabled/],
    ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", /run again later/],
    ["UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", /run again/],
    ["ECONNREFUSED", "connect ECONNREFUSED", /Is the address right/],
    [
      "invalid_client_id",
      "client identifier invalid",
      /check pulumi-nodejs:salesforce\.clientId .* and pulumi-nodejs:salesforce\.loginUrl/,
    ],
    ["invalid_app_access", "user is not admin approved", /none of the permission sets or profiles/],
    [
      "invalid_grant",
      "audience is invalid",
      /My Domain address .* or https:\/\/login\.salesforce\.com for a production org/,
    ],
    ["invalid_grant", "user hasn't approved this consumer", /must name a permission set that the user has/],
    ["invalid_grant", "invalid assertion", /the certificate that belongs to the private key/],
    ["invalid_grant", "expired authorization code", /Correct the clock of this machine/],
    ["invalid_grant", "inactive user", /Activate the user/],
  ])("%s (%s) says what to do", (code, message, step) => {
    const text = explained(code, message);
    expect(text).toContain(code);
    expect(text).toContain(message);
    expect(text).toMatch(step);
  });

  test("that nobody has met before keeps its code and words", () => {
    expect(explained("BRAND_NEW_CODE", "something new")).toMatch(/failed with BRAND_NEW_CODE: something new\.$/);
  });
});

test("a refusal of ours names the resource and speaks for itself", () => {
  expect(explain(new Refusal("No."), user)).toBe('IntegrationUser "scv-user" (scv@mycompany.example): No.');
});

test("a connection that is not set up is not the fault of a resource", () => {
  expect(explain(new ConnectionSettingsError(["a.", "b."]), user)).toBe(
    "The connection to Salesforce is not set up: a. b.",
  );
});

test("a defect of ours says where it is", () => {
  expect(explain(new TypeError("x is not a function"), user)).toMatch(/TypeError: x is not a function\n\s+at /);
});

test("a resource without any name is called by its kind", () => {
  expect(explain(new Refusal("No."), { kind: "AccessProof", method: "read", values: {} })).toBe("AccessProof: No.");
});
