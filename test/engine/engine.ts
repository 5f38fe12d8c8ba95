import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { FleetResult } from "../../operations/fleet/result.ts";
import { developmentEnvironment } from "../../tools/commands/developmentEnvironment.ts";
import { killTree } from "../../tools/interruption/processTree.ts";
import { changesOf, driftOf, type EngineStep, stepsOf } from "./engineEvents.ts";
import { checkout, makeProject, scvProgram, writeArguments } from "./project.ts";

/** Time for a test that runs `pulumi` several times, on a machine that is busy, in milliseconds. */
export const engineTimeout = 180_000;

/** How a run of the CLI ended. */
export interface EngineRun {
  exitCode: number | null;
  /** Standard output and standard error. */
  output: string;
  steps: EngineStep[];
  /** What was changed, or would be by a preview, by resource: `{ "scv-app": "update" }`. */
  changes: Record<string, string>;
  /** What a refresh found otherwise in the org, by resource: `{ "scv-app": ["certificatePem"] }`. */
  drift: Record<string, string[]>;
}

/** The run if it ended well; else an error that shows what it printed. */
export function succeeded(run: EngineRun): EngineRun {
  if (run.exitCode !== 0) throw new Error(`pulumi ended with exit code ${run.exitCode}:\n${run.output}`);
  return run;
}

export interface EngineOptions {
  /**
   * What is run: the checkout's own program; or, in a project of its own, a program that declares `ScvIntegration` with
   * these arguments; or the text of any other program there; or the project that is in a folder.
   */
  program: "checkout" | { scvArguments: object } | { text: string } | { folder: string };
  /** Default: a new org of the test's own, which ends with the engine. */
  local?: LocalOrg;
  /** `SALESFORCE_…` variables that lead to an org which nothing is known of; there is no local one then. */
  login?: Record<string, string>;
}

/** The arguments without which there is no `ScvIntegration`. */
export const scvArguments = {
  contactEmail: "platform-team@example.com",
  username: "scv.integration@engine.example.com",
};

/** The commands that write an event log. */
const logging = ["up", "preview", "destroy", "refresh"];

/**
 * The real Pulumi CLI on stack `dev`, with a file back end and an org of its own, all in a temporary folder.
 */
export class Engine {
  /** The folder of the project that is run. */
  readonly project: string;
  readonly stateFolder: string;
  readonly #folder: string;
  readonly #local: LocalOrg | undefined;
  readonly #login: Record<string, string>;
  readonly #ownsOrg: boolean;
  readonly #running = new Set<ChildProcess>();
  #runs = 0;

  private constructor(folder: string, project: string, { local, login }: EngineOptions, ownsOrg: boolean) {
    this.#folder = folder;
    this.project = project;
    this.stateFolder = join(folder, "state");
    this.#local = local;
    this.#login = login ?? {};
    this.#ownsOrg = ownsOrg;
  }

  static async start(options: EngineOptions): Promise<Engine> {
    const { program } = options;
    const folder = await realpath(await mkdtemp(join(tmpdir(), "engine-")));
    const project = projectFolder(program, folder);
    const ownsOrg = options.local === undefined && options.login === undefined;
    const local = ownsOrg ? await createLocalOrg() : options.local;
    const engine = new Engine(folder, project, { ...options, ...(local && { local }) }, ownsOrg);
    try {
      await mkdir(engine.stateFolder);
      if (program !== "checkout" && !("folder" in program)) {
        await makeProject(project, "text" in program ? program.text : scvProgram);
        if ("scvArguments" in program) await writeArguments(project, program.scvArguments);
      }
      const made = await engine.run(["stack", "init", "dev", "--no-select"]);
      if (made.exitCode !== 0) throw new Error(made.output);
      return engine;
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  /** The local org that is driven. */
  get local(): LocalOrg {
    if (!this.#local) throw new Error("this engine drives an org that is given by its login");
    return this.#local;
  }

  /** Makes the program declare other arguments from the next run on. */
  async declare(changed: object): Promise<void> {
    await writeArguments(this.project, changed);
  }

  /** `pulumi up`; without the preview before it unless the arguments say more. */
  up(more: string[] = ["--skip-preview"], environment: Record<string, string | undefined> = {}): Promise<EngineRun> {
    return this.run(["up", "--yes", "--stack", "dev", ...more], environment);
  }

  preview(more: string[] = [], environment: Record<string, string | undefined> = {}): Promise<EngineRun> {
    return this.run(["preview", "--stack", "dev", ...more], environment);
  }

  /** Whether the org differs from the program: exit code 7 when it does. */
  previewDrift(): Promise<EngineRun> {
    return this.preview(["--refresh", "--expect-no-changes"]);
  }

  destroy(environment: Record<string, string | undefined> = {}): Promise<EngineRun> {
    return this.run(["destroy", "--yes", "--skip-preview", "--stack", "dev"], environment);
  }

  /** The outputs of the stack; secret ones in clear. */
  async outputs(): Promise<Record<string, unknown>> {
    const { output } = await this.run(["stack", "output", "--json", "--show-secrets", "--stack", "dev"]);
    return JSON.parse(output);
  }

  /** The resources in the state, secrets encrypted. */
  async state(): Promise<StateResource[]> {
    const stacks = join(this.stateFolder, ".pulumi", "stacks");
    const [project = ""] = await readdir(stacks);
    const text = await readFile(join(stacks, project, "dev.json"), "utf8");
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: StateResource[] } } };
    return checkpoint.latest?.resources ?? [];
  }

