import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { appFiles, withOrg, zipOf } from "./kit.ts";

const path = "/services/data/v68.0/metadata/deployRequest";
const options = JSON.stringify({
  deployOptions: { singlePackage: "true", rollbackOnError: true, testLevel: "NoTestRun" },
});

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from case to case
  body: any;
}

async function call(local: LocalOrg, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(local.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${local.org.deployer.accessToken}`, ...init.headers },
  });
  return { status: response.status, body: await response.json() };
}

function form(parts: [name: string, blob: Blob, fileName?: string][]): FormData {
  const data = new FormData();
  for (const [name, blob, fileName] of parts) data.append(name, blob, fileName);
  return data;
}

const json = new Blob([options], { type: "application/json" });
const zip = new Blob([new Uint8Array(zipOf(appFiles()))], { type: "application/zip" });

test.each([
  [
    "the documentation",
    form([
      ["json", json],
      ["file", zip, "deploy.zip"],
    ]),
  ],
  [
    "jsforce",
    form([
      ["file", zip, "package.xml"],
      ["entity_content", json],
    ]),
  ],
])("[deploy.rest] a form as %s sends it is deployed", async (_client, body) => {
  await withOrg(async (local) => {
    const accepted = await call(local, path, { method: "POST", body });
    expect(accepted.status).toBe(201);
    expect(accepted.body).toMatchObject({
      id: expect.stringMatching(/^0Af/),
      deployOptions: { singlePackage: true, rollbackOnError: true, checkOnly: false },
      deployResult: { status: "Pending", done: false, success: false },
    });
    const { status, body: result } = await call(local, `${path}/${accepted.body.id}?includeDetails=true`);
    expect(status).toBe(200);
    expect(result.deployResult).toMatchObject({
      status: "Succeeded",
      success: true,
      done: true,
      numberComponentsDeployed: 3,
      errorMessage: null,
      createdDate: expect.stringMatching(/\+0000$/),
      details: { componentFailures: [], runTestResult: { numTestsRun: 0 } },
    });
    expect(result.deployResult.details.componentSuccesses).toHaveLength(4);
    expect(result.deployResult.details.allComponentMessages).toHaveLength(4);
    expect(local.org.records.find("ExternalClientApplication")).toHaveLength(1);
  });
});

test("[deploy.rest] unusable forms, unknown ids and quick deploys are told apart", async () => {
  await withOrg(async (local) => {
    const half = await call(local, path, { method: "POST", body: form([["json", json]]) });
    expect([half.status, half.body[0].errorCode]).toEqual([400, "INVALID_MULTIPART_REQUEST"]);
    const unknown = await call(local, `${path}/0Af000000000000AAA`);
    expect([unknown.status, unknown.body[0].errorCode]).toEqual([404, "NOT_FOUND"]);
    const quick = await call(local, path, { method: "POST", body: '{"validatedDeployRequestId":"0Af"}' });
    expect(quick.status).toBe(404);
    const anonymous = await fetch(local.url + path, { method: "POST", body: form([["json", json]]) });
    expect(anonymous.status).toBe(401);
  });
});

test("[deploy.perform-retrieve] over REST is named as not spoken", async () => {
  await withOrg(async (local) => {
    const options = { deployOptions: { singlePackage: true, performRetrieve: true } };
    const body = form([
      ["json", new Blob([JSON.stringify(options)], { type: "application/json" })],
      ["file", zip, "deploy.zip"],
    ]);
    const refused = await call(local, path, { method: "POST", body });
    expect(refused).toMatchObject({ status: 501, body: [{ errorCode: "NOT_IMPLEMENTED" }] });
  });
});

test("[deploy.rest-cancel] a waiting deploy is cancelled", async () => {
  await withOrg(async (local) => {
    local.org.settings.deployMs = 600_000;
    const body = form([
      ["json", json],
      ["file", zip, "deploy.zip"],
    ]);
    const { id } = (await call(local, path, { method: "POST", body })).body;
    const cancel = { method: "PATCH", body: '{"deployResult":{"status":"Canceling"}}' };
    const canceled = await call(local, `${path}/${id}`, cancel);
    expect(canceled).toMatchObject({ status: 202, body: { deployResult: { status: "Canceled" } } });
    expect((await call(local, `${path}/${id}`)).body.deployResult).toMatchObject({ status: "Canceled", done: true });
    expect((await call(local, `${path}/${id}`, cancel)).status).toBe(400);
  });
});
