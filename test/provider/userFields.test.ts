/** Users of an org that demands more of them than Salesforce does. */
import { expect, test } from "@jest/globals";
import type { OrgSettings } from "../../local-org/src/orgSettings.ts";
import { Administrator, failureOf, ownerOf, withStack } from "./kit.ts";

const username = "scv@mycompany.example";

/** Two mandatory fields of the org's own, several currencies, and a validation rule. */
const demanding: Partial<OrgSettings> = {
  customUserFields: { Cost_Center__c: "required", Weekly_Hours__c: "required", Is_Integration__c: "optional" },
  userCurrency: "required",
  userValidationRules: [
    { field: "Department", mustMatch: "^(IT|Finance)$", message: "Take a department of the list." },
  ],
};

test("readiness lists what this org requires of a user and the program does not give", () =>
  withStack(async ({ stack }) => {
    const reasons = async (fields?: object) => {
      const declared = { kind: "IntegrationUser", name: "user", inputs: { username, ...(fields && { fields }) } };
      const inputs = { username, creations: [declared], owner: ownerOf("readiness") };
      return (await stack.check("OrgReadiness", inputs)).failures.map(({ reason }) => reason);
    };
    expect(await reasons()).toEqual([
      expect.stringMatching(/user: fields: this org requires Cost_Center__c \(Cost Center\) of every user/),
      expect.stringMatching(/requires DefaultCurrencyIsoCode/),
      expect.stringMatching(/requires Weekly_Hours__c/),
    ]);
    expect(await reasons({ Cost_Center__c: "4711", weekly_hours__c: 1, DefaultCurrencyIsoCode: "EUR" })).toEqual([]);
    expect((await reasons({ Cost_Centre__c: "4711" }))[0]).toMatch(/no such field.*did you mean Cost_Center__c/);
  }, demanding));

test("the fields that an org demands are made, shown as drift one by one, set right, and left alone when undeclared", () =>
  withStack(async ({ stack, local }) => {
    const administrator = new Administrator(local);
    const UserRoleId = await administrator.create("UserRole", { Name: "Integrations" });
    const profile = await stack.create("IntegrationProfile", "profile", {
      name: "SCV Integration",
      userPermissions: ["ApiEnabled", "ApiUserOnly"],
    });
    const inputs = { username, email: username, lastName: "SCV", profileId: profile.id };
    const fields = {
      Cost_Center__c: "4711",
      Weekly_Hours__c: 12.5,
      Is_Integration__c: true,
      DefaultCurrencyIsoCode: "EUR",
      Department: "IT",
      // Of 15 characters, as people copy ids from addresses.
      UserRoleId: UserRoleId.slice(0, 15),
      FederationIdentifier: "scv@identity.example",
      ManagerId: local.org.deployer.userId,
    };
    const { Cost_Center__c: _missing, ...withoutCostCenter } = fields;
    const refused = await failureOf(stack.create("IntegrationUser", "user", { ...inputs, fields: withoutCostCenter }));
    expect(refused.message).toMatch(/REQUIRED_FIELD_MISSING.*Cost_Center__c/s);
    const ruled = await failureOf(
      stack.create("IntegrationUser", "user", { ...inputs, fields: { ...fields, Department: "Robots" } }),
    );
    expect(ruled.message).toMatch(/Take a department of the list\./);
    expect(local.org.records.find("User", { Username: username })).toEqual([]);

    const user = await stack.create("IntegrationUser", "user", { ...inputs, fields });
    expect(local.org.records.get("User", user.id)).toMatchObject({ ...fields, UserRoleId });
    expect(await stack.drift(user)).toEqual({});

    await administrator.change("User", user.id, { Cost_Center__c: "1", Is_Integration__c: false, UserRoleId: null });
    expect(await stack.drift(user)).toEqual({
      fields: { ...fields, Cost_Center__c: "1", Is_Integration__c: false, UserRoleId: "" },
    });
    const repaired = await stack.update(user);
    expect(await stack.drift(repaired)).toEqual({});

    const { Weekly_Hours__c: _left, ...fewer } = fields;
    const changed = await stack.update(repaired, { fields: { ...fewer, Department: "Finance", ManagerId: "" } });
    expect(local.org.records.get("User", user.id)).toMatchObject({
      Weekly_Hours__c: 12.5,
      Department: "Finance",
      ManagerId: null,
      UserRoleId,
    });
    expect(await stack.drift(changed)).toEqual({});
    expect(local.org.records.get("User", user.id)?.Division).toBe(`pulumi:${ownerOf("user")}`);

    // A rule that comes later and that the user does not meet stops a change; what is there stays.
    local.org.settings.userValidationRules = [
      { field: "EmployeeNumber", mustMatch: "^N\\d+$", message: "No number, no user.", shownAt: "page" },
    ];
    const stopped = await failureOf(stack.update(changed, { lastName: "Other" }));
    expect(stopped.message).toMatch(/No number, no user\./);
    expect(local.org.records.get("User", user.id)?.LastName).toBe("SCV");
  }, demanding));
