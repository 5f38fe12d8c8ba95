import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createLocalOrg, type LocalOrg, type OrgSnapshot } from "local-salesforce-org";
import { handOffsIn } from "../../operations/connector/handOffs.ts";
import type { Toolchain } from "../toolchain/index.ts";
import type { Call, PlaceName } from "./calls.ts";
import type { OrgExport } from "./orgState.ts";
import { FilesPlace } from "./places/files.ts";
import { OrgPlace } from "./places/org.ts";
import type { Place } from "./places/place.ts";
import { WebexPlace } from "./places/webex.ts";
import { type Run, Stack } from "./stack.ts";
import { Tenant, type Typed } from "./tenant.ts";

interface Kept {
  org: OrgSnapshot;
  tenant: ReturnType<Tenant["snapshot"]>;
}

/** An org, a stack and a tenant of Webex, which can all go back to what they were. */
export class World {
  readonly local: LocalOrg;
  readonly stack: Stack;
  readonly tenant: Tenant;
  readonly #folder: string;
  readonly #files: FilesPlace;
  readonly #places: Readonly<Record<PlaceName, Place>>;
  readonly #kept = new Map<string, Kept>();

  private constructor(folder: string, local: LocalOrg, tenant: Tenant, stack: Stack) {
    this.local = local;
    this.tenant = tenant;
    this.stack = stack;
    this.#folder = folder;
    this.#files = new FilesPlace(join(folder, "files"));
    this.#places = { org: new OrgPlace(local), webex: new WebexPlace(tenant.webex), files: this.#files };
  }

  /** @param folder a folder to be made; `stop` removes it */
  static async create(folder: string, toolchain: Toolchain): Promise<World> {
    await mkdir(folder);
    // A deploy has ended by the first look at it, so that each run makes the same calls.
    const local = await createLocalOrg({ settings: { deployMs: 0 } });
    const tenant = await Tenant.create(local.url);
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
      return new World(folder, local, tenant, await Stack.create({ folder: stackFolder, toolchain, login }));
    } catch (error) {
      await Promise.all([local.stop(), tenant.stop()]);
      throw error;
    }
  }

  /** Keeps what there is now under a name. */
  async keep(name: string): Promise<void> {
    await this.stack.keep(name);
    this.#kept.set(name, { org: this.local.snapshot(), tenant: this.tenant.snapshot() });
  }

  async restore(name: string): Promise<void> {
    const kept = this.#kept.get(name);
    if (!kept) throw new Error(`Nothing is kept under ${name}.`);
    await this.stack.restore(name);
    this.local.restore(kept.org);
    this.tenant.restore(kept.tenant);
  }

  place(name: PlaceName): Place {
    return this.#places[name];
  }

  async forgetCalls(): Promise<void> {
    for (const place of Object.values(this.#places)) await place.forgetCalls();
  }

  /** The calls since then, place by place. */
  async calls(): Promise<Call[]> {
    const calls = await Promise.all(Object.values(this.#places).map((place) => place.calls()));
    return calls.flat();
  }

  /** Runs an operation of the package. */
  operate(operationArguments: readonly string[]): Run {
    const { arguments: more, environment } = this.#files.hook;
    const hook = { arguments: more, environment: { ...environment, ...this.tenant.environment } };
    return this.stack.operate(operationArguments, hook);
  }

  async export(): Promise<OrgExport> {
    const answer = await fetch(`${this.local.url}/_local/export`);
    return (await answer.json()) as OrgExport;
  }

  /** What the connector of the newest app takes, with its key. */
  async handOff(): Promise<Typed> {
    const { exitCode, output } = await this.stack.start(["stack", "export", "--show-secrets"]).ended;
    if (exitCode !== 0) throw new Error(output);
    const { handOffs, keys } = handOffsIn(output);
    const [app, key] = [handOffs.at(-1), keys.at(-1)];
    if (app === undefined || key?.privateKeyPem === undefined) throw new Error("The stack has made no app and no key.");
    const { name, clientId, emailId, url } = app;
    return { name, clientId, emailId, url, privateKey: key.privateKeyPem };
  }

  /** Ends what still runs and removes the folder. */
  async stop(): Promise<void> {
    await this.stack.stop();
    await Promise.all([this.local.stop(), this.tenant.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
