import { describe, expect, test } from "@jest/globals";
import { type Answered, type Bench, flowForm, people, type Sent, withTenant } from "../client.ts";

interface Writer {
  read(version?: string): Promise<Answered["json"]>;
  importDocument(document: object, overwrite?: string, sent?: Sent): Promise<Answered>;
  /** Posts to an address of the flow. */
  post(verb: string, sent?: Sent): Promise<Answered>;
  item(): Promise<Answered["json"]>;
}

function writerOf({ gateway, project, flow }: Bench, name: string): Writer {
  const id = flow(name);
  return {
    read: async (version = "draft") =>
      (await gateway("GET", `/flow-store${project}/flows/${id}:export?version=${version}`)).json,
    importDocument: (document, overwrite = "yes", sent) =>
      gateway("POST", `/flow-store${project}/flows:import?overwrite=${overwrite}`, {
        body: flowForm(document),
        ...sent,
      }),
    post: (verb, sent) => gateway("POST", `${project}/flows/${id}:${verb}`, sent),
    item: async () => (await gateway("GET", `${project}/flows?ids=${id}`)).json[0],
  };
}

describe("imports", () => {
  test("[flows.import-by-name] the flow of that name keeps its id, whatever id the file has", () =>
    withTenant(async (bench) => {
      const { read, importDocument } = writerOf(bench, "Callback");
      const document = { ...(await read()), id: "ffffffffffffffffffffffff", flowId: "eeeeeeeeeeeeeeeeeeeeeeee" };
      expect(await importDocument(document)).toMatchObject({ status: 201, json: { id: bench.flow("Callback") } });
      const other = await importDocument({ ...document, name: "Another" });
      expect(other).toMatchObject({ status: 201, json: { name: "Another", status: "Draft", tags: [] } });
      expect(other.json.id).not.toBe(bench.flow("Callback"));
    }));

  test("[flows.import-draft] what is served stays until somebody publishes", () =>
    withTenant(async (bench) => {
      const { read, importDocument, item } = writerOf(bench, "Callback");
      const before = await read("latest");
      await importDocument({ ...before, description: "changed" });
      expect(await read("latest")).toEqual(before);
      expect((await read("draft")).description).toBe("changed");
      expect(await item()).toMatchObject({ version: 1, tags: [{ versionNumber: 1 }, {}, {}] });
    }));

  test("[flows.import-overwrite] only yes replaces; true is a no, and a conflict", () =>
    withTenant(async (bench) => {
      const { read, importDocument } = writerOf(bench, "Callback");
      const document = await read();
      for (const word of ["no", "true", ""]) {
        expect(await importDocument({ ...document, description: word }, word)).toMatchObject({
          status: 409,
          json: { errors: [{ type: "FLOW_ALREADY_EXISTS" }] },
        });
      }
      expect((await read()).description).toBe(document.description);
      expect((await importDocument(document, "yes")).status).toBe(201);
    }));

  test("[flows.import-multipart] JSON as the body breaks something", () =>
    withTenant(async (bench) => {
      const document = await writerOf(bench, "Callback").read();
      const answer = await bench.gateway("POST", `/flow-store${bench.project}/flows:import?overwrite=yes`, {
        json: document,
      });
      expect(answer).toMatchObject({ status: 500, text: expect.stringContaining("Oops... Something broke") });
    }));

  test("[flows.import-refused] no JSON, no name, a wrong type and an unknown activity are refused", () =>
    withTenant(async (bench) => {
      const { read, importDocument } = writerOf(bench, "Callback");
      const document = await read();
      const broken = new FormData();
      broken.set("file", new Blob(["{"]), "flow.json");
      const path = `/flow-store${bench.project}/flows:import?overwrite=yes`;
      expect((await bench.gateway("POST", path, { body: broken })).status).toBe(400);
      expect((await bench.gateway("POST", path, { body: new FormData() })).status).toBe(400);
      expect((await importDocument({ ...document, name: " " })).status).toBe(400);
      expect((await bench.gateway("POST", `${path}&flowType=X`, { body: flowForm(document) })).status).toBe(400);
      const odd = JSON.parse(JSON.stringify(document).replaceAll('"activityName":"end"', '"activityName":"teleport"'));
      expect(await importDocument(odd)).toMatchObject({
        status: 400,
        json: { errors: [{ type: "ACTIVITY_NOT_FOUND" }] },
      });
      expect(await read()).toEqual(document);
    }));

  test("[flows.v2-round-trip] what a v2 export leaves out of events is missed by the v2 import", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const { json } = await gateway("GET", `${project}/v2/flows/${flow("Service Cloud Voice")}:export`);
      const connected = JSON.parse(JSON.stringify(json).replaceAll('"connectorId":null', '"connectorId":"x"'));
      const answer = await gateway("POST", `${project}/v2/flows:import?overwrite=true`, { json: connected });
      expect(answer).toMatchObject({ status: 422, json: { valid: false, warnings: [] } });
      expect(answer.json.errors).toMatchObject([
        { activityName: "ContactEnded", message: "key not found: eventSourceName" },
      ]);
    }));

  test("[flows.v2-overwrite] a v2 document makes a flow with right widgets, and replaces with true", () =>
    withTenant(async (bench) => {
      const { gateway, project, webex } = bench;
      const node = (name: string, activityType: string, properties: object) => ({ name, activityType, properties });
      const document = {
        name: "From v2",
        nodes: [
          node("Start", "start", { activityName: "NewPhoneContact" }),
          node("Ask", "action", { activityName: "http-request-v2", connectorId: "x", authenticated: true }),
          node("Done", "end", { activityName: "end" }),
        ],
        edges: [
          { from: "Start", to: "Ask", condition: "" },
          { from: "Ask", to: "Done", condition: "default" },
        ],
        eventFlows: {},
      };
      const path = `${project}/v2/flows:import`;
      const made = await gateway("POST", path, { json: document });
      expect(made).toMatchObject({
        status: 201,
        json: {
          flow: { name: "From v2", version: 0, status: "Draft" },
          preflightWarnings: [],
          preflightWarningsCount: 0,
        },
      });
      expect((await gateway("POST", path, { json: document })).status).toBe(409);
      expect((await gateway("POST", `${path}?overwrite=yes`, { json: document })).status).toBe(409);
      expect((await gateway("POST", `${path}?overwrite=true`, { json: document })).json.flow.id).toBe(
        made.json.flow.id,
      );
      expect(webex.tenant.state.flows.filter(({ name }) => name === "From v2")).toHaveLength(1);
      expect(widgetTypes(await writerOf(bench, "From v2").read())).toEqual({
        NewPhoneContact: "start",
        "http-request-v2": "action",
        end: "end",
      });
    }));
});

