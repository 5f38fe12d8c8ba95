/**
 * What the engine calls: one function for every method of every kind of resource. The text that state carries calls
 * `call(kind, method, arguments)` and `configure(configuration)` and nothing else, so their names and the order of
 * their arguments can never change.
 */
import { instead } from "../common/nearestName.ts";
import "../common/nodeVersion.ts";
import { harmlessLines } from "../salesforce/harmless.ts";
import type { Org } from "../salesforce/org.ts";
import { settingKey, whereToSet } from "../salesforce/settings.ts";
import { changedKeys, plain } from "./comparison.ts";
import { Connection } from "./connection.ts";
import { explain } from "./explanations.ts";
import { InputReader } from "./inputReader.ts";
import { type CheckFailure, type Progress, Refusal, type ResourceState, type Values } from "./lifecycle.ts";
import { otherOrg, relationOf } from "./recordedOrg.ts";
import { lifecycleOf, lifecycles, type ResourceKind } from "./registry.ts";
import { report } from "./report.ts";
import { holdsUnknown } from "./unknowns.ts";

/** The text of the provider in state; the engine wants it back in the properties of every error that carries an id. */
const providerKey = "__provider";

const connection = new Connection();

/**
 * Where the provider process is told a configuration. It comes once for each kind of resource, before the first call for
 * that kind, and is the same each time: a process serves one stack.
 */
export function configure(config: { get(key: string): string | undefined }): void {
  connection.configure((key) => config.get(key), process.env.PULUMI_CONFIG);
}

/**
 * Inputs of the last run of the resources that this process was asked to check, by kind and owner, until they are
 * deleted: what a create finds here is a replacement, made while the old record is still there.
 */
const inState = new Map<string, Values>();

type Method = "check" | "diff" | "create" | "read" | "update" | "delete";

/**
 * Calls a method of a kind of resource with the arguments that Pulumi gives a dynamic provider.
 *
 * @throws Error whose message names the resource and says what to do next; with `id`, `properties` and `reasons` when
 * something was made or changed before it failed
 */
export async function call(kind: ResourceKind, method: Method, ...parameters: unknown[]): Promise<unknown> {
  if (!(kind in lifecycles)) throw new Error(`There is no kind of resource named ${kind}; is the package up to date?`);
  const resource = new Resource(kind);
  switch (method) {
    case "check":
      return plain(await resource.check(parameters[0] as Values, parameters[1] as Values));
    case "diff":
      return resource.diff(parameters[1] as Values, parameters[2] as Values);
    case "create":
      return plain(await resource.create(parameters[0] as Values));
    case "read":
      return plain(await resource.read(parameters[0] as string, parameters[1] as Values));
    case "update":
      return plain(await resource.update(parameters[0] as string, parameters[1] as Values, parameters[2] as Values));
    case "delete":
      return resource.delete(parameters[0] as string, parameters[1] as Values);
  }
}

class Resource {
  readonly #kind: ResourceKind;
  readonly #lifecycle;

  constructor(kind: ResourceKind) {
    this.#kind = kind;
    this.#lifecycle = lifecycleOf(kind);
  }

  async check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
    if (Object.keys(olds).length > 0) inState.set(this.#stateKey(news), olds);
    connection.runsProgram();
    const org = async () => (await connection.session(news)).org;
    const { inputs, failures } = await this.#lifecycle.check(olds, news, org);
    // OrgReadiness may just have said it, when it asked for the session.
    const problem = connection.problemOfSettings();
    const ofSettings = problem === undefined ? [] : [{ property: "", reason: problem }];
    const all = [
      ...ofSettings,
      ...this.#unknownArguments(news),
      ...failures,
      ...this.#createOnlyFailures(olds, news, inputs),
    ];
    return { inputs, failures: all.map(({ property, reason }) => ({ property, reason: harmlessLines(reason) })) };
  }

  /** TypeScript refuses them as well, but not every program is TypeScript. Their values may be secrets. */
  #unknownArguments(news: Values): CheckFailure[] {
    const known: readonly string[] = [...this.#lifecycle.inputNames, ...(this.#lifecycle.unkeptNames ?? [])];
    return Object.keys(news)
      .filter((name) => name !== providerKey && !known.includes(name))
      .map((name) => ({
        property: "",
        reason: `${this.#kind} has no argument ${name}; ${instead(
          name,
          known.filter((other) => other !== "owner"),
        )}`,
      }));
  }

