import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { ResourceKind } from "../../resources/dynamicProvider.ts";
import { exported, names } from "../engine/accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "../engine/engine.ts";
import { providerText } from "../resources/providerText.ts";
import { makeConsumer, type PackedPackage, packPackage } from "./packedPackage.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

const program = `
import { ScvIntegration } from "pulumi-salesforce-access";

const scv = new ScvIntegration("scv", ${JSON.stringify(scvArguments)});
export const webexConnector = scv.webexConnector;
export const validTo: import("@pulumi/pulumi").Output<string> = scv.app.certificateValidTo;
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
      (path) =>
        !/^(resources|provider|salesforce)\/\w+\.(js|d\.ts)$|^local-org\/src\/([\w-]+\/)*\w+\.(js|d\.ts)$/.test(path),
    );
    expect(others.sort()).toEqual([
      "LICENSE",
      "README.md",
      "local-org/src/schema/generated.json",
      "local-org/src/setup/style.css",
      "package.json",
    ]);
    expect(packed.files).not.toContain("local-org/src/schema/generate.js");
  });

  test("builds the access and finds no drift", async () => {
    const up = succeeded(await engine.up());
    expect(up.output).toContain(`${scvArguments.username} logs in by JWT`);
    expect(up.output).toContain("+ 12 created");
    const preview = succeeded(await engine.previewDrift());
    expect(preview.output).toContain("12 unchanged");
  });

  test("leaves the same provider text in the state as the source does", async () => {
    const resources = (await engine.state()).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
    expect(resources).toHaveLength(7);
    for (const { type, inputs } of resources) {
      expect(inputs?.__provider).toBe(providerText(type.split(":").at(-1) as ResourceKind));
    }
  });

  test("takes the access down", async () => {
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
