import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { sameField } from "../../provider/userFields.ts";
import {
  changeAndUndo,
  type Deployed,
  failureOf,
  madeAgain,
  type OpenScene,
  openScene,
  ownerOf,
  requestsTo,
  type Scene,
  type Stack,
  withStack,
} from "./kit.ts";

const username = "scv@mycompany.example";
const retirement = "Minimum Access - API Only Integrations";

/** The profile and the permission set that the user needs, and the inputs of the user. */
async function prepared({ stack }: Scene): Promise<{ profile: Deployed; set: Deployed; declared: Values }> {
  const profile = await stack.create("IntegrationProfile", "profile", {
    name: "SCV Integration",
    userPermissions: ["ApiEnabled", "ApiUserOnly"],
  });
  const set = await stack.create("PermissionSet", "set", { label: "IVR Access", userPermissions: ["ApiEnabled"] });
  const declared = {
    username,
    email: "scv@mycompany.example",
    firstName: "SCV",
    lastName: "Integration User",
    alias: "scvint",
    profileId: profile.id,
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    permissionSetIds: [set.id],
  };
  return { profile, set, declared };
}

/** Runs a test with the profile and the permission set in place. */
function withUser(
  work: (scene: Scene & Awaited<ReturnType<typeof prepared>>) => Promise<void>,
  settings: Parameters<typeof withStack>[1] = {},
): Promise<void> {
  return withStack(async (scene) => work({ ...scene, ...(await prepared(scene)) }), settings);
}

const assignmentsOf = ({ local }: Scene, AssigneeId: string) => ({
  sets: local.org.records
    .find("PermissionSetAssignment", { AssigneeId })
    .map(({ PermissionSetId }) => local.org.records.get("PermissionSet", String(PermissionSetId)))
    .filter((set) => set?.IsOwnedByProfile === false)
    .map((set) => set?.Id),
  licenses: local.org.records
    .find("PermissionSetLicenseAssign", { AssigneeId })
    .map(
      ({ PermissionSetLicenseId }) =>
        local.org.records.get("PermissionSetLicense", String(PermissionSetLicenseId))?.DeveloperName,
    ),
});