  /** A replacement makes the new record while the old one is still there, so it needs another name. */
  #createOnlyFailures(olds: Values, news: Values, inputs: Values): CheckFailure[] {
    const { createOnly, nameInput } = this.#lifecycle;
    if (nameInput === undefined || Object.keys(olds).length === 0) return [];
    if (createOnly.includes(nameInput) || changedKeys([nameInput], olds, inputs).length > 0) return [];
    const read = new InputReader(news);
    for (const name of changedKeys(createOnly, olds, inputs).filter((each) => !holdsUnknown(inputs[each]))) {
      read.fail(
        name,
        `Salesforce takes it only when the record is made, and the replacement is made before the old record is deleted; give a new ${nameInput} too. A later run can change it back, in place.`,
      );
    }
    return read.failures;
  }

  #stateKey(values: Values): string {
    return `${this.#kind} ${String(values.owner)}`;
  }

  /**
   * A replacement that somebody asked for (`replaceOnChanges`, `--replace`) under the same name would take the old record
   * for its own, half made, and then delete it.
   */
  #refuseReplacementOfItself(inputs: Values): void {
    const { nameInput } = this.#lifecycle;
    const olds = inState.get(this.#stateKey(inputs));
    if (olds === undefined || nameInput === undefined || changedKeys([nameInput], olds, inputs).length > 0) return;
    throw new Refusal(
      `It cannot be replaced under the same ${nameInput}, because the replacement is made before the old record is deleted. Give a new ${nameInput} too, or set the resource option deleteBeforeReplace.`,
    );
  }

  /** The engine compares the inputs itself; it is told only what replaces, and when nothing but our own text differs. */
  diff(olds: Values, news: Values): { changes?: false; replaces?: string[] } {
    try {
      this.#refuseOtherOrg(olds);
    } catch (error) {
      throw saidOnce(`${this.#kind}.diff`, this.#explained(error, "diff", news));
    }
    const changed = changedKeys(this.#lifecycle.inputNames, olds, news);
    if (changed.length === 0) return { changes: false };
    const replaces = changed.filter((name) => this.#lifecycle.createOnly.includes(name));
    return replaces.length > 0 ? { replaces } : {};
  }

  async create(inputs: Values): Promise<{ id: string; outs: Values }> {
    let madeId: string | undefined;
    let opened: Org | undefined;
    try {
      this.#refuseReplacementOfItself(inputs);
      opened = (await connection.session(inputs)).org;
      startWriting(opened);
      const progress = { ...this.#progress(), made: (id: string) => (madeId = id) };
      const state = await this.#lifecycle.create(opened, this.#inputsOf(inputs), progress);
      return { id: state.id, outs: await this.#outputs(state, opened, firstRevision()) };
    } catch (error) {
      const message = this.#explained(error, "create", inputs);
      if (madeId === undefined || !opened) throw new Error(message);
      const properties = { ...this.#inputsOf(inputs), ...(await recordOf(opened, firstRevision())) };
      throw partial(message, madeId, properties, inputs[providerKey]);
    }
  }

  async read(id: string, state: Values): Promise<{ id: string; props?: Values; inputs?: Values }> {
    try {
      const opened = await this.#recordedOrg(state);
      const found = opened === "replaced" ? undefined : await this.#lifecycle.read(opened, id, state);
      if (opened === "replaced" || !found) {
        inState.delete(this.#stateKey(state));
        return { id: "" };
      }
      return {
        id: found.id,
        props: {
          ...found.inputs,
          ...found.outputs,
          orgId: opened.identity.organizationId,
          ...(state.orgName !== undefined && { orgName: state.orgName }),
          revision: Number(state.revision ?? 1),
        },
        inputs: found.inputs,
      };
    } catch (error) {
      throw saidOnce(`${this.#kind}.read`, this.#explained(error, "read", state));
    }
  }

  async update(id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
    try {
      const opened = await this.#recordedOrg(olds);
      if (opened === "replaced") {
        throw new Refusal(
          `It was in org ${olds.orgId}, which ${settingKey("replacedOrgId")} calls replaced. Nothing was touched. Run pulumi up --refresh once: it finds that the old org's resources are gone and makes them in this one.`,
        );
      }
      startWriting(opened);
      const state = await this.#lifecycle.update(opened, id, olds, this.#inputsOf(news), this.#progress());
      return { outs: await this.#outputs(state, opened, Number(olds.revision ?? 1) + 1) };
    } catch (error) {
      const message = this.#explained(error, "update", news);
      if (error instanceof Refusal || connection.isFailure(error)) throw new Error(message);
      const { [providerKey]: _, ...properties } = olds;
      throw partial(message, id, properties, news[providerKey]);
    }
  }

  async delete(id: string, state: Values): Promise<void> {
    try {
      const opened = await this.#recordedOrg(state);
      if (opened === "replaced") return this.#progress().report(`org ${state.orgId} was replaced; nothing to delete`);
      opened.writingAllowed().catch(() => {});
      await this.#lifecycle.delete(opened, id, state, this.#progress());
      inState.delete(this.#stateKey(state));
    } catch (error) {
      throw saidOnce(`${this.#kind}.delete`, this.#explained(error, "delete", state));
    }
  }

  /**
   * The org, if it is the one that the state was made in: nothing is touched in another one. Answers `replaced` if
   * somebody has said that the org of the state is no more.
   */
  async #recordedOrg(state: Values): Promise<Org | "replaced"> {
    this.#refuseOtherOrg(state);
    const { org: opened, settings } = await connection.session(state);
    const { organizationId, instanceUrl } = opened.identity;
    const { replacedOrganizationId } = settings;
    const relation = relationOf(state, { orgId: organizationId, replacedOrgId: replacedOrganizationId });
    if (relation !== "other") return relation === "replaced" ? relation : opened;
    const name = await nameOf(opened);
    const found = name ? `${name} (${organizationId}, ${instanceUrl})` : `${organizationId} (${instanceUrl})`;
    const { subject, full, short } = otherOrg(state, `the login leads to org ${found}`, "Log in to the recorded org");
    throw connection.refusal(subject, full, short);
  }

  /** What the stack's own settings rule out needs no login. */
  #refuseOtherOrg(state: Values): void {
    const orgs = connection.declaredOrgs();
    if (orgs.orgId === undefined || relationOf(state, orgs) !== "other") return;
    const declared = `${whereToSet("orgId")} says that the stack belongs to org ${orgs.orgId}`;
    const { subject, full, short } = otherOrg(state, declared, "Correct that setting");
    throw connection.refusal(subject, full, short);
  }

  #progress(): Progress {
    return {
      report: (line) => report(this.#kind, line),
      made: () => {},
    };
  }

  #inputsOf(values: Values): Values {
    return Object.fromEntries(
      this.#lifecycle.inputNames.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]),
    );
  }

  async #outputs(state: ResourceState<object, object>, opened: Org, revision: number): Promise<Values> {
    return { ...state.inputs, ...state.outputs, ...(await recordOf(opened, revision)) };
  }

  #explained(error: unknown, method: Method, values: Values): string {
    return explain(error, { kind: this.#kind, method, values });
  }
}

/**
 * Asks early whether writing is allowed, and for the name that the outputs carry; the first write waits for the answer,
 * and throws it if it is no.
 */
function startWriting(opened: Org): void {
  opened.writingAllowed().catch(() => {});
  opened.organization().catch(() => {});
}

/**
 * Revision of what was just made: the second in which that was. What is made again after somebody has deleted it must
 * not have the revision of the one before, or nothing that follows its repairs would run.
 */
function firstRevision(): number {
  return Math.floor(Date.now() / 1000);
}

/** What every state records beside the resource itself: in which org it is, and how often it was changed. */
async function recordOf(opened: Org, revision: number): Promise<Values> {
  return { orgId: opened.identity.organizationId, orgName: await nameOf(opened), revision };
}

/** Name of an org for messages; empty where the deployer may not see it. */
async function nameOf(opened: Org): Promise<string> {
  const organization = await opened.organization().catch(() => undefined);
  return organization?.name ?? "";
}

/**
 * An error of a diff, a read or a delete. Beside what the engine says, Pulumi's provider process prints these as
 * `${error}: ${error.stack}`: that becomes one short line, in place of the message twice more and a trace for nobody.
 */
function saidOnce(method: string, message: string): Error {
  const error = new Error(message);
  error.stack = "the engine's error says why";
  return Object.defineProperty(error, "toString", { value: () => `${method} failed` });
}

/** Tells the engine that the record exists though the step failed: it stays in state, and the next run finishes it. */
function partial(message: string, id: string, properties: Values, provider: unknown): Error {
  // The engine prints the reasons and not the message.
  return Object.assign(new Error(message), {
    id,
    properties: plain({ ...properties, [providerKey]: provider }),
    reasons: [message],
  });
}
