import { describe, expect, test } from "@jest/globals";
import { connectedActivities } from "../../src/flows/document.ts";
import { type Bench, flowForm, withTenant } from "../client.ts";

const oldId = "00000000-0000-4000-8000-000000000001";

/** Imports a document as the draft of the flow of its name. */
const imported = ({ gateway, project }: Bench, document: object) =>
  gateway("POST", `/flow-store${project}/flows:import?overwrite=yes`, { body: flowForm(document) });

const exportOf = async ({ gateway, project, flow }: Bench, name: string, version = "latest") =>
  (await gateway("GET", `/flow-store${project}/flows/${flow(name)}:export?version=${version}`)).json;

describe("lists of flows", () => {
  test("[flows.project] another project is no error: it is empty, and a UUID leads nowhere", () =>
    withTenant(async ({ gateway, orgId }) => {
      const list = (projectId: string) => gateway("GET", `/${orgId}/project/${projectId}/flows`);
      expect((await list("5e5c9ad6d61f870d6d778c1b")).json).toHaveLength(10);
      expect(await list("5e5c9ad6d61f870d6d778c1c")).toMatchObject({ status: 200, json: [] });
      expect(await list("5e5c9ad6-d61f-470d-8d77-8c1b00000000")).toMatchObject({ status: 404, text: "" });
    }));

  test("[flows.ten] ten flows come, and no word of the others", () =>
    withTenant(async ({ gateway, project, webex }) => {
      const all = webex.tenant.state.flows.filter(({ flowType }) => flowType === "FLOW");
      expect(all.length).toBeGreaterThan(10);
      const { json, headers } = await gateway("GET", `${project}/flows`);
      expect(json).toHaveLength(10);
      expect([...headers.keys()].filter((name) => /link|total|count/.test(name))).toEqual([]);
    }));

  test("[flows.page-size] a size too large becomes the largest, and pageSize is not heard", () =>
    withTenant(
      async ({ gateway, project }) => {
        const list = async (query: string) => (await gateway("GET", `${project}/flows?${query}`)).json;
        expect(await list("size=5")).toHaveLength(5);
        expect(await list("size=1000")).toHaveLength(12);
        expect(await list("pageSize=5")).toHaveLength(10);
        expect((await list("size=1000&includePagination=true")).pageInfo.pageSize).toBe(12);
        expect((await gateway("GET", `${project}/flows?size=0`)).status).toBe(400);
        expect((await gateway("GET", `${project}/flows?page=-1`)).status).toBe(400);
      },
      { settings: { mostFlowsPerPage: 12 } },
    ));

  test("[flows.page-info] with its pages, the list is whole", () =>
    withTenant(async ({ gateway, project, webex }) => {
      const all = webex.tenant.state.flows.filter(({ flowType }) => flowType === "FLOW");
      const ids: string[] = [];
      for (let page = 0; ; page += 1) {
        const { pageInfo, data } = (await gateway("GET", `${project}/flows?size=4&page=${page}&includePagination=true`))
          .json;
        ids.push(...data.map(({ id }: { id: string }) => id));
        expect(pageInfo).toEqual({
          currentPage: page,
          totalRecords: all.length,
          pageSize: 4,
          totalPages: Math.ceil(all.length / 4),
        });
        if (page + 1 >= pageInfo.totalPages) break;
      }
      expect(ids.sort()).toEqual(all.map(({ id }) => id).sort());
    }));

  test("[flows.list-filters] ids and a part of the name narrow the list", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const [one, other] = [flow("Callback"), flow("Warranty")];
      const names = async (query: string) =>
        (await gateway("GET", `${project}/flows?${query}`)).json.map(({ name }: { name: string }) => name);
      expect(await names(`ids=${one},${other}`)).toEqual(["Callback", "Warranty"]);
      expect(await names("partialNameSearch=cloud")).toEqual(["Service Cloud Voice"]);
    }));

  test("[flows.list-item] an item tells status, tags, lock and last change", () =>
    withTenant(async ({ gateway, project, flow, orgId }) => {
      const id = flow("Callback");
      await gateway("POST", `${project}/flows/${id}:lock`);
      const [item] = (await gateway("GET", `${project}/flows?ids=${id}`)).json;
      const versionId = item.tags[0].flowVersionId;
      const tag = (name: string) => ({
        id: name,
        displayName: name,
        default: name === "Latest",
        flowVersionId: versionId,
        versionNumber: 1,
      });
      expect(item).toMatchObject({
        id,
        orgId,
        name: "Callback",
        flowType: "FLOW",
        status: "Published",
        lockedBy: "admin@tenant.example",
        lockedAt: expect.stringMatching(/Z$/),
        tags: [tag("Live"), tag("Test"), tag("Latest")],
        tagHistories: { Live: [{ fvId: versionId, fvName: "Callback" }] },
        lastModifiedBy: "admin@tenant.example",
        lastModifiedDate: "2026-01-01T08:00:00.000Z",
      });
    }));

  test("[flows.type] a subflow is there for who says SUBFLOW in the query, each time", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const names = async (query: string) =>
        (await gateway("GET", `${project}/flows${query}`)).json.map(({ name }: { name: string }) => name);
      expect(await names("?flowType=SUBFLOW")).toEqual(["Customer Look-Up"]);
      expect(await names("?size=100")).not.toContain("Customer Look-Up");
      const id = flow("Customer Look-Up");
      for (const [method, path] of [
        ["GET", `${project}/v2/flows/${id}`],
        ["GET", `/flow-store${project}/flows/${id}:export`],
        ["POST", `${project}/flows/${id}:lock`],
        ["POST", `${project}/flows/${id}:publish`],
      ] as const) {
        const sent = path.endsWith("publish") ? { json: { flowType: "SUBFLOW" } } : {};
        expect([path, (await gateway(method, path, sent)).status]).toEqual([path, 404]);
        expect([path, (await gateway(method, `${path}?flowType=SUBFLOW`, sent)).status]).toEqual([path, 200]);
      }
      expect((await gateway("GET", `${project}/flows?flowType=OTHER`)).status).toBe(400);
    }));
});

