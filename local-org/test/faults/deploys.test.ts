import { expect, test } from "@jest/globals";
import { deployerConnection, manifest, metadataFile, zipOf } from "../metadata/kit.ts";
import { clientOf, withOrg } from "../rest/client.ts";
import { demand, shown } from "./control.ts";

const deployedPackage = zipOf({
  "package.xml": manifest({ PermissionSet: ["Access"] }),
  "permissionsets/Access.permissionset": metadataFile("PermissionSet", "<label>Access</label>"),
});
const instant = { settings: { deployMs: 0 } };

test("slow-deploy makes a deploy take so much longer, and no other", () =>
  withOrg(async (client) => {
    const { metadata } = deployerConnection(client.local);
    await demand(client, { kind: "slow-deploy", ms: 2_000, times: 1 });
    const started = performance.now();
    const { id } = await metadata.deploy(deployedPackage, { singlePackage: true });
    const status = async () => (await metadata.checkDeployStatus(String(id))).status;
    expect(await status()).toBe("InProgress");
    while ((await status()) === "InProgress") await new Promise((resolve) => setTimeout(resolve, 10));
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_990);
    expect(await status()).toBe("Succeeded");
    const next = await metadata.deploy(deployedPackage, { singlePackage: true });
    expect((await metadata.checkDeployStatus(String(next.id))).status).toBe("Succeeded");
    expect((await shown(client)).faults).toMatchObject([{ matched: 2, hits: 1 }]);
  }, instant));

test("[fault.deploy-error] fail-deploy fails a deploy as a whole, over SOAP and REST", () =>
  withOrg(async (client) => {
    const { call, local, query } = client;
    const { metadata } = deployerConnection(local);
    await demand(client, { kind: "fail-deploy", errorCode: "UNABLE_TO_LOCK_ROW", times: 2 });
    const { id } = await metadata.deploy(deployedPackage, { singlePackage: true });
    expect(await metadata.checkDeployStatus(String(id), true)).toMatchObject({
      status: "Failed",
      success: false,
      errorStatusCode: "UNABLE_TO_LOCK_ROW",
      errorMessage: "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record",
    });
    const form = new FormData();
    form.set("json", new Blob([JSON.stringify({ deployOptions: { singlePackage: true } })]));
    form.set("file", new Blob([Uint8Array.from(deployedPackage)]), "deploy.zip");
    const sent = await fetch(`${local.url}/services/data/v68.0/metadata/deployRequest`, {
      method: "POST",
      headers: { authorization: `Bearer ${local.org.deployer.accessToken}` },
      body: form,
    });
    const { id: restId } = (await sent.json()) as { id: string };
    const { body } = await call("GET", `/metadata/deployRequest/${restId}?includeDetails=true`);
    expect(body.deployResult).toMatchObject({ status: "Failed", errorStatusCode: "UNABLE_TO_LOCK_ROW" });
    expect(await query("SELECT Id FROM PermissionSet WHERE Name = 'Access'")).toEqual([]);
    const last = await metadata.deploy(deployedPackage, { singlePackage: true });
    expect((await metadata.checkDeployStatus(String(last.id))).status).toBe("Succeeded");
  }, instant));

test("a deploy whose answer is lost is in the queue and runs", () =>
  withOrg(async (client) => {
    const { local } = client;
    const { metadata } = deployerConnection(local);
    await demand(client, { kind: "drop-after", match: { operation: "deploy" }, times: 1 });
    await expect(metadata.deploy(deployedPackage, { singlePackage: true })).rejects.toThrow();
    const user = clientOf(local, local.org.deployer.accessToken);
    expect(await user.query("SELECT Name FROM PermissionSet WHERE Name = 'Access'")).toHaveLength(1);
  }, instant));
