import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Declared, known, mockEngine } from "./mocks.ts";

type Resources = typeof import("../../resources/index.ts");
type Arguments = ConstructorParameters<Resources["ScvIntegration"]>[1];

let declared: Declared[];
let resources: Resources;
let count = 0;

beforeAll(async () => {
  declared = await mockEngine("production");
  resources = await import("../../resources/index.ts");
});

/** Declares the component; its resources by the rest of their names, in the order in which they are declared. */
async function declare(args: Partial<Arguments>) {
  const name = `scv${++count}`;
  const all = { contactEmail: "admin@mycompany.example", username: "scv@mycompany.example", ...args };
  const scv = new resources.ScvIntegration(name, all);
  await Promise.all([scv.policy, scv.proof, scv.connector, scv.app].flatMap((made) => (made ? [known(made.urn)] : [])));
  await known(scv.webexConnector);
  await new Promise(setImmediate);
  const own = declared.filter((resource) => resource.name.startsWith(`${name}-`));
  return { scv, parts: new Map(own.map((resource) => [resource.name.slice(name.length + 1), resource.inputs])) };
}

const blueGreen = (generation: number, rotation: Arguments["rotation"] = {}): Partial<Arguments> => ({
  certificate: { generation },
  rotation: { strategy: "blueGreen", ...rotation },
});
const last = { firstGeneration: 1, generation: 2, closed: 0, removed: 0 };

describe("a stack without a word on rotation", () => {
  test("keeps no record of a connector, and leaves nothing to the next update", async () => {
    const { scv, parts } = await declare({});
    expect(parts.has("connector")).toBe(false);
    expect(parts.get("app")).not.toHaveProperty("keyGeneration");
    expect(scv.rotation).toBeUndefined();
    const explicit = await declare({ rotation: { strategy: "cutOver", movedFlows: 0, revoke: false } });
    expect([...explicit.parts.keys()]).toEqual([...parts.keys()]);
  });

  test("keeps one when somebody says what the connector holds", async () => {
    const { parts } = await declare({ connector: { confirmedKey: "none", name: "Salesforce" } });
    expect(parts.get("connector")).toMatchObject({ name: "Salesforce", clientId: "3MVG9key", confirmedKey: "none" });
    expect(parts.get("connector")).not.toHaveProperty("hasOwnKey");
  });
});

