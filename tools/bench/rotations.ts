import { readConfirmations, withConfirmation } from "../../common/confirmedKeys.ts";
import type { RotationStrategy } from "../../common/rotation.ts";
import { handOffsIn } from "../../operations/connector/handOffs.ts";
import { Caller, type Connector, connectorWith, isOfCaller } from "./callers.ts";
import { type CutOverWindow, cutOverWindow, newKey, oldKey } from "./cutOverWindow.ts";
import { type NewOrg, onNewOrg, type RunOptions } from "./onNewOrg.ts";
import type { ProgramConfiguration } from "./operations.ts";
import type { LoggedRequest } from "./orgControl.ts";
import { changesIn } from "./pulumiSummary.ts";
import type { Sample } from "./series.ts";

/** The runs of `up` that a rotation takes, by strategy. */
export const rotationSteps = {
  cutOver: [
    { name: "prepare", title: "the new key is made" },
    { name: "cutOver", title: "the app gets its certificate" },
  ],
  blueGreen: [
    { name: "second", title: "a second app is made, with the new key" },
    { name: "close", title: "the flows have moved: the first app is closed" },
    { name: "remove", title: "the first app is removed" },
  ],
} as const satisfies Record<RotationStrategy, readonly { name: string; title: string }[]>;

type StepName = (typeof rotationSteps)[RotationStrategy][number]["name"];

/** A rotation in the same app. */
export interface CutOverRun {
  samples: Sample[];
  window: CutOverWindow;
}

/** A rotation by a second app. */
export interface BlueGreenRun {
  samples: Sample[];
  /** Logins with the key of the connector that the flows used, from before the first step to after the last. */
  logins: { all: number; failed: number };
}

/** A stack with the access of generation 1, and what a person would know of it. */
class Rotation {
  readonly samples: Sample[] = [];
  /** All logins of callers. */
  readonly logins: LoggedRequest[] = [];
  readonly #org: NewOrg;
  readonly #report: (line: string) => void;
  readonly #strategy: RotationStrategy;
  #confirmedKey = "none";

  constructor(org: NewOrg, { report }: RunOptions, strategy: RotationStrategy) {
    this.#org = org;
    this.#report = report;
    this.#strategy = strategy;
  }

  async up(configuration: ProgramConfiguration) {
    const { workspace } = this.#org;
    await workspace.configure({
      rotationStrategy: this.#strategy,
      confirmedKey: this.#confirmedKey,
      ...configuration,
    });
    return workspace.run(["up", "--yes"]);
  }

  /** One `up` that is measured. */
  async step(name: StepName, configuration: ProgramConfiguration): Promise<Sample> {
    await this.takeRequests();
    const { output, ...effort } = await this.up(configuration);
    const requests = await this.takeRequests();
    const sample: Sample = { operation: name, ...effort, changes: changesIn(output), requests };
    this.#report(`  ${name}: ${effort.seconds.toFixed(1)} s, ${requests.length} calls, ${sample.changes}`);
    this.samples.push(sample);
    return sample;
  }

  /** The calls since the last time, without the logins of callers, which are kept. */
  async takeRequests(): Promise<LoggedRequest[]> {
    const all = await this.#org.control.takeRequests();
    this.logins.push(...all.filter((request) => isOfCaller(request)));
    return all.filter((request) => !isOfCaller(request));
  }

  /** What the connector of the newest app is given: its values, and the newest key. */
  async handOver(): Promise<{ connector: Connector; sha256: string }> {
    const { handOffs, keys } = handOffsIn(await this.#org.workspace.exportState("--show-secrets"));
    const [app, key] = [handOffs.at(-1), keys.at(-1)];
    if (app === undefined || key?.privateKeyPem === undefined) throw new Error("The stack has made no app and no key.");
    return { connector: connectorWith(app, key.privateKeyPem), sha256: key.sha256 };
  }

  /** Somebody has saved a key in Control Hub. */
  confirm(sha256: string): void {
    const before = readConfirmations(this.#confirmedKey);
    if ("problem" in before) throw new Error(before.problem);
    this.#confirmedKey = withConfirmation(before.confirmations, { sha256 });
  }
}

/** Rotates in the same app, while one caller logs in with the old key and one with the new key. */
export function rotateByCutOver(options: RunOptions): Promise<CutOverRun> {
  return onNewOrg(options, async (org) => {
    const rotation = new Rotation(org, options, "cutOver");
    await rotation.up({});
    const { connector, sha256 } = await rotation.handOver();
    rotation.confirm(sha256);
    await rotation.step("prepare", { keyGeneration: 2, activeKeyGeneration: 1 });
    const { connector: next } = await rotation.handOver();
    const { instanceUrl } = org.credentials;
    const callers = [new Caller(oldKey, instanceUrl, connector), new Caller(newKey, instanceUrl, next)];
    const { requests } = await rotation
      .step("cutOver", { keyGeneration: 2 })
      .finally(() => Promise.all(callers.map((caller) => caller.stop())));
    await rotation.takeRequests();
    return { samples: rotation.samples, window: cutOverWindow([...requests, ...rotation.logins]) };
  });
}

/** Rotates by a second app, while a caller logs in with the connector that the flows use. */
export function rotateByBlueGreen(options: RunOptions): Promise<BlueGreenRun> {
  return onNewOrg(options, async (org) => {
    const rotation = new Rotation(org, options, "blueGreen");
    await rotation.up({});
    const first = await rotation.handOver();
    rotation.confirm(first.sha256);
    const flows = new Caller("flows", org.credentials.instanceUrl, first.connector);
    try {
      await rotation.step("second", { keyGeneration: 2 });
      const second = await rotation.handOver();
      rotation.confirm(second.sha256);
      flows.connector = second.connector;
      await rotation.step("close", { keyGeneration: 2, movedFlows: 2 });
      await rotation.step("remove", { keyGeneration: 2, movedFlows: 2 });
    } finally {
      await flows.stop();
    }
    await rotation.takeRequests();
    const failed = rotation.logins.filter(({ status }) => status !== 200);
    return { samples: rotation.samples, logins: { all: rotation.logins.length, failed: failed.length } };
  });
}
