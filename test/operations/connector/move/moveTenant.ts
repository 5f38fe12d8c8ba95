import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalWebex, type LocalWebex } from "../../../../local-webex/src/server.ts";
import { moveByCalls, undoByCalls } from "../../../../operations/connector/move/byCalls.ts";
import type { MoveWish } from "../../../../operations/connector/move/survey.ts";
import { type WebexCaller, webexGateway } from "../../../../webex/gateway.ts";
import { repointed, servedBy } from "./servedFlows.ts";

type State = LocalWebex["tenant"]["state"];
type Flow = State["flows"][number];

export const a = { id: "0f8fad5b-d9cb-469f-a165-70867728950e", name: "WxCC - SCV" };
export const b = { id: "7c9e6679-7425-40de-944b-e07fc1f90ae7", name: "WxCC - SCV 2" };

/** Flows that name connector A in the beginning: a subflow, who calls it, and one with event flows. */
export const users = ["Customer Look-Up", "Callback", "Service Cloud Voice"];

const emptied = { clientId: "", emailId: "", url: "", privateKey: "", createdDate: "", lastModifiedDate: "" };

/** A tenant with two connectors, flows that use the first one, and one that uses none. */
export class MoveTenant {
  readonly webex: LocalWebex;
  readonly folder: string;
  readonly journalPath: string;
  /** What the runs have said. */
  said: string[] = [];
  #start: State;

  private constructor(webex: LocalWebex, folder: string) {
    this.webex = webex;
    this.folder = folder;
    this.journalPath = join(folder, "moves.json");
    this.#start = structuredClone(webex.tenant.state);
  }

  static async make(): Promise<MoveTenant> {
    const webex = await createLocalWebex({ settings: { callEveryMs: 0, requestsPerMinute: 1_000_000 } });
    const { state } = webex.tenant;
    // Who they log in as does not matter here, so nobody types them in Control Hub.
    state.connectors.push({ ...emptied, ...a }, { ...emptied, ...b });
    state.flows = state.flows.filter(({ name }) => [...users, "Opening Hours"].includes(name));
    const made = new MoveTenant(webex, await mkdtemp(join(tmpdir(), "move-")));
    for (const name of users) {
      const { id, tags } = made.flow(name);
      webex.byHand.chooseConnector(id, a.id);
      webex.byHand.publish(id, Object.keys(tags) as (keyof Flow["tags"])[]);
    }
    made.#start = structuredClone(state);
    return made;
  }

  /** As it was made. */
  async reset(): Promise<void> {
    const { access } = this.webex.tenant.state;
    Object.assign(this.webex.tenant.state, structuredClone(this.#start), { access });
    this.webex.faults.clear();
    this.said = [];
    for (const file of ["moves.json", "moves.json.lock", "moves.md"])
      await rm(join(this.folder, file), { force: true });
  }

  async end(): Promise<void> {
    await this.webex.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  flow(name: string): Flow {
    const found = this.webex.tenant.state.flows.find((flow) => flow.name === name);
    if (!found) throw new Error(`no flow ${name}`);
    return found;
  }

  /** Another connector, as somebody at Control Hub makes one. */
  addConnector(connector: { id: string; name: string }): void {
    this.webex.tenant.state.connectors.push({ ...emptied, ...connector });
  }

  /** What each tag of each flow leads to, and what its draft holds. */
  served(): Record<string, unknown> {
    return servedBy(this.webex.tenant.state.flows);
  }

  /** The same with one connector in place of the other, worked out on the text. */
  static repointed<T>(served: T, from = a, to = b): T {
    return repointed(served, from, to);
  }

  call(): WebexCaller {
    const { gatewayUrl, orgId, accessToken } = this.webex.credentials();
    return webexGateway({ gatewayUrl, organizationId: orgId, accessToken });
  }

  /** A run as the command makes it, over these calls. */
  run(
    way: "move" | "undo",
    options: { write?: boolean; call?: WebexCaller; flows?: string[]; check?: () => void; to?: string } = {},
  ): Promise<number> {
    const { write = true, call = this.call(), flows = [], check = () => undefined, to = b.name } = options;
    const wish: MoveWish = { from: a.name, to, flows };
    const { orgId } = this.webex.tenant.state;
    const request = { wish, organizationId: orgId, journalPath: this.journalPath, write };
    return (way === "move" ? moveByCalls : undoByCalls)(request, { call, check, say: (line) => this.said.push(line) });
  }

  /** Names of the calls that wrote. */
  async writes(): Promise<string[]> {
    const answer = await fetch(`${this.webex.url}/_local/requests`);
    const requests = (await answer.json()) as { method: string; operation: string; path: string }[];
    return requests
      .filter(({ method, path }) => method !== "GET" && !path.includes("/v1/"))
      .map(({ operation }) => operation);
  }
}
