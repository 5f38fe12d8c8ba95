import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createLocalOrg, type LocalOrg, type OrgSnapshot } from "local-salesforce-org";
import type { Toolchain } from "../toolchain/index.ts";
import { callsOf, type LoggedCall } from "./calls.ts";
import { type Case, nameOf, type Recording } from "./cases.ts";
import { type Disturbance, slowDeployMilliseconds } from "./disturbances.ts";
import { takeMarksAway } from "./marks.ts";
import { leaksIn, unclear } from "./messages.ts";
import { type Operation, username } from "./operations.ts";
import { certificatesIn, comparable, differenceOf, type OrgExport, violations } from "./orgState.ts";
import { type Outcome, Stack, type StateSummary } from "./stack.ts";

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

/** Where an operation begins, and what it leads to when nothing disturbs it. */
interface Point {
  org: OrgSnapshot;
  reached: string;
  /** Fingerprints of the certificates that the apps then have; each run makes others, but one that makes none. */
  certificates: string[];
  state: StateSummary;
}

/** How long a call may take to come; then it was not made. */
const arrivalMilliseconds = 60_000;
const userProfiles = ["SCV Integration", "Minimum Access - API Only Integrations"];
const userPermissionSets = ["IVR_Access_to_SCV_Apex_Classes"];

/** An org and a stack on which cases run one after the other. */
export class Worker {
  readonly #local: LocalOrg;
  readonly #stack: Stack;
  readonly #folder: string;
  readonly #points = new Map<string, Point>();

  private constructor(local: LocalOrg, stack: Stack, folder: string) {
    this.#local = local;
    this.#stack = stack;
    this.#folder = folder;
  }

  /** @param folder a folder to be made; `stop` removes it */
  static async create(folder: string, toolchain: Toolchain): Promise<Worker> {
    await mkdir(folder);
    // A deploy has ended by the first look at it, so that each run makes the same calls.
    const local = await createLocalOrg({ settings: { deployMs: 0 } });
    const { deployer } = local.org;
    const privateKeyFile = join(folder, "deployer.pem");
    await writeFile(privateKeyFile, deployer.privateKeyPem(), { mode: 0o600 });
    const stackFolder = join(folder, "stack");
    await mkdir(stackFolder);
    const login = {
      instanceUrl: local.url,
      accessToken: deployer.accessToken,
      clientId: deployer.clientId,
      username: deployer.username,
      privateKeyFile,
    };
    try {
      return new Worker(local, await Stack.create({ folder: stackFolder, toolchain, login }), folder);
    } catch (error) {
      await local.stop();
      throw error;
    }
  }

  /** Runs the operations undisturbed, up to the last that is asked for, and answers the calls of each. */
  async record(operations: readonly Operation[], report: (line: string) => void): Promise<Recording[]> {
    const recordings: Recording[] = [];
    for (const operation of operations) {
      if (operation.isAdoption) await this.#setUpByHand(operations);
      await this.#stack.keepState(operation.name);
      const org = this.#local.snapshot();
      await this.#control("DELETE", "requests");
      await this.#stack.declare(operation.declared);
      const { exitCode, output } = await this.#stack.start(argumentsOf(operation, operation.more)).ended;
      if (exitCode !== 0) throw new Error(`The undisturbed run "${operation.title}" failed:\n${output}`);
      const calls = callsOf((await this.#control("GET", "requests")) as LoggedCall[]);
      const reached = await this.#export();
      this.#points.set(operation.name, {
        org,
        reached: comparable(reached),
        certificates: certificatesIn(reached),
        state: await this.#stack.summary(),
      });
      recordings.push({ operation, calls });
      report(`${operation.title}: ${calls.length} calls`);
    }
    return recordings;
  }