describe("locks", () => {
  test("[flows.lock] lock and unlock answer OK, as JSON or as text, and the holder shows", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Callback");
      expect(await post("lock")).toMatchObject({ status: 200, text: '"OK"' });
      expect((await item()).lockedBy).toBe(people.admin);
      bench.webex.set({ lockAnswer: "text" });
      expect(await post("unlock")).toMatchObject({ status: 200, text: "OK" });
      expect(await item()).toMatchObject({ lockedBy: null, lockedAt: null });
    }));

  test("[flows.lock-conflict] what somebody else has locked cannot be locked", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Callback");
      await post("lock", { token: bench.tokenOf(people.serviceAdmin) });
      expect(await post("lock")).toMatchObject({
        status: 409,
        text: expect.stringContaining("already locked by another user"),
      });
      expect((await item()).lockedBy).toBe(people.serviceAdmin);
    }));

  test("[flows.lock-expiry] after 15 minutes without a deed the lock is gone", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Callback");
      await post("lock", { token: bench.tokenOf(people.serviceAdmin) });
      bench.webex.set({ clockOffsetSeconds: 14 * 60 });
      expect((await post("lock")).status).toBe(409);
      bench.webex.set({ clockOffsetSeconds: 15 * 60 + 1 });
      expect((await item()).lockedBy).toBeNull();
      expect((await post("lock")).status).toBe(200);
    }));

  test("[flows.lock-renewal] locking again and writing keep the lock", () =>
    withTenant(async (bench) => {
      const { post, item, read, importDocument } = writerOf(bench, "Callback");
      await post("lock");
      const { lockedAt } = await item();
      bench.webex.set({ clockOffsetSeconds: 10 * 60 });
      await post("lock");
      bench.webex.set({ clockOffsetSeconds: 20 * 60 });
      await importDocument(await read());
      bench.webex.set({ clockOffsetSeconds: 30 * 60 });
      expect(await item()).toMatchObject({ lockedBy: people.admin, lockedAt });
    }));

  test("[flows.lock-writes] writes to what somebody else has locked are refused, or done", () =>
    withTenant(async (bench) => {
      const { post, read, importDocument } = writerOf(bench, "Callback");
      const document = await read();
      const v2 = `${bench.project}/v2/flows/${bench.flow("Callback")}`;
      const writes = async () => [
        (await importDocument(document)).status,
        (await post("publish", { json: {} })).status,
        (await bench.gateway("PATCH", v2, { json: { remove_node_names: ["CreateVoiceCall"] } })).status,
      ];
      await post("lock", { token: bench.tokenOf(people.serviceAdmin) });
      expect(await writes()).toEqual([409, 409, 409]);
      bench.webex.set({ writesToLockedFlows: "accepted" });
      expect(await writes()).toEqual([201, 200, 200]);
    }));

  test("[flows.unlock-others] the lock of somebody else cannot be freed, or can", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Callback");
      await post("lock", { token: bench.tokenOf(people.serviceAdmin) });
      expect((await post("unlock")).status).toBe(409);
      bench.webex.set({ unlockByOthers: "accepted" });
      expect((await post("unlock")).status).toBe(200);
      expect((await item()).lockedBy).toBeNull();
    }));
});

