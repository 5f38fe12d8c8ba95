import { settingKey, settingNames, settingsInOtherNamespaces } from "../common/settingNames.ts";
import {
  type ConnectionSettings,
  ConnectionSettingsError,
  declaredOrgs,
  resolveConnection,
} from "../salesforce/connection.ts";
import { connectionSources } from "../salesforce/connectionSources.ts";
import { formerSettings, formerSettingsIn, refusalOfFormer } from "../salesforce/formerSettings.ts";
import { NotOpened } from "../salesforce/notOpened.ts";
import type { Org } from "../salesforce/org.ts";
import type { ConnectionSources } from "../salesforce/settingReader.ts";
import { problemsOfNames, stackSettings } from "../salesforce/settings.ts";
import { settingValues } from "../salesforce/settingValues.ts";
import { Refusal, type Values } from "./lifecycle.ts";

/** The session of a provider process, and what it was opened with. */
export interface Session {
  org: Org;
  settings: ConnectionSettings;
}

/** Reads one key of a configuration, by its full name. */
type ConfigurationReader = (key: string) => string | undefined;

/**
 * The connection of a provider process. Its settings are today's in every command: they come from the environment, where
 * Pulumi puts the present configuration of one namespace (`salesforce/settings.ts`). What Pulumi hands to `configure` is
 * the configuration of the last `up` when a stack is refreshed or destroyed; it is looked at only to refuse what would
 * be ignored.
 */
export class Connection {
  #configuration: ConfigurationReader | undefined;
  #pulumiConfig: string | undefined;
  #runsProgram = false;
  #opened: Promise<Session> | undefined;
  readonly #failures = new WeakSet<object>();
  readonly #said = new Set<string>();

  /**
   * @param configuration as Pulumi hands it over: today's if the program runs, else that of the last `up`
   * @param pulumiConfig what the variable `PULUMI_CONFIG` says: today's, of one namespace
   */
  configure(configuration: ConfigurationReader, pulumiConfig: string | undefined): void {
    this.#configuration = configuration;
    this.#pulumiConfig = pulumiConfig;
  }

  /** Remembers that the program runs: only then is a resource checked, and the handed configuration is today's. */
  runsProgram(): void {
    this.#runsProgram = true;
  }

  /**
   * What is wrong with the settings of the stack, whatever they lead to; asks nobody.
   *
   * @returns undefined also when it was said before
   */
  problemOfSettings(): string | undefined {
    const { settings, problems } = this.#ofStack();
    const ofValues = settingValues(this.#sources()).problems;
    const all = [...problems, ...this.#ignoredByProgram(), ...problemsOfNames(settings), ...ofValues];
    return all.length > 0 && this.#isFirst("session") ? new ConnectionSettingsError(all).message : undefined;
  }

  /**
   * The one session of this process; calls that come first at the same time share one login.
   *
   * @param values inputs or state of the resource that is called
   * @throws what has stopped it, to the first that asks; to all others a short Refusal
   */
  async session(values: Values): Promise<Session> {
    this.#opened ??= Promise.resolve().then(() => this.#open(values));
    try {
      return await this.#opened;
    } catch (error) {
      if (!this.#isFirst("session")) throw new Refusal("the org was not called, for the reason given above.");
      this.#failures.add(error as object);
      throw error;
    }
  }

  /** Whether an error came from opening the session: then nothing was touched. */
  isFailure(error: unknown): boolean {
    return error instanceof NotOpened || (typeof error === "object" && error !== null && this.#failures.has(error));
  }

  /** Ids of the org that the stack belongs to and of the one that it has replaced, as far as they are set. */
  declaredOrgs(): { orgId?: string; replacedOrgId?: string } {
    return declaredOrgs(this.#sources());
  }

  /** A refusal that is the same for many resources: in full to the first, short to the others. */
  refusal(subject: string, full: string, short: string): Refusal {
    return new Refusal(this.#isFirst(subject) ? full : short);
  }

  async #open(values: Values): Promise<Session> {
    const ignored = this.#runsProgram ? this.#ignoredByProgram() : await this.#ignoredWithoutProgram(values);
    // What else is missing is missing because of these.
    if (ignored.length > 0) throw new ConnectionSettingsError(ignored);
    const settings = resolveConnection(this.#sources(), this.#ofStack().problems);
    // The clients of an org are loaded by whoever calls one: an `up` that changes nothing does not.
    const { startStackOrg } = await import("./productionGuard.ts");
    return { org: await startStackOrg(settings), settings };
  }

  #isFirst(subject: string): boolean {
    const isFirst = !this.#said.has(subject);
    this.#said.add(subject);
    return isFirst;
  }

  #sources(): ConnectionSources {
    return connectionSources(process.env, this.#ofStack().settings);
  }

  /** Today's settings of the stack. A process that no engine has configured has none. */
  #ofStack(): ReturnType<typeof stackSettings> {
    if (this.#configuration === undefined) return { settings: new Map(), problems: [] };
    if (this.#pulumiConfig !== undefined) return stackSettings(this.#pulumiConfig);
    const problem = `This version of Pulumi does not give its providers the variable PULUMI_CONFIG, from which the settings ${settingKey("")}… are taken. Use a newer one.`;
    return { settings: new Map(), problems: [problem] };
  }

  /** Settings of today that no command would obey. */
  #ignoredByProgram(): string[] {
    const configuration = this.#configuration ?? (() => undefined);
    const { settings } = this.#ofStack();
    const former = formerSettings(configuration);
    if (former.size > 0) return [refusalOfFormer(former, undefined)];
    return settingNames.flatMap((name) => {
      const given = configuration(settingKey(name));
      if (given === undefined || given === settings.get(name)) return [];
      return `${settingKey(name)} is set on a provider in the program. It belongs in the stack's configuration: one stack, one org.`;
    });
  }

  /** Settings that are there today, or may be, and that no command would obey: what was handed over is of the last `up`. */
  async #ignoredWithoutProgram(values: Values): Promise<string[]> {
    const configuration = this.#configuration ?? (() => undefined);
    const { settings } = this.#ofStack();
    const [, stack] = typeof values.owner === "string" ? values.owner.split("/") : [];
    const { configurationOfStack } = await import("../common/stackFile.ts");
    const file = stack === undefined ? undefined : configurationOfStack(process.cwd(), stack);
    const inFile = formerSettingsIn(file ?? new Map());
    const elsewhere = settingsInOtherNamespaces(file?.keys() ?? []);
    if (elsewhere.length > 0) return elsewhere;
    if (inFile.size > 0) return [refusalOfFormer(inFile, stack)];
    const ofLastUp = formerSettings(configuration);
    return settings.size === 0 && ofLastUp.size > 0 ? [refusalOfFormer(ofLastUp, stack)] : [];
  }
}
