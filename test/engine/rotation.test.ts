import { createPrivateKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { fingerprintIn } from "../../common/publicKey.ts";
import { login, verdict } from "../../local-org/test/oauth/login.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

/** A program that declares what `arguments.json` says, and hands over from one update to the next. */
const program = `
import { readFileSync } from "node:fs";
import { lastRotation, ScvIntegration } from "pulumi-salesforce-access";

const { rotation, ...declared } = JSON.parse(readFileSync("arguments.json", "utf8"));
const last = await lastRotation("left");
const scv = new ScvIntegration("scv", { ...declared, rotation: { ...rotation, ...(last && { last }) } });
export const { webexConnector, privateKeyPem, rotation: left } = scv;
`;

describe("blue/green through the engine", () => {
  let engine: Engine;

  /** Declares a rotation, runs up, and answers what it changed. */
  async function up(rotation: object, certificate: object, confirmedKey = ""): Promise<Record<string, string>> {
    await engine.declare({
      ...scvArguments,
      rotation: { strategy: "blueGreen", ...rotation },
      certificate,
      connector: { confirmedKey },
    });
    return succeeded(await engine.up()).changes;
  }

  /** What the connector of the newest key holds. */
  async function connector() {
    const outputs = (await engine.outputs()) as {
      privateKeyPem: string;
      webexConnector: { clientId: string; name: string };
    };
    const { privateKeyPem, webexConnector } = outputs;
    return {
      ...webexConnector,
      sha256: fingerprintIn(privateKeyPem) as string,
      logIn: async () => {
        const key = { privateKey: createPrivateKey(privateKeyPem) };
        return verdict(
          await login(engine.local, key, { issuer: webexConnector.clientId, subject: scvArguments.username }),
        );
      },
    };
  }

  beforeAll(async () => {
    engine = await Engine.start({ program: { text: program } });
  });
  afterAll(() => engine?.stop());

  test("a whole rotation: beside, moved, closed, removed", async () => {
    await up({}, { generation: 1 });
    expect((await engine.outputs()).left).toEqual({ firstGeneration: 1, generation: 1, closed: 0, removed: 0 });
    const first = await connector();
    expect(await first.logIn()).toBe("ok");
    expect(await up({}, { generation: 1 })).toEqual({});

    const confirmed = `${first.sha256} 2026-11-29`;
    const beside = await up({}, { generation: 2 }, confirmed);
    expect(beside).toMatchObject({
      "scv-app-green": "create",
      "scv-policy-green": "create",
      "scv-proof-green": "create",
    });
    expect(beside["scv-app"]).toBeUndefined();
    const second = await connector();
    expect(second.name).toBe("WxCC - SCV 2");
    expect([await first.logIn(), await second.logIn()]).toEqual(["ok", "ok"]);

    const both = `${confirmed}, ${second.sha256} 2026-11-30`;
    const closed = await up({ movedFlows: 2 }, { generation: 2 }, both);
    expect(closed).toMatchObject({ "scv-policy": "update", "scv-connector": "delete", "scv-proof": "delete" });
    expect(await first.logIn()).not.toBe("ok");
    expect(await second.logIn()).toBe("ok");
    expect((await engine.outputs()).left).toMatchObject({ closed: 1, removed: 0 });

    const removed = await up({ movedFlows: 2 }, { generation: 2 }, both);
    expect(removed).toMatchObject({ "scv-app": "delete", "scv-policy": "delete" });
    expect(await second.logIn()).toBe("ok");
    expect(await up({ movedFlows: 2 }, { generation: 2 }, both)).toEqual({});
  });
});