describe("a user", () => {
  test("is made with profile, licence, permission set and mark, and reads back as declared", () =>
    withUser(async (scene) => {
      const { stack, local, profile, set, declared } = scene;
      const made = await stack.create("IntegrationUser", "user", declared);
      expect(made.id).toMatch(/^005\w{15}$/);
      expect(made.outputs).toMatchObject({
        orgId: local.org.organizationId,
        revision: expect.any(Number),
        pendingEmail: "",
        deactivatedByStack: false,
        isFrozen: false,
      });
      expect(local.org.records.get("User", made.id)).toMatchObject({
        Username: username,
        FirstName: "SCV",
        LastName: "Integration User",
        Alias: "scvint",
        CommunityNickname: username,
        ProfileId: profile.id,
        IsActive: true,
        Division: `pulumi:${ownerOf("user")}`,
      });
      expect(assignmentsOf(scene, made.id)).toEqual({ sets: [set.id], licenses: ["SalesforceAPIIntegrationPsl"] });
      expect(await stack.read(made)).toEqual(made);
      expect(await stack.read(made)).toEqual(made);
    }));

  test("gets its licence before the permission set that needs it", () =>
    withUser(async ({ stack, declared }) => {
      const set = await stack.create("PermissionSet", "licensed", {
        label: "Licensed",
        license: "SalesforceAPIIntegrationPsl",
      });
      const made = await stack.create("IntegrationUser", "user", { ...declared, permissionSetIds: [set.id] });
      expect(await stack.drift(made)).toEqual({});
    }));

  test("that is unchanged costs no write in an update", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      await requestsTo(local);
      await stack.update(made);
      expect((await requestsTo(local)).filter((request) => !/^(GET|POST \/composite$)/.test(request))).toEqual([]);
    }));

  test("moves to another profile and to another permission set", () =>
    withUser(async (scene) => {
      const { stack, declared } = scene;
      const made = await stack.create("IntegrationUser", "user", declared);
      const profile = await stack.create("IntegrationProfile", "profile2", {
        name: "Other",
        userPermissions: ["ApiEnabled"],
      });
      const set = await stack.create("PermissionSet", "set2", {
        label: "Other",
        userPermissions: ["ApexRestServices"],
      });
      const moved = await stack.update(made, { profileId: profile.id, permissionSetIds: [set.id] });
      expect(await stack.drift(moved)).toEqual({});
      expect(assignmentsOf(scene, made.id).sets).toEqual([set.id]);
    }));

  test.each(["kept", "withItsSets", "withAllSets"] as const)(
    "keeps its licence when it moves between permission sets that need it, and loses all when it is retired: %s",
    (licenceRelease) =>
      withUser(
        async (scene) => {
          const { stack, declared } = scene;
          const setWithRead = (name: string) =>
            stack.create("PermissionSet", name, {
              label: name,
              objectPermissions: [{ object: "Account", allowRead: true }],
            });
          const [first, second] = [await setWithRead("First"), await setWithRead("Second")];
          const made = await stack.create("IntegrationUser", "user", { ...declared, permissionSetIds: [first.id] });
          const moved = await stack.update(made, { permissionSetIds: [second.id] });
          expect(await stack.drift(moved)).toEqual({});
          const licenses = ["SalesforceAPIIntegrationPsl"];
          expect(assignmentsOf(scene, made.id)).toEqual({ sets: [second.id], licenses });
          const bare = await stack.update(moved, { permissionSetIds: [] });
          expect(await stack.drift(bare)).toEqual({});
          expect(assignmentsOf(scene, made.id)).toEqual({ sets: [], licenses });
          const back = await stack.update(bare, { permissionSetIds: [first.id, second.id] });
          await stack.delete(back);
          expect(assignmentsOf(scene, made.id)).toEqual({ sets: [], licenses: [] });
        },
        { licenceRelease },
      ),
  );

  test("with a permission set licence that is spelled in another case gets it, and that is no drift", () =>
    withUser(async (scene) => {
      const { stack, declared } = scene;
      const permissionSetLicenses = ["salesforceapiintegrationpsl"];
      const made = await stack.create("IntegrationUser", "user", { ...declared, permissionSetLicenses });
      expect(await stack.drift(made)).toEqual({});
      expect(assignmentsOf(scene, made.id).licenses).toEqual(["SalesforceAPIIntegrationPsl"]);
    }));

  test("whose address is spelled in another case is no drift", () =>
    withUser(async ({ stack, administrator, declared }) => {
      const made = await stack.create("IntegrationUser", "user", { ...declared, email: "Scv@MyCompany.example" });
      await administrator.change("User", made.id, { Email: "scv@mycompany.example" });
      expect(await stack.drift(made)).toEqual({});
    }));

  test("that was changed in the org shows what differs, and is repaired", () =>
    withUser(async (scene) => {
      const { stack, local, administrator, set, declared } = scene;
      const made = await stack.create("IntegrationUser", "user", declared);
      const other = await administrator.create("PermissionSet", { Name: "By_Hand", Label: "By hand" });
      await administrator.create("PermissionSetAssignment", { AssigneeId: made.id, PermissionSetId: other });
      const [assignment] = local.org.records.find("PermissionSetAssignment", {
        AssigneeId: made.id,
        PermissionSetId: set.id,
      });
      await administrator.remove("PermissionSetAssignment", String(assignment?.Id));
      await administrator.change("User", made.id, { Alias: "byhand", TimeZoneSidKey: "Europe/Berlin" });
      expect(await stack.drift(made)).toEqual({
        alias: "byhand",
        timeZone: "Europe/Berlin",
        permissionSetIds: [other],
      });
      const repaired = await stack.update(made);
      expect(await stack.drift(repaired)).toEqual({});
      expect(assignmentsOf(scene, made.id).sets).toEqual([set.id]);
    }));

  test("whose new address waits for its confirmation is no drift, is said once, and is not sent again", () =>
    withUser(
      async ({ stack, local, administrator, declared, said }) => {
        const made = await stack.create("IntegrationUser", "user", declared);
        const email = "new@mycompany.example";
        const changed = await stack.update(made, { email });
        expect(changed.outputs.pendingEmail).toBe(email);
        expect(said).toEqual([expect.stringMatching(/waits to be confirmed: follow the link that was sent to new@/)]);
        expect(await stack.drift(changed)).toEqual({});
        await requestsTo(local);
        const again = await stack.update(changed);
        expect((await requestsTo(local)).filter((request) => request.startsWith("PATCH"))).toEqual([]);
        expect(said).toHaveLength(1);
        // The link in the mail is followed.
        local.org.settings.emailConfirmation = false;
        await administrator.change("User", made.id, { Email: email });
        const confirmed = await stack.read(again);
        expect(confirmed?.outputs.pendingEmail).toBe("");
        expect(confirmed?.inputs.email).toBe(email);
      },
      { emailConfirmation: true },
    ));

  test("that an administrator has frozen is shown and stays frozen", () =>
    withUser(async ({ stack, local, administrator, declared, said }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      const login = await administrator.idOf("UserLogin", `UserId = '${made.id}'`);
      await administrator.change("UserLogin", login, { IsFrozen: true });
      const found = await stack.read(made);
      expect(found?.inputs).toEqual({ ...made.inputs, frozenByAdministrator: true });
      expect(found?.outputs.isFrozen).toBe(true);
      const failure = await failureOf(stack.update(made, { alias: "other" }));
      expect(failure.message).toMatch(/An administrator has frozen.*unfreeze it in Setup.*or declare isActive: false/);
      // What else is declared is brought about all the same: it may be what takes access away.
      expect(local.org.records.get("User", made.id)?.Alias).toBe("other");
      expect(local.org.records.get("UserLogin", login)?.IsFrozen).toBe(true);

      const retired = await stack.update(made, { isActive: false });
      expect(retired.outputs).toMatchObject({ isActive: false, isFrozen: true });
      expect(said).toEqual([expect.stringMatching(/is frozen and cannot log in; an administrator must unfreeze it/)]);
    }));
});

