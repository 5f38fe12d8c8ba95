import type { Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Org } from "./contracts.ts";
import { createFaultBoard, type FaultBoard } from "./faults/faultBoard.ts";
import { createApp } from "./http/app.ts";
import { createRequestLog } from "./http/requestLog.ts";
import type { ServedOrg } from "./http/servedOrg.ts";
import { type LocalOrgOptions, readLocalOrgOptions } from "./localOrgOptions.ts";
import { createOrg, type OrgSnapshot, type OwnedOrg } from "./org.ts";
import { createSandbox } from "./sandbox/createSandbox.ts";
import { readSandboxRequest, type SandboxRequest } from "./sandbox/request.ts";
import { type Authority, openAuthority, serverCertificate } from "./tls/authority.ts";

export type { LocalOrgOptions } from "./localOrgOptions.ts";
export type { OrgSnapshot } from "./org.ts";

export interface LocalOrg {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The address with TLS, when asked for. */
  secure: SecureAddress | undefined;
  org: Org;
  /** Faults on demand, as under `/_local/faults`. */
  faults: FaultBoard;
  /** Makes the org as new and ends all faults. Its id and the deployer's credentials stay. */
  reset(): void;
  /** The state of the org now, settings included, faults and request log not. Takes about a millisecond. */
  snapshot(): OrgSnapshot;
  /**
   * Goes back to a snapshot of this org. Ids that were given out since then are not given again.
   *
   * @throws Error when it is a snapshot of another org
   */
  restore(snapshot: OrgSnapshot): void;
  /**
   * Makes a copy of the org as a sandbox refresh does, and serves it at an address of its own until it is stopped, or this
   * org is. A further refresh of that name puts a new org at the same address; the one of before ends.
   *
   * @throws Error with one sentence that names what of the request is wrong
   */
  refreshSandbox(request: SandboxRequest): Promise<LocalOrg>;
  /** Ends the server, with calls still open, and closes the data base. Ends its sandboxes too. */
  stop(): Promise<void>;
}

export interface SecureAddress {
  /** `https://127.0.0.1:<port>` */
  url: string;
  /** PEM of the authority that clients have to trust. */
  authorityPem: string;
  /** Its file, when it was given a folder. */
  authorityFile: string | undefined;
}

/** The orgs that this process serves, in the order of their start. */
const served = new Set<ServedOrg>();

/**
 * Starts an org that answers on 127.0.0.1.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken; with one sentence that names a wrong option or setting, or
 * what is wrong about the shape
 */
export async function createLocalOrg(given: LocalOrgOptions = {}): Promise<LocalOrg> {
  const options = readLocalOrgOptions(given);
  const { databaseFile, settings, shape } = options;
  return serveOrg(createOrg({ databaseFile, settings, shape }), options);
}

async function serveOrg(org: OwnedOrg, options: LocalOrgOptions): Promise<LocalOrg> {
  const { name } = options;
  const faults = createFaultBoard();
  const ended = new AbortController();
  const sandboxes = new Map<string, LocalOrg>();
  const refreshSandbox = async (sent: unknown): Promise<LocalOrg> => {
    const request = readSandboxRequest(sent);
    const key = request.name.toLowerCase();
    const copy = createSandbox(org, request);
    const before = sandboxes.get(key);
    await before?.stop();
    const port = before === undefined ? 0 : Number(new URL(before.url).port);
    const sandbox = await serveOrg(copy, { port, name: request.name });
    sandboxes.set(key, sandbox);
    return sandbox;
  };
  const app = createApp(org, createRequestLog(), faults, ended.signal, {
    served: () => [...served],
    refreshSandbox: async (sent) => {
      const { url, org } = await refreshSandbox(sent);
      return { url, organizationId: org.organizationId };
    },
  });
  const servers: Server[] = [];
  try {
    const server = await listen(app.fetch, options.port ?? 0);
    servers.push(server);
    const url = `http://127.0.0.1:${portOf(server)}`;
    org.instanceUrl = url;
    const authority = options.tls && openAuthority(options.tls.directory);
    const secureServer = authority && (await listen(app.fetch, options.tls?.port ?? 0, authority));
    if (secureServer) servers.push(secureServer);
    const secure = secureServer && {
      url: `https://127.0.0.1:${portOf(secureServer)}`,
      authorityPem: authority.certificatePem,
      authorityFile: authority.certificateFile,
    };
    if (secure) org.instanceUrl = secure.url;
    const entry = { ...(name === undefined ? {} : { name }), url, organizationId: org.organizationId };
    served.add(entry);
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      ended.abort();
      served.delete(entry);
      await Promise.all([...servers.map(closed), ...[...sandboxes.values()].map((sandbox) => sandbox.stop())]);
      org.close();
    };
    return {
      url,
      secure,
      org,
      faults,
      reset() {
        org.reset();
        faults.clear();
      },
      snapshot: () => org.snapshot(),
      restore: (snapshot) => org.restore(snapshot),
      refreshSandbox,
      stop() {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await Promise.all(servers.map(closed));
    org.close();
    throw error;
  }
}

/** A request that trickles in does not hold its connection for longer; an answer may take as long as it wants. */
const slowestRequest = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

type Fetch = Parameters<typeof serve>[0]["fetch"];

function listen(fetch: Fetch, port: number, authority?: Authority): Promise<Server> {
  const tls = authority && { createServer: createSecureServer };
  const serverOptions = { ...slowestRequest, ...(authority && serverCertificate(authority)) };
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1", serverOptions, ...tls }, () =>
      resolve(server),
    ) as Server;
    server.once("error", reject);
    server.prependListener("request", (request) => {
      request.url = withoutLeadingSlashes(request.url ?? "/");
    });
  });
}

/** The Salesforce CLI keeps instance addresses with a slash at their end, and puts paths with a slash behind them. */
function withoutLeadingSlashes(path: string): string {
  return path.replace(/^\/{2,}/, "/");
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return ended;
}
