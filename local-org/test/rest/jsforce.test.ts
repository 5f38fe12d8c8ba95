import { expect, test } from "@jest/globals";
import jsforce from "jsforce";
import { type Json, withOrg } from "./client.ts";

test("an ordinary client (jsforce) reads, writes, queries and describes", () =>
  withOrg(async ({ local }) => {
    const connection = new jsforce.Connection({
      instanceUrl: local.url,
      accessToken: local.org.deployer.accessToken,
      version: "68.0",
    });
    const account: Json = await connection.sobject("Account").create({ Name: "One" });
    expect(account).toMatchObject({ success: true, id: expect.stringMatching(/^001/) });
    const many: Json = await connection
      .sobject("Account")
      .create([{ Name: "Two" }, { Name: "" }], { allOrNone: false });
    expect(many.map(({ success }: Json) => success)).toEqual([true, false]);
    await connection.sobject("Account").update({ Id: account.id, Phone: "1" });
    const found = await connection.query<Json>("SELECT Name, CreatedBy.Name FROM Account WHERE Phone = '1'");
    expect(found.records).toMatchObject([{ Name: "One", CreatedBy: { Name: "Local Deployer" } }]);
    const described = await connection.sobject("PermissionSet").describe();
    expect(described.fields.length).toBeGreaterThan(538);
    await connection.sobject("Account").destroy(account.id);
    await expect(connection.sobject("Account").retrieve(account.id)).rejects.toMatchObject({
      errorCode: "ENTITY_IS_DELETED",
    });
    await expect(connection.query("SELECT Nothing FROM User")).rejects.toMatchObject({ errorCode: "INVALID_FIELD" });
    expect((await connection.limits()).DailyApiRequests).toMatchObject({ Max: 100_000 });
    expect(connection.limitInfo).toMatchObject({ apiUsage: { limit: 100_000 } });
  }));

test("a caller that asks for readable JSON gets it", () =>
  withOrg(async ({ local }) => {
    const response = await fetch(`${local.url}/services/data/`, { headers: { "X-PrettyPrint": "1" } });
    expect(await response.text()).toMatch(/^\[\n {2}\{\n {4}"label" : "Summer '14",\n/);
  }));