describe("a user takes another", () => {
  let scene: OpenScene;
  let made: Deployed;

  beforeAll(async () => {
    scene = await openScene();
    const { declared } = await prepared(scene);
    made = await scene.stack.create("IntegrationUser", "user", declared);
  });
  afterAll(() => scene.close());

  test.each<[string, Values]>([
    ["username", { username: "scv2@mycompany.example" }],
    ["email", { email: "other@mycompany.example" }],
    ["firstName", { firstName: "Service Cloud" }],
    ["firstName, left out", { firstName: "" }],
    ["lastName", { lastName: "Voice" }],
    ["alias", { alias: "voice" }],
    ["nickname", { nickname: "voice" }],
    ["timeZone", { timeZone: "Europe/Berlin" }],
    ["locale", { locale: "de_DE" }],
    ["language", { language: "de" }],
    ["emailEncoding", { emailEncoding: "ISO-8859-1" }],
    ["permissionSetIds, none", { permissionSetIds: [] }],
    ["permissionSetLicenses, none, and with them no sets", { permissionSetLicenses: [], permissionSetIds: [] }],
    ["permissionSetLicenses, more", { permissionSetLicenses: ["IdentityConnect", "SalesforceAPIIntegrationPsl"] }],
    ["isActive", { isActive: false }],
    ["retirementProfile", { retirementProfile: "Identity User" }],
  ])("%s, and the old one again", async (_case, change) => {
    await changeAndUndo(scene.stack, made, change);
  });
});

describe("a user that is not active", () => {
  test("because somebody else has stopped it, comes back only on demand", () =>
    withUser(async ({ stack, local, administrator, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      await administrator.change("User", made.id, { IsActive: false });
      expect(await stack.drift(made)).toEqual({ isActive: false });
      const failure = await failureOf(stack.update(made));
      expect(failure.message).toMatch(
        /was deactivated in the org, not by this stack.*set reactivate: true for one run/,
      );
      expect(local.org.records.get("User", made.id)?.IsActive).toBe(false);
      const back = await stack.update(made, { reactivate: true });
      expect(await stack.drift(back)).toEqual({});
      expect(local.org.records.get("User", made.id)?.IsActive).toBe(true);
    }));

  test("because this stack has stopped it, comes back by itself", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      const stopped = await stack.update(made, { isActive: false });
      expect(stopped.outputs.deactivatedByStack).toBe(true);
      const back = await stack.update(stopped, { isActive: true });
      expect(back.outputs.deactivatedByStack).toBe(false);
      expect(local.org.records.get("User", made.id)?.IsActive).toBe(true);
    }));

  test("because this stack has stopped it, and then was stopped by somebody else as well, is known after a refresh", () =>
    withUser(async ({ stack, administrator, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      const stopped = await stack.update(made, { isActive: false });
      const back = await stack.update(stopped, { isActive: true });
      await administrator.change("User", made.id, { IsActive: false });
      const found = await stack.read(back);
      expect(found?.outputs.deactivatedByStack).toBe(false);
      const failure = await failureOf(stack.update({ ...back, outputs: found?.outputs ?? {} }));
      expect(failure.message).toMatch(/not by this stack/);
    }));
});

