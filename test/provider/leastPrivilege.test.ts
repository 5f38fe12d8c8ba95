import { beforeAll, describe, expect, test } from "@jest/globals";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { type AccessSource, compareAccess } from "../../provider/leastPrivilege.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { provenAccess } from "../../provider/provenAccess.ts";
import { SalesforceError } from "../../salesforce/errors.ts";
import type { JwtBearerToken } from "../../salesforce/jwtBearer.ts";
import type { Org } from "../../salesforce/org.ts";
import { type Access, integrationUsername, makeAccess, proofOf } from "./access.ts";
import { type Administrator, type Deployed, failureOf, requestsTo, type Scene, withStack } from "./kit.ts";

let signed: SelfSigned;

beforeAll(() => {
  signed = selfSigned();
});

/** What a proof declares. */
type Declared = Values & ReturnType<typeof proofOf> & { userPermissions: string[] };

/** Runs a test with an access of its own, and what its proof declares. */
function withAccess(work: (scene: Scene & Access & { declared: Declared }) => Promise<void>): Promise<void> {
  return withStack(async (scene) => {
    const access = await makeAccess(scene.stack, signed);
    const declared = {
      ...proofOf(access, signed),
      propagationTimeoutSeconds: 0,
      userPermissions: ["ApexRestServices", "ApiEnabled", "ApiUserOnly"],
    };
    scene.said.length = 0;
    await work({ ...scene, ...access, declared });
  });
}

const permissions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`Permissions${name}`, true]));

/** What a proof compares, where nothing of the org is looked at. */
const subject = {
  appId: "0xI000000000001AAA",
  userId: "005000000000001AAA",
  username: integrationUsername,
  apexClasses: [],
  userPermissions: ["ApiEnabled"],
  propagationTimeoutSeconds: 0,
};

/** Gives a user another permission set. */
async function giveSet(
  administrator: Administrator,
  { id: AssigneeId }: Deployed,
  Name: string,
  names: readonly string[],
  fields: Values = {},
): Promise<string> {
  const PermissionSetId = await administrator.create("PermissionSet", {
    Name,
    Label: Name,
    ...permissions(names),
    ...fields,
  });
  await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
  return PermissionSetId;
}

/** Gives a user a group of one permission set, and mutes some of it. */
async function giveGroup(
  administrator: Administrator,
  { id: AssigneeId }: Deployed,
  names: readonly string[],
  muted: readonly string[] = [],
): Promise<void> {
  const set = await administrator.create("PermissionSet", { Name: "Member", Label: "Member", ...permissions(names) });
  const group = await administrator.create("PermissionSetGroup", { DeveloperName: "Support", MasterLabel: "Support" });
  const muting = await administrator.create("MutingPermissionSet", {
    DeveloperName: "Quiet",
    MasterLabel: "Quiet",
    ...permissions(muted),
  });
  for (const PermissionSetId of [set, muting])
    await administrator.create("PermissionSetGroupComponent", { PermissionSetGroupId: group, PermissionSetId });
  await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetGroupId: group });
}

