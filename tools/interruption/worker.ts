import { setTimeout as wait } from "node:timers/promises";
import type { Toolchain } from "../toolchain/index.ts";
import { type Case, nameOf, type Recording } from "./cases.ts";
import { type Disturbance, slowDeployMilliseconds } from "./disturbances.ts";
import { takeMarksAway } from "./marks.ts";
import { leaksIn, unclear, unclearOperation } from "./messages.ts";
import { type Operation, username } from "./operation.ts";
import { certificatesIn, comparable, differenceOf, type OrgExport, violations } from "./orgState.ts";
import type { Outcome, Run, StateSummary } from "./stack.ts";
import { World } from "./world.ts";

/** How a case went. */
export interface Result {
  name: string;
  operation: string;
  disturbance: string;
  /** Whether the call came, and was disturbed. */
  isStruck: boolean;
  /** Whether the disturbed run ended well by itself. */
  isRiddenOut: boolean;
  /** What did not hold; empty when the org came to equal that of the undisturbed run. */
  problems: string[];
  seconds: number;
}

/** What an operation leads to when nothing disturbs it, and where flows stand when it begins. */
interface Point {
  org: string;
  /** Fingerprints of the certificates that the apps then have; each run makes others, but one that makes none. */
  certificates: string[];
  state: StateSummary;
  /** The stack's file, and the flows of the tenant. */
  around: string;
  servedBefore: string;
}

/** How long a call may take to come; then it was not made. */
const arrivalMilliseconds = 60_000;
const userProfiles = ["SCV Integration", "Minimum Access - API Only Integrations"];
const userPermissionSets = ["IVR_Access_to_SCV_Apex_Classes"];
const halfDone = "half done";

/** A world in which cases run one after the other. */
export class Worker {
  readonly #world: World;
  readonly #points = new Map<string, Point>();

  private constructor(world: World) {
    this.#world = world;
  }

  /** @param folder a folder to be made; `stop` removes it */
  static async create(folder: string, toolchain: Toolchain): Promise<Worker> {
    return new Worker(await World.create(folder, toolchain));
  }