describe("a destroyed user", () => {
  test("is moved to the standard profile before it is deactivated, in an org that moves no inactive user", () =>
    withUser(
      async ({ stack, local, administrator, profile, declared }) => {
        const made = await stack.create("IntegrationUser", "user", declared);
        await stack.delete(made);
        expect(local.org.records.get("User", made.id)).toMatchObject({
          IsActive: false,
          ProfileId: await administrator.idOf("Profile", `Name = '${retirement}'`),
          Division: `pulumi-retired:${ownerOf("user")}`,
        });
        await stack.delete(profile);
        const again = await stack.create("IntegrationProfile", "profile", profile.inputs);
        const back = await stack.create("IntegrationUser", "user", { ...declared, profileId: again.id });
        expect(back.id).toBe(made.id);
        // Somebody else deactivated it: what the org does not let happen is told with its code.
        await administrator.change("User", made.id, { IsActive: false });
        expect((await failureOf(stack.delete(back))).message).toMatch(/retiring user .* INACTIVE_OWNER_OR_USER/);
      },
      { inactiveUserProfileChange: "refused" },
    ));

  test("is inactive on the standard profile, holds nothing, and the username stays taken", () =>
    withUser(async (scene) => {
      const { stack, local, administrator, profile, declared, said } = scene;
      const made = await stack.create("IntegrationUser", "user", declared);
      await stack.delete(made);
      expect(local.org.records.get("User", made.id)).toMatchObject({
        Username: username,
        IsActive: false,
        ProfileId: await administrator.idOf("Profile", `Name = '${retirement}'`),
        Division: `pulumi-retired:${ownerOf("user")}`,
      });
      expect(assignmentsOf(scene, made.id)).toEqual({ sets: [], licenses: [] });
      expect(said).toEqual([
        expect.stringMatching(/is deactivated and keeps its username, because Salesforce does not delete/),
      ]);
      // Its profile is free now.
      await stack.delete(profile);
      expect(await stack.read(profile)).toBeUndefined();
    }));

  test("is taken back after its stack has got a word of its own for its marks", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      await stack.delete(made);
      const back = await stack.create("IntegrationUser", "user", declared, "access/test@emea/user");
      expect(back.id).toBe(made.id);
      expect(back.outputs.isAdopted).toBe(false);
      expect(local.org.records.get("User", made.id)).toMatchObject({
        IsActive: true,
        Division: "pulumi:access/test@emea/user",
      });
      const failure = await failureOf(stack.create("IntegrationUser", "user", declared));
      expect(failure.message).toMatch(/belongs to another stack: access\/test@emea\/user/);
    }));

  test("gives its seats back", () =>
    withUser(async ({ stack, local, declared }) => {
      const seats = () => [
        local.org.records.find("UserLicense", { Name: "Salesforce Integration" })[0]?.UsedLicenses,
        local.org.records.find("PermissionSetLicense", { DeveloperName: "SalesforceAPIIntegrationPsl" })[0]
          ?.UsedLicenses,
      ];
      const before = seats();
      const made = await stack.create("IntegrationUser", "user", declared);
      expect(seats()).not.toEqual(before);
      await stack.delete(made);
      expect(seats()).toEqual(before);
    }));

  test("is taken back by the next create, as the same user", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      await stack.delete(made);
      const again = await stack.create("IntegrationUser", "user", declared);
      expect(again).toEqual(madeAgain(made));
      expect(await stack.drift(again)).toEqual({});
      expect(local.org.records.get("User", made.id)).toMatchObject({
        IsActive: true,
        Division: `pulumi:${ownerOf("user")}`,
      });
    }));

  test("can be destroyed twice", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", declared);
      await stack.delete(made);
      await stack.delete(made);
      expect(local.org.records.get("User", made.id)?.IsActive).toBe(false);
    }));

  test("needs its retirement profile, and is left alone without it", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", { ...declared, retirementProfile: "No Profile" });
      expect((await failureOf(stack.delete(made))).message).toMatch(
        /retirementProfile: there is no profile named No Profile/,
      );
      expect(local.org.records.get("User", made.id)?.IsActive).toBe(true);
    }));
});