describe("what the user may do", () => {
  test("is what is declared, in two reads beside the login and the probe", () =>
    withAccess(async ({ stack, local, declared, said }) => {
      await requestsTo(local);
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs).toMatchObject({
        undeclaredAccess: [],
        licenseAccess: [],
        otherAppUsers: { count: 0, usernames: [] },
      });
      expect(said.join("\n")).toContain(`${integrationUsername} may do what is declared and nothing else`);
      expect((await requestsTo(local)).sort()).toEqual([
        "GET /query?q=SELECT FIELDS(STANDARD) FROM UserPermissionAccess LIMIT 1",
        "POST /composite",
        "POST /services/oauth2/token",
      ]);
    }));

  test.each(["INVALID_FIELD", "INVALID_TYPE", "MALFORMED_QUERY", "INSUFFICIENT_ACCESS_OR_READONLY"])(
    "is not compared where the org answers the deployer with %s: the login is proved all the same, and that is said",
    async (code) => {
      const refused = Promise.reject(new SalesforceError(code, "not here", "reading what it may do"));
      const { outputs, lines } = await provenAccess({} as Org, {} as JwtBearerToken, subject, refused);
      expect([outputs, lines]).toEqual([{}, [`what ${subject.username} may do was not compared: ${code}, not here`]]);
    },
  );

  test("is asked again by the next run where the org only failed to answer", async () => {
    const failed = Promise.reject(new SalesforceError("SERVER_UNAVAILABLE", "busy", "reading what it may do"));
    await expect(provenAccess({} as Org, {} as JwtBearerToken, subject, failed)).rejects.toThrow("busy");
  });

  test("names what a further permission set gives: permissions, objects, fields, classes, custom permissions", () =>
    withAccess(async ({ stack, administrator, user, declared, said }) => {
      const ParentId = await giveSet(administrator, user, "Sales", ["RunReports"]);
      const SobjectType = "Account";
      await administrator.create("ObjectPermissions", { ParentId, SobjectType, PermissionsRead: true });
      await administrator.create("FieldPermissions", {
        ParentId,
        SobjectType,
        Field: "Account.Phone",
        PermissionsRead: true,
      });
      const SetupEntityId = await administrator.idOf("ApexClass", "Name = 'ServiceUtils'");
      await administrator.create("SetupEntityAccess", { ParentId, SetupEntityId });
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs.undeclaredAccess).toEqual([
        "Account.Phone.readable: permission set Sales",
        "Account.allowRead: permission set Sales",
        "RunReports: permission set Sales",
        "class cnxscv.ServiceUtils: permission set Sales",
      ]);
      expect(said.join("\n")).toContain("may do more than is declared: Account.Phone.readable (permission set Sales)");
      const all = {
        ...declared,
        userPermissions: [...declared.userPermissions, "RunReports"],
        apexClasses: [...declared.apexClasses, "cnxscv.ServiceUtils"],
        objectPermissions: [{ object: SobjectType, allowRead: true }],
        fieldPermissions: [{ field: "Account.Phone", readable: true }],
      };
      expect((await stack.create("AccessProof", "whole", all)).outputs.undeclaredAccess).toEqual([]);
    }));

  test("names the group that gives it, without what is muted there", () =>
    withAccess(async ({ stack, administrator, user, declared }) => {
      await giveGroup(administrator, user, ["RunReports", "ExportReport"], ["ExportReport"]);
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs.undeclaredAccess).toEqual(["RunReports: permission set group Support"]);
    }));

  test("names the profile, where somebody has added a permission by hand", () =>
    withAccess(async ({ stack, administrator, profile, declared }) => {
      await administrator.change("Profile", profile.id, permissions(["RunReports", "ChatterInternalUser"]));
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs).toMatchObject({
        undeclaredAccess: ["RunReports: the profile"],
        licenseAccess: ["ChatterInternalUser"],
      });
    }));

  test("is less than the deployer sees, where a permission set has to be activated", () =>
    withAccess(async ({ stack, administrator, user, declared, said }) => {
      await giveSet(administrator, user, "Night", ["RunReports"], { HasActivationRequired: true });
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs.undeclaredAccess).toEqual([
        "RunReports: permission set Night, not in force in the session of the user",
      ]);
      expect(said.join("\n")).toMatch(
        /nothing else[\s\S]*not in force in the session of .*: RunReports \(permission set Night\)/,
      );
      const failure = await failureOf(
        stack.create("AccessProof", "needed", {
          ...declared,
          userPermissions: [...declared.userPermissions, "RunReports"],
        }),
      );
      expect(failure.message).toMatch(/does not have RunReports in its session, although a permission set gives it/);
    }));

  test("is refused where something declared is missing", () =>
    withAccess(async ({ stack, administrator, set, declared }) => {
      await administrator.change("PermissionSet", set.id, { PermissionsApexRestServices: false });
      const objectPermissions = [{ object: "Account", allowRead: true }];
      const failure = await failureOf(stack.create("AccessProof", "proof", { ...declared, objectPermissions }));
      expect(failure.message).toMatch(
        /does not have ApexRestServices \(and Account\.allowRead\), which is declared: no profile .* pulumi up --refresh/,
      );
    }));
});

