import { createLocalWebex, type LocalWebex } from "local-webex-tenant";
import { contentOf, repointed, servedBy } from "../../test/operations/connector/move/servedFlows.ts";

type State = LocalWebex["tenant"]["state"];
type Flow = State["flows"][number];

/** A connector as a person types it in Control Hub. */
export type Typed = Parameters<LocalWebex["byHand"]["saveConnector"]>[0];

/** What is read of a journal of moved flows. */
interface Journal {
  moves: { flows: { id: string; name: string; state: string }[] }[];
}

/** A subflow, and a flow that calls it and has an entry point; each makes requests to Salesforce. */
const flowNames = ["Customer Look-Up", "Callback"];

/** A tenant of Webex whose flows call the org, with the people who work in it. */
export class Tenant {
  readonly webex: LocalWebex;
  readonly #token: string;
  /** What may be published of each flow, by its name: what people have published, whichever connector it names. */
  readonly #contents = new Map<string, object[]>();

  private constructor(webex: LocalWebex) {
    this.webex = webex;
    this.#token = webex.credentials().accessToken;
  }

  /** @param salesforceUrl the org that its connectors log in to */
  static async create(salesforceUrl: string): Promise<Tenant> {
    // Each call of the IVR logs in, and is made when it is asked for.
    const settings = { callEveryMs: 0, callTokenSeconds: 0, requestsPerMinute: 1_000_000, salesforceUrl };
    const webex = await createLocalWebex({ settings });
    const { state } = webex.tenant;
    state.flows = state.flows.filter(({ name }) => flowNames.includes(name));
    return new Tenant(webex);
  }

  /** What leads an operation of the package here. */
  get environment(): Record<string, string> {
    const { orgId } = this.webex.tenant.state;
    return {
      WEBEX_ACCESS_TOKEN: this.#token,
      WEBEX_ORGANIZATION_ID: orgId,
      WEBEX_GATEWAY_URL: this.webex.credentials().gatewayUrl,
    };
  }

  async saveConnector(typed: Typed): Promise<void> {
    await this.webex.byHand.saveConnector(typed);
  }

  /** Lets all flows use a connector, and publishes them. */
  useConnector(name: string): void {
    const { connectors, flows } = this.webex.tenant.state;
    const connector = connectors.find((one) => one.name === name);
    if (!connector) throw new Error(`There is no connector ${name}.`);
    for (const { id, tags } of flows) {
      this.webex.byHand.chooseConnector(id, connector.id);
      this.webex.byHand.publish(id, Object.keys(tags) as (keyof Flow["tags"])[]);
    }
    for (const flow of this.webex.tenant.state.flows) {
      this.#contents.set(
        flow.name,
        flow.versions.map(({ document }) => contentOf(document)),
      );
    }
  }

  snapshot(): State {
    return structuredClone(this.webex.tenant.state);
  }

  restore(snapshot: State): void {
    // The token of before is that of now.
    const { access } = this.webex.tenant.state;
    Object.assign(this.webex.tenant.state, structuredClone(snapshot), { access });
  }

  /** What callers get, what is locked, how often each flow was published, and what the journal says of it. */
  comparable(journal: string): string {
    const { flows } = this.webex.tenant.state;
    const versions = flows.map(({ name, versions: of }) => [name, of.length]);
    // A flow that could not be read is moved by a later run, so the order of records is that of the runs.
    const records = recordsIn(journal).map(({ name, state }) => `${name}: ${state}`);
    return JSON.stringify({ served: servedBy(flows), versions, records: records.sort() }, undefined, 1);
  }

  /** What callers get. */
  served(): string {
    return JSON.stringify(servedBy(this.webex.tenant.state.flows), undefined, 1);
  }

  /**
   * What must never be so: a call that fails, since no key that a connector holds logs in; a flow that is locked by us
   * without a journal that knows it; one that is published with another content than what people have made.
   */
  async violations(journal: string): Promise<string[]> {
    const { flows, connectors } = this.webex.tenant.state;
    const begun = recordsIn(journal).filter(({ state }) => state === "moving" || state === "undoing");
    const locked = flows.filter(({ id, lock }) => lock !== null && !begun.some((record) => record.id === id));
    const changed = flows.filter(({ name, versions }) => {
      const made = this.#contents.get(name) ?? [];
      const allowed = connectors.flatMap((from) => connectors.map((to) => JSON.stringify(repointed(made, from, to))));
      const all = allowed.flatMap((text) => (JSON.parse(text) as object[]).map((one) => JSON.stringify(one)));
      return versions.some(({ document }) => !all.includes(JSON.stringify(contentOf(document))));
    });
    const calls = await this.webex.callNow();
    return [
      ...(calls.length === 0 ? ["no flow was called"] : []),
      ...calls.flatMap(({ works, flow, problem }) => (works ? [] : [`a call of flow ${flow} failed: ${problem}`])),
      ...locked.map(({ name }) => `flow ${name} is locked, and no journal knows it`),
      ...changed.map(({ name }) => `flow ${name} was published with another content`),
    ];
  }

  async stop(): Promise<void> {
    await this.webex.stop();
  }
}

/** The last record of each flow. */
function recordsIn(journal: string): Journal["moves"][number]["flows"] {
  const { moves }: Journal = journal === "" ? { moves: [] } : JSON.parse(journal);
  return [...new Map(moves.flatMap(({ flows }) => flows).map((record) => [record.id, record])).values()];
}
