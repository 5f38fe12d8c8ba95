import { expect, test } from "@jest/globals";
import { connectedActivities, connectorIdOf } from "../../src/flows/document.ts";
import { type Bench, flowForm, withTenant } from "../client.ts";
import { withCrm } from "../crm.ts";

const flowName = "Service Cloud Voice";

/** Moves a flow from one connector to the other by the interfaces alone, as a client has to. */
async function move(bench: Bench, oldId: string, newId: string): Promise<void> {
  const { gateway, project, flow } = bench;
  const id = flow(flowName);
  const exported = async (version: string) =>
    (await gateway("GET", `/flow-store${project}/flows/${id}:export?version=${version}`)).text;
  const choices = `${project}/v2/activities/http-request-v2/inputs/connectorId/choices`;
  const [chosen] = (await gateway("GET", `${choices}?validate=true&search=${newId}`)).json.choices;
  const [oldOne] = (await gateway("GET", `${choices}?validate=true&search=${oldId}`)).json.choices;
  const [item] = (await gateway("GET", `${project}/flows?ids=${id}`)).json;
  const tagIds = item.tags
    .filter(({ id: tag }: { id: string }) => tag !== "Latest")
    .map(({ id: tag }: { id: string }) => tag);
  expect((await gateway("POST", `${project}/flows/${id}:lock`)).status).toBe(200);
  const before = await exported("draft");
  const after = before.replaceAll(oldId, newId).replaceAll(JSON.stringify(oldOne.name), JSON.stringify(chosen.name));
  const imported = await gateway("POST", `/flow-store${project}/flows:import?overwrite=yes`, {
    body: flowForm(JSON.parse(after)),
  });
  expect(imported).toMatchObject({ status: 201, json: { id } });
  expect((await gateway("POST", `${project}/flows/${id}:publish`, { json: { tagIds } })).status).toBe(200);
  expect(await exported("latest")).not.toContain(oldId);
  expect((await gateway("POST", `${project}/flows/${id}:unlock`)).status).toBe(200);
}

test("with a second app and a second connector the line stays green through the whole rotation, and through a step back", () =>
  withCrm((crm) =>
    withTenant(async (bench) => {
      const { webex, flow } = bench;
      const old = await webex.byHand.saveConnector(crm.fields());
      webex.byHand.chooseConnector(flow(flowName), old.id);
      webex.byHand.publish(flow(flowName), ["Live"]);
      webex.set({ callEveryMs: 50 });
      const called = async (version: number, connector: string) => {
        const isCalled = () => webex.calls().some((call) => call.version === version && call.connector === connector);
        while (!isCalled()) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      await called(2, "Salesforce");
      const second = await webex.byHand.saveConnector(await crm.addSecondApp());
      await move(bench, old.id, second.id);
      await called(3, "Salesforce 2");
      await move(bench, second.id, old.id);
      await called(4, "Salesforce");
      await move(bench, old.id, second.id);
      await called(5, "Salesforce 2");
      // Calls that began with the old connector end first.
      webex.set({ callEveryMs: 0 });
      await webex.settled();
      webex.byHand.deleteConnector(old.id);
      await crm.removeFirstApp();
      expect(await webex.callNow()).toMatchObject([{ version: 5, connector: "Salesforce 2", works: true }]);
      expect(webex.calls().filter(({ works }) => !works)).toEqual([]);
      const served = webex.tenant.state.flows.find(({ id }) => id === flow(flowName))?.versions.at(-1)?.document ?? {};
      expect(connectedActivities(served).map(connectorIdOf)).toEqual(Array(4).fill(second.id));
    }),
  ));
