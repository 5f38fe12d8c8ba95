import { describe, expect, test } from "@jest/globals";
import { highClasses } from "../../provider/highPermissionClasses.ts";
import { highPrivileges } from "../../provider/highPrivilege.ts";
import { ordinaryClasses } from "../../provider/ordinaryPermissionClasses.ts";
import { permissionNames } from "../../provider/permissionFields.ts";
import { lifecycleOf } from "../../provider/registry.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { withStack } from "./kit.ts";

const refused = async (kind: "PermissionSet" | "IntegrationProfile", inputs: object, olds = {}) => {
  const org = () => Promise.reject(new Error("check asks no org"));
  const named = kind === "PermissionSet" ? { label: "Set" } : { name: "Profile" };
  const { failures, inputs: checked } = await lifecycleOf(kind).check(
    olds,
    { ...named, owner: "a/b/c", ...inputs },
    org,
  );
  return { reasons: failures.map(({ reason }) => reason), checked };
};

describe.each(["PermissionSet", "IntegrationProfile"] as const)("a high privilege on %s", (kind) => {
  test.each(Object.keys(highPrivileges))("is refused unless it is named (%s)", async (name) => {
    const { reasons } = await refused(kind, { userPermissions: ["ApiEnabled", name] });
    expect(reasons).toEqual([
      expect.stringMatching(`^userPermissions: ${name} .*Leave it out, or confirm it: name it in allowHighPrivilege`),
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

describe("every user permission that an org has", () => {
  const classified = [...highClasses, ...ordinaryClasses].flatMap(({ names }) => names);

  test("is classified once", () =>
    withStack(async ({ local }) => {
      const { accessToken } = local.org.deployer;
      const answer = await fetch(`${local.url}/services/data/v67.0/sobjects/PermissionSet/describe`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const { fields } = (await answer.json()) as { fields: { name: string }[] };
      const known = permissionNames(fields.map(({ name }) => name));
      expect(known.length).toBeGreaterThan(500);
      expect(known.filter((name) => !classified.includes(name))).toEqual([]);
      expect(classified.filter((name, index) => classified.indexOf(name) !== index)).toEqual([]);
    }));

  test("counts as high where this version does not know it", async () => {
    const { reasons } = await refused("PermissionSet", { userPermissions: ["GrantedByALaterRelease"] });
    expect(reasons).toEqual([
      expect.stringMatching(/GrantedByALaterRelease is unknown to this version.* name it in allowHighPrivilege too/),
    ]);
  });
});

describe("object permissions past sharing", () => {
  const all = { allowRead: true, allowEdit: true, allowDelete: true, viewAllRecords: true, modifyAllRecords: true };
  const objectPermissions = [{ object: "Account", ...all }];

  test("are refused unless they are named", async () => {
    const { reasons } = await refused("PermissionSet", { objectPermissions });
    expect(reasons).toEqual([
      expect.stringMatching(/^objectPermissions: Account\.viewAllRecords reads all records of the object/),
      expect.stringMatching(/^objectPermissions: Account\.modifyAllRecords changes and deletes all records/),
    ]);
    const allowHighPrivilege = ["Account.modifyAllRecords", "Account.viewAllRecords"];
    const named = await refused("PermissionSet", { objectPermissions, allowHighPrivilege });
    expect(named.reasons).toEqual([]);
    expect(named.checked).toMatchObject({ allowHighPrivilege });
  });
});

describe("the state of an earlier version", () => {
  test("may hold what was no high privilege then, and nothing else", async () => {
    const objectPermissions = [{ object: "Account", allowRead: true, viewAllRecords: true }];
    const olds = { userPermissions: ["ApiEnabled", "DataExport", "ModifyAllData"], objectPermissions };
    const { reasons } = await refused("PermissionSet", { ...olds }, olds);
    expect(reasons).toEqual([expect.stringMatching(/ModifyAllData changes all data of the org/)]);
    const more = await refused("PermissionSet", { userPermissions: ["DataExport", "ManageSandboxes"] }, olds);
    expect(more.reasons).toEqual([expect.stringMatching(/ManageSandboxes copies the org/)]);
  });
});
