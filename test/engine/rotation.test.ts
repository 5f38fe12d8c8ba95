import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { requestsTo } from "../provider/kit.ts";
import { type Engine, engineTimeout, succeeded } from "./engine.ts";
import { Follower, guideOf } from "./guide.ts";
import { type Connector, connectorFrom, Ivr } from "./ivr.ts";

/** The whole is run by npm run test:rotation; npm test scales its times down and kills one update. */
const { wholeTable = false } = globalThis as { wholeTable?: boolean };
const pace = wholeTable
  ? { everyMs: 20, latencyMs: 150, propagationMs: 30_000 }
  : { everyMs: 100, latencyMs: 15, propagationMs: 3_000 };

jest.setTimeout(wholeTable ? 1_800_000 : engineTimeout);

const guide = guideOf("docs/rotation.md", "Blue/green").flat();

/** A person who follows the guide on a stack of the project's own program, while the IVR goes on. */
class Operator {
  readonly #follower: Follower;
  readonly ivr: Ivr;
  /** Connectors by the file that their key was in. */
  readonly connectors = new Map<string, Connector>();
  readonly printed: string[] = [];

  private constructor(follower: Follower, ivr: Ivr) {
    this.#follower = follower;
    this.ivr = ivr;
  }

  static async start(local: LocalOrg): Promise<Operator> {
    return new Operator(await Follower.start(local), new Ivr(local, pace.everyMs));
  }

  get engine(): Engine {
    return this.#follower.engine;
  }

  configure(key: string, value: string): Promise<string> {
    return this.#follower.configure(key, value);
  }

  connector(...more: string[]): Promise<string> {
    return this.#follower.operate("connector", ...more);
  }

  /** Does one line of the guide, and what a person does in Webex at that point. */
  async follow(line: string): Promise<void> {
    const words = line.split(" ");
    if (words.includes("--flows-moved")) await this.moveFlowsTo("second.pem");
    const said = await this.#follower.follow(line);
    this.printed.push(said);
    const keyFile = words[words.indexOf("--key-out") + 1] ?? "";
    if (!words.includes("--key-out")) return;
    this.connectors.set(keyFile, await connectorFrom(said, this.#follower.path(keyFile)));
    // The first connector is the one that the flows use from the start.
    if (this.connectors.size === 1) await this.moveFlowsTo(keyFile);
  }

  async moveFlowsTo(keyFile: string): Promise<void> {
    await this.ivr.use(this.connectors.get(keyFile) as Connector);
  }

  /** `pulumi up`, killed as soon as it has deployed something, and once more to its end. */
  async upKilledOnce(): Promise<void> {
    await requestsTo(this.engine.local);
    await this.engine.upKilledWhen(async () =>
      (await requestsTo(this.engine.local)).some((request) => /deploy/i.test(request)),
    );
    succeeded(await this.engine.up());
  }

  async stop(): Promise<void> {
    await this.ivr.stop();
    await this.engine.stop();
  }
}

describe("blue/green, as docs/rotation.md says it, while the IVR logs in all the time", () => {
  let local: LocalOrg;
  let operator: Operator;

  beforeAll(async () => {
    local = await createLocalOrg({
      settings: { latencyMs: pace.latencyMs, propagationMs: pace.propagationMs },
    });
    operator = await Operator.start(local);
  });
  afterAll(async () => {
    await operator?.stop();
    await local?.stop();
  });

  test("no login fails, and the first key logs in no more at the end", async () => {
    expect(guide.filter((line) => line === "pulumi up").length).toBeGreaterThan(3);
    for (const line of guide) await operator.follow(line);
    expect(operator.ivr.failures).toEqual([]);
    expect(operator.ivr.count).toBeGreaterThan(wholeTable ? 2000 : 50);
    await expect(operator.moveFlowsTo("first.pem")).rejects.toThrow(/Control Hub does not save it/);
    expect(operator.printed.join("\n")).not.toContain("PRIVATE KEY");
    expect(await operator.connector("status", "--stack", "dev")).toContain("Next: nothing");
  });

  const further = wholeTable
    ? "every update of the next rotation, and of its step back,"
    : "the next rotation's first update";
  test(`nor does one while ${further} is killed after its first deploy and run again`, async () => {
    const { ivr, engine } = operator;
    await operator.configure("keyGeneration", "3");
    await operator.upKilledOnce();
    const sheet = await operator.connector("sheet", "--stack", "dev", "--key-out", "third.pem");
    operator.connectors.set("third.pem", await connectorFrom(sheet, join(engine.project, "third.pem")));
    await operator.connector("confirm", "--stack", "dev", "--key", "third.pem");
    await operator.moveFlowsTo("third.pem");
    if (wholeTable) {
      await operator.connector("confirm", "--stack", "dev", "--flows-moved");
      await operator.upKilledOnce();
      // One step back: the closed app opens again, and the flows return to it.
      await operator.configure("activeKeyGeneration", "2");
      await operator.configure("movedFlows", "2");
      await operator.upKilledOnce();
      await operator.moveFlowsTo("second.pem");
      await operator.configure("activeKeyGeneration", "0");
      succeeded(await engine.up());
      await operator.moveFlowsTo("third.pem");
      await operator.connector("confirm", "--stack", "dev", "--flows-moved");
      succeeded(await engine.up());
      await operator.upKilledOnce();
    }
    expect(ivr.failures).toEqual([]);
  });
});