describe("a high privilege that nobody has declared", () => {
  test("is refused with where it comes from, until it is named", () =>
    withAccess(async ({ stack, administrator, user, declared }) => {
      await giveSet(administrator, user, "Everything", ["ViewAllData", "AuthorApex"]);
      const failure = await failureOf(stack.create("AccessProof", "proof", declared));
      expect(failure.message).toMatch(
        /has AuthorApex from permission set Everything, and nobody has declared it: it writes and runs Apex code.*more such privileges.*allowHighPrivilege of the proof/s,
      );
      for (const allowHighPrivilege of [["Everything"], ["viewAllData", "AuthorApex", "ViewSetup"]]) {
        const meant = await stack.create("AccessProof", allowHighPrivilege.join(), { ...declared, allowHighPrivilege });
        expect(meant.outputs.undeclaredAccess).toContain("ViewAllData: permission set Everything");
      }
    }));
});

describe("who else can use the app", () => {
  test("is counted and named, through permission sets and groups, without whoever is inactive", () =>
    withAccess(async ({ stack, administrator, set, declared, said }) => {
      const zoe = await administrator.createUser("zoe");
      const ann = await administrator.createUser("ann");
      const bob = await administrator.createUser("bob");
      for (const AssigneeId of [zoe, bob])
        await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: set.id });
      const group = { DeveloperName: "Callers", MasterLabel: "Callers" };
      const PermissionSetGroupId = await administrator.create("PermissionSetGroup", group);
      await administrator.create("PermissionSetGroupComponent", { PermissionSetGroupId, PermissionSetId: set.id });
      for (const AssigneeId of [zoe, ann])
        await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetGroupId });
      await administrator.change("User", bob, { IsActive: false });
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs.otherAppUsers).toEqual({
        count: 2,
        usernames: ["ann@mycompany.example", "zoe@mycompany.example"],
      });
      expect(said.join("\n")).toContain(
        "the app also admits 2 other users: ann@mycompany.example, zoe@mycompany.example",
      );
    }));
});

describe("a proof that declares no permissions", () => {
  test("compares nothing, and asks the user nothing", () =>
    withAccess(async ({ stack, administrator, user, local, declared: { userPermissions: _, ...declared } }) => {
      await giveSet(administrator, user, "Everything", ["ViewAllData"]);
      await requestsTo(local);
      const { outputs } = await stack.create("AccessProof", "proof", declared);
      expect(outputs).not.toHaveProperty("undeclaredAccess");
      expect(await requestsTo(local)).toHaveLength(2);
    }));

  test("of an earlier version shows no change, until something else makes it run again", () =>
    withAccess(async ({ stack, declared: { userPermissions, ...declared } }) => {
      const made = await stack.create("AccessProof", "proof", declared);
      const { __provider: _text, ...olds } = made.inputs;
      const now = { ...declared, userPermissions, owner: String(olds.owner) };
      expect((await stack.check("AccessProof", now, olds)).inputs).toEqual(olds);
      const again = { ...now, revisions: { app: 2 } };
      expect((await stack.check("AccessProof", again, made.inputs)).inputs).toMatchObject(again);
    }));
});

describe("the comparison", () => {
  const source = (what: string, ...access: string[]): AccessSource => ({
    what,
    name: what,
    isProfile: what === "the profile",
    access,
  });

  test.each<[string, Parameters<typeof compareAccess>, Partial<ReturnType<typeof compareAccess>>]>([
    [
      "does not tell the case of letters",
      [["apiEnabled"], [source("the profile", "ApiEnabled")], ["ApiEnabled"]],
      { undeclared: [], missing: [] },
    ],
    [
      "believes the deployer where the user's own view is not known",
      [["RunReports"], [source("Sales", "RunReports")], undefined],
      { missing: [] },
    ],
    ["takes what only the user sees for the licence's", [[], [], ["RunReports"]], { licensed: ["RunReports"] }],
    [
      "does not take a high privilege for the licence's",
      [[], [], ["ViewAllData"]],
      { licensed: [], undeclared: [{ access: "ViewAllData", from: [], isEffective: true }] },
    ],
    [
      "names what the licence gives where a permission set gives it too",
      [[], [source("Sales", "ChatterInternalUser"), source("the profile", "ChatterInternalUser")], undefined],
      { licensed: [] },
    ],
  ])("%s", (_what, given, expected) => {
    expect(compareAccess(...given)).toMatchObject(expected);
  });
});
