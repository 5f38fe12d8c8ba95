import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import { findAccess } from "../../../operations/survey/findAccess.ts";
import { heldUserFields } from "../../../operations/survey/heldUserFields.ts";
import { configurationOf, declareAccess } from "../../../operations/survey/stack.ts";
import type { FieldDescription } from "../../../salesforce/org.ts";
import { handOf } from "../../engine/byHand.ts";
import { makeAccess } from "../../provider/access.ts";
import { type Deployed, deployerSession, openScene, ownerOf } from "../../provider/kit.ts";

const field = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
  name,
  label: name,
  type: "string",
  nillable: true,
  defaultedOnCreate: false,
  createable: true,
  updateable: true,
  picklistValues: [],
  ...more,
});

test("what a person can have written is proposed, and nothing that every user has or that this package keeps itself", () => {
  const fields = [
    field("Department"),
    field("Title"),
    field("LastName"),
    field("Division"),
    field("Region__c", { nillable: false }),
    field("Is_Integration__c", { nillable: false, type: "boolean" }),
    field("Has_Desk__c", { nillable: false, type: "boolean" }),
    field("UserPermissionsMarketingUser", { nillable: false, type: "boolean" }),
    field("Weekly_Hours__c", { type: "double" }),
    field("LastLoginDate", { createable: false, updateable: false }),
    field("CompanyName"),
  ];
  const record = {
    Id: "005000000000001AAA",
    Department: "IT",
    Title: null,
    LastName: "User",
    Division: "x",
    Region__c: "EMEA",
    Is_Integration__c: true,
    Has_Desk__c: false,
    UserPermissionsMarketingUser: true,
    Weekly_Hours__c: 0,
    LastLoginDate: "2026-01-01T00:00:00.000+0000",
    CompanyName: "",
  };
  expect(heldUserFields(fields, record)).toEqual({
    Department: "IT",
    Is_Integration__c: true,
    Region__c: "EMEA",
    Weekly_Hours__c: 0,
  });
});

test("whatever fields an integration user has, check accepts what the survey writes of them, and an adoption changes none", async () => {
  const scene = await openScene({
    customUserFields: { Cost_Center__c: "optional", Weekly_Hours__c: "optional", Is_Integration__c: "optional" },
  });
  const { stack, local, administrator } = scene;
  try {
    const access = await makeAccess(stack, selfSigned());
    const hand = handOf(local);
    // Somebody has set all this up by hand: nothing carries a mark.
    await administrator.change("PermissionSet", access.set.id, { Description: "" });
    await administrator.change("Profile", access.profile.id, { Description: "" });
    await hand.configure("ExternalClientApplication", "WxCC_SCV", { description: "" });
    const org = await deployerSession(local);
    const text = fc.oneof(
      fc.constantFrom("IT", "A & B; C", "統合", " x", "a\nb"),
      fc.string({ minLength: 1, maxLength: 30 }),
    );
    const person = fc.record(
      {
        Department: text,
        Title: text,
        City: text,
        EmployeeNumber: fc.stringMatching(/^[A-Z0-9]{1,10}$/),
        FederationIdentifier: fc.stringMatching(/^[a-z]{3,20}@idp\.example$/),
        Cost_Center__c: text,
        Weekly_Hours__c: fc.integer({ min: 0, max: 60 }),
        Is_Integration__c: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const nothing = {
      ...{ Department: null, Title: null, City: null, EmployeeNumber: null, FederationIdentifier: null },
      ...{ Cost_Center__c: null, Weekly_Hours__c: null, Is_Integration__c: false },
    };
    const bare = local.snapshot();
    await fc.assert(
      fc.asyncProperty(person, async (fields) => {
        local.restore(bare);
        await administrator.change("User", access.user.id, { ...nothing, ...fields, Division: null });
        const [held] = await administrator.query(
          `SELECT ${Object.keys(nothing).join(", ")} FROM User WHERE Id = '${access.user.id}'`,
        );
        const found = await findAccess(org);
        const declarations = await declareAccess(found);
        const [user] = declarations.filter(({ kind }) => kind === "IntegrationUser");
        const given = { ...user?.inputs, profileId: access.profile.id, permissionSetIds: [access.set.id], adopt: true };
        const { failures } = await stack.check("IntegrationUser", { ...given, owner: ownerOf("user") });
        expect(failures).toEqual([]);
        expect(JSON.stringify(configurationOf(declarations) ?? {})).toContain("adopt");
        const adopted: Deployed = await stack.create("IntegrationUser", "user", given);
        expect(await stack.drift(adopted)).toEqual({});
        const [after] = await administrator.query(
          `SELECT ${Object.keys(nothing).join(", ")} FROM User WHERE Id = '${access.user.id}'`,
        );
        expect(after).toEqual(held);
        const proposed = (user?.inputs.fields ?? {}) as Record<string, unknown>;
        const wanted = Object.entries(held ?? {}).filter(
          ([name, value]) => name !== "attributes" && value !== null && value !== false,
        );
        expect(proposed).toMatchObject(Object.fromEntries(wanted.filter(([name]) => name in proposed)));
        expect(wanted.filter(([name]) => !(name in proposed)).map(([name]) => name)).toEqual(
          found.notes.flatMap((note) => / its field (\w+) stays/.exec(note)?.[1] ?? []),
        );
      }),
      { numRuns: 25 },
    );
  } finally {
    await scene.close();
  }
}, 120_000);
