import { expect, test } from "@jest/globals";
import { requestsTo, withStack } from "./kit.ts";

test("a refresh of many resources reads each as alone, in few calls: queries that differ in an id are one", () =>
  withStack(async ({ stack, local }) => {
    const grants = [
      { objectPermissions: [{ object: "Account", allowRead: true }] },
      { apexClasses: ["cnxscv.ServiceRouting"] },
      { objectPermissions: [{ object: "Account", allowRead: true, allowEdit: true }] },
      { userPermissions: ["ApiEnabled"] },
    ];
    const made = [];
    for (const [index, given] of grants.entries()) {
      made.push(await stack.create("PermissionSet", `set${index}`, { label: `Set ${index}`, ...given }));
      const profile = { name: `Profile ${index}`, userPermissions: index % 2 ? ["ApiEnabled"] : [] };
      made.push(await stack.create("IntegrationProfile", `profile${index}`, profile));
    }
    // One has gone, and one has drifted.
    local.org.records.remove("Profile", String(made[1]?.id));
    local.org.records.update("PermissionSet", String(made[2]?.id), { Label: "By hand" });
    const alone = [];
    for (const each of made) alone.push(await stack.read(each));
    await requestsTo(local);
    const together = await Promise.all(made.map((each) => stack.read(each)));
    expect(together).toEqual(alone);
    expect(together.map((each) => each !== undefined)).toEqual([true, false, ...Array(6).fill(true)]);
    // The last one asks whether what seems to be gone may only be hidden.
    const calls = await requestsTo(local);
    expect(calls).toEqual(["POST /composite", "POST /composite", "GET /query?q=SELECT Id FROM Profile LIMIT 2"]);
  }));
