import { describe, expect, test } from "@jest/globals";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { type Access, makeAccess } from "./access.ts";
import { type Deployed, failureOf, requestsTo, Stack, withStack } from "./kit.ts";

const refusal =
  /Nothing is written: pulumi-nodejs:salesforce\.readOnly \(or the environment variable SALESFORCE_READ_ONLY\) is true/;
const signed = selfSigned();

/** An input of each resource of the access that an update writes. */
const changes: Record<keyof Access, Record<string, unknown>> = {
  set: { label: "Other" },
  profile: { userPermissions: ["ApiEnabled"] },
  user: { lastName: "Other" },
  app: { label: "Other" },
  policy: { sessionTimeoutInMinutes: 30 },
};

describe("a stack that is read-only", () => {
  test("makes, changes and deletes nothing, and sends no write", () =>
    withStack(async ({ stack, local }) => {
      const access = await makeAccess(stack, signed);
      const before = await (await fetch(`${local.url}/_local/export`)).json();
      const reader = await Stack.on(local, { readOnly: "true", allowUnknownDeployerApp: "true" });
      await requestsTo(local);
      for (const [part, deployed] of Object.entries(access) as [keyof Access, Deployed][]) {
        expect((await failureOf(reader.update(deployed, changes[part]))).message).toMatch(refusal);
        expect((await failureOf(reader.delete(deployed))).message).toMatch(refusal);
      }
      const made = await failureOf(reader.create("PermissionSet", "new", { label: "New" }));
      expect(made.message).toMatch(refusal);
      expect(made).not.toHaveProperty("id");
      const writes = (await requestsTo(local)).filter((call) => /PATCH|DELETE|deploy|create|update|delete/.test(call));
      expect(writes).toEqual([]);
      expect(await (await fetch(`${local.url}/_local/export`)).json()).toEqual(before);
    }));

  test("reads all that it manages", () =>
    withStack(async ({ stack, local }) => {
      const access = await makeAccess(stack, signed);
      const reader = await Stack.on(local, { readOnly: "true" });
      for (const deployed of Object.values(access)) expect(await reader.drift(deployed)).toEqual({});
    }));

  test("takes no other word for it", () =>
    withStack(async ({ local }) => {
      const reader = await Stack.on(local, { readOnly: "yes" });
      const { message } = await failureOf(reader.create("PermissionSet", "new", { label: "New" }));
      expect(message).toContain("pulumi-nodejs:salesforce.readOnly must be true or false");
    }));
});
