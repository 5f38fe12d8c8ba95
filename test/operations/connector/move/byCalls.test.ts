import { readFile, stat, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { WebexCaller } from "../../../../webex/gateway.ts";
import { a, b, MoveTenant, users } from "./moveTenant.ts";

let tenant: MoveTenant;
beforeAll(async () => {
  tenant = await MoveTenant.make();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant?.end());

const said = () => tenant.said.join("\n");

describe("a dry run", () => {
  test("writes nothing, keeps no journal, and says each version, activity and value", async () => {
    const before = tenant.served();
    const writes = await tenant.writes();
    expect(await tenant.run("move", { write: false })).toBe(3);
    expect(tenant.served()).toEqual(before);
    expect(await tenant.writes()).toEqual(writes);
    await expect(stat(tenant.journalPath)).rejects.toThrow(/ENOENT/);
    const voice = tenant.flow("Service Cloud Voice");
    for (const line of [
      `Flow "Service Cloud Voice" (${voice.id})`,
      '  Calls use it by entry point "Service Line" (Live)',
      `  version 2 (Live, Latest) is published anew with the same tags; it stays as ${voice.tags.Live}`,
      "    CreateVoiceCall (main flow, process)",
      "    CreateVoiceCall (main flow, diagram)",
      "    UpdateVoiceCall (event flows GLOBAL_EVENTS, process)",
      "    UpdateVoiceCall (event flows GLOBAL_EVENTS, diagram)",
      `      connectorId: "${a.id}" -> "${b.id}"`,
      `      connectorId:name: "${a.name}" -> "${b.name}"`,
      "Nothing was written. With --write it is done.",
    ]) {
      expect(tenant.said).toContain(line);
    }
    const changes = tenant.said.filter((line) => line.includes(" -> "));
    expect(changes.length).toBeGreaterThan(20);
    for (const change of changes) expect(change).toMatch(/^ {6}connectorId(:name|_name)?: "/);
    expect(said()).toMatch(/UNPROVED: nobody has seen this/);
  });

  test("names subflows before those that call them", async () => {
    await tenant.run("move", { write: false });
    const order = tenant.said.flatMap((line) => /^(?:Flow|Subflow) "([^"]*)"/.exec(line)?.[1] ?? []);
    expect(order).toEqual(users);
  });
});

describe("a move", () => {
  test("changes the connector in all that is served and nothing else, with the tags and the old versions kept", async () => {
    const before = tenant.served();
    const versions = users.map((name) => tenant.flow(name).versions.map(({ id }) => id));
    expect(await tenant.run("move")).toBe(0);
    expect(tenant.served()).toEqual(MoveTenant.repointed(before));
    expect(JSON.stringify(tenant.served())).not.toContain(a.id);
    for (const [index, name] of users.entries()) {
      const flow = tenant.flow(name);
      expect(flow.versions.map(({ id }) => id)).toEqual([...(versions[index] ?? []), expect.any(String)]);
      expect(flow.versions.at(-1)?.comment).toBe(`Connector "${a.name}" to "${b.name}"`);
      expect(flow.lock).toBeNull();
    }
    expect(tenant.said.at(-1)).toMatch(/^3 moved, 0 left alone/);
  });

  test("a second one has nothing to do and writes nothing", async () => {
    await tenant.run("move");
    const writes = await tenant.writes();
    expect(await tenant.run("move")).toBe(0);
    expect(said()).toContain("nothing to move");
    expect(await tenant.writes()).toEqual(writes);
  });

  test("takes one call for each export, two looks at the flow, and the four writes", async () => {
    const made: string[] = [];
    const call = tenant.call();
    const counted: WebexCaller = (one) => {
      made.push(one.path.split(":").at(-1) ?? "");
      return call(one);
    };
    await tenant.run("move", { call: counted, flows: ["Callback"] });
    const ofFlow = made.slice(made.indexOf("lock") - 1);
    expect(ofFlow).toEqual([
      ...["export", "lock", "/flows", "export", "export", "import", "export", "publish", "/flows", "export", "export"],
      "unlock",
    ]);
    // Choices, two lists, each of the four flows with its draft and the version that it serves, and the entry points.
    expect(made.length - ofFlow.length).toBe(12);
  });

  test("of one flow leaves the others", async () => {
    await tenant.run("move", { flows: ["Callback"] });
    const isMoved = users.map((name) => JSON.stringify(tenant.flow(name).versions.at(-1)).includes(b.id));
    expect(isMoved).toEqual([false, true, false]);
    await expect(tenant.run("move", { flows: ["Nobody's"] })).rejects.toThrow(/no flow "Nobody's"/);
  });

  test("of tags that lead to different versions publishes the oldest first, and each tag has its own again", async () => {
    const { id } = tenant.flow("Service Cloud Voice");
    const document = tenant.flow("Service Cloud Voice").draft.document;
    Object.assign(document, { description: "A newer one" });
    tenant.webex.byHand.publish(id, ["Test"]);
    const before = tenant.served();
    expect(await tenant.run("move")).toBe(0);
    expect(tenant.served()).toEqual(MoveTenant.repointed(before));
    expect(said()).toMatch(/tag Latest leads to an older one/);
    const [, , live, test3] = tenant.flow("Service Cloud Voice").versions.slice(-4);
    expect([live?.document.description, test3?.document.description]).toEqual([
      "Makes a voice call in Salesforce, and routes it.",
      "A newer one",
    ]);
  });

  test("keeps a journal for its owner alone, without a document", async () => {
    const old = tenant.flow("Callback").tags.Live;
    await tenant.run("move");
    expect((await stat(tenant.journalPath)).mode & 0o777).toBe(0o600);
    const text = await readFile(tenant.journalPath, "utf8");
    expect(JSON.parse(text)).toMatchObject({ version: 1, moves: [{ from: a, to: b, flows: [{}, {}, {}] }] });
    expect(text).toContain(String(old));
    expect(text).not.toMatch(/httpRequest|process/);
  });
});

describe("a flow is left to a person, and the others move, when", () => {
  const edit = (change: (flow: ReturnType<MoveTenant["flow"]>) => void) => () => change(tenant.flow("Callback"));
  const publish = () => {
    const flow = tenant.flow("Callback");
    tenant.webex.byHand.publish(flow.id, ["Live", "Test"]);
  };
  const inBoth = (change: (document: Record<string, unknown>) => void) => () => {
    change(tenant.flow("Callback").draft.document);
    publish();
  };
  const lockNow = () => {
    const by = "supervisor@tenant.example";
    tenant.flow("Callback").lock = { by, at: new Date().toISOString(), active: Date.now() };
  };

  test.each<[string, () => void, RegExp]>([
    ["somebody else has locked it", lockNow, /locked by supervisor@tenant\.example/],
    [
      "its draft differs",
      edit(({ draft }) => Object.assign(draft.document, { settings: [] })),
      /differs .* in settings/,
    ],
    ["it was never published", edit((flow) => Object.assign(flow, { versions: [], tags: {} })), /never published/],
    [
      "the id stands under another key",
      inBoth((document) => Object.assign(document, { owner: a.id })),
      /also stands at owner/,
    ],
    [
      "its form is another one",
      inBoth((document) => Object.assign(document, { process: null })),
      /not in the raw form/,
    ],
    [
      "its draft has another name",
      edit(({ draft }) => Object.assign(draft.document, { name: "Other" })),
      /another name/,
    ],
    [
      "another flow has its name",
      () => Object.assign(tenant.flow("Opening Hours"), { name: "Callback " }),
      /another flow has the same/,
    ],
    [
      "a tag is none that a publish moves",
      edit((flow) => Object.assign(flow.tags, { Gold: flow.tags.Live })),
      /tag Gold/,
    ],
    [
      "an older version has the tag Latest",
      edit((flow) => {
        const [first] = flow.versions;
        flow.tags = { Live: String(flow.tags.Live), Latest: String(first?.id) };
      }),
      /newest cannot be told/,
    ],
  ])("%s", async (_why, change, reason) => {
    change();
    const { tags, versions } = structuredClone(tenant.flow("Callback"));
    expect(await tenant.run("move")).toBe(3);
    expect(said()).toMatch(reason);
    expect(tenant.flow("Callback")).toMatchObject({ tags, versions });
    expect(tenant.said.at(-1)).toMatch(/^2 moved, 0 left alone/);
    expect(JSON.stringify(tenant.served())).toContain(b.id);
  });
});

describe("nothing is moved at all when", () => {
  test("both connectors are the same", async () => {
    await expect(tenant.run("move", { to: a.id })).rejects.toMatchObject({ exitCode: 2 });
  });

  test("the new connector is not among the choices", async () => {
    tenant.webex.set({ salesforceConnectorsInChoices: false });
    await expect(tenant.run("move")).rejects.toThrow(/Webex lists no such connector/);
    tenant.webex.set({ salesforceConnectorsInChoices: true });
    const { connectors } = tenant.webex.tenant.state;
    tenant.webex.tenant.state.connectors = connectors.filter(({ id }) => id !== b.id);
    await expect(tenant.run("move")).rejects.toThrow(/^--to: Webex lists no such connector/);
  });

  test("the choices cannot be read", async () => {
    tenant.webex.faults.add([{ kind: "status", operation: "choices", status: 500 }]);
    await expect(tenant.run("move")).rejects.toThrow(/does not list its connectors.*status 500/);
  });

  test("the journal is none of ours, or another process works with it", async () => {
    await writeFile(tenant.journalPath, "{}");
    await expect(tenant.run("move")).rejects.toThrow(/no journal of moved flows/);
    await writeFile(`${tenant.journalPath}.lock`, String(process.ppid));
    await expect(tenant.run("move")).rejects.toThrow(/moves flows with this journal/);
    await writeFile(`${tenant.journalPath}.lock`, "999999999");
    await expect(tenant.run("move")).rejects.toThrow(/no journal of moved flows/);
  });
});

/** Does something before the first call of this kind is made. */
function justBefore(verb: string, work: () => void): WebexCaller {
  const call = tenant.call();
  let isDone = false;
  return (one) => {
    if (!isDone && one.path.includes(verb)) {
      isDone = true;
      work();
    }
    return call(one);
  };
}

describe("somebody else", () => {
  test("who locks a flow after the plan keeps it, and the others move", async () => {
    const flow = tenant.flow("Customer Look-Up");
    const lock = { by: "service.admin@tenant.example", at: new Date().toISOString(), active: Date.now() };
    expect(await tenant.run("move", { call: justBefore(":lock", () => Object.assign(flow, { lock })) })).toBe(3);
    expect([flow.lock, said()]).toEqual([lock, expect.stringContaining("somebody else has locked it meanwhile")]);
    expect(tenant.said.at(-1)).toMatch(/^2 moved, 1 left alone/);
    flow.lock = null;
    expect(await tenant.run("move")).toBe(0);
  });

  test("who publishes a flow after the plan loses nothing, and the next run moves what was published", async () => {
    const flow = tenant.flow("Customer Look-Up");
    const call = justBefore(":lock", () => {
      Object.assign(flow.draft.document, { description: "Meanwhile" });
      tenant.webex.byHand.publish(flow.id, ["Live"]);
    });
    expect(await tenant.run("move", { call })).toBe(3);
    expect(said()).toMatch(/somebody has changed it meanwhile/);
    expect([flow.versions.at(-1)?.document.description, flow.lock]).toEqual(["Meanwhile", null]);
    const served = tenant.served();
    expect(await tenant.run("move")).toBe(0);
    expect(tenant.served()).toEqual(MoveTenant.repointed(served));
  });
});

test("an import that comes back otherwise is taken back, and nothing is published", async () => {
  const call = tenant.call();
  const start = tenant.served();
  const mangled: WebexCaller = (one) => {
    const isMove = one.path.includes(":import") && one.body?.text.includes(b.id);
    const text = one.body?.text.replace('"retryAttempts":1', '"retryAttempts":2') ?? "";
    return call(isMove && one.body ? { ...one, body: { ...one.body, text } } : one);
  };
  await expect(tenant.run("move", { call: mangled })).rejects.toThrow(
    /does not keep what is imported into flow Customer Look-Up: process came back otherwise.*draft is as before/,
  );
  expect(tenant.served()).toEqual(start);
  expect(await tenant.run("move")).toBe(0);
});

describe("an undo", () => {
  test("publishes what every version was, with the same tags, and can be moved again", async () => {
    const start = tenant.served();
    await tenant.run("move");
    const moved = tenant.served();
    expect(await tenant.run("undo", { write: false })).toBe(3);
    expect(tenant.served()).toEqual(moved);
    expect(await tenant.run("undo")).toBe(0);
    expect(tenant.served()).toEqual(start);
    expect(tenant.said.at(-1)).toMatch(/^3 taken back/);
    expect(await tenant.run("undo")).toBe(0);
    expect(await tenant.run("move")).toBe(0);
    expect(tenant.served()).toEqual(moved);
    expect(await tenant.run("undo")).toBe(0);
    expect(tenant.served()).toEqual(start);
  });

  test("takes the flows back that call others first, and leaves one that was changed since", async () => {
    const start = tenant.served();
    await tenant.run("move");
    tenant.said = [];
    Object.assign(tenant.flow("Callback").draft.document, { description: "Since" });
    tenant.webex.byHand.publish(tenant.flow("Callback").id, ["Live"]);
    expect(await tenant.run("undo")).toBe(3);
    expect(tenant.said.filter((line) => line.endsWith("…"))).toEqual([
      expect.stringContaining("Service Cloud Voice"),
      expect.stringContaining("Callback"),
      expect.stringContaining("Customer Look-Up"),
    ]);
    const { Callback: _changed, ...rest } = tenant.served();
    const { Callback: _before, ...before } = start;
    expect(rest).toEqual(before);
    expect(tenant.flow("Callback").versions.at(-1)?.document.description).toBe("Since");
  });

  test("without its journal is refused", async () => {
    await expect(tenant.run("undo")).rejects.toThrow(/holds no move between these connectors/);
  });
});

describe("calls that fail", () => {
  test("a publish that is limited is made again after the time that the answer names, and once", async () => {
    tenant.webex.faults.add([{ kind: "status", operation: "publish", status: 429, retryAfter: 1, times: 1 }]);
    const started = performance.now();
    expect(await tenant.run("move", { flows: ["Callback"] })).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(990);
    expect(tenant.flow("Callback").versions).toHaveLength(3);
  });

  test.each(["lock", "legacyImport", "publish", "unlock"])(
    "an answer to %s that is lost is not asked for again blindly; the lock is released, and the next run ends it",
    async (operation) => {
      const start = tenant.served();
      tenant.webex.faults.add([{ kind: "drop-after", operation, times: 1 }]);
      await tenant.run("move").catch((error) => expect(error.message).toMatch(/no answer/));
      for (const name of users) expect(tenant.flow(name).lock).toBeNull();
      expect(await tenant.run("move")).toBe(0);
      expect(tenant.served()).toEqual(MoveTenant.repointed(start));
      for (const name of users) expect(tenant.flow(name).versions).toHaveLength(3);
    },
  );

  test("a lock that cannot be released is told, and the next run releases it", async () => {
    tenant.webex.faults.add([{ kind: "status", operation: "unlock", status: 500 }]);
    await expect(tenant.run("move", { flows: ["Callback"] })).rejects.toThrow(/is done, and its lock is still there/);
    expect(said()).toMatch(/lock of flow Callback was not released: .*15 minutes/);
    tenant.webex.faults.clear();
    expect(tenant.flow("Callback").lock).not.toBeNull();
    expect(await tenant.run("move", { flows: ["Callback"] })).toBe(0);
    expect([tenant.flow("Callback").lock, tenant.flow("Callback").versions.length]).toEqual([null, 3]);
  });
});
