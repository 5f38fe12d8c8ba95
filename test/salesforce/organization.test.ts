import { describe, expect, test } from "@jest/globals";
import { isProduction, organizationOf } from "../../salesforce/organization.ts";

const record = {
  Id: "00D000000000001EAA",
  Name: "Acme",
  OrganizationType: "Enterprise Edition",
  IsSandbox: false,
  TrialExpirationDate: null,
};

describe("an org counts as production", () => {
  test.each<[string, object, boolean]>([
    ["when nothing says otherwise", {}, true],
    ["not as a sandbox", { IsSandbox: true }, false],
    ["not as a trial", { TrialExpirationDate: "2027-01-01T00:00:00.000+0000" }, false],
    ["not in Developer Edition", { OrganizationType: "Developer Edition" }, false],
    ["in Unlimited Edition", { OrganizationType: "Unlimited Edition" }, true],
  ])("%s", (_case, fields, expected) => {
    expect(isProduction(organizationOf({ ...record, ...fields }))).toBe(expected);
  });

  test("when it does not say what it is", () => {
    expect(organizationOf(undefined)).toBeUndefined();
    expect(isProduction(undefined)).toBe(true);
  });
});
