import { expect, test } from "@jest/globals";
import { failureOf, withStack } from "./kit.ts";

const namespace = "kiosk";
const declared = { label: "Scv Access", userPermissions: ["ApiEnabled"] };

test("in an org with a namespace of its own, its permission sets are found by name: again, adopted, and taken", () =>
  withStack(
    async ({ stack, administrator }) => {
      const made = await stack.create("PermissionSet", "access", declared);
      expect((await stack.create("PermissionSet", "access", declared)).id).toBe(made.id);
      expect(await stack.drift(made)).toEqual({});

      const byHand = await administrator.create("PermissionSet", { Name: "By_Hand", Label: "By Hand" });
      const refused = await failureOf(stack.create("PermissionSet", "hand", { label: "By Hand" }));
      expect(refused.message).toContain(`permission set By_Hand (${byHand}`);
      const adopted = await stack.create("PermissionSet", "hand", { label: "By Hand", adopt: true });
      expect(adopted.id).toBe(byHand);
    },
    { namespace },
  ));

test.each(["c.OrderService", "kiosk.OrderService", "KIOSK.orderservice"])(
  "in an org with a namespace of its own, a class of its own is %s",
  (name) =>
    withStack(
      async ({ stack }) => {
        const made = await stack.create("PermissionSet", "access", { ...declared, apexClasses: [name] });
        expect(made.outputs.apexClasses).toEqual([name]);
        expect(await stack.drift(made)).toEqual({});
        const without = await stack.update(made, { apexClasses: [] });
        expect(await stack.drift(without)).toEqual({});
      },
      { namespace },
    ),
);

test("in an org with a namespace of its own, access that somebody adds to a class of its own shows as c.", () =>
  withStack(
    async ({ stack, administrator }) => {
      const made = await stack.create("PermissionSet", "access", declared);
      await administrator.create("SetupEntityAccess", {
        ParentId: made.id,
        SetupEntityId: await administrator.idOf("ApexClass", "Name = 'OrderService'"),
      });
      expect(await stack.drift(made)).toEqual({ apexClasses: ["c.OrderService"] });
    },
    { namespace },
  ));