  /** A file of the temporary folder with this text; its path. */
  async file(name: string, text: string): Promise<string> {
    const path = join(this.#folder, name);
    await writeFile(path, text);
    return path;
  }

  /**
   * Runs `pulumi up` and kills it, with all that it has started, as soon as something is so; then takes its lock away.
   *
   * @throws Error when the run ends before
   */
  async upKilledWhen(isTime: () => Promise<boolean>): Promise<void> {
    const ended = new AbortController();
    const run = this.up().finally(() => ended.abort());
    while (!(await isTime())) {
      if (ended.signal.aborted) throw new Error(`the run ended before it was to be killed:\n${(await run).output}`);
      await wait(50);
    }
    await Promise.all([...this.#running].map(({ pid }) => (pid === undefined ? undefined : killTree(pid))));
    await run;
    succeeded(await this.run(["cancel", "--yes", "--stack", "dev"]));
  }

  /**
   * Runs `pulumi` with any arguments.
   * @param environment on top of that of a run on stack `dev`; undefined takes a variable away
   */
  async run(pulumiArguments: string[], environment: Record<string, string | undefined> = {}): Promise<EngineRun> {
    const isLogging = logging.includes(pulumiArguments[0] ?? "");
    this.#runs += 1;
    const eventLog = join(this.#folder, `events-${this.#runs}.jsonl`);
    const all = [...pulumiArguments, "--non-interactive", ...(isLogging ? ["--event-log", eventLog] : [])];
    const { exitCode, output } = await this.#spawn("pulumi", all, { ...this.#environment(), ...environment });
    const steps = isLogging ? stepsOf(await readFile(eventLog, "utf8").catch(() => "")) : [];
    return {
      exitCode,
      output,
      steps,
      changes: changesOf(steps),
      drift: driftOf(steps),
    };
  }

  /**
   * Runs an operation of the package in the folder of the project.
   * @param environment on top of that of a run on stack `dev`; undefined takes a variable away
   * @param installed path of the command that an installation has made; default: the one of the checkout
   */
  operate(
    commandArguments: string[],
    environment: Record<string, string | undefined> = {},
    installed?: string,
  ): Promise<{ exitCode: number | null; output: string }> {
    const [program = "", ...first] = installed
      ? [installed]
      : [process.execPath, "--disable-warning=ExperimentalWarning", join(checkout, "operations", "main.ts")];
    return this.#spawn(program, [...first, ...commandArguments], { ...this.#environment(), ...environment });
  }

  /** The environment that an operation runs in, as the text of all its variables. */
  async environmentSeenWith(environment: Record<string, string | undefined>): Promise<string> {
    const print = "console.log(JSON.stringify(process.env))";
    return (await this.#spawn(process.execPath, ["-e", print], { ...this.#environment(), ...environment })).output;
  }

  /** What `fleet drift` says: its exit code, and the properties that the org has otherwise, by resource. */
  async fleetDrift(): Promise<{ exitCode: number | null; drift: Record<string, string[]> }> {
    const file = join(this.#folder, "fleet.json");
    const { exitCode, output } = await this.operate(["fleet", "drift", "dev", "--json", file]);
    const { orgs } = JSON.parse(await readFile(file, "utf8")) as FleetResult;
    const drift: Record<string, string[]> = {};
    if (!["clean", "drifted"].includes(String(orgs[0]?.verdict))) throw new Error(output);
    for (const { resource, property } of orgs[0]?.drift ?? []) {
      drift[resource] = [...(drift[resource] ?? []), property].sort();
    }
    return { exitCode, drift };
  }

  /** Ends what still runs, stops the org and removes the folder. */
  async stop(): Promise<void> {
    for (const child of this.#running) child.kill("SIGKILL");
    if (this.#ownsOrg) await this.#local?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #environment(): Record<string, string | undefined> {
    const { NODE_OPTIONS: _ofJest, ...base } = process.env;
    return {
      ...developmentEnvironment({
        base,
        toolchain: { pulumi: "pulumi", environment: toolchainEnvironment() },
        stateFolder: this.stateFolder,
        credentials: this.#local && {
          instanceUrl: this.#local.url,
          accessToken: this.#local.org.deployer.accessToken,
          clientId: this.#local.org.deployer.clientId,
        },
      }),
      ...this.#login,
      // Lets the CLI write the event log, as Pulumi's Automation API does it.
      PULUMI_DEBUG_COMMANDS: "true",
    };
  }

  #spawn(
    program: string,
    programArguments: string[],
    environment: Record<string, string | undefined>,
  ): Promise<{ exitCode: number | null; output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, programArguments, {
        cwd: this.project,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      this.#running.add(child);
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      }
      child.on("error", (error: NodeJS.ErrnoException) => {
        this.#running.delete(child);
        reject(error.code === "ENOENT" ? new Error(missingPulumi) : error);
      });
      child.on("close", (exitCode) => {
        this.#running.delete(child);
        resolve({ exitCode, output });
      });
    });
  }
}

function projectFolder(program: EngineOptions["program"], temporary: string): string {
  if (program === "checkout") return checkout;
  return "folder" in program ? program.folder : join(temporary, "project");
}

const missingPulumi =
  "These tests drive the real Pulumi CLI, and there is no pulumi on the PATH: run them with npm test, which installs it.";

/** What `npm test` has set for the Pulumi CLI that is on the PATH. */
export function toolchainEnvironment(): Record<string, string> {
  const { PULUMI_HOME } = process.env;
  return {
    ...(PULUMI_HOME && { PULUMI_HOME }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** A resource as the state file keeps it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}