describe("publishing", () => {
  test("[flows.publish-draft] what somebody else has left in the draft goes live", () =>
    withTenant(async (bench) => {
      const { read, importDocument, post } = writerOf(bench, "Callback");
      const supervisor = { token: bench.tokenOf(people.supervisor) };
      await importDocument({ ...(await read()), description: "half done" }, "yes", supervisor);
      const { json } = await post("publish", { json: { comment: "mine", tagIds: ["Live"] } });
      expect(json).toMatchObject({
        status: "Published",
        latestVersion: { version: 2, description: "half done", comment: "mine" },
        draftVersion: { version: 0 },
      });
      expect(json.flowVersions).toHaveLength(2);
      expect((await read("latest")).description).toBe("half done");
    }));

  test("[flows.publish-tags] Latest moves, and of the others those that are named", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Callback");
      const tags = async () =>
        Object.fromEntries(
          (await item()).tags.map(({ id, versionNumber }: { id: string; versionNumber: number }) => [
            id,
            versionNumber,
          ]),
        );
      await post("publish", { json: {} });
      expect(await tags()).toEqual({ Live: 1, Test: 1, Latest: 2 });
      await post("publish", { json: { tagIds: ["Live", "Dev"] } });
      expect(await tags()).toEqual({ Live: 3, Test: 1, Latest: 3, Dev: 3 });
      expect((await item()).tagHistories.Live).toHaveLength(2);
    }));

  test("[flows.publish-refused] without a body, or with an unknown tag, nothing is published", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Callback");
      expect((await post("publish")).status).toBe(400);
      expect((await post("publish", { json: { tagIds: ["Live", "Production"] } })).status).toBe(400);
      expect((await post("publish", { json: { tagIds: "Live" } })).status).toBe(400);
      expect((await item()).version).toBe(1);
    }));

  test("[flows.publish-findings] a flow with findings is published all the same", () =>
    withTenant(async (bench) => {
      const path = `${bench.project}/v2/flows/${bench.flow("Opening Hours")}:validate`;
      const { json } = await bench.gateway("GET", `${path}?versionId=draft`);
      expect(json).toMatchObject({
        valid: false,
        results: [{ code: "FC1015", severity: "ERROR", activityLabel: "IsOpen" }],
      });
      expect((await writerOf(bench, "Opening Hours").post("publish", { json: {} })).status).toBe(200);
    }));
});

