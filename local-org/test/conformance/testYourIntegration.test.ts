import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg, type OrgSnapshot } from "local-salesforce-org";

/** The integration under test: sees to it that a customer has an account, and gives back its id. */
async function ensureAccount(instanceUrl: string, accessToken: string, name: string): Promise<string> {
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
    const answer = await fetch(`${instanceUrl}/services/data/v67.0${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<{ id: string; records: { Id: string }[] }>;
  };
  const soql = `SELECT Id FROM Account WHERE Name = '${name}'`;
  const [found] = (await call(`/query?q=${encodeURIComponent(soql)}`)).records;
  if (found !== undefined) return found.Id;
  const body = JSON.stringify({ Name: name });
  return (await call("/sobjects/Account", { method: "POST", body })).id;
}

let local: LocalOrg;
let prepared: OrgSnapshot;
let known: string;
const ensure = (name: string) => ensureAccount(local.url, local.org.deployer.accessToken, name);

beforeAll(async () => {
  local = await createLocalOrg();
  known = await ensure("Known customer");
  prepared = local.snapshot();
});

beforeEach(() => local.restore(prepared));

afterAll(() => local.stop());

test("a customer has one account, however often it is asked for", async () => {
  expect(await ensure("Known customer")).toBe(known);
  expect(await ensure("New customer")).toBe(await ensure("New customer"));
});

test("a lost answer makes no second account", async () => {
  local.faults.add([{ match: { method: "POST" }, times: 1, kind: "drop-after" }]);
  await expect(ensure("New customer")).rejects.toThrow();
  const id = await ensure("New customer");
  expect(local.org.records.find("Account", { Name: "New customer" })).toMatchObject([{ Id: id }]);
});

test("a refused call is told", async () => {
  local.faults.add([{ times: 1, kind: "status", status: 403, errorCode: "REQUEST_LIMIT_EXCEEDED" }]);
  await expect(ensure("New customer")).rejects.toThrow("REQUEST_LIMIT_EXCEEDED");
});