describe("a username that is taken", () => {
  test("by our own half-made user is finished", () =>
    withUser(async (scene) => {
      const { stack, local, declared } = scene;
      const made = await stack.create("IntegrationUser", "user", declared);
      for (const type of ["PermissionSetAssignment", "PermissionSetLicenseAssign"]) {
        for (const row of local.org.records.find(type, { AssigneeId: made.id })) {
          const set = local.org.records.get("PermissionSet", String(row.PermissionSetId));
          if (set?.IsOwnedByProfile !== true) local.org.records.remove(type, String(row.Id));
        }
      }
      const again = await stack.create("IntegrationUser", "user", declared);
      expect(again).toEqual(madeAgain(made));
      expect(assignmentsOf(scene, made.id).sets).toHaveLength(1);
      expect(local.org.records.find("User", { Username: username })).toHaveLength(1);
    }));

  test.each([
    [
      "by somebody else's user is refused, and how to adopt it is said",
      "Sales",
      /last changed by Local Deployer on .* this stack did not create it.*set adopt: true/,
    ],
    ["by another stack's user is refused", "pulumi:access/production/user", /belongs to another stack/],
    ["by another stack's retired user is refused", "pulumi-retired:access/production/user", /belongs to another stack/],
  ])("%s, untouched", (_case, Division, message) =>
    withUser(async ({ stack, local, administrator, declared }) => {
      const id = await administrator.createUser("scv", "Standard User", { Division });
      const before = local.org.records.get("User", id);
      const failure = await failureOf(stack.create("IntegrationUser", "user", declared));
      expect(failure.message).toMatch(message);
      expect(failure.message).toContain(id);
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.get("User", id)).toEqual(before);
    }),
  );

  test("in an update is refused with Salesforce's code, the input and what to do", () =>
    withUser(async ({ stack, administrator, declared }) => {
      await administrator.createUser("taken");
      const made = await stack.create("IntegrationUser", "user", declared);
      const failure = await failureOf(stack.update(made, { username: "taken@mycompany.example" }));
      expect(failure.message).toMatch(
        /^IntegrationUser "user" \(taken@mycompany\.example\): .*DUPLICATE_USERNAME \(username\).*choose another username/,
      );
    }));
});

