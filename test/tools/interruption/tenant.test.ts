import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Tenant } from "../../../tools/interruption/tenant.ts";

/** What stands for an org here: it lets everybody in, or nobody. */
let isOpen = true;
let org: Server;
let tenant: Tenant;
let start: ReturnType<Tenant["snapshot"]>;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

beforeAll(async () => {
  org = createServer((_request, response) => {
    const { port } = org.address() as AddressInfo;
    response.writeHead(isOpen ? 200 : 400, { "content-type": "application/json" });
    response.end(isOpen ? JSON.stringify({ access_token: "t", instance_url: `http://127.0.0.1:${port}` }) : "{}");
  });
  await new Promise<void>((resolve) => org.listen(0, "127.0.0.1", resolve));
  tenant = await Tenant.create(`http://127.0.0.1:${(org.address() as AddressInfo).port}`);
  for (const name of ["Blue", "Green"]) {
    const url = "https://login.salesforce.com";
    await tenant.saveConnector({ name, clientId: name, emailId: "a@b.example", url, privateKey: pem });
  }
  tenant.useConnector("Blue");
  start = tenant.snapshot();
});
beforeEach(() => {
  isOpen = true;
  tenant.restore(start);
});
afterAll(async () => {
  await tenant?.stop();
  org?.close();
});

const flows = () => tenant.webex.tenant.state.flows;
const callback = () => flows().find(({ name }) => name === "Callback") as ReturnType<typeof flows>[number];
const lock = { by: "admin@tenant.example", at: "2026-01-01T00:00:00Z", active: Date.now() };
const journal = (state: string) =>
  JSON.stringify({ moves: [{ flows: [{ id: callback().id, name: "Callback", state }] }] });

test("nothing is wrong with what people have published, whichever of the connectors it names", async () => {
  expect(await tenant.violations("")).toEqual([]);
  const green = tenant.webex.tenant.state.connectors[1]?.id ?? "";
  tenant.webex.byHand.chooseConnector(callback().id, green);
  tenant.webex.byHand.publish(callback().id, ["Live"]);
  expect(await tenant.violations("")).toEqual([]);
});

test("a call that cannot log in is told", async () => {
  isOpen = false;
  expect(await tenant.violations("")).toEqual([expect.stringMatching(/^a call of flow Callback failed/)]);
});

test("a flow that is locked needs a journal that has begun with it", async () => {
  callback().lock = lock;
  expect(await tenant.violations(journal("moving"))).toEqual([]);
  for (const unaware of ["", journal("moved"), journal("left")])
    expect(await tenant.violations(unaware)).toEqual(["flow Callback is locked, and no journal knows it"]);
});

test("a version with another content is told", async () => {
  Object.assign(callback().draft.document, { description: "Changed" });
  tenant.webex.byHand.publish(callback().id, ["Test"]);
  expect(await tenant.violations("")).toEqual(["flow Callback was published with another content"]);
});

test("two tenants that serve the same are equal, and not when a flow was published once more", () => {
  const before = tenant.comparable("");
  tenant.webex.byHand.publish(callback().id, Object.keys(callback().tags) as []);
  expect(tenant.served()).toBe(JSON.stringify(JSON.parse(before).served, undefined, 1));
  expect(tenant.comparable("")).not.toBe(before);
  expect(tenant.comparable(journal("moved"))).not.toBe(tenant.comparable(""));
});
