/** Users as orgs want them: mandatory fields, validation rules, currencies, and a name that no other org has. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { OrgSettings } from "../../src/orgSettings.ts";
import { createLocalOrg } from "../../src/server.ts";
import { type Client, clientOf, createUser, errorOf, type Json, profileId, userFields, withOrg } from "./client.ts";

const withSettings = (settings: Partial<OrgSettings>, work: (client: Client) => Promise<void>) =>
  withOrg(work, { settings });

async function newUser(client: Client, more: object = {}): Promise<object> {
  return { ...userFields("ann"), ProfileId: await profileId(client, "Standard User"), ...more };
}

async function described(client: Client): Promise<Map<string, Json>> {
  const { body } = await client.call("GET", "/sobjects/User/describe");
  return new Map(body.fields.map((field: Json) => [field.name, field]));
}

describe("custom fields of users", () => {
  test("[user.mandatory-custom-fields] come with a new user and are not emptied; the describe tells which", () =>
    withSettings(
      { customUserFields: { Cost_Center__c: "required", Employee_Type__c: "optional", Is_Integration__c: "optional" } },
      async (client) => {
        const fields = await described(client);
        const open = { custom: true, createable: true, updateable: true };
        expect(fields.get("Cost_Center__c")).toMatchObject({ ...open, nillable: false, defaultedOnCreate: false });
        expect(fields.get("Employee_Type__c")).toMatchObject({ ...open, nillable: true, type: "picklist" });
        expect(fields.get("Is_Integration__c")).toMatchObject({ ...open, nillable: false, defaultedOnCreate: true });
        expect(fields.has("Weekly_Hours__c")).toBe(false);

        const missing = {
          status: 400,
          errorCode: "REQUIRED_FIELD_MISSING",
          message: "Required fields are missing: [Cost_Center__c]",
          fields: ["Cost_Center__c"],
        };
        expect(errorOf(await client.call("POST", "/sobjects/User", await newUser(client)))).toEqual(missing);
        const given = { Cost_Center__c: "4711", Employee_Type__c: "Integration" };
        const id = await client.create("User", await newUser(client, given));
        const soql = `SELECT Cost_Center__c, Employee_Type__c, Is_Integration__c FROM User WHERE Id = '${id}'`;
        expect(await client.one(soql)).toMatchObject({ ...given, Is_Integration__c: false });
        const change = (fields: object) => client.call("PATCH", `/sobjects/User/${id}`, fields);
        expect(errorOf(await change({ Cost_Center__c: null }))).toEqual(missing);
        expect(errorOf(await change({ Employee_Type__c: "Robot" })).errorCode).toBe(
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        );
        expect((await change({ Employee_Type__c: null })).status).toBe(204);
        const custom = await client.query(`SELECT FIELDS(CUSTOM) FROM User WHERE Id = '${id}' LIMIT 1`);
        expect(Object.keys(custom[0]).filter((name) => name !== "attributes")).toEqual([
          "Cost_Center__c",
          "Employee_Type__c",
          "Is_Integration__c",
        ]);
      },
    ));

  test("[user.custom-field-types] are whatever is declared, in the org that declares them and after its restart", async () => {
    const directory = await mkdtemp(join(tmpdir(), "custom-fields-"));
    const databaseFile = join(directory, "org.sqlite");
    const declared = {
      Region__c: { type: "picklist", picklistValues: ["EMEA", "APAC"], required: true },
      Desk__c: { type: "string", length: 5, label: "Desk number" },
      Hours__c: { type: "double" },
      Is_Robot__c: { type: "boolean" },
      Backup__c: { type: "email" },
    } as const;
    const other = await createLocalOrg();
    try {
      const first = await createLocalOrg({ databaseFile });
      const client = clientOf(first, first.org.deployer.accessToken);
      const early = await createUser(client, "early", "Standard User");
      const snapshot = first.snapshot();
      expect((await client.call("POST", "//_local/settings", { customUserFields: declared })).status).toBe(200);
      const fields = await described(client);
      expect(fields.get("Region__c")).toMatchObject({
        custom: true,
        nillable: false,
        label: "Region",
        type: "picklist",
      });
      expect(fields.get("Region__c").picklistValues).toHaveLength(2);
      expect(fields.get("Desk__c")).toMatchObject({ length: 5, label: "Desk number", nillable: true, type: "string" });
      expect((await described(clientOf(other, other.org.deployer.accessToken))).has("Region__c")).toBe(false);

      const answer = async (more: object) => {
        const user = await newUser(client, { Region__c: "EMEA", ...more });
        return errorOf(await client.call("POST", "/sobjects/User", user)).errorCode;
      };
      expect(await answer({ Region__c: null })).toBe("REQUIRED_FIELD_MISSING");
      expect(await answer({ Region__c: "Mars" })).toBe("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
      expect(await answer({ Desk__c: "123456" })).toBe("STRING_TOO_LONG");
      expect(await answer({ Hours__c: "many" })).toBe("JSON_PARSER_ERROR");
      expect(await answer({ Backup__c: "nobody" })).toBe("INVALID_EMAIL_ADDRESS");
      const values = { Region__c: "EMEA", Desk__c: "12", Hours__c: 7.5, Is_Robot__c: true, Backup__c: "a@b.example" };
      const id = await client.create("User", await newUser(client, values));
      const soql = `SELECT ${Object.keys(values).join(", ")} FROM User WHERE Id = `;
      expect(await client.one(`${soql}'${id}'`)).toMatchObject(values);
      expect(await client.one(`${soql}'${early}'`)).toMatchObject({
        Region__c: null,
        Hours__c: null,
        Is_Robot__c: false,
      });
      expect(await client.query("SELECT Id FROM User WHERE Hours__c > 7 AND Region__c = 'emea'")).toHaveLength(1);
      await first.stop();

      const second = await createLocalOrg({ databaseFile, settings: { customUserFields: declared } });
      const later = clientOf(second, second.org.deployer.accessToken);
      expect(await later.one(`${soql}'${id}'`)).toMatchObject(values);
      second.restore(snapshot);
      second.org.settings.customUserFields = declared;
      expect(await later.one(`${soql}'${early}'`)).toMatchObject({ Is_Robot__c: false });
      second.reset();
      expect(await later.query("SELECT Id FROM User WHERE Region__c = 'EMEA'")).toEqual([]);
      await second.stop();

      const otherwise = { settings: { customUserFields: { Region__c: { type: "string" } } } } as const;
      await expect(createLocalOrg(otherwise)).rejects.toThrow(/Region__c is another field in an org of this process/);
    } finally {
      await other.stop();
      await rm(directory, { recursive: true });
    }
  });

  test("an org without them knows no such column, in writes and in queries", () =>
    withOrg(async (client) => {
      const user = await newUser(client, { Cost_Center__c: "4711" });
      expect(errorOf(await client.call("POST", "/sobjects/User", user))).toMatchObject({
        errorCode: "INVALID_FIELD",
        message: "No such column 'Cost_Center__c' on sobject of type User",
      });
      expect(await client.query("SELECT Cost_Center__c FROM User")).toMatchObject({ errorCode: "INVALID_FIELD" });
      expect([...(await described(client)).keys()].filter((name) => name.endsWith("__c"))).toEqual([]);
    }));

  test("a field made mandatory later leaves the users that are there, who can be changed in other fields", () =>
    withOrg(async (client) => {
      const id = await createUser(client, "ann", "Standard User");
      client.local.org.settings.customUserFields = { Weekly_Hours__c: "required" };
      expect((await client.call("PATCH", `/sobjects/User/${id}`, { Title: "Robot" })).status).toBe(204);
      expect((await client.call("PATCH", `/sobjects/User/${id}`, { Weekly_Hours__c: 12.5 })).status).toBe(204);
      expect(await client.one(`SELECT Weekly_Hours__c FROM User WHERE Id = '${id}'`)).toMatchObject({
        Weekly_Hours__c: 12.5,
      });
    }));
});

test("[user.validation-rules] a rule refuses every save that leaves it unmet, with its message", () =>
  withOrg(async (client) => {
    const id = await createUser(client, "ann", "Standard User", { Department: "IT" });
    client.local.org.settings.userValidationRules = [
      { field: "Department", mustMatch: "^(IT|Finance)$", message: "Take a department of the list." },
      { field: "EmployeeNumber", mustMatch: "^N\\d+$", message: "No number, no user.", shownAt: "page" },
    ];
    const change = (fields: object) => client.call("PATCH", `/sobjects/User/${id}`, fields);
    const refusal = { status: 400, errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" };
    expect(errorOf(await change({ Department: "Robots" }))).toEqual({
      ...refusal,
      message: "Take a department of the list.",
      fields: ["Department"],
    });
    // Nothing of the change is about the number.
    expect(errorOf(await change({ Title: "Robot" }))).toEqual({
      ...refusal,
      message: "No number, no user.",
      fields: [],
    });
    expect((await change({ EmployeeNumber: "N7" })).status).toBe(204);
    expect((await change({ Title: "Robot" })).status).toBe(204);
    const bob = { ...(await newUser(client)), ...userFields("bob"), EmployeeNumber: "N8" };
    expect(errorOf(await client.call("POST", "/sobjects/User", bob)).errorCode).toBe(refusal.errorCode);
    await client.create("User", { ...bob, Department: "Finance" });
  }));

test("[user.currency] users have a currency in orgs with several, and must bring it where the org demands it", async () => {
  await withOrg(async (client) => {
    expect((await described(client)).has("DefaultCurrencyIsoCode")).toBe(false);
  });
  await withSettings({ userCurrency: "several" }, async (client) => {
    expect((await described(client)).get("DefaultCurrencyIsoCode")).toMatchObject({
      custom: false,
      nillable: true,
      restrictedPicklist: true,
    });
    await client.create("User", await newUser(client));
  });
  await withSettings({ userCurrency: "required" }, async (client) => {
    expect((await described(client)).get("DefaultCurrencyIsoCode")).toMatchObject({ nillable: false });
    expect(errorOf(await client.call("POST", "/sobjects/User", await newUser(client)))).toMatchObject({
      errorCode: "REQUIRED_FIELD_MISSING",
      fields: ["DefaultCurrencyIsoCode"],
    });
    await client.create("User", await newUser(client, { DefaultCurrencyIsoCode: "EUR" }));
  });
});

test("[user.standard-fields] role, manager, federation identifier, company and department are written and read", () =>
  withOrg(async (client) => {
    const UserRoleId = await client.create("UserRole", { Name: "Integrations" });
    const given = {
      UserRoleId,
      ManagerId: client.local.org.deployer.userId,
      FederationIdentifier: "ann@identity.example",
      CompanyName: "Acme",
      Department: "IT",
    };
    const id = await client.create("User", await newUser(client, given));
    const fields = Object.keys(given).join(", ");
    expect(await client.one(`SELECT ${fields}, UserRole.Name FROM User WHERE Id = '${id}'`)).toMatchObject({
      ...given,
      UserRole: { Name: "Integrations" },
    });
    const all = await described(client);
    for (const name of Object.keys(given)) {
      expect(all.get(name)).toMatchObject({ createable: true, updateable: true, nillable: true, custom: false });
    }
    expect((await client.call("PATCH", `/sobjects/User/${id}`, { UserRoleId: null })).status).toBe(204);
  }));

test("[user.username-unique-everywhere] orgs that share the name space refuse a username of each other", async () => {
  const settings = { usernamesUnique: "acrossOrgs" } as const;
  const [one, other, apart] = await Promise.all([
    createLocalOrg({ settings }),
    createLocalOrg({ settings }),
    createLocalOrg(),
  ]);
  const running = [one, other, apart];
  const clients = running.map((local) => clientOf(local, local.org.deployer.accessToken));
  const [first, second, third] = clients as [Client, Client, Client];
  try {
    const id = await createUser(first, "ann", "Standard User");
    await first.call("PATCH", `/sobjects/User/${id}`, { IsActive: false });
    const taken = await newUser(second, { Username: "ANN@local-org.example" });
    const refusal = errorOf(await second.call("POST", "/sobjects/User", taken));
    expect(refusal).toMatchObject({ status: 400, errorCode: "DUPLICATE_USERNAME", fields: ["Username"] });
    const bob = await createUser(second, "bob", "Standard User");
    const renamed = await second.call("PATCH", `/sobjects/User/${bob}`, { Username: "ann@local-org.example" });
    expect(errorOf(renamed).errorCode).toBe("DUPLICATE_USERNAME");
    await createUser(third, "ann", "Standard User");
    await running.shift()?.stop();
    await createUser(second, "ann", "Standard User");
  } finally {
    await Promise.all(running.map((local) => local.stop()));
  }
});

test("settings of users are checked, with what is allowed", () =>
  withOrg(async ({ local }) => {
    const answer = async (change: object) => {
      const response = await fetch(`${local.url}/_local/settings`, { method: "POST", body: JSON.stringify(change) });
      return response.status === 200 ? "taken" : ((await response.json()) as { error: string }).error;
    };
    for (const wrong of [
      { Region__c: "required" },
      { Is_Integration__c: "required" },
      { Region: { type: "string" } },
      { Cost_Center__c: { type: "string" } },
      { Region__c: { type: "date" } },
      { Region__c: { type: "string", size: 10 } },
      { Region__c: { type: "double", length: 10 } },
      { Region__c: { type: "picklist" } },
      { Region__c: { type: "boolean", required: true } },
    ])
      expect(await answer({ customUserFields: wrong })).toMatch(
        /customUserFields takes .*Cost_Center__c.*picklistValues.*a checkbox cannot be required/,
      );
    expect(await answer({ userValidationRules: [{ field: "Email", mustMatch: "(", message: "No." }] })).toMatch(
      /regular expression/,
    );
    expect(await answer({ userCurrency: "none" })).toMatch(/single or several or required/);
    expect(await answer({ usernamesUnique: "acrossOrgs", userCurrency: "several" })).toBe("taken");
  }));

test("[user.country-codes] codes of country and state are there where they are picklists, and nowhere else", () =>
  withOrg(async (client) => {
    const codes = "SELECT CountryCode, StateCode FROM User WHERE LastName = 'ann'";
    expect(await client.query(codes)).toMatchObject({ status: 400, errorCode: "INVALID_FIELD" });
    client.local.org.settings.stateAndCountryPicklists = true;
    const id = await createUser(client, "ann", "Standard User", { StateCode: "TX" });
    expect(await client.one(codes)).toMatchObject({ CountryCode: "US", StateCode: "TX" });
    const refused = await client.call("PATCH", `/sobjects/User/${id}`, { CountryCode: "Helvetia" });
    expect(errorOf(refused)).toMatchObject({ errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" });
    expect((await client.call("PATCH", `/sobjects/User/${id}`, { CountryCode: "CH" })).status).toBe(204);
  }));
