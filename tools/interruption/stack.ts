import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { layProject } from "../bench/workspace.ts";
import { root } from "../commands/checkout.ts";
import { developmentEnvironment, type OrgCredentials } from "../commands/developmentEnvironment.ts";
import type { Toolchain } from "../toolchain/index.ts";
import { deployTimeoutSeconds } from "./disturbances.ts";
import { killTree } from "./processTree.ts";

export const stackName = "dev";
const project = "interruptions";
/** What a stack is between two runs: its state, its configuration, and the journal of moved flows. */
const stackFile = `Pulumi.${stackName}.yaml`;
const journalFile = join(".local", "connector-moves.json");
const keptFiles = ["state", stackFile, ".local"];
/** Longer than any run takes; one that takes so long hangs. */
const patienceMilliseconds = 180_000;

/** How the deployer gets into the org: by private key, so that its login is disturbed too. */
export interface Login extends OrgCredentials {
  username: string;
  privateKeyFile: string;
}

/** A run of Pulumi, or of an operation of the package, that is under way. */
export interface Run {
  readonly ended: Promise<Outcome>;
  interrupt(): void;
  kill(): Promise<void>;
}

export interface Outcome {
  /** Undefined when a signal ended it. */
  exitCode: number | undefined;
  output: string;
}

/** What is compared of a state. */
export interface StateSummary {
  /** Types and names of the resources, sorted. */
  resources: string[];
  /** Resources whose last step failed. */
  unfinished: string[];
  /** Fingerprints of the certificates that the apps were given. */
  certificates: string[];
  /** What the stack's output leaves to the next update of a rotation. */
  rotation: unknown;
}

/** A stack with a project, a back end and a home of Pulumi of its own, whose state can be put back. */
export class Stack {
  readonly #folder: string;
  readonly #pulumi: string;
  readonly #environment: Record<string, string>;
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string, pulumi: string, environment: Record<string, string>) {
    this.#folder = folder;
    this.#pulumi = pulumi;
    this.#environment = environment;
  }

  /** @param options.folder an empty folder, which the caller removes */
  static async create(options: { folder: string; toolchain: Toolchain; login: Login }): Promise<Stack> {
    const { folder, toolchain, login } = options;
    for (const name of ["state", "home", "kept"]) await mkdir(join(folder, name));
    await layProject(
      folder,
      new URL("./program/index.ts", import.meta.url),
      new URL("./program/Pulumi.yaml", import.meta.url),
    );
    const {
      PULUMI_HOME: toolchainHome,
      SALESFORCE_ACCESS_TOKEN: _,
      ...environment
    } = developmentEnvironment({
      base: process.env,
      toolchain,
      stateFolder: join(folder, "state"),
      credentials: login,
    });
    await symlink(join(String(toolchainHome), "plugins"), join(folder, "home", "plugins"));
    const stack = new Stack(folder, toolchain.pulumi, {
      ...environment,
      PULUMI_HOME: join(folder, "home"),
      SALESFORCE_USERNAME: login.username,
      SALESFORCE_PRIVATE_KEY_FILE: login.privateKeyFile,
      // Short, so that what is given up is given up soon.
      SALESFORCE_RETRY_ATTEMPTS: "3",
      SALESFORCE_RETRY_TIME_SECONDS: "2",
      SALESFORCE_DEPLOY_TIMEOUT_SECONDS: String(deployTimeoutSeconds),
    });
    const made = await stack.start(["stack", "init", stackName, "--no-select"]).ended;
    if (made.exitCode !== 0) throw new Error(made.output);
    return stack;
  }

  /** Arguments of `ScvIntegration` from the next run on. */
  async declare(declared: object): Promise<void> {
    await writeFile(join(this.#folder, "arguments.json"), JSON.stringify(declared));
  }

  /** Writes a file into the folder of the project. */
  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.#folder, name), text, { mode: 0o600 });
  }

  /** Keeps what the stack is now under a name. */
  async keep(name: string): Promise<void> {
    const kept = join(this.#folder, "kept", name);
    await rm(kept, { recursive: true, force: true });
    for (const file of keptFiles.filter((each) => existsSync(join(this.#folder, each)))) {
      await cp(join(this.#folder, file), join(kept, file), { recursive: true });
    }
  }

  /** Goes back to what was kept; locks of killed runs go with what was there. */
  async restore(name: string): Promise<void> {
    const kept = join(this.#folder, "kept", name);
    for (const file of [...keptFiles, `${stackFile}.new`]) {
      await rm(join(this.#folder, file), { recursive: true, force: true });
      if (existsSync(join(kept, file))) await cp(join(kept, file), join(this.#folder, file), { recursive: true });
    }
  }

  /** The stack's file, but for the day of a confirmation. */
  async configuration(): Promise<string> {
    return (await readFile(join(this.#folder, stackFile), "utf8")).replace(/\d{4}-\d\d-\d\d/g, "(a day)");
  }

  /** What is kept of moved flows; empty where no move was begun. */
  async journal(): Promise<string> {
    return readFile(join(this.#folder, journalFile), "utf8").catch(() => "");
  }

  async summary(): Promise<StateSummary> {
    const file = join(this.#folder, "state", ".pulumi", "stacks", project, `${stackName}.json`);
    return summaryOf(await readFile(file, "utf8"));
  }

  start(pulumiArguments: readonly string[]): Run {
    return this.#spawn(this.#pulumi, [...pulumiArguments, "--non-interactive", "--color", "never"], {});
  }

  /**
   * Runs an operation of the package in the folder of the project.
   *
   * @param hook what is loaded before it
   */
  operate(
    operationArguments: readonly string[],
    hook: { arguments: readonly string[]; environment: Record<string, string> },
  ): Run {
    const program = [...hook.arguments, join(root, "operations", "main.ts"), ...operationArguments];
    return this.#spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...program], hook.environment);
  }

  #spawn(program: string, programArguments: readonly string[], environment: Record<string, string>): Run {
    // A process group of its own: Ctrl-C in the terminal is for the matrix.
    const child = spawn(program, programArguments, {
      cwd: this.#folder,
      env: { ...this.#environment, ...environment, PULUMI_STACK: stackName },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const kill = () => (child.pid === undefined ? Promise.resolve() : killTree(child.pid));
    const patience = setTimeout(() => {
      output += `\nThe run did not end within ${patienceMilliseconds / 1000} s.`;
      void kill();
    }, patienceMilliseconds);
    const ended = new Promise<Outcome>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ exitCode: code ?? undefined, output }));
    }).finally(() => {
      clearTimeout(patience);
      this.#running.delete(child);
    });
    return { ended, interrupt: () => void child.kill("SIGINT"), kill };
  }

  /** Ends what still runs. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(({ pid }) => (pid === undefined ? undefined : killTree(pid))));
  }
}

interface State {
  checkpoint?: {
    latest?: {
      resources?: { urn: string; type: string; outputs?: Record<string, unknown>; initErrors?: string[] }[];
    } | null;
  };
}

/** @param text a state file of Pulumi's file back end */
export function summaryOf(text: string): StateSummary {
  const resources = (JSON.parse(text) as State).checkpoint?.latest?.resources ?? [];
  return {
    resources: resources.map(({ urn }) => urn.split("::").slice(2).join("::")).sort(),
    unfinished: resources.filter(({ initErrors }) => initErrors?.length).map(({ urn }) => urn.split("::").at(-1) ?? ""),
    certificates: resources.flatMap(({ outputs }) =>
      typeof outputs?.certificateSha256 === "string" ? [outputs.certificateSha256] : [],
    ),
    rotation: resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.rotation,
  };
}
