import { instead, spelled } from "../common/nearestName.ts";
import { isOfEveryCall, SalesforceError } from "../salesforce/errors.ts";
import { harmlessLines } from "../salesforce/harmless.ts";
import type { Org } from "../salesforce/org.ts";
import { changedKeys } from "./comparison.ts";
import type { Connection } from "./connection.ts";
import { partial, providerKey, saidOnce } from "./engineErrors.ts";
import { explain, explainCall } from "./explanations.ts";
import type { LastingOutputs } from "./lastingOutputs.ts";
import { type CheckFailure, type Progress, Refusal, type ResourceState, type Values } from "./lifecycle.ts";
import { isOfReplacedOrg, recordedOrg, refuseOtherOrg, refuseReplacedOrg } from "./recordedOrg.ts";
import { lifecycleOf, type ResourceKind } from "./registry.ts";
import { createOnlyFailures, type InState } from "./replacements.ts";
import { report } from "./report.ts";
import { firstRevision, recordOf } from "./stateRecord.ts";

/** What the engine calls on a resource. */
export type Method = "check" | "diff" | "create" | "read" | "update" | "delete";

/** The calls of the engine to resources of one kind. */
export class ResourceCalls {
  readonly #kind: ResourceKind;
  readonly #lifecycle;
  readonly #connection: Connection;
  readonly #inState: InState;
  readonly #lasting: LastingOutputs;

  constructor(kind: ResourceKind, connection: Connection, inState: InState, lasting: LastingOutputs) {
    this.#kind = kind;
    this.#connection = connection;
    this.#inState = inState;
    this.#lasting = lasting;
    this.#lifecycle = lifecycleOf(kind);
  }

  async check(olds: Values, declared: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
    const news = this.#lasting.known(this.#lifecycle, declared);
    this.#inState.remember(this.#kind, olds, news);
    this.#connection.runsProgram();
    const org = async () => (await this.#connection.session(news)).org;
    const { inputs, failures } = await this.#lifecycle.check(olds, news, org);
    // OrgReadiness may just have said it, when it asked for the session.
    const problem = this.#connection.problemOfSettings();
    const ofSettings = problem === undefined ? [] : [{ property: "", reason: problem }];
    const all = [
      ...ofSettings,
      ...this.#unknownArguments(news),
      ...failures,
      ...createOnlyFailures(this.#lifecycle, olds, news, inputs),
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
        reason: `${this.#kind} has no argument ${spelled(name)}; ${instead(
          name,
          known.filter((other) => other !== "owner"),
        )}`,
      }));
  }

  /** The engine compares the inputs itself; it is told only what replaces, and when nothing but our own text differs. */
  diff(id: string, olds: Values, news: Values): { changes?: false; replaces?: string[] } {
    try {
      refuseOtherOrg(this.#connection, olds);
      refuseReplacedOrg(this.#connection, olds);
    } catch (error) {
      throw saidOnce(`${this.#kind}.diff`, this.#explained(error, "diff", news));
    }
    this.#lasting.remember(this.#lifecycle, id, olds, news);
    const changed = changedKeys(this.#lifecycle.inputNames, olds, news);
    if (changed.length === 0) return { changes: false };
    const replaces = changed.filter((name) => this.#lifecycle.createOnly.includes(name));
    return replaces.length > 0 ? { replaces } : {};
  }

  async create(inputs: Values): Promise<{ id: string; outs: Values }> {
    let madeId: string | undefined;
    let opened: Org | undefined;
    try {
      this.#inState.refuseReplacementOfItself(this.#kind, this.#lifecycle.nameInput, inputs);
      opened = (await this.#connection.session(inputs)).org;
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
      const opened = await recordedOrg(this.#connection, state);
      // Names of packages are told by it: asked for here, it leaves with the reads of the resource.
      if (opened !== "replaced") opened.organization().catch(() => {});
      const found = opened === "replaced" ? undefined : await this.#lifecycle.read(opened, id, state);
      const { organizationId: orgId } = opened === "replaced" ? {} : await opened.identity();
      if (opened === "replaced" || !found) {
        this.#inState.forget(this.#kind, state);
        return { id: "" };
      }
      return {
        id: found.id,
        props: {
          ...found.inputs,
          ...found.outputs,
          orgId,
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
      const opened = await recordedOrg(this.#connection, olds);
      if (opened === "replaced") throw new Refusal(isOfReplacedOrg(olds));
      startWriting(opened);
      const state = await this.#lifecycle.update(opened, id, olds, this.#inputsOf(news), this.#progress());
      return { outs: await this.#outputs(state, opened, Number(olds.revision ?? 1) + 1) };
    } catch (error) {
      const message = this.#explained(error, "update", news);
      if (error instanceof Refusal || this.#connection.isFailure(error)) throw new Error(message);
      const { [providerKey]: _, ...properties } = olds;
      throw partial(message, id, properties, news[providerKey]);
    }
  }

  async delete(id: string, state: Values): Promise<void> {
    try {
      const opened = await recordedOrg(this.#connection, state);
      if (opened === "replaced") return this.#progress().report(`org ${state.orgId} was replaced; nothing to delete`);
      opened.writingAllowed().catch(() => {});
      await this.#lifecycle.delete(opened, id, state, this.#progress());
      // Also where nothing had to be written: a state must not forget what its stack may not touch.
      await opened.writingAllowed();
      this.#inState.forget(this.#kind, state);
    } catch (error) {
      throw saidOnce(`${this.#kind}.delete`, this.#explained(error, "delete", state));
    }
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
    const circumstances = { kind: this.#kind, method, values };
    if (!(error instanceof SalesforceError && isOfEveryCall(error))) return explain(error, circumstances);
    // One connection problem meets every call: it is told once.
    const subject = `${error.code} ${error.message}`;
    const short = `${error.doing} failed with ${error.code} too; see the next step above.`;
    return explain(this.#connection.refusal(subject, explainCall(error), short), circumstances);
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
