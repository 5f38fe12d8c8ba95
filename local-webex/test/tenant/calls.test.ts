import { describe, expect, test } from "@jest/globals";
import { connectedActivities } from "../../src/flows/document.ts";
import { requestsOf } from "../../src/ivr/plan.ts";
import { bucketsOf } from "../../src/pages/callLine.ts";
import { type Bench, withTenant } from "../client.ts";
import { type Crm, withCrm } from "../crm.ts";

/** A tenant whose voice flow calls an org. */
const withCalls = (work: (bench: Bench, crm: Crm, connectorId: string) => Promise<void>) =>
  withCrm((crm) =>
    withTenant(async (bench) => {
      const { id } = await bench.webex.byHand.saveConnector(crm.fields());
      bench.webex.byHand.chooseConnector(bench.flow("Service Cloud Voice"), id);
      bench.webex.byHand.publish(bench.flow("Service Cloud Voice"), ["Live"]);
      await work(bench, crm, id);
    }),
  );

const tokenCalls = async ({ org }: Crm): Promise<number> => {
  const log = (await (await fetch(`${org.url}/_local/requests`)).json()) as { path: string }[];
  return log.filter(({ path }) => path === "/services/oauth2/token").length;
};

describe("the calls of the IVR", () => {
  test("[calls.served-version] a published connector calls only once the tag of the entry point has moved", () =>
    withCrm((crm) =>
      withTenant(async ({ webex, flow }) => {
        const { byHand } = webex;
        const { id } = await byHand.saveConnector(crm.fields());
        byHand.chooseConnector(flow("Service Cloud Voice"), id);
        expect(await webex.callNow()).toEqual([]);
        byHand.publish(flow("Service Cloud Voice"), []);
        expect(await webex.callNow()).toEqual([]);
        byHand.publish(flow("Service Cloud Voice"), ["Live"]);
        expect(await webex.callNow()).toMatchObject([
          { entryPoint: "Service Line", flow: "Service Cloud Voice", version: 3, connector: "Salesforce", works: true },
        ]);
        expect(crm.voiceCalls()).toBe(1);
      }),
    ));

  test("[calls.instance-url] requests go to the address that the login returned", () =>
    withCrm((crm) =>
      withTenant(
        async ({ webex, flow }) => {
          const { id } = await webex.byHand.saveConnector(crm.fields({ url: "https://login.salesforce.com" }));
          webex.byHand.chooseConnector(flow("Callback"), id);
          webex.byHand.publish(flow("Callback"), ["Live"]);
          expect(await webex.callNow()).toMatchObject([{ works: true }]);
          expect(crm.voiceCalls()).toBe(1);
        },
        { settings: { salesforceUrl: crm.org.url } },
      ),
    ));

  test("[calls.every-login] each request logs in, or a token serves for the seconds that are set", () =>
    withCalls(async ({ webex }, crm) => {
      const before = await tokenCalls(crm);
      await webex.callNow();
      expect((await tokenCalls(crm)) - before).toBe(4);
      webex.set({ callTokenSeconds: 60 });
      await webex.callNow();
      await webex.callNow();
      expect((await tokenCalls(crm)) - before).toBe(5);
      // A kept token hides that the key is none any more.
      await crm.replaceCertificate();
      expect(await webex.callNow()).toMatchObject([{ works: true }]);
      webex.set({ callTokenSeconds: 0 });
      expect(await webex.callNow()).toMatchObject([{ works: true }]);
    }));

  test("[calls.variables] bodies have the variables of the call, and answers set others", () =>
    withCalls(async ({ webex }, { org }) => {
      await webex.callNow();
      expect(org.org.records.find("VoiceCall")).toMatchObject([
        {
          FromPhoneNumber: "+15550100",
          ToPhoneNumber: "+15550199",
          VendorCallKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      ]);
    }));

  test("the requests come in the order of the links, those of the event flows last", () =>
    withTenant(async ({ webex }) => {
      const flow = webex.tenant.state.flows.find(({ name }) => name === "Service Cloud Voice");
      const document = structuredClone(flow?.draft.document ?? {});
      const { process } = document as { process: { activities: object } };
      process.activities = Object.fromEntries(Object.entries(process.activities).reverse());
      expect(requestsOf(document).map(({ name }) => name)).toEqual([
        "CreateVoiceCall",
        "ExecuteOmniFlow",
        "ClearRouting",
        "UpdateVoiceCall",
      ]);
    }));

  test("calls arrive at the pace that is set, and end with it", () =>
    withCalls(async ({ webex }) => {
      webex.set({ callEveryMs: 20 });
      while (webex.calls().length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
      webex.set({ callEveryMs: 0 });
      await webex.settled();
      const made = webex.calls().length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(webex.calls()).toHaveLength(made);
      expect(webex.calls().every(({ works }) => works)).toBe(true);
    }));

  test("a certificate that was changed ends the calls, the new key in the connector brings them back", () =>
    withCalls(async ({ webex }, { fields, replaceCertificate }, id) => {
      expect(await webex.callNow()).toMatchObject([{ works: true }]);
      const renewed = await replaceCertificate();
      const [failed] = await webex.callNow();
      expect(failed).toMatchObject({
        works: false,
        problem: expect.stringContaining("CreateVoiceCall: invalid_client"),
      });
      await webex.byHand.saveConnector(fields({ privateKey: renewed.privateKeyPem }), id);
      expect(await webex.callNow()).toMatchObject([{ works: true }]);
    }));

  test.each<[string, object]>([
    ["another address", { httpRequestPath: "https://example.com/" }],
    ["another host", { httpRequestPath: "//127.0.0.1:1/" }],
    ["no path", { httpRequestPath: null }],
    ["no method", { httpRequestMethod: "A B" }],
    ["no connector", { connectorId: { none: true } }],
  ])("a flow that names %s fails, and takes nothing else down", (_what, properties) =>
    withCalls(async ({ webex, flow }) => {
      const voice = webex.tenant.state.flows.find(({ id }) => id === flow("Service Cloud Voice"));
      const activities = connectedActivities(voice?.versions.at(-1)?.document ?? {});
      Object.assign(activities[0]?.properties ?? {}, properties);
      expect(await webex.callNow()).toMatchObject([
        { works: false, problem: expect.stringContaining("CreateVoiceCall: ") },
      ]);
    }),
  );

  test("the line counts each call in its part of the time", () => {
    const now = Date.parse("2026-01-01T12:00:00.000Z");
    const call = (secondsAgo: number, works: boolean) => ({
      startedAt: new Date(now - secondsAgo * 1_000).toISOString(),
      durationMs: 1,
      entryPoint: "",
      flow: "",
      version: 1,
      connector: null,
      works,
    });
    const shown = bucketsOf(
      [call(0, true), call(0.5, false), call(119, true), call(121, false), call(-1, true)],
      now,
      120,
    );
    expect(shown).toHaveLength(120);
    expect(shown.at(-1)).toEqual({ works: 1, fails: 1 });
    expect(shown[0]).toEqual({ works: 1, fails: 0 });
    expect(shown.reduce((sum, { works, fails }) => sum + works + fails, 0)).toBe(3);
  });
});
