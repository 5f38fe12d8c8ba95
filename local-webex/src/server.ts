import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { deleteConnector, saveConnector } from "./byHand/controlHub.ts";
import { chooseConnector, publishByHand } from "./byHand/flowDesigner.ts";
import type { Connector, ConnectorFields } from "./connectors/connector.ts";
import { type Credentials, credentialsOf, type TokenRequest, tokenFor } from "./control/credentials.ts";
import { createFaultBoard, type FaultBoard } from "./faults/faultBoard.ts";
import type { Flow, TagName } from "./flows/flow.ts";
import { createRateLimit } from "./gateway/rateLimit.ts";
import { createApp } from "./http/app.ts";
import { createRequestLog } from "./http/requestLog.ts";
import type { TokenAnswer } from "./identity/access.ts";
import type { CallRecord } from "./ivr/caller.ts";
import { createSimulator } from "./ivr/simulator.ts";
import { resetServed, type Served } from "./served.ts";
import type { TenantSettings } from "./settings.ts";
import type { Tenant, TenantShape } from "./state.ts";
import { createTenant } from "./tenant.ts";

export type { CallRecord } from "./ivr/caller.ts";

export interface LocalWebexOptions {
  /** JSON file that keeps the tenant; without one it lives in memory and ends with `stop`. */
  file?: string;
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  settings?: Partial<TenantSettings>;
  shape?: TenantShape;
}

/** A tenant that answers. */
export interface LocalWebex {
  /** `http://127.0.0.1:<port>`: the pages, and control under `/_local`. */
  url: string;
  tenant: Tenant;
  /** Faults on demand, as under `/_local/faults`. */
  faults: FaultBoard;
  /** Addresses of the services, clients, and a new pair of tokens. */
  credentials(): Credentials;
  /** A new pair of tokens. @throws Error with one sentence that names what is wrong */
  tokenFor(request: TokenRequest): TokenAnswer;
  /** Changes settings. @throws Error with one sentence that names what is wrong */
  set(settings: Partial<TenantSettings>): void;
  /** What a person does in Control Hub and in Flow Designer; refusals are errors that say what the page says. */
  byHand: {
    /** @param id of the connector that is changed; undefined for a new one */
    saveConnector(fields: ConnectorFields, id?: string): Promise<Connector>;
    deleteConnector(id: string): Connector;
    /** Chooses a connector in every authenticated request of the draft of a flow. */
    chooseConnector(flowId: string, connectorId: string): Flow;
    publish(flowId: string, tags: readonly TagName[]): Flow;
  };
  /** What became of the calls of the IVR. */
  calls(): readonly CallRecord[];
  /** Makes one call at each entry point, and waits for their ends. */
  callNow(): Promise<CallRecord[]>;
  /** Waits for the ends of all calls that go on. */
  settled(): Promise<void>;
  /** As new, with its id and credentials; ends all faults. */
  reset(): void;
  /** Ends the server, with calls still open, and the IVR. */
  stop(): Promise<void>;
}

/** The tenants that this process serves, in the order of their start. */
const running = new Set<Served>();

/**
 * Starts a tenant that answers on 127.0.0.1.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export async function createLocalWebex({ port = 0, ...options }: LocalWebexOptions = {}): Promise<LocalWebex> {
  const tenant = createTenant(options);
  const served: Served = {
    tenant,
    log: createRequestLog(),
    faults: createFaultBoard(),
    limit: createRateLimit(tenant),
    simulator: createSimulator(tenant),
    url: "",
    all: () => [...running].map(({ url, tenant: { state } }) => ({ name: state.name, url, orgId: state.orgId })),
  };
  const { faults, simulator } = served;
  const server = await listen(createApp(served).fetch, port);
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  running.add(served);
  simulator.keepPace();
  const admin = String(tenant.state.access.people[0]?.email);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    running.delete(served);
    simulator.stop();
    faults.clear();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  return {
    url: served.url,
    tenant,
    faults,
    credentials: () => credentialsOf(served),
    tokenFor: (request) => tokenFor(tenant, request),
    set(settings) {
      tenant.set(settings);
      simulator.keepPace();
    },
    byHand: {
      saveConnector: (fields, id) => saveConnector(tenant, fields, id),
      deleteConnector: (id) => deleteConnector(tenant, id),
      chooseConnector: (flowId, connectorId) => chooseConnector(tenant, flowId, connectorId, admin),
      publish: (flowId, tags) => publishByHand(tenant, flowId, tags, admin),
    },
    calls: () => simulator.calls(),
    callNow: () => simulator.callNow(),
    settled: () => simulator.settled(),
    reset: () => resetServed(served),
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** A request that trickles in does not hold its connection for longer. */
const slowestRequest = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

type Fetch = Parameters<typeof serve>[0]["fetch"];

function listen(fetch: Fetch, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1", serverOptions: slowestRequest }, () =>
      resolve(server),
    ) as Server;
    server.once("error", reject);
  });
}
