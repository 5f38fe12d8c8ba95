import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalOrg } from "../../../local-org/src/server.ts";
import { selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import type { Finished } from "../../../tools/toolchain/processes.ts";
import { type Access, makeAccess } from "../../provider/access.ts";
import { type Deployed, Stack } from "../../provider/kit.ts";
import { runOperation } from "../runOperation.ts";

const signed = selfSigned();

/** Name of the project of the fleets here. */
const project = "access";

/** Resources as a state has them. */
export const recorded = (deployed: readonly Deployed[], stack = "test") =>
  deployed.map(({ kind, name, id, inputs, outputs }) => ({
    urn: `urn:pulumi:${stack}::${project}::pulumi-nodejs:dynamic/salesforce:${kind}::${name}`,
    type: `pulumi-nodejs:dynamic/salesforce:${kind}`,
    custom: true,
    id,
    inputs,
    outputs,
    modified: "2026-11-01T00:00:00Z",
  }));

/** A folder with a project, and the states of its stacks in a back end of files. */
export class Fleet {
  readonly folder: string;
  readonly #environment: Record<string, string> = {};

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param folder an empty one */
  static async in(folder: string): Promise<Fleet> {
    await writeFile(
      join(folder, "Pulumi.yaml"),
      `name: ${project}\nruntime: nodejs\nbackend:\n  url: file://./state\n`,
    );
    await mkdir(join(folder, "state", ".pulumi", "stacks", project), { recursive: true });
    return new Fleet(folder);
  }

  /** Makes the whole access in an org, as `pulumi up` of a stack does, with its configuration and state. */
  async deploy(stack: string, local: LocalOrg): Promise<Access> {
    const access = await makeAccess(await Stack.on(local), signed);
    await this.configure(stack, local);
    await this.record(stack, Object.values(access));
    return access;
  }

  /** Writes the configuration of a stack. */
  async configure(stack: string, local: LocalOrg, settings: Record<string, string> = {}): Promise<void> {
    const variable = `TOKEN_OF_${stack.replace(/\W/g, "_")}`;
    this.#environment[variable] = local.org.deployer.accessToken;
    const all = {
      instanceUrl: local.url,
      clientId: local.org.deployer.clientId,
      accessTokenVariable: variable,
      ...settings,
    };
    const lines = Object.entries(all).map(([name, value]) => `  pulumi-nodejs:salesforce.${name}: "${value}"\n`);
    await writeFile(join(this.folder, `Pulumi.${stack}.yaml`), `config:\n${lines.join("")}`);
  }

  /** Writes the state of a stack, in the form of Pulumi's back end of files. */
  async record(stack: string, deployed: readonly Deployed[]): Promise<void> {
    const resources = recorded(deployed, stack);
    await this.writeState(stack, JSON.stringify({ version: 3, checkpoint: { latest: { resources } } }));
  }

  /** Sets a variable for all runs. */
  set(name: string, value: string): void {
    this.#environment[name] = value;
  }

  async writeState(stack: string, text: string): Promise<void> {
    await writeFile(join(this.folder, "state", ".pulumi", "stacks", project, `${stack}.json`), text);
  }

  /** Locks the state of a stack, as a run does. */
  async lock(stack: string): Promise<void> {
    const folder = join(this.folder, "state", ".pulumi", "locks", "organization", project, stack);
    await mkdir(folder, { recursive: true });
    const lock = { pid: 1, username: "runner", hostname: "builder", timestamp: "2026-11-01T00:00:00Z" };
    await writeFile(join(folder, "lock.json"), JSON.stringify(lock));
  }

  /** Runs a verb in the folder of the project, with no passphrase and no Pulumi. */
  async run(...verb: string[]): Promise<Finished> {
    return this.runWith(this.#environment, ...verb);
  }

  /** The same with these variables, and not those of the deployers' logins. */
  async runWith(variables: Record<string, string>, ...verb: string[]): Promise<Finished> {
    const environment = { ...variables, PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_BACKEND_URL: undefined };
    const folder = verb[0] === "merge" ? [] : ["--folder", this.folder];
    return runOperation(["fleet", ...verb, ...folder], environment);
  }
}
