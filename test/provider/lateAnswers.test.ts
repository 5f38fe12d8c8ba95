import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { type Asked, errorBody, json, makesRecords, standBetween } from "../salesforce/network/between.ts";
import { Stack, withStack } from "./kit.ts";

const ways: [string, { composeWrites?: string }, (asked: Asked, type: string) => boolean][] = [
  ["in one call", {}, makesRecords],
  [
    "in calls of their own",
    { composeWrites: "false" },
    ({ method, path }, type) => method === "POST" && path.endsWith(`/sobjects/${type}`),
  ],
];

const kinds: [ResourceKind, string, (profileId: string) => Values][] = [
  ["PermissionSet", "PermissionSet", () => ({ label: "Late", apexClasses: ["cnxscv.ServiceRouting"] })],
  ["IntegrationProfile", "Profile", () => ({ name: "Late", userPermissions: ["ApiEnabled", "ApiUserOnly"] })],
  [
    "IntegrationUser",
    "User",
    (profileId) => ({ username: "late@x.example", email: "late@x.example", lastName: "Late", profileId }),
  ],
];

describe.each(ways)("records that are made %s", (_way, settings, makes) => {
  test.each(kinds)(
    "by a call that a gateway gives up and the org does after all, behind the look for it: a %s is ours, and there once",
    (kind, type, inputsWith) =>
      withStack(async ({ stack, local }) => {
        const profile = await stack.create("IntegrationProfile", "profile", {
          name: "SCV Integration",
          userPermissions: ["ApiEnabled", "ApiUserOnly"],
        });
        const between = await standBetween(local);
        const late = await Stack.on(local, { ...settings, instanceUrl: between.url, loginUrl: between.url });
        let givenUp: (() => Promise<unknown>) | undefined;
        let count = 0;
        between.stranger = async (asked, pass) => {
          if (!makes(asked, type)) return pass();
          count++;
          if (count === 1) {
            givenUp = pass;
            return json(504, errorBody("SERVER_UNAVAILABLE"));
          }
          if (count === 2) await givenUp?.();
          return pass();
        };
        try {
          const made = await late.create(kind, "late", inputsWith(profile.id));
          expect(count).toBe(2);
          expect(await stack.drift(made)).toEqual({});
          const records = local.org.records.find(type, {}).map((record) => JSON.stringify(record));
          expect(records.filter((record) => record.includes("access/test/late"))).toHaveLength(1);
        } finally {
          await between.stop();
        }
      }),
  );
});