describe("other fields of a user", () => {
  const fields = { Department: "Contact Centre", EmployeeNumber: "007", UserPermissionsInteractionUser: true };

  test("are written with the create, read back as declared, and what is not declared is left alone", () =>
    withUser(async ({ stack, local, administrator, declared }) => {
      const made = await stack.create("IntegrationUser", "user", { ...declared, fields });
      expect(local.org.records.get("User", made.id)).toMatchObject(fields);
      await administrator.change("User", made.id, { Title: "Robot", CompanyName: "Somebody's" });
      expect(await stack.drift(made)).toEqual({});
      await stack.update(made, { lastName: "Other" });
      expect(local.org.records.get("User", made.id)).toMatchObject({ Title: "Robot", CompanyName: "Somebody's" });
    }));

  test("drift each by itself, and are put right", () =>
    withUser(async ({ stack, local, administrator, declared }) => {
      const made = await stack.create("IntegrationUser", "user", { ...declared, fields });
      await administrator.change("User", made.id, { Department: "Sales", EmployeeNumber: null });
      expect(await stack.drift(made)).toEqual({ fields: { ...fields, Department: "Sales", EmployeeNumber: "" } });
      await stack.update(made);
      expect(local.org.records.get("User", made.id)).toMatchObject(fields);
    }));

  test("are written alone where one of them changes, emptied by an empty text, and stay when they are declared no more", () =>
    withUser(async ({ stack, local, declared }) => {
      const made = await stack.create("IntegrationUser", "user", { ...declared, fields });
      const emptied = await stack.update(made, { fields: { ...fields, Department: "" } });
      expect(local.org.records.get("User", made.id)?.Department).toBeNull();
      expect(await stack.drift(emptied)).toEqual({});
      const { fields: _fields, ...rest } = emptied.inputs;
      const undeclared = await stack.update({ ...emptied, inputs: rest });
      expect(undeclared.inputs).not.toHaveProperty("fields");
      expect(local.org.records.get("User", made.id)?.EmployeeNumber).toBe("007");
      expect(await stack.drift(undeclared)).toEqual({});
    }));

  test("are named in any case of letters, and refer to records by ids of either length", () =>
    withUser(async ({ stack, administrator, declared }) => {
      const ManagerId = (await administrator.createUser("ann")).slice(0, 15);
      const odd = { department: "IT", MANAGERID: ManagerId };
      const made = await stack.create("IntegrationUser", "user", { ...declared, fields: odd });
      expect(made.outputs.fields).toEqual(odd);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("that the org does not have, or does not show, are refused before anything is written", () =>
    withUser(async ({ stack, local, declared }) => {
      const wrong = { ...declared, fields: { NoSuchField__c: "x" } };
      const failure = await failureOf(stack.create("IntegrationUser", "user", wrong));
      expect(failure.message).toMatch(/INVALID_FIELD.*NoSuchField__c/);
      const made = await stack.create("IntegrationUser", "user", declared);
      const before = local.org.records.get("User", made.id);
      const update = await failureOf(stack.update(made, { fields: wrong.fields, lastName: "Other" }));
      expect(update.message).toMatch(/fields: users of this org have no field NoSuchField__c, or the deployer cannot/);
      expect(local.org.records.get("User", made.id)).toEqual(before);
    }));

  test.each<[string, unknown, unknown, boolean]>([
    ["a number and its text", 5, "5.0", true],
    ["no number and zero", null, 0, false],
    ["a boolean and another", true, false, false],
    ["a text and the same with Salesforce's ends of lines", "a\r\nb", "a\nb", true],
    ["two texts that differ in case", "Sales", "sales", false],
    ["two forms of an id", "00EgL0000000001", "00EgL0000000001UAA", true],
    ["two forms of a time", "2026-01-02T03:04:05.000+0000", "2026-01-02T04:04:05+01:00", true],
    ["two times", "2026-01-02T03:04:05.000+0000", "2026-01-02T03:04:06Z", false],
    ["items of a multi-select picklist in another order", "a;b", "b;a", true],
    ["other items", "a;b", "a;c", false],
    ["nothing and an empty text", null, "", true],
  ])("mean the same or not: %s", (_case, found, declared, expected) => {
    expect(sameField("Any__c", found, declared)).toBe(expected);
  });
});

describe("the nickname that a username leads to", () => {
  const longName = (end: string) => `${"integration.of.the.contact.centre".padEnd(45, "x")}${end}@mycompany.example`;
  const nicknameOf = async (stack: Stack, name: string, olds: Values = {}) =>
    (await stack.check("IntegrationUser", { ...minimal, username: name }, olds)).inputs.nickname;
  const minimal = {
    email: "scv@mycompany.example",
    lastName: "SCV",
    profileId: "00e000000000001AAA",
    owner: ownerOf("user"),
  };

  test("is the username, and differs for usernames that begin with the same forty characters", () =>
    withStack(async ({ stack }) => {
      expect(await nicknameOf(stack, "SCV@mycompany.example")).toBe("scv@mycompany.example");
      const [one, other] = [await nicknameOf(stack, longName("1")), await nicknameOf(stack, longName("2"))];
      expect(one).not.toBe(other);
      for (const nickname of [one, other]) expect(String(nickname)).toHaveLength(40);
    }));

  test("of an earlier version stays", () =>
    withStack(async ({ stack }) => {
      const cut = longName("1").slice(0, 40);
      expect(await nicknameOf(stack, longName("1"), { nickname: cut })).toBe(cut);
      expect(await nicknameOf(stack, longName("1"), { nickname: "declared" })).not.toBe(cut);
    }));
});

describe("a user cannot be made", () => {
  test("without a free seat of the user licence", () =>
    withUser(async ({ stack, local, administrator, declared }) => {
      for (const name of ["a", "b", "c", "d", "e"]) await administrator.createUser(name, retirement);
      const failure = await failureOf(stack.create("IntegrationUser", "user", declared));
      expect(failure.message).toMatch(
        /^IntegrationUser "user" \(scv@mycompany\.example\): .*LICENSE_LIMIT_EXCEEDED.*deactivate a user that holds one/,
      );
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.find("User", { Username: username })).toEqual([]);
    }));

  test("with a nickname that is taken", () =>
    withUser(async ({ stack, administrator, declared }) => {
      await administrator.createUser("ann", "Standard User", { CommunityNickname: "scv" });
      const failure = await failureOf(stack.create("IntegrationUser", "user", { ...declared, nickname: "scv" }));
      expect(failure.message).toMatch(/DUPLICATE_COMM_NICKNAME \(nickname\).*Choose another nickname/);
    }));

  test.each<[string, Values, RegExp]>([
    [
      "with a permission set licence that is not there",
      { permissionSetLicenses: ["NoSuchPsl"] },
      /permissionSetLicenses: there is no permission set licence with the developer name NoSuchPsl/,
    ],
    [
      "with a time zone that is none",
      { timeZone: "Mars/Olympus" },
      /INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST \(timeZone\)/,
    ],
    ["with a profile that is not there", { profileId: "00e000000000001AAA" }, /INVALID_CROSS_REFERENCE_KEY/],
  ])("%s", (_case, wrong, message) =>
    withUser(async ({ stack, local, declared }) => {
      const failure = await failureOf(stack.create("IntegrationUser", "user", { ...declared, ...wrong }));
      expect(failure.message).toMatch(message);
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.find("User", { Username: username })).toEqual([]);
    }),
  );

  test("with a permission set that is not there: the user is kept in state, and the next update finishes it", () =>
    withUser(async ({ stack, local, declared }) => {
      const wrong = { ...declared, permissionSetIds: ["0PS000000000001GAA"] };
      const failure = await failureOf(stack.create("IntegrationUser", "user", wrong));
      const [record] = local.org.records.find("User", { Username: username });
      expect(failure.id).toBe(record?.Id);
      expect(failure.reasons).toEqual([failure.message]);
      expect(failure.properties).toMatchObject({
        username,
        orgId: local.org.organizationId,
        __provider: expect.any(String),
      });
      const half = {
        kind: "IntegrationUser" as const,
        name: "user",
        id: failure.id,
        inputs: {},
        outputs: failure.properties,
      };
      const finished = await stack.update(half, declared);
      expect(await stack.drift(finished)).toEqual({});
      expect(local.org.records.find("User", { Username: username })).toHaveLength(1);
    }));
});

describe("the user that the deployment logs in with", () => {
  async function itself({ stack, local }: Scene): Promise<Deployed> {
    const { userId, username: name } = local.org.deployer;
    local.org.records.update("User", userId, { Division: `pulumi:${ownerOf("user")}` });
    const profileId = String(local.org.records.get("User", userId)?.ProfileId);
    const declared = {
      username: name,
      email: "deployer@local-org.example",
      firstName: "Local",
      lastName: "Deployer",
      alias: "deploy",
      nickname: "deployer",
      timeZone: "America/Los_Angeles",
      profileId,
    };
    return stack.create("IntegrationUser", "user", declared);
  }

  test("is never deactivated", () =>
    withStack(async (scene) => {
      const made = await itself(scene);
      const failure = await failureOf(scene.stack.update(made, { isActive: false }));
      expect(failure.message).toMatch(/is the user that this deployment logs in with, so it is never deactivated/);
      expect(scene.local.org.records.get("User", made.id)?.IsActive).toBe(true);
    }));

  test("is never retired by a destroy, and keeps what it has", () =>
    withStack(async (scene) => {
      const made = await itself(scene);
      expect((await failureOf(scene.stack.delete(made))).message).toMatch(/so it is never deactivated/);
      expect(await scene.stack.drift(made)).toEqual({});
    }));
});
