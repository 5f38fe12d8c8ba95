import { expect, test } from "@jest/globals";
import { deployerConnection, withOrg } from "../metadata/kit.ts";

interface ToolingResult {
  records: { Id: string; attributes: object }[];
}

test("[tooling.query] a result has the form of the Tooling API's", () =>
  withOrg(async (local) => {
    const connection = deployerConnection(local);
    const { tooling } = connection;
    const soql = "SELECT Id, Name FROM ApexClass WHERE NamespacePrefix = 'cnxscv' ORDER BY Name LIMIT 1";
    const result = await connection.request<ToolingResult>(`/tooling/query?q=${encodeURIComponent(soql)}`);
    const [record] = result.records;
    expect(Object.keys(result)).toEqual(["size", "totalSize", "done", "queryLocator", "entityTypeName", "records"]);
    expect(result).toMatchObject({
      size: 1,
      totalSize: 1,
      done: true,
      queryLocator: null,
      entityTypeName: "ApexClass",
    });
    expect(record?.attributes).toEqual({
      type: "ApexClass",
      url: `/services/data/v68.0/tooling/sobjects/ApexClass/${record?.Id}`,
    });
    expect(await tooling.sobject("ApexClass").retrieve(String(record?.Id))).toMatchObject({ Name: "ServiceRouting" });
    const { sobjects } = await tooling.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toContain("PermissionSet");
    expect(sobjects.map(({ name }) => name)).not.toContain("Account");
    expect(await tooling.describe("Profile")).toMatchObject({
      urls: { sobject: "/services/data/v68.0/tooling/sobjects/Profile" },
    });
  }));

test("[tooling.query] a long result has further pages", () =>
  withOrg(async (local) => {
    for (let count = 0; count < 250; count += 1)
      local.org.records.insert("PermissionSet", { Name: `Set${count}`, Label: "S", IsOwnedByProfile: false });
    const { tooling } = deployerConnection(local);
    const first = await tooling.query("SELECT Id FROM PermissionSet WHERE Name LIKE 'Set%'", {
      headers: { "Sforce-Query-Options": "batchSize=200" },
    });
    expect(first).toMatchObject({ totalSize: 250, done: false });
    expect(first.nextRecordsUrl).toMatch(/\/services\/data\/v68\.0\/tooling\/query\/0r8\w+-200$/);
    expect(await tooling.queryMore(String(first.nextRecordsUrl))).toMatchObject({ totalSize: 250, done: true });
  }));

test.each([
  ["[tooling.own-objects]", "SELECT Id, (SELECT Id FROM Contacts) FROM Account", "INVALID_TYPE"],
  ["[tooling.external-client-apps]", "SELECT Id FROM ExtlClntAppOauthPlcyCnfg", "INVALID_TYPE"],
  ["[tooling.unserved]", "SELECT Id FROM ApexTrigger WHERE Name = 'a FROM User'", "NOT_IMPLEMENTED"],
  ["[tooling.own-objects]", "SELECT Nothing FROM User", "INVALID_FIELD"],
])("%s %p answers %s", (_id, soql, errorCode) =>
  withOrg(async (local) => {
    await expect(deployerConnection(local).tooling.query(soql)).rejects.toMatchObject({ errorCode });
  }),
);

test("[tooling.unserved] changes over the Tooling API are not spoken", () =>
  withOrg(async (local) => {
    const { tooling } = deployerConnection(local);
    await expect(tooling.sobject("ApexTrigger").create({ Name: "A" })).rejects.toMatchObject({
      errorCode: "NOT_IMPLEMENTED",
    });
    await expect(tooling.executeAnonymous("System.debug(1);")).rejects.toMatchObject({ errorCode: "NOT_IMPLEMENTED" });
  }));

interface Columns {
  columnMetadata: {
    columnName: string;
    aggregate: boolean;
    apexType: string;
    joinColumns: Columns["columnMetadata"];
  }[];
}

test("[query.columns] a query tells its columns, those of parents and children too", () =>
  withOrg(async (local) => {
    const connection = deployerConnection(local);
    const columns = async (soql: string, api = "") =>
      connection.request<Columns>(`${api}/query?q=${encodeURIComponent(soql)}&columns=true`);
    const { columnMetadata, ...rest } = await columns(
      "SELECT id, Owner.Name, (SELECT LastName FROM Contacts) FROM account",
    );
    expect(rest).toEqual({ entityName: "Account", groupBy: false, idSelected: true, keyPrefix: "001" });
    expect(columnMetadata).toMatchObject([
      { columnName: "Id", aggregate: false, apexType: "Id", joinColumns: [] },
      { columnName: "Owner", aggregate: false, joinColumns: [{ columnName: "Name" }] },
      { columnName: "Contacts", aggregate: true, joinColumns: [{ columnName: "LastName" }] },
    ]);
    const grouped = await columns("SELECT Name, COUNT(Id), MAX(CreatedDate) newest FROM Account GROUP BY Name");
    expect(grouped.columnMetadata).toMatchObject([
      { columnName: "Name", aggregate: false },
      { columnName: "expr0", aggregate: true, apexType: "Integer" },
      { columnName: "newest", aggregate: true },
    ]);
    expect((await columns("SELECT FIELDS(ALL) FROM UserLicense LIMIT 1")).columnMetadata.length).toBeGreaterThan(5);
    expect((await columns("SELECT Name FROM ApexClass", "/tooling")).columnMetadata).toMatchObject([
      { columnName: "Name" },
    ]);
    await expect(columns("SELECT Nothing FROM Account")).rejects.toMatchObject({ errorCode: "INVALID_FIELD" });
  }));