  /** Runs the operations undisturbed, up to the last that is asked for, and answers the calls of each. */
  async record(operations: readonly Operation[], report: (line: string) => void): Promise<Recording[]> {
    const world = this.#world;
    const recordings: Recording[] = [];
    for (const operation of operations) {
      if (operation.isAdoption) await this.#setUpByHand(operations);
      if (operation.startsAs !== undefined) await world.restore(operation.startsAs);
      await operation.before?.(world);
      await world.keep(operation.name);
      const servedBefore = world.tenant.served();
      await world.stack.declare(operation.declared);
      await world.forgetCalls();
      const { exitCode, output } = await this.#start(operation, operation.more).ended;
      if (exitCode !== 0) throw new Error(`The undisturbed run "${operation.title}" failed:\n${output}`);
      const calls = await world.calls();
      const broken = await this.#violations(operation);
      if (broken.length > 0) throw new Error(`After the undisturbed run "${operation.title}": ${broken.join(", ")}`);
      const org = await world.export();
      this.#points.set(operation.name, {
        org: comparable(org),
        certificates: certificatesIn(org),
        state: await world.stack.summary(),
        around: await this.#around(operation),
        servedBefore,
      });
      recordings.push({ operation, calls });
      report(`${operation.title}: ${calls.length} calls`);
    }
    return recordings;
  }

  /** Runs one case, in a world that is as it is when its operation begins. */
  async run(tried: Case): Promise<Result> {
    const start = performance.now();
    const problems: string[] = [];
    const { isRiddenOut, isStruck } = await this.#try(tried, problems);
    this.#world.place(tried.call.place).clear();
    return {
      name: nameOf(tried),
      operation: tried.operation.name,
      disturbance: tried.disturbance.name,
      isStruck,
      isRiddenOut,
      problems,
      seconds: Math.round((performance.now() - start) / 100) / 10,
    };
  }

  /** Ends what still runs and removes the folder. */
  async stop(): Promise<void> {
    await this.#world.stop();
  }

  /** The access as the first `destroy` finds it, as if somebody had clicked it together. */
  async #setUpByHand(operations: readonly Operation[]): Promise<void> {
    const complete = operations.find(({ command }) => command === "destroy")?.name ?? "";
    if (!this.#points.has(complete)) throw new Error("An adoption comes after a destroy.");
    const { local, stack } = this.#world;
    await this.#world.restore(complete);
    await takeMarksAway(local.url, local.org.deployer.accessToken);
    await stack.restore(operations[0]?.name ?? "");
  }

  #start({ command }: Operation, more: readonly string[]): Run {
    if (command === "connector") return this.#world.operate([command, ...more]);
    return this.#world.stack.start([command, "--yes", "--skip-preview", ...more]);
  }

  async #try(
    { operation, call, disturbance }: Case,
    problems: string[],
  ): Promise<Pick<Result, "isStruck" | "isRiddenOut">> {
    const world = this.#world;
    const point = this.#points.get(operation.name);
    if (!point) throw new Error(`Operation ${operation.name} was not recorded.`);
    const place = world.place(call.place);
    place.clear();
    await world.restore(operation.name);
    await world.stack.declare(operation.declared);
    place.disturb(call, disturbance);

    const run = this.#start(operation, operation.more);
    if (disturbance.signal !== undefined) {
      const isParked = await this.#parked(run.ended, () => place.isParked());
      if (isParked) problems.push(...(await this.#violations(operation)));
      if (disturbance.signal === "SIGKILL") {
        await run.kill();
      } else {
        run.interrupt();
        await wait(300);
      }
      place.release();
    }
    const disturbed = await run.ended;
    if (!place.clear()) {
      problems.push(`The call was not made in this run:\n${lastLines(disturbed)}`);
      return { isStruck: false, isRiddenOut: false };
    }
    problems.push(...(await this.#violations(operation)), ...leaksIn(disturbed.output));

    const isRiddenOut = disturbed.exitCode === 0 && !(await this.#hasDeletesLeft(disturbance, point));
    if (!isRiddenOut) {
      if (disturbance.signal === undefined) {
        const wrong =
          operation.command === "connector" ? unclearOperation(disturbed.output) : unclear(disturbed.output);
        problems.push(...wrong, ...(wrong.length > 0 ? [lastLines(disturbed)] : []));
      }
      if (disturbance.signal === "SIGKILL" && operation.command !== "connector") {
        const cancelled = await world.stack.start(["cancel", "--yes"]).ended;
        if (cancelled.exitCode !== 0) problems.push(`pulumi cancel failed: ${lastLines(cancelled)}`);
      }
      problems.push(...(await this.#wayBack(operation, point)));
      // What a person does next: the same command, without what was only for the first time.
      const again = await this.#start(operation, operation.command === "connector" ? operation.more : []).ended;
      problems.push(...leaksIn(again.output));
      if (again.exitCode !== 0) problems.push(`The next run failed too: ${lastLines(again)}`, lastLines(disturbed));
    }
    if (disturbance.name === "slow-deploy") await wait(slowDeployMilliseconds);
    problems.push(...(await this.#violations(operation)), ...(await this.#differences(operation, point)));
    return { isStruck: true, isRiddenOut };
  }

  /** What does not hold when a run that has stopped is taken back; then the world is again as that run has left it. */
  async #wayBack(operation: Operation, { servedBefore }: Point): Promise<string[]> {
    const { wayBack } = operation;
    if (wayBack === undefined) return [];
    const world = this.#world;
    await world.keep(halfDone);
    const hasBegun = (await world.stack.journal()) !== "";
    const back = await this.#start(operation, wayBack).ended;
    const served = world.tenant.served();
    const problems = [
      // Where nothing was begun, there is nothing to take back.
      ...(back.exitCode === 0 || !hasBegun ? [] : [`The way back failed: ${lastLines(back)}`]),
      ...(served === servedBefore ? [] : [`The way back leads elsewhere:\n${differenceOf(served, servedBefore)}`]),
      ...(await this.#violations(operation)),
    ];
    await world.restore(halfDone);
    return problems;
  }

  /** Pulumi calls a run whose deletes Ctrl-C has ended early a success; who pressed it runs it again. */
  async #hasDeletesLeft({ signal }: Disturbance, { state }: Point): Promise<boolean> {
    if (signal !== "SIGINT") return false;
    return (await this.#world.stack.summary()).resources.length > state.resources.length;
  }

  /** Waits until the call is parked; false when the run ended without it. */
  async #parked(ended: Promise<Outcome>, isParked: () => boolean): Promise<boolean> {
    let hasEnded = false;
    void ended.then(() => {
      hasEnded = true;
    });
    const deadline = Date.now() + arrivalMilliseconds;
    while (!hasEnded && Date.now() < deadline) {
      if (isParked()) return true;
      await wait(20);
    }
    return false;
  }

  async #violations(operation: Operation): Promise<string[]> {
    const { stack, tenant } = this.#world;
    const { resources } = await stack.summary();
    const ofOrg = violations(await this.#world.export(), {
      username,
      mayBeActive:
        operation.command !== "destroy" || operation.handsBack || resources.some((name) => name.endsWith("::scv-user")),
      profiles: userProfiles,
      permissionSets: userPermissionSets,
    });
    return operation.hasCalls ? [...ofOrg, ...(await tenant.violations(await stack.journal()))] : ofOrg;
  }

  /** What a run changes beside the org and the state. */
  async #around({ hasCalls }: Operation): Promise<string> {
    const { stack, tenant } = this.#world;
    return hasCalls ? `${await stack.configuration()}${tenant.comparable(await stack.journal())}` : "";
  }

  async #differences(operation: Operation, point: Point): Promise<string[]> {
    const org: OrgExport = await this.#world.export();
    const state = await this.#world.stack.summary();
    const known = operation.handsBack ? point.certificates : state.certificates;
    const strange = certificatesIn(org).filter((found) => !known.includes(found));
    const left = (summary: StateSummary) => `${summary.resources.join("\n")}\n${JSON.stringify(summary.rotation)}`;
    const compared: [string, string, string][] = [
      ["The org differs", comparable(org), point.org],
      ["The state differs", left(state), left(point.state)],
      ["The stack's file or the flows differ", await this.#around(operation), point.around],
    ];
    return [
      ...compared.flatMap(([what, found, expected]) =>
        found === expected ? [] : [`${what}:\n${differenceOf(found, expected)}`],
      ),
      ...state.unfinished.map((name) => `${name} is unfinished in the state`),
      ...strange.map((found) => `The app has certificate ${found}, expected was ${known.join(", ")}`),
    ];
  }
}

function lastLines({ output }: Outcome): string {
  return output.trim().split("\n").slice(-25).join("\n");
}
