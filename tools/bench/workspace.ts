import { copyFile, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../../operations/commandLine.ts";
import { root } from "../commands/checkout.ts";
import { developmentEnvironment, type OrgCredentials } from "../commands/developmentEnvironment.ts";
import type { Toolchain } from "../toolchain/index.ts";
import { type Effort, withEffort } from "./effort.ts";
import { runInterruptible } from "./interruptibleProgram.ts";
import type { ProgramConfiguration } from "./operations.ts";

/** The measured programs. */
const programs = {
  access: new URL("./programs/access.ts", import.meta.url),
  floor: new URL("./programs/floor.ts", import.meta.url),
  rotation: new URL("./programs/rotation.ts", import.meta.url),
};
export type ProgramName = keyof typeof programs;
const projectFile = new URL("./programs/Pulumi.yaml", import.meta.url);

// A rotation outside this stack would have to be confirmed.
const stack = "dev";
const project = "benchmark";
const stackFile = `Pulumi.${stack}.yaml`;

/** Makes a folder a Pulumi project that has this checkout as its dependency, as a user's project has the package. */
export async function layProject(folder: string, program: URL, projectFile: URL): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  await copyFile(projectFile, join(folder, "Pulumi.yaml"));
  await copyFile(program, join(folder, "index.ts"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await symlink(join(root, "node_modules", "@pulumi"), join(modules, "@pulumi"));
  await symlink(root, join(modules, "pulumi-salesforce-access"));
}

/** A run of Pulumi that ended well, from the start of the CLI to its end. */
export interface PulumiRun extends Effort {
  output: string;
}

/** A Pulumi project of its own in a temporary folder, with its own back end and home of Pulumi. */
export class Workspace {
  readonly #folder: string;
  readonly #pulumi: string;
  readonly #environment: Record<string, string>;
  readonly #stop: () => AbortSignal;
  /** First line of the stack's file: the salt that Pulumi has put there. */
  #salt = "";

  private constructor(folder: string, pulumi: string, environment: Record<string, string>, stop: () => AbortSignal) {
    this.#folder = folder;
    this.#pulumi = pulumi;
    this.#environment = environment;
    this.#stop = stop;
  }

  /**
   * @param options.parent folder that the caller removes
   * @param options.stop asked before each run of Pulumi; what it gives ends that run
   */
  static async create(options: {
    parent: string;
    program: ProgramName;
    toolchain: Toolchain;
    credentials: OrgCredentials;
    stop: () => AbortSignal;
  }): Promise<Workspace> {
    const { parent, program, toolchain, credentials, stop } = options;
    const folder = await mkdtemp(join(parent, "run-"));
    const [stateFolder, home] = ["state", "home"].map((name) => join(folder, name)) as [string, string];
    for (const made of [stateFolder, home]) await mkdir(made);
    await layProject(folder, programs[program], projectFile);
    const { PULUMI_HOME: toolchainHome, ...environment } = developmentEnvironment({
      base: process.env,
      toolchain,
      stateFolder,
      credentials,
    });
    // Each run of Pulumi leaves a log in its home.
    await symlink(join(String(toolchainHome), "plugins"), join(home, "plugins"));
    const runEnvironment = { ...environment, PULUMI_HOME: home, PULUMI_STACK: stack };
    const workspace = new Workspace(folder, toolchain.pulumi, runEnvironment, stop);
    await workspace.#initialise();
    return workspace;
  }

  async configure(configuration: ProgramConfiguration): Promise<void> {
    const lines = Object.entries(configuration).map(([key, value]) => `  ${project}:${key}: ${JSON.stringify(value)}`);
    await writeFile(join(this.#folder, stackFile), [this.#salt, "config:", ...lines, ""].join("\n"));
  }

  /**
   * Runs Pulumi to its end.
   *
   * @throws CommandError with the end of what Pulumi said when it fails or is stopped
   */
  async run(pulumiArguments: readonly string[]): Promise<PulumiRun> {
    const stop = this.#stop();
    const all = [...pulumiArguments, "--non-interactive", "--color", "never"];
    const { result, ...effort } = await withEffort(() =>
      runInterruptible(this.#pulumi, all, { cwd: this.#folder, env: this.#environment, stop }),
    );
    const { exitCode, stdout, stderr } = result;
    if (exitCode !== 0) {
      const said = `${stdout}${stderr}`.trim().split("\n").slice(-30).join("\n");
      const how = stop.aborted
        ? `was stopped after ${effort.seconds.toFixed(0)} s`
        : `ended with exit code ${exitCode}`;
      throw new CommandError(`"pulumi ${pulumiArguments.join(" ")}" ${how}:\n${said}`);
    }
    return { output: stdout, ...effort };
  }

  /** The state as `pulumi stack export` gives it, with more arguments. */
  async exportState(...more: string[]): Promise<string> {
    return (await this.run(["stack", "export", ...more])).output;
  }

  async #initialise(): Promise<void> {
    await this.run(["stack", "init", stack, "--no-select"]);
    const text = await readFile(join(this.#folder, stackFile), "utf8");
    this.#salt = text.split("\n")[0] ?? "";
  }
}
