/** What every org holds, whoever made it. */
import type { Check } from "../check.ts";
import { expectLike, Unaskable } from "../expectation.ts";
import type { Json } from "../http.ts";

export const newOrgChecks: readonly Check[] = [
  {
    id: "permission-set.kinds",
    async ask({ api }) {
      const of = (type: string, fields: string) =>
        api.records(`SELECT ${fields} FROM PermissionSet WHERE Type = '${type}' LIMIT 1`);
      expectLike(await of("Profile", "IsOwnedByProfile"), [{ IsOwnedByProfile: true }]);
      expectLike(await of("Standard", "IsCustom, NamespacePrefix, LicenseId"), [
        { IsCustom: false, NamespacePrefix: "force", LicenseId: /^0PL/ },
      ]);
      const groups = await of("Group", "IsOwnedByProfile, LicenseId, PermissionSetGroupId");
      if (groups.length > 0)
        expectLike(groups, [{ IsOwnedByProfile: false, LicenseId: null, PermissionSetGroupId: /^0PG/ }]);
    },
  },
  {
    id: "permission-set.not-ours",
    async ask({ api }) {
      const [set] = await api.records("SELECT Id FROM PermissionSet WHERE Type = 'Standard' LIMIT 1");
      if (set === undefined) throw new Unaskable("The org has no standard permission set.");
      // What it is already, so that nothing changes where the rule does not hold.
      const { HasActivationRequired } = await api.one(
        `SELECT HasActivationRequired FROM PermissionSet WHERE Id = '${set.Id}'`,
      );
      const answer = await api.call("PATCH", `/sobjects/PermissionSet/${set.Id}`, { HasActivationRequired });
      expectLike(answer.status, 403);
    },
  },
  {
    id: "permission-set.activation-type",
    makes: ["permission sets"],
    async ask(asker) {
      const name = asker.name();
      const fields = { Name: name, Label: name, HasActivationRequired: true };
      const id = await asker.create("PermissionSet", fields);
      expectLike(await asker.api.one(`SELECT Type FROM PermissionSet WHERE Id = '${id}'`), { Type: "Session" });
    },
  },
  {
    id: "permission-set.group-name",
    async ask(asker) {
      const [group] = await asker.api.records("SELECT Name FROM PermissionSet WHERE Type = 'Group' LIMIT 1");
      if (group === undefined) throw new Unaskable("The org has no permission set group.");
      const fields = { Name: group.Name, Label: asker.name() };
      const answer = await asker.api.call("POST", "/sobjects/PermissionSet", fields);
      if (answer.status === 201)
        asker.later(() => asker.api.call("DELETE", `/sobjects/PermissionSet/${answer.body.id}`));
      expectLike(answer.status, 400);
    },
  },
  {
    id: "profile.owned-set-name",
    async ask({ api }) {
      const [set] = await api.records(
        "SELECT Name, Label FROM PermissionSet WHERE IsOwnedByProfile = true AND Profile.Name = 'Standard User'",
      );
      expectLike(set, { Name: /^X00e\w{12}/ });
      expectLike(set?.Label, set?.Name.slice(1));
    },
  },
  {
    id: "user.automatic",
    async ask({ api }) {
      const [process] = await api.records(
        "SELECT IsActive, ProfileId, Profile.Name FROM User WHERE UserType = 'AutomatedProcess' LIMIT 1",
      );
      expectLike(process, { IsActive: true, ProfileId: /^00e/, Profile: null });
      const { body } = await api.call("GET", "/sobjects/User/describe");
      const { picklistValues } = body.fields.find((field: Json) => field.name === "UserType");
      const listed = picklistValues.map(({ value }: Json) => value);
      expectLike([listed.includes("Standard"), listed.includes("AutomatedProcess")], [true, false]);
    },
  },
  {
    id: "user.company-default",
    makes: ["users"],
    async ask({ api }, fixtures) {
      const { userId } = await fixtures.person();
      const { Name } = await api.one("SELECT Name FROM Organization");
      expectLike(await api.one(`SELECT CompanyName FROM User WHERE Id = '${userId}'`), { CompanyName: Name });
    },
  },
  {
    id: "user.empty-texts",
    makes: ["users"],
    async ask({ api }, fixtures) {
      const { userId } = await fixtures.person();
      const texts = await api.one(`SELECT BadgeText, OutOfOfficeMessage FROM User WHERE Id = '${userId}'`);
      expectLike(texts, { BadgeText: "", OutOfOfficeMessage: "" });
      const { body } = await api.call("GET", "/sobjects/User/describe");
      for (const name of ["BadgeText", "OutOfOfficeMessage"])
        expectLike(
          body.fields.find((field: Json) => field.name === name),
          { createable: false, updateable: false },
        );
    },
  },
  {
    id: "user.type-of-profile",
    makes: ["users"],
    async ask({ api }, fixtures) {
      const { userId } = await fixtures.person();
      const user = await api.one(`SELECT UserType, Profile.UserType FROM User WHERE Id = '${userId}'`);
      expectLike(user.UserType, user.Profile.UserType);
    },
  },
];