describe("exports", () => {
  test("[flows.versions] newest, draft, and any version by its id", () =>
    withTenant(async (bench) => {
      const first = await exportOf(bench, "Callback");
      await imported(bench, { ...first, description: "changed" });
      expect((await exportOf(bench, "Callback", "draft")).description).toBe("changed");
      expect((await exportOf(bench, "Callback", "draft")).version).toBe(0);
      expect(await exportOf(bench, "Callback", "latest")).toEqual(first);
      await bench.gateway("POST", `${bench.project}/flows/${bench.flow("Callback")}:publish`, { json: {} });
      expect(await exportOf(bench, "Callback")).toMatchObject({ description: "changed", version: 2 });
      expect(await exportOf(bench, "Callback", first.id)).toEqual(first);
      const none = await bench.gateway(
        "GET",
        `/flow-store${bench.project}/flows/${bench.flow("Callback")}:export?version=none`,
      );
      expect(none.status).toBe(404);
    }));

  test("[flows.verbatim] import and export change nothing but what the store itself knows", () =>
    withTenant(async (bench) => {
      const before = await exportOf(bench, "Service Cloud Voice");
      const edited = JSON.parse(JSON.stringify(before).replaceAll('"connectorId":null', `"connectorId":"${oldId}"`));
      const odd = { ...edited, name: "Odd", flowOutcome: { a: [1, null, "ü", { b: true }] }, __typename: "Anything" };
      expect((await imported(bench, odd)).status).toBe(201);
      const own = ["id", "flowId", "version", "createdBy", "createdDate", "lastModifiedBy", "lastModifiedDate"];
      const without = (document: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(document).filter(([key]) => !own.includes(key)));
      expect(without(await exportOf(bench, "Odd", "draft"))).toEqual(without(odd));
    }));

  test("[flows.copies] each request has its own copy of the connector, on the canvas and in event flows too", () =>
    withTenant(async (bench) => {
      const document = await exportOf(bench, "Service Cloud Voice");
      const edited = JSON.parse(JSON.stringify(document).replaceAll('"connectorId":null', `"connectorId":"${oldId}"`));
      expect(JSON.stringify(edited).split(oldId)).toHaveLength(1 + 8);
      expect(connectedActivities(edited).map(({ name, place }) => [name, place])).toEqual([
        ["CreateVoiceCall", "process"],
        ["ExecuteOmniFlow", "process"],
        ["ClearRouting", "GLOBAL_EVENTS"],
        ["UpdateVoiceCall", "GLOBAL_EVENTS"],
      ]);
    }));

  test("[flows.v2-form] nodes have flat properties, edges names; the form of the published schema is refused", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const id = flow("Callback");
      const { json } = await gateway("GET", `${project}/v2/flows/${id}`);
      expect(json).toMatchObject({
        schemaVersion: "2.0",
        id,
        name: "Callback",
        flowType: "FLOW",
        nodes: expect.arrayContaining([
          expect.objectContaining({
            name: "CreateVoiceCall",
            activityType: "action",
            properties: expect.objectContaining({ activityName: "http-request-v2", connectorId: null }),
          }),
        ]),
        edges: expect.arrayContaining([
          { id: null, from: "NewPhoneContact", to: "CreateVoiceCall", condition: "default", properties: {} },
        ]),
        eventFlows: { GLOBAL_EVENTS: { nodes: [], edges: [], onEvents: {} } },
      });
      const ofSchema = { flowName: "Callback", node: [], edge: [], eventFlows: [] };
      expect((await gateway("POST", `${project}/v2/flows:validate`, { json: ofSchema })).status).toBe(400);
      expect((await gateway("POST", `${project}/v2/flows/${id}`, { json: ofSchema })).status).toBe(400);
    }));

  test("[flows.v2-export] the v2 export gives what the draft's reading gives, or refuses every flow", () =>
    withTenant(async ({ gateway, project, flow, webex }) => {
      const path = `${project}/v2/flows/${flow("Callback")}`;
      const draft = await gateway("GET", path);
      expect((await gateway("GET", `${path}:export?version=draft`)).json).toEqual(draft.json);
      expect((await gateway("GET", `${path}:export`)).json.version).toBe(1);
      webex.set({ v2Export: "invalidFlowId" });
      expect(await gateway("GET", `${path}:export`)).toMatchObject({
        status: 400,
        json: { errors: [{ description: "Invalid flowId" }] },
      });
    }));

  test("[flows.entry-points] an entry point has its flow and tag, in pages with a link to the next", () =>
    withTenant(async ({ gateway, orgId, flow }) => {
      const first = await gateway("GET", `/organization/${orgId}/v2/entry-point?pageSize=2`);
      expect(first.json).toMatchObject({
        meta: { page: 0, pageSize: 2, totalPages: 2, totalRecords: 3 },
        data: [
          { name: "Service Line", flowId: flow("Service Cloud Voice"), flowTagId: "Live" },
          { name: "Callback Line", flowId: flow("Callback"), flowTagId: "Live" },
        ],
      });
      const second = await gateway("GET", first.json.meta.links.next);
      expect(second.json.data).toMatchObject([{ name: "Opening Hours Line" }]);
      expect(second.json.meta.links).not.toHaveProperty("next");
      const [entryPoint] = first.json.data;
      expect((await gateway("GET", `/organization/${orgId}/entry-point/${entryPoint.id}`)).json).toEqual(entryPoint);
    }));
});