describe("the v2 interface", () => {
  test("[flows.validate-document] each error has its activity", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const { json: document } = await gateway("GET", `${project}/v2/flows/${flow("Opening Hours")}`);
      const answer = await gateway("POST", `${project}/v2/flows:validate`, { json: document });
      expect(answer).toMatchObject({
        status: 200,
        json: {
          valid: false,
          errors: [{ activityName: "IsOpen", message: expect.stringContaining("FC1015") }],
          warnings: [],
        },
      });
      const { json: plain } = await gateway("GET", `${project}/v2/flows/${flow("Sales")}`);
      expect((await gateway("POST", `${project}/v2/flows:validate`, { json: plain })).json).toMatchObject({
        valid: true,
        errors: [],
      });
    }));

  test("[flows.draft-version] a wrong version is a conflict, and a second writer is none", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const path = `${project}/v2/flows/${flow("Sales")}`;
      expect(await gateway("PATCH", `${path}?expectedVersion=99`, { json: {} })).toMatchObject({
        status: 409,
        text: expect.stringContaining("expected version 99 but found 0"),
      });
      for (const description of ["one", "other"]) {
        const { json } = await gateway("PATCH", `${path}?expectedVersion=0`, { json: { description } });
        expect(json.flow.version).toBe(0);
      }
    }));

  test("[flows.save-retypes] even a rename spoils the canvas of a flow, by patch and by save", () =>
    withTenant(async (bench) => {
      const { gateway, project, flow, webex } = bench;
      const { read, importDocument } = writerOf(bench, "Callback");
      const before = JSON.parse(JSON.stringify(await read()).replaceAll('"connectorId":null', '"connectorId":"x"'));
      const path = `${project}/v2/flows/${flow("Callback")}`;
      const spoiled = { "http-request-v2": "http-request", end: "action" };
      for (const method of ["PATCH", "POST"]) {
        await importDocument(before);
        expect(widgetTypes(await read())).toMatchObject({ "http-request-v2": "action", end: "end" });
        const document = method === "PATCH" ? {} : (await gateway("GET", path)).json;
        expect((await gateway(method, path, { json: { ...document, name: "Renamed" } })).status).toBe(200);
        expect(widgetTypes(await read())).toMatchObject(spoiled);
      }
      await importDocument(before);
      webex.set({ draftSaves: "keepWidgets" });
      expect((await gateway("PATCH", path, { json: { description: "kept" } })).status).toBe(200);
      expect(widgetTypes(await read())).toMatchObject({ "http-request-v2": "action", end: "end" });
    }));

  test("[flows.patch] nodes are replaced as a whole; their edges go with those that are removed", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const path = `${project}/v2/flows/${flow("Sales")}`;
      const named = (name: string, nodes: { name: string }[]) => nodes.find((node) => node.name === name);
      const say = { name: "Say", activityType: "action", properties: { activityName: "play-message", prompt: "new" } };
      await gateway("PATCH", path, { json: { upsert_nodes: [say], remove_edge_keys: ["any"] } });
      const once = (await gateway("GET", path)).json;
      expect(named("Say", once.nodes)).toMatchObject({ properties: { activityName: "play-message", prompt: "new" } });
      expect(once.edges).toHaveLength(2);
      await gateway("PATCH", path, { json: { remove_node_names: ["Say"] } });
      const twice = (await gateway("GET", path)).json;
      expect(named("Say", twice.nodes)).toBeUndefined();
      expect(twice.edges).toEqual([]);
      const odd = { name: "Odd", activityType: "action", properties: { activityName: "teleport" } };
      expect(await gateway("PATCH", path, { json: { upsert_nodes: [odd] } })).toMatchObject({
        status: 422,
        json: { valid: false },
      });
    }));

  test("[flows.rename] a saved name shows once it is published", () =>
    withTenant(async (bench) => {
      const { post, item } = writerOf(bench, "Sales");
      await bench.gateway("PATCH", `${bench.project}/v2/flows/${bench.flow("Sales")}`, {
        json: { name: "Sales EMEA" },
      });
      expect((await item()).name).toBe("Sales");
      await post("publish", { json: {} });
      expect((await item()).name).toBe("Sales EMEA");
    }));
});

/** Types of the widgets of a raw document, by the activity. */
function widgetTypes(document: {
  diagram: { widgets: Record<string, { type: string; properties: { activityName?: string } }> };
}) {
  return Object.fromEntries(
    Object.values(document.diagram.widgets).flatMap(({ type, properties }) =>
      properties.activityName === undefined ? [] : [[properties.activityName, type]],
    ),
  );
}
