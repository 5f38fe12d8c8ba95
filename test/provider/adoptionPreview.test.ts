import { expect, test } from "@jest/globals";
import { adoptionReport } from "../../provider/adoptionPreview.ts";
import { refusedTakeovers } from "../../provider/keptCertificates.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { declarations } from "./declarations.ts";
import { requestsTo, withStack } from "./kit.ts";

const { username: _username, owner: _owner, ...ready } = declarations.OrgReadiness;
const readiness = (adoptions: object[]) => ({
  ...ready,
  username: "clicked@mycompany.example",
  owner: "access/test/readiness",
  adoptions,
});

const set = { kind: "PermissionSet", name: "set", inputs: { label: "By hand", userPermissions: ["ApiEnabled"] } };

test("the check says what was found, by whom it was last changed, and what would change; and writes nothing", () =>
  withStack(async ({ stack, administrator, local, said }) => {
    const setId = await administrator.create("PermissionSet", {
      Name: "By_hand",
      Label: "By hand",
      PermissionsApiEnabled: true,
      PermissionsViewSetup: true,
    });
    const userId = await administrator.createUser("clicked", "Minimum Access - API Only Integrations");
    await requestsTo(local);
    const { failures } = await stack.check(
      "OrgReadiness",
      readiness([
        set,
        { kind: "IntegrationProfile", name: "profile", inputs: { name: "Not there", userPermissions: ["ApiEnabled"] } },
        {
          kind: "IntegrationUser",
          name: "user",
          profile: "profile",
          permissionSets: ["set"],
          inputs: {
            username: "clicked@mycompany.example",
            email: unknownValue,
            lastName: "Integration User",
            nickname: "clicked",
          },
        },
      ]),
    );
    expect(failures).toEqual([]);
    const when = /last changed by Local Deployer on \d{4}-\d\d-\d\d at \d\d:\d\d UTC/.source;
    expect(said).toEqual([
      expect.stringMatching(
        new RegExp(
          `^OrgReadiness: permission set By_hand \\(${setId}, ${when}\\) would be adopted; would change: userPermissions \\(- ViewSetup\\)$`,
        ),
      ),
      "OrgReadiness: IntegrationProfile profile: there is nothing to adopt in this org; it would be created",
      expect.stringMatching(
        new RegExp(
          `user clicked@mycompany.example \\(${userId}, ${when}\\) would be adopted; would change: .*lastName`,
        ),
      ),
    ]);
    expect(said.at(-1)).toMatch(/profileId \("00e\w+" to "profile"\)/);
    expect(said.at(-1)).toContain(`permissionSetIds (+ ${setId})`);
    expect(said.at(-1)).not.toContain("email (");
    expect(
      (await requestsTo(local)).filter((call) => /^(POST|PATCH|DELETE)/.test(call) && !call.endsWith("/composite")),
    ).toEqual([]);
  }));

test("where everything is as declared, only the mark would change; what is adopted already is passed over", () =>
  withStack(async ({ stack, administrator, said }) => {
    await administrator.create("PermissionSet", { Name: "By_hand", Label: "By hand", PermissionsApiEnabled: true });
    await stack.check("OrgReadiness", readiness([set]));
    const adoptions = () => said.filter((line) => line.includes("adopted"));
    expect(adoptions()).toEqual([expect.stringMatching(/would be adopted; only the mark would change$/)]);
    await stack.create("PermissionSet", "set", { ...set.inputs, adopt: true });
    said.length = 0;
    await stack.check("OrgReadiness", readiness([set]));
    expect(adoptions()).toEqual([]);
  }));

test("what carries another stack's mark, and what cannot be adopted, stops the run before anything is touched", () =>
  withStack(async ({ stack, administrator, local }) => {
    await administrator.create("PermissionSet", {
      Name: "By_hand",
      Label: "By hand",
      Description: "[pulumi:access/production/set]",
    });
    const [own] = local.org.records.find("User", { Id: local.org.deployer.userId });
    const user = { kind: "IntegrationUser", name: "user", inputs: { username: own?.Username, lastName: "Deployer" } };
    const { failures } = await stack.check("OrgReadiness", readiness([set, user]));
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/belongs to another stack: access\/production\/set; it is not adopted/),
      expect.stringMatching(/it is the user that this deployment logs in with/),
    ]);
  }));

test("what the stack has adopted stays adopted when the stack, or the resource in the program, is renamed", () =>
  withStack(async ({ stack, administrator }) => {
    await administrator.create("PermissionSet", {
      Name: "By_hand",
      Label: "By hand",
      Description: "[pulumi-adopted:access/before/old-set]",
    });
    const news = readiness([set]);
    const renamed = await stack.check("OrgReadiness", news, { ...news, owner: "access/before/readiness" });
    expect(renamed.failures).toEqual([]);
    const foreign = await stack.check("OrgReadiness", news, { ...news, owner: "access/other/readiness" });
    expect(foreign.failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/belongs to another stack: access\/before\/old-set/),
    ]);
  }));

test("what is not an adoption is told, with what it must have", () =>
  withStack(async ({ stack }) => {
    const { failures } = await stack.check("OrgReadiness", readiness([{ kind: "AccessProof", name: "proof" }]));
    expect(failures).toEqual([
      { property: "adoptions", reason: expect.stringMatching(/adoptions\[0\]: must have kind \(PermissionSet, /) },
    ]);
  }));

test("an app whose certificate is not declared yet is told to get the one of the stack", () => {
  const found = {
    what: "external client app App",
    id: "0xI000000000001EAA",
    mark: undefined,
    owner: "a/b/c",
    lastModifiedBy: "Ada Admin",
    lastModifiedDate: "",
    obstacles: [],
  };
  const adoption = { kind: "ExternalClientApp" as const, name: "app", inputs: { label: "App" } };
  const outcome = { adoption, found, current: { certificatePem: "old" }, declared: { certificatePem: "" } };
  expect(adoptionReport([outcome]).lines).toEqual([
    expect.stringMatching(
      /on an unknown day\) would be adopted; would change: certificatePem \(to the certificate of this stack/,
    ),
  ]);
  // That is a rotation, and somebody has to confirm it.
  expect(refusedTakeovers([outcome], true)).toEqual([]);
  expect(refusedTakeovers([outcome], false)).toEqual([
    expect.stringMatching(
      /^app: the external client app App .* has a certificate in use .* Set confirmRotation .* or declare/,
    ),
  ]);
  const declared = { ...adoption, inputs: { label: "App", certificatePem: "old" } };
  const withoutOne = { ...outcome, current: { certificatePem: "" } };
  const taken = { ...outcome, found: { ...found, mark: { kind: "adopted" as const, owner: "a/b/c" } } };
  expect(refusedTakeovers([{ ...outcome, adoption: declared }, withoutOne, taken], false)).toEqual([]);
  // Nobody can confirm what the update refuses: an app keeps the key that it has for life.
  const forLife = { ...adoption, inputs: { ...adoption.inputs, keyGeneration: 1 } };
  for (const isConfirmed of [true, false]) {
    expect(refusedTakeovers([{ ...outcome, adoption: forLife }], isConfirmed)).toEqual([
      expect.stringMatching(/has a certificate in use .* Set rotationStrategy to cutOver for the adoption/),
    ]);
  }
});
