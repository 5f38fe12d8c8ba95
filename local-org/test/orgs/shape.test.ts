import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { readShape } from "../../src/shape.ts";
import { clientOf, createUser, integrationProfileName, withOrg } from "../rest/client.ts";

const seatsQuery = "SELECT TotalLicenses FROM UserLicense WHERE Name = ";

describe("the shape of an org", () => {
  test("[org.developer-seats] a Developer Edition has its own seats, and they run out", () =>
    withOrg(
      async (client) => {
        expect(await client.one("SELECT OrganizationType, IsSandbox FROM Organization")).toMatchObject({
          OrganizationType: "Developer Edition",
          IsSandbox: false,
        });
        expect(await client.one(`${seatsQuery}'Salesforce'`)).toMatchObject({ TotalLicenses: 4 });
        expect(await client.one(`${seatsQuery}'Salesforce Platform'`)).toMatchObject({ TotalLicenses: 6 });
        await createUser(client, "first", integrationProfileName);
        await expect(createUser(client, "second", integrationProfileName)).rejects.toThrow("LICENSE_LIMIT_EXCEEDED");
      },
      { shape: { edition: "Developer Edition" } },
    ));

  test("seats that are given go before those of the edition", () =>
    withOrg(
      async ({ one }) => {
        expect(await one(`${seatsQuery}'Salesforce Integration'`)).toMatchObject({ TotalLicenses: 2 });
        expect(await one(`${seatsQuery}'Salesforce'`)).toMatchObject({ TotalLicenses: 4 });
        const permissionSetLicence = "SELECT TotalLicenses FROM PermissionSetLicense WHERE DeveloperName = ";
        expect(await one(`${permissionSetLicence}'SalesforceAPIIntegrationPsl'`)).toMatchObject({ TotalLicenses: 0 });
      },
      {
        shape: {
          edition: "Developer Edition",
          seats: { "Salesforce Integration": 2, SalesforceAPIIntegrationPsl: 0 },
        },
      },
    ));

  test("[org.package-absent] an org without the package has neither its classes nor its addresses", () =>
    withOrg(
      async ({ call, query }) => {
        expect(await query("SELECT Name FROM ApexClass WHERE NamespacePrefix = 'cnxscv'")).toEqual([]);
        expect(await query("SELECT Name FROM ApexClass")).toHaveLength(1);
        const answer = await call("POST", "//services/apexrest/cnxscv/voice/v1/createVoiceCall", {});
        expect(answer).toMatchObject({ status: 404, body: [{ errorCode: "NOT_FOUND" }] });
      },
      { shape: { packages: [] } },
    ));

  test("a clock that is ahead dates records ahead", () =>
    withOrg(
      async (client) => {
        await client.create("Account", { Name: "A" });
        const { CreatedDate } = await client.one("SELECT CreatedDate FROM Account");
        const ahead = Date.parse(CreatedDate) - Date.now();
        expect(ahead).toBeGreaterThan(86_400_000 - 30_000);
        expect(ahead).toBeLessThanOrEqual(86_400_000);
      },
      { shape: { clockOffsetMs: 86_400_000 } },
    ));

  test("is kept by a reset and by a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "local-org-"));
    try {
      const databaseFile = join(folder, "org.sqlite");
      const seats = async (local: Awaited<ReturnType<typeof createLocalOrg>>) =>
        (await clientOf(local, local.org.deployer.accessToken).one(`${seatsQuery}'Salesforce'`)).TotalLicenses;
      const first = await createLocalOrg({ databaseFile, shape: { seats: { Salesforce: 3 } } });
      await fetch(`${first.url}/_local/reset`, { method: "POST" });
      expect(await seats(first)).toBe(3);
      await first.stop();
      const second = await createLocalOrg({ databaseFile });
      await fetch(`${second.url}/_local/reset`, { method: "POST" });
      expect(await seats(second)).toBe(3);
      await second.stop();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each([
    [[], "A JSON object is needed for the shape of an org."],
    [{ seat: {} }, "There is no seat in the shape of an org; did you mean seats?"],
    [{ edition: "Free Edition" }, "In the shape of an org, edition takes Enterprise Edition, "],
    [{ isSandbox: 1 }, "In the shape of an org, isSandbox takes true or false."],
    [{ seats: { Gold: 1 } }, "In the shape of an org, seats takes numbers by licence, of Salesforce, "],
    [{ seats: { Salesforce: -1 } }, "In the shape of an org, seats takes numbers by licence, of Salesforce, "],
    [{ packages: ["other"] }, "In the shape of an org, packages takes an array of namespaces, of cnxscv."],
    [{ clockOffsetMs: 0.5 }, "In the shape of an org, clockOffsetMs takes whole milliseconds, "],
  ])("%j is refused", (shape, message) => {
    expect(() => readShape(shape)).toThrow(message);
  });
});

test.each([
  [
    { settings: { isSandbox: true } },
    "settings of an org; isSandbox belongs to the shape of an org, which it is made with.",
  ],
  [{ settings: { isSandbx: true } }, "did you mean isSandbox of the shape of an org, which it is made with?"],
  [{ settings: { profileFilter: true } }, "did you mean profileFiltering?"],
  [{ settings: { deployMs: -1 } }, "In the settings of an org, deployMs takes whole milliseconds"],
  [{ shape: { sandbox: true } }, "There is no sandbox in the shape of an org; did you mean isSandbox?"],
  [{ isSandbox: true }, "isSandbox belongs to its shape."],
  [{ deployMs: 0 }, "deployMs belongs to its settings."],
  [{ dataFile: "org.sqlite" }, "There is no dataFile in the options of a local org; did you mean databaseFile?"],
  [{ tls: { folder: "." } }, "There is no folder in its option tls; there are port, directory."],
])("a local org that is started with %j is refused before anything is opened", async (options, message) => {
  await expect(createLocalOrg(options as object)).rejects.toThrow(message);
});
