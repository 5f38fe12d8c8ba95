import { expect, test } from "@jest/globals";
import { deployerConnection } from "../metadata/kit.ts";
import { type Client, withOrg } from "../rest/client.ts";

/** The whole org, as its control shows it. */
async function state({ call }: Client): Promise<unknown> {
  return (await call("GET", "//_local/export")).body;
}

test("[safety.one-transaction] a call that fails half way leaves nothing", () =>
  withOrg(async (client) => {
    const { call, local, create } = client;
    await create("PermissionSet", { Name: "Access", Label: "Access" });
    const { Id: licenceId } = await client.one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce'");
    const before = await state(client);
    const records = local.org.records;
    const insert = records.insert.bind(records);
    // The org fails at its second write, whatever it is.
    let writes = 0;
    records.insert = (...args) => {
      writes += 1;
      const id = insert(...args);
      if (writes === 2) throw new Error("no more room");
      return id;
    };
    const silence = console.error;
    console.error = () => {};
    const fails = async (attempt: () => Promise<{ status: number }>): Promise<void> => {
      writes = 0;
      expect((await attempt()).status).toBe(500);
      expect(writes).toBe(2);
    };
    try {
      await fails(() => call("POST", "/sobjects/Profile", { Name: "P", UserLicenseId: licenceId }));
      await fails(() =>
        call("POST", "/composite", {
          compositeRequest: ["a", "b"].map((referenceId) => ({
            method: "POST",
            url: "/services/data/v68.0/sobjects/Account",
            referenceId,
            body: { Name: referenceId },
          })),
        }),
      );
      await fails(() =>
        call("POST", "/composite/sobjects", {
          records: ["a", "b"].map((Name) => ({ attributes: { type: "Account" }, Name })),
        }),
      );
      writes = 0;
      const metadata = ["A", "B"].map((fullName) => ({ fullName, label: fullName }));
      await expect(deployerConnection(local).metadata.create("PermissionSet", metadata)).rejects.toThrow();
    } finally {
      records.insert = insert;
      console.error = silence;
    }
    expect(await state(client)).toEqual(before);
  }));
