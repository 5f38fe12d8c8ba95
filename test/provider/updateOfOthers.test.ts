import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { changeComponent } from "../engine/accessInOrg.ts";
import { certificate, failureOf, type Scene, withStack } from "./kit.ts";

/** A record that this stack has made, and how somebody else's mark gets onto it. */
const cases: [ResourceKind, Values, (scene: Scene, id: string) => Promise<void>, Values][] = [
  [
    "PermissionSet",
    { label: "Set" },
    ({ administrator }, id) => administrator.change("PermissionSet", id, { Description: "[pulumi:other/prod/set]" }),
    { label: "New" },
  ],
  [
    "IntegrationProfile",
    { name: "Profile", userPermissions: ["ApiEnabled"] },
    ({ administrator }, id) => administrator.change("Profile", id, { Description: "[pulumi:other/prod/set]" }),
    { name: "New" },
  ],
  [
    "ExternalClientApp",
    {
      label: "WxCC - SCV",
      contactEmail: "admin@mycompany.example",
      callbackUrls: ["http://localhost:1717/OauthRedirect"],
      scopes: ["Api", "RefreshToken"],
      certificatePem: certificate("valid"),
    },
    ({ local }) =>
      changeComponent(local, "ExternalClientApplication", "WxCC_SCV", { description: "[pulumi:other/prod/set]" }),
    { contactEmail: "new@mycompany.example" },
  ],
];

describe("an update of what carries the mark of another owner by now", () => {
  test.each(cases)("(%s) is refused, says whose it is, and writes nothing", (kind, inputs, handOver, change) =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const made = await stack.create(kind, "thing", inputs);
      await handOver(scene, made.id);
      const before = await (await fetch(`${local.url}/_local/export`)).json();
      const { message } = await failureOf(stack.update(made, change));
      expect(message).toMatch(/carries the mark of another stack: other\/prod\/set\. Nothing was changed/);
      expect(await (await fetch(`${local.url}/_local/export`)).json()).toEqual(before);
    }),
  );

  test("(IntegrationUser) is refused, says whose it is, and writes nothing", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("IntegrationUser", "user", {
        username: "scv@mycompany.example",
        email: "scv@mycompany.example",
        lastName: "Integration",
        profileId: await administrator.idOf("Profile", "Name = 'Minimum Access - API Only Integrations'"),
      });
      await administrator.change("User", made.id, { Division: "pulumi:other/prod/user" });
      const { message } = await failureOf(stack.update(made, { lastName: "New" }));
      expect(message).toMatch(/carries the mark of another stack: other\/prod\/user\. Nothing was changed/);
      expect(local.org.records.get("User", made.id)).toMatchObject({ LastName: "Integration" });
    }));

  test("is done where the resource was renamed in the program: the mark of before is ours", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "before", { label: "Set" });
      const renamed = await stack.update({ ...made, name: "after" }, { label: "Set" });
      expect(local.org.records.get("PermissionSet", renamed.id)?.Description).toMatch(/\/after\]$/);
    }));
});