  /** Runs one case, on an org and a stack as they are when its operation begins. */
  async run(tried: Case): Promise<Result> {
    const start = performance.now();
    const problems: string[] = [];
    const { isRiddenOut, isStruck } = await this.#try(tried, problems);
    this.#local.faults.clear();
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
    await this.#stack.stop();
    await this.#local.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The access as the first `destroy` finds it, as if somebody had clicked it together. */
  async #setUpByHand(operations: readonly Operation[]): Promise<void> {
    const complete = this.#points.get(operations.find(({ command }) => command === "destroy")?.name ?? "");
    if (!complete) throw new Error("An adoption comes after a destroy.");
    this.#local.restore(complete.org);
    await takeMarksAway(this.#local.url, this.#local.org.deployer.accessToken);
    await this.#stack.restoreState(operations[0]?.name ?? "");
  }

  async #try(
    { operation, call, disturbance }: Case,
    problems: string[],
  ): Promise<Pick<Result, "isStruck" | "isRiddenOut">> {
    const point = this.#points.get(operation.name);
    if (!point) throw new Error(`Operation ${operation.name} was not recorded.`);
    this.#local.faults.clear();
    this.#local.restore(point.org);
    await this.#stack.restoreState(operation.name);
    await this.#stack.declare(operation.declared);
    const { after, ...match } = call.match;
    this.#local.faults.add([{ ...disturbance.fault, match, after } as never]);

    const run = this.#stack.start(argumentsOf(operation, operation.more));
    if (disturbance.signal !== undefined) {
      const isParked = await this.#parked(run.ended);
      if (isParked) problems.push(...(await this.#violations(operation)));
      if (disturbance.signal === "SIGKILL") {
        await run.kill();
      } else {
        run.interrupt();
        await wait(300);
      }
      this.#local.faults.release();
    }
    const disturbed = await run.ended;
    const hits = this.#local.faults.show().faults[0]?.hits ?? 0;
    this.#local.faults.clear();
    if (hits === 0) {
      problems.push(`The call was not made in this run:\n${lastLines(disturbed)}`);
      return { isStruck: false, isRiddenOut: false };
    }
    problems.push(...(await this.#violations(operation)), ...leaksIn(disturbed.output));

    const isRiddenOut = disturbed.exitCode === 0 && !(await this.#isInterruptedDestroy(operation, disturbance, point));
    if (!isRiddenOut) {
      if (disturbance.signal === undefined) {
        const wrong = unclear(disturbed.output);
        problems.push(...wrong, ...(wrong.length > 0 ? [lastLines(disturbed)] : []));
      }
      if (disturbance.signal === "SIGKILL") {
        const cancelled = await this.#stack.start(["cancel", "--yes"]).ended;
        if (cancelled.exitCode !== 0) problems.push(`pulumi cancel failed: ${lastLines(cancelled)}`);
      }
      // What a person does next: the same command, without what was only for the first time.
      const again = await this.#stack.start(argumentsOf(operation, [])).ended;
      problems.push(...leaksIn(again.output));
      if (again.exitCode !== 0) problems.push(`The next run failed too: ${lastLines(again)}`, lastLines(disturbed));
    }
    if (disturbance.name === "slow-deploy") await wait(slowDeployMilliseconds);
    problems.push(...(await this.#violations(operation)), ...(await this.#differences(operation, point)));
    return { isStruck: true, isRiddenOut };
  }

  /** Pulumi calls a destroy that Ctrl-C has ended early a success; who pressed it runs it again. */
  async #isInterruptedDestroy(operation: Operation, { signal }: Disturbance, { state }: Point): Promise<boolean> {
    if (operation.command !== "destroy" || signal !== "SIGINT") return false;
    return (await this.#stack.summary()).resources.length > state.resources.length;
  }

  /** Waits until the call is parked; false when the run ended without it. */
  async #parked(ended: Promise<Outcome>): Promise<boolean> {
    let hasEnded = false;
    void ended.then(() => {
      hasEnded = true;
    });
    const deadline = Date.now() + arrivalMilliseconds;
    while (!hasEnded && Date.now() < deadline) {
      if (this.#local.faults.show().parked.length > 0) return true;
      await wait(20);
    }
    return false;
  }

  async #violations(operation: Operation): Promise<string[]> {
    const { resources } = await this.#stack.summary();
    return violations(await this.#export(), {
      username,
      mayBeActive:
        operation.command !== "destroy" || operation.handsBack || resources.some((name) => name.endsWith("::scv-user")),
      profiles: userProfiles,
      permissionSets: userPermissionSets,
    });
  }

  async #differences({ handsBack }: Operation, point: Point): Promise<string[]> {
    const org = await this.#export();
    const reached = comparable(org);
    const state = await this.#stack.summary();
    const [resources, expected] = [state.resources.join("\n"), point.state.resources.join("\n")];
    const known = handsBack ? point.certificates : [state.certificateSha256];
    const strange = certificatesIn(org).filter((found) => !known.includes(found));
    return [
      ...(reached === point.reached ? [] : [`The org differs:\n${differenceOf(reached, point.reached)}`]),
      ...(resources === expected ? [] : [`The state differs:\n${differenceOf(resources, expected)}`]),
      ...state.unfinished.map((name) => `${name} is unfinished in the state`),
      ...strange.map((found) => `The app has certificate ${found}, expected was ${known.join(", ")}`),
    ];
  }

  async #export(): Promise<OrgExport> {
    return (await this.#control("GET", "export")) as OrgExport;
  }

  async #control(method: string, name: string): Promise<unknown> {
    const answer = await fetch(`${this.#local.url}/_local/${name}`, { method });
    return answer.status === 204 ? undefined : answer.json();
  }
}

function argumentsOf({ command }: Operation, more: readonly string[]): string[] {
  return [command, "--yes", "--skip-preview", ...more];
}

function lastLines({ output }: Outcome): string {
  return output.trim().split("\n").slice(-25).join("\n");
}
