import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { createLocalWebex, type LocalWebex } from "../../local-webex/src/server.ts";
import { activitiesUsing, connectorUses } from "../../webex/connectorUse.ts";
import { WebexError } from "../../webex/errors.ts";
import { listFlows } from "../../webex/flows.ts";
import { readerOver, type WebexReader, webexGateway } from "../../webex/gateway.ts";
import { integrationUsername, makeAccess } from "../provider/access.ts";
import { Stack } from "../provider/kit.ts";

let local: LocalOrg;
let webex: LocalWebex;
let read: WebexReader;
let connectorId: string;

const readerWith = (accessToken: string) => {
  const { gatewayUrl, orgId } = webex.credentials();
  return readerOver(webexGateway({ gatewayUrl, organizationId: orgId, accessToken }));
};

/** What a token is told of a connector. */
const useOf = async (name: string, accessToken = webex.credentials().accessToken) => {
  const { gatewayUrl, orgId } = webex.credentials();
  return (await connectorUses(webexGateway({ gatewayUrl, organizationId: orgId, accessToken }), [name])).get(name);
};

beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  webex = await createLocalWebex({ settings: { callEveryMs: 0, salesforceUrl: local.url } });
  const signed = selfSigned();
  const { app } = await makeAccess(await Stack.on(local), signed);
  const saved = await webex.byHand.saveConnector({
    name: "WxCC - SCV",
    clientId: String(app.outputs.consumerKey),
    emailId: integrationUsername,
    url: "https://login.salesforce.com",
    privateKey: signed.privateKeyPem,
  });
  connectorId = saved.id;
});
beforeEach(() => {
  webex.faults.clear();
  read = readerWith(webex.credentials().accessToken);
});
afterAll(async () => {
  await webex?.stop();
  await local?.stop();
});

test("all flows are listed, whatever the pages are, and subflows too", async () => {
  const flows = await listFlows(read);
  expect(flows.map(({ id }) => id).sort()).toEqual(webex.tenant.state.flows.map(({ id }) => id).sort());
  expect(flows.length).toBeGreaterThan(1);
});

test("a connector is found by its name, and every activity that uses it, published or in a draft", async () => {
  expect(await useOf("wxcc - scv")).toMatchObject({ connectorId, flows: [] });
  const [flow] = webex.tenant.state.flows;
  webex.byHand.chooseConnector(String(flow?.id), connectorId);
  const inDraft = await useOf("WxCC - SCV");
  expect(inDraft?.flows).toEqual([{ flow: flow?.name, version: "draft", activities: expect.any(Array) }]);
  expect(inDraft?.flows[0]?.activities.length).toBeGreaterThan(0);
  webex.byHand.publish(String(flow?.id), ["Live"]);
  const published = (await useOf("WxCC - SCV"))?.flows.map(({ version }) => version);
  expect(published).toEqual(expect.arrayContaining(["draft", expect.stringContaining("Live")]));
  expect(await useOf("Nobody's")).toMatchObject({ connectorId: undefined, isListed: false, flows: [], unknown: [] });
});

test("where Webex lists no Salesforce connectors, flows tell the id by the name that they give it", async () => {
  const [flow] = webex.tenant.state.flows;
  webex.byHand.chooseConnector(String(flow?.id), connectorId);
  const listed = await useOf("WxCC - SCV");
  webex.set({ salesforceConnectorsInChoices: false });
  const unlisted = await useOf("WxCC - SCV");
  webex.set({ salesforceConnectorsInChoices: true });
  expect(listed?.flows.length).toBeGreaterThan(0);
  expect(unlisted).toEqual({ ...listed, isListed: false });
});

test("a limited call is made again after the time that the answer names", async () => {
  webex.faults.add([{ kind: "status", operation: "listFlows", status: 429, retryAfter: 1, times: 1 }]);
  const started = performance.now();
  expect((await listFlows(read)).length).toBeGreaterThan(1);
  expect(performance.now() - started).toBeGreaterThan(990);
});

describe("an error names what was done and the trackingId, and never the token", () => {
  test("of a call that is refused", async () => {
    webex.faults.add([{ kind: "status", operation: "listFlows", status: 500 }]);
    const error = (await listFlows(read).catch((thrown) => thrown)) as WebexError;
    expect(error).toBeInstanceOf(WebexError);
    expect(error.message).toMatch(/^listing the flows failed with status 500 \(trackingId \S+\): /);
    expect(error.trackingId).not.toBe("");
  });

  test("of a token that lacks the scope, or is none", async () => {
    for (const accessToken of [webex.tokenFor({ scopes: ["cjp:config_write"] }).access_token, "none"]) {
      const error = (await useOf("WxCC - SCV", accessToken).catch((thrown) => thrown)) as WebexError;
      expect([401, 403]).toContain(error.status);
      expect(error.message).toMatch(/scope cjp:config_read|get a new one/);
      expect(error.message).not.toContain(accessToken);
    }
  });
});

test("a list of flows that was cut short is no list", async () => {
  const cut: WebexReader = async () => ({
    pageInfo: { totalRecords: 3, totalPages: 1 },
    data: [{ id: "1", name: "One" }],
  });
  await expect(listFlows(cut)).rejects.toThrow(/1 of 3 came/);
  await expect(listFlows(async () => [])).rejects.toThrow(/has no pages/);
});

test("activities are found in the process and in event flows, and a connector that only the picture names too", () => {
  const activity = (name: string, connector: string) => ({ name, properties: { connectorId: connector } });
  const document = {
    process: { activities: { a1: activity("Create", "new"), a2: activity("Update", "old") } },
    diagram: { widgets: { a1: { properties: { connectorId: "new" } }, a2: { properties: { connectorId: "gone" } } } },
    eventFlows: { eventsMap: { GLOBAL_EVENTS: { process: { activities: { a3: activity("Clear", "new") } } } } },
  };
  expect(activitiesUsing(document, "new")).toEqual(["Create", "Clear"]);
  expect(activitiesUsing(document, "old")).toEqual(["Update"]);
  expect(activitiesUsing(document, "gone")).toEqual(["an activity that could not be told"]);
  expect(activitiesUsing(document, "other")).toEqual([]);
});
