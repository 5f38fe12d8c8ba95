import { createPrivateKey } from "node:crypto";
import { expect, test } from "@jest/globals";
import jsforce from "jsforce";
import type { LocalOrg } from "../../src/server.ts";
import { appFiles, deployerConnection, manifest, metadataFile, withOrg, zipOf } from "../metadata/kit.ts";
import { assertion } from "../oauth/login.ts";

// biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know what this org holds
type Any = any;

test("jsforce logs in by JWT bearer and knows who it is", () =>
  withOrg(async (local) => {
    const { deployer, organizationId } = local.org;
    const privateKey = createPrivateKey(deployer.privateKeyPem());
    const connection = new jsforce.Connection({ loginUrl: local.url, instanceUrl: local.url, version: "67.0" });
    await connection.authorize({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await assertion({ privateKey }, { issuer: deployer.clientId, subject: deployer.username }),
    });
    expect(connection.userInfo).toMatchObject({ id: deployer.userId, organizationId });
    expect(await connection.identity()).toMatchObject({ username: deployer.username });
    expect(await connection.soap.getUserInfo()).toMatchObject({ userName: deployer.username, organizationId });
    await connection.logout();
    await expect(connection.query("SELECT Id FROM User")).rejects.toThrow();
  }));

test("[collections.read] [collections.upsert] jsforce reads and upserts many in one call", () =>
  withOrg(async (local) => {
    const connection = deployerConnection(local);
    const accounts = connection.sobject("Account");
    const [first, second] = (await accounts.create([{ Name: "A" }, { Name: "B" }])) as Any[];
    const missing = `${first.id.slice(0, 14)}z`;
    expect(await accounts.retrieve([second.id, missing, first.id], { fields: ["Name"] })).toMatchObject([
      { Name: "B" },
      null,
      { Name: "A" },
    ]);
    const upserted = [
      { Id: first.id, Name: "Changed" },
      { Id: missing, Name: "Made" },
    ];
    expect(await accounts.upsert(upserted, "Id")).toMatchObject([
      { success: true, created: false, id: first.id },
      { success: false },
    ]);
    await expect(accounts.retrieve([first.id, second.id], { fields: ["Nothing"] })).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
    });
  }));

test("jsforce reads and writes records: one, many, in pages, in a composite", () =>
  withOrg(async (local) => {
    const connection = deployerConnection(local);
    const accounts = connection.sobject("Account");
    const names = Array.from({ length: 201 }, (_name, index) => ({ Name: `A${index}` }));
    const made = (await accounts.create(names, { allowRecursive: true })) as Any[];
    expect(made.filter(({ success }) => success)).toHaveLength(201);
    const all = await connection.query("SELECT Id FROM Account", {
      autoFetch: true,
      headers: { "Sforce-Query-Options": "batchSize=200" },
    });
    expect([all.totalSize, all.records.length]).toEqual([201, 201]);
    expect(await accounts.update({ Id: made[0].id, Name: "Changed" })).toMatchObject({ success: true });
    expect(await accounts.upsert({ Id: made[1].id, Name: "Upserted" }, "Id")).toMatchObject({ success: true });
    expect(await accounts.find({ Name: { $in: ["Changed", "Upserted"] } }, ["Name"])).toHaveLength(2);
    expect(await accounts.retrieve([made[0].id, made[1].id])).toMatchObject([
      { Name: "Changed" },
      { Name: "Upserted" },
    ]);
    const composite = await connection.requestPost<Any>("/composite", {
      allOrNone: true,
      compositeRequest: [
        { method: "POST", url: "/services/data/v68.0/sobjects/Account", referenceId: "made", body: { Name: "C" } },
        {
          method: "POST",
          url: "/services/data/v68.0/sobjects/Contact",
          referenceId: "child",
          body: { LastName: "C", AccountId: "@{made.id}" },
        },
      ],
    });
    expect(composite.compositeResponse.map(({ httpStatusCode }: Any) => httpStatusCode)).toEqual([201, 201]);
    expect(
      (
        (await accounts.destroy(
          made.map(({ id }) => id),
          { allowRecursive: true },
        )) as Any[]
      ).every(({ success }) => success),
    ).toBe(true);
    expect((await connection.describe("Account")).fields.length).toBeGreaterThan(5);
    expect((await connection.describeGlobal()).sobjects.length).toBeGreaterThan(10);
  }));

function permissionSet(label: string): Buffer {
  return zipOf({
    "package.xml": manifest({ PermissionSet: ["Tour"] }),
    "permissionsets/Tour.permissionset": metadataFile("PermissionSet", `<label>${label}</label>`),
  });
}

async function labelOf(local: LocalOrg): Promise<string | undefined> {
  const { label } = (await deployerConnection(local).metadata.read("PermissionSet", "Tour")) as Any;
  return label;
}

test("jsforce works on metadata: describe, list, CRUD, deploys over SOAP and REST, cancel, retrieve", () =>
  withOrg(async (local) => {
    const { metadata } = deployerConnection(local);
    const options = { singlePackage: true, rollbackOnError: true };
    expect((await metadata.describe()).metadataObjects.map(({ xmlName }) => xmlName)).toContain("PermissionSet");
    expect(await metadata.deploy(permissionSet("Checked"), { ...options, checkOnly: true }).complete()).toMatchObject({
      success: true,
    });
    expect(await labelOf(local)).toBe("");
    expect(await metadata.deploy(permissionSet("Soap"), options).complete()).toMatchObject({ success: true });
    expect(await metadata.deployRest(permissionSet("Rest"), options).complete()).toMatchObject({ success: true });
    expect(await labelOf(local)).toBe("Rest");
    const set = { fullName: "Tour", label: "Crud", hasActivationRequired: false } as Any;
    expect(await metadata.update("PermissionSet", set)).toMatchObject({ success: true });
    expect(await metadata.upsert("PermissionSet", { ...set, label: "Upsert" })).toMatchObject({ created: false });
    expect(await metadata.rename("PermissionSet", "Tour", "Tour2")).toMatchObject({ success: true });
    expect(await metadata.list({ type: "PermissionSet" })).toMatchObject([{ fullName: "Tour2" }]);
    expect(await metadata.delete("PermissionSet", "Tour2")).toMatchObject({ success: true });

    const job = metadata.retrieve({
      apiVersion: "68.0",
      singlePackage: true,
      unpackaged: { types: [{ members: ["Admin"], name: "Profile" }], version: "68.0" },
    } as Any);
    expect((await job.complete()) as Any).toMatchObject({ success: true, status: "Succeeded" });

    local.org.settings.deployMs = 60_000;
    const started = await metadata.deploy(zipOf(appFiles()), options);
    await (metadata as Any)._invoke("cancelDeploy", { id: started.id });
    expect(await metadata.checkDeployStatus(String(started.id))).toMatchObject({ status: "Canceled", done: true });
  }));
