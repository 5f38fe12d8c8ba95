import { describe, expect, test } from "@jest/globals";
import { highPrivileges } from "../../provider/highPrivilege.ts";
import { permissionFieldNames } from "../../provider/permissionFields.ts";
import { lifecycleOf } from "../../provider/registry.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { withStack } from "./kit.ts";

const refused = async (kind: "PermissionSet" | "IntegrationProfile", inputs: object) => {
  const org = () => Promise.reject(new Error("check asks no org"));
  const named = kind === "PermissionSet" ? { label: "Set" } : { name: "Profile" };
  const { failures, inputs: checked } = await lifecycleOf(kind).check({}, { ...named, owner: "a/b/c", ...inputs }, org);
  return { reasons: failures.map(({ reason }) => reason), checked };
};

describe.each(["PermissionSet", "IntegrationProfile"] as const)("a high privilege on %s", (kind) => {
  test.each(Object.keys(highPrivileges))("is refused unless it is named (%s)", async (name) => {
    const { reasons } = await refused(kind, { userPermissions: ["ApiEnabled", name] });
    expect(reasons).toEqual([
      expect.stringMatching(
        `^userPermissions: ${name} .*Leave it out; or, if it must be, name it in allowHighPrivilege`,
      ),
    ]);
    const allowed = await refused(kind, { userPermissions: ["ApiEnabled", name], allowHighPrivilege: [name] });
    expect(allowed.reasons).toEqual([]);
    expect(allowed.checked).toMatchObject({ allowHighPrivilege: [name] });
  });

  test("is one in any letter case, and naming another one does not help", async () => {
    const { reasons } = await refused(kind, { userPermissions: ["Modifyalldata"], allowHighPrivilege: ["AuthorApex"] });
    expect(reasons).toEqual([expect.stringMatching(/ModifyAllData changes all data of the org/)]);
  });

  test("is judged when it is known", async () => {
    expect((await refused(kind, { userPermissions: unknownValue })).reasons).toEqual([]);
    expect(
      (await refused(kind, { userPermissions: ["AuthorApex"], allowHighPrivilege: unknownValue })).reasons,
    ).toEqual([]);
  });

  test("is not asked for where there is none: the input stays absent", async () => {
    const { checked, reasons } = await refused(kind, { userPermissions: ["ApiEnabled"] });
    expect(reasons).toEqual([]);
    expect(checked).not.toHaveProperty("allowHighPrivilege");
  });
});

test("every name in the list of high privileges is a permission that an org has", () =>
  withStack(async ({ local }) => {
    const { accessToken } = local.org.deployer;
    const answer = await fetch(`${local.url}/services/data/v67.0/sobjects/PermissionSet/describe`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const { fields } = (await answer.json()) as { fields: { name: string }[] };
    const known = fields.map(({ name }) => name);
    expect(permissionFieldNames(Object.keys(highPrivileges)).filter((name) => !known.includes(name))).toEqual([]);
  }));
