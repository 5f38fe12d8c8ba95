import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { exported, names } from "../lifecycle/accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "../lifecycle/engine.ts";
import { makeProject, scvProgram } from "../lifecycle/project.ts";
import { makeConsumer, type PackedPackage, packPackage, run } from "./packedPackage.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

const program = `
import { ScvIntegration } from "pulumi-salesforce-access";

const scv = new ScvIntegration("scv", ${JSON.stringify(scvArguments)});
export const webexConnector = scv.webexConnector;
export const validTo: import("@pulumi/pulumi").Output<string> = scv.app.certificateValidTo;
`;

/** Prints, by type, the text that Pulumi makes of the provider of each resource and keeps in the state. */
const bridgeTexts = `
import * as pulumi from "@pulumi/pulumi";

const texts = {};
await pulumi.runtime.setMocks({
  call: ({ inputs }) => inputs,
  newResource({ type, name, inputs }) {
    if (inputs.__provider) texts[type] = inputs.__provider;
    return { id: name + "-id", state: inputs };
  },
}, "consumer", "dev", false);
const { ScvIntegration } = await import("pulumi-salesforce-access");
const scv = new ScvIntegration("scv", ${JSON.stringify(scvArguments)});
await new Promise((resolve) => scv.proof.urn.apply(resolve));
console.log(JSON.stringify(texts));
`;

describe("the packed package in a new Pulumi project", () => {
  let folder: string;
  let packed: PackedPackage;
  let engine: Engine;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "packed-")));
    packed = await packPackage(folder);
    await makeConsumer(join(folder, "consumer"), packed.tarball, program);
    engine = await Engine.start({ program: { folder: join(folder, "consumer") } });
  });
  afterAll(async () => {
    await engine?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("holds compiled code with its types and nothing else", () => {
    expect(packed.files).toContain("resources/index.js");
    expect(packed.files).toContain("resources/index.d.ts");
    expect(packed.files).toContain("provider/index.js");
    const others = packed.files.filter(
      (path) => path !== "package.json" && !/^(resources|provider|salesforce)\/\w+\.(js|d\.ts)$/.test(path),
    );
    expect(others).toEqual([]);
  });

  test("serialises the same provider text as the source", async () => {
    const source = join(folder, "source");
    await makeProject(source, scvProgram);
    const texts = await Promise.all(
      [source, engine.project].map(async (project) => {
        const script = join(project, "bridgeTexts.mjs");
        await writeFile(script, bridgeTexts);
        const text = await run(process.execPath, [script], project);
        await rm(script);
        return JSON.parse(text) as Record<string, string>;
      }),
    );
    expect(Object.keys(texts[0] ?? {})).toHaveLength(7);
    expect(texts[1]).toEqual(texts[0]);
  });

  test("builds the access, finds no drift, and takes it down", async () => {
    const up = succeeded(await engine.up());
    expect(up.output).toContain(`${scvArguments.username} logs in by JWT`);
    expect(up.output).toContain("+ 12 created");

    const preview = succeeded(await engine.previewDrift());
    expect(preview.output).toContain("12 unchanged");

    succeeded(await engine.destroy());
    expect(await engine.state()).toEqual([]);
    // The user cannot be deleted; it is inactive.
    expect(await exported(engine.local)).toMatchObject({
      added: { User: [{ Username: scvArguments.username, ProfileId: names.standardProfile }] },
      removed: {},
      externalClientApps: {},
    });
  });
});