describe("blue/green", () => {
  test("makes one app at first, with the names that an app has anyhow", async () => {
    const { scv, parts } = await declare(blueGreen(4));
    expect([...parts.keys()].filter((name) => name.endsWith("-green"))).toEqual([]);
    expect(parts.get("app")).toMatchObject({ label: "WxCC - SCV", apiName: "WxCC_SCV", keyGeneration: 4 });
    expect(await known(scv.rotation as NonNullable<typeof scv.rotation>)).toMatchObject({ firstGeneration: 4 });
  });

  test("makes a second app with a key, a certificate, a policy, a proof and a connector beside the first", async () => {
    const { scv, parts } = await declare(blueGreen(2, { last: { ...last, generation: 1 } }));
    for (const part of ["app", "policy", "proof", "connector"]) {
      expect([part, parts.has(part), parts.has(`${part}-green`)]).toEqual([part, true, true]);
    }
    expect(parts.get("app-green")).toMatchObject({ label: "WxCC - SCV 2", apiName: "WxCC_SCV_2", keyGeneration: 2 });
    expect(parts.get("app")).toMatchObject({ apiName: "WxCC_SCV", keyGeneration: 1 });
    expect([...parts.keys()].filter((name) => name.startsWith("signing-"))).toEqual(
      expect.arrayContaining(["signing-key-1", "signing-key-2", "signing-certificate-1", "signing-certificate-2"]),
    );
    expect(parts.get("policy-green")).toMatchObject({ permissionSetIds: parts.get("policy")?.permissionSetIds });
    expect(await known(scv.webexConnector)).toMatchObject({ name: "WxCC - SCV 2" });
    expect(parts.get("readiness")?.creations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: expect.stringMatching(/-app$/) }),
        expect.objectContaining({ name: expect.stringMatching(/-app-green$/) }),
      ]),
    );
  });

  test("closes the old app when the flows have moved, and has nobody log in through it", async () => {
    const { parts } = await declare(blueGreen(2, { last, movedFlows: 2 }));
    expect(parts.get("policy")).toMatchObject({ permissionSetIds: [], profileNames: [], isEnabled: false });
    expect(parts.get("policy-green")).not.toHaveProperty("isEnabled");
    expect([parts.has("proof"), parts.has("connector"), parts.has("proof-green")]).toEqual([false, false, true]);
    expect(parts.get("connector-green")).toMatchObject({ hasFlows: true, hasOwnKey: true });
  });

  test("makes its first app beside a connected app, and demands a confirmed key before the flows are said to have left it", async () => {
    const beside = await declare(blueGreen(1, { connectedApp: "Webex Calls" }));
    expect(beside.parts.get("app")).toMatchObject({ label: "WxCC - SCV", keyGeneration: 1 });
    expect(beside.parts.get("connector")).not.toHaveProperty("hasFlows");
    const moved = await declare(blueGreen(1, { connectedApp: "Webex Calls", movedFlows: 1 }));
    expect(moved.parts.get("connector")).toMatchObject({ hasFlows: true });
    expect([...moved.parts.keys()].sort()).toEqual([...beside.parts.keys()].sort());
    await expect(declare({ rotation: { connectedApp: "Webex Calls" } })).rejects.toThrow(
      /is for the strategy blueGreen/,
    );
  });

  test("removes it in the update after that, and the next key takes its place", async () => {
    const removed = await declare(blueGreen(2, { last: { ...last, closed: 1 }, movedFlows: 2 }));
    expect([removed.parts.has("app"), removed.parts.has("app-green")]).toEqual([false, true]);
    const next = await declare(blueGreen(3, { last: { ...last, closed: 1, removed: 1 }, movedFlows: 2 }));
    expect(next.parts.get("app")).toMatchObject({ apiName: "WxCC_SCV", keyGeneration: 3 });
    expect(next.parts.get("app-green")).toMatchObject({ keyGeneration: 2 });
  });

  test("shows the older connector again after a step back", async () => {
    const { scv } = await declare({
      certificate: { generation: 2, activeGeneration: 1 },
      rotation: { strategy: "blueGreen", last },
    });
    expect(await known(scv.webexConnector)).toMatchObject({ name: "WxCC - SCV" });
  });

  test("closes the app of a key that has leaked with the update that makes the new one, once that is confirmed", async () => {
    const leaked = blueGreen(2, { last: { ...last, generation: 1 }, revoke: true });
    await expect(declare(leaked)).rejects.toThrow(/cut off until they have the new one. Set confirmRotation to 2/);
    const { parts } = await declare({ ...leaked, certificate: { generation: 2, confirmRotation: 2 } });
    expect(parts.get("policy")).toMatchObject({ permissionSetIds: [], isEnabled: false });
    expect(parts.has("app-green")).toBe(true);
  });
});

test("a key that has leaked is not kept for a step back", async () => {
  const certificate = { generation: 2, confirmRotation: 2 };
  const keysOf = async (revoke: boolean) =>
    [...(await declare({ certificate, rotation: { revoke } })).parts.keys()].filter((name) => name.includes("-key-"));
  expect(await keysOf(false)).toEqual(["signing-key-1", "signing-key-2"]);
  expect(await keysOf(true)).toEqual(["signing-key-2"]);
});

test.each<[string, Partial<Arguments>, RegExp]>([
  [
    "a strategy that is none",
    { rotation: { strategy: "rolling" as "cutOver" } },
    /strategy must be cutOver or blueGreen/,
  ],
  [
    "a name that is none",
    { rotation: { stragety: "cutOver" } as object },
    /rotation has no stragety; did you mean strategy/,
  ],
  ["the wrong part", { connector: { confirmed: "none" } as object }, /connector has no confirmed/],
  [
    "a certificate that the stack did not make",
    { rotation: { strategy: "blueGreen" }, certificate: { certificatePem: "certificate" } },
    /blueGreen needs keys that the stack makes/,
  ],
  ["a third app", blueGreen(3, { last }), /Finish the rotation to generation 2 first/],
  ["what the component decides", { certificate: { generationsInUse: [1] } }, /the argument rotation decides it/],
])("is refused for %s", async (_what, args, problem) => {
  await expect(declare(args)).rejects.toThrow(problem);
});
