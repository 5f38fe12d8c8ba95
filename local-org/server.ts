import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Org, OrgSettings } from "./contracts.ts";
import { createFaultBoard, type FaultBoard } from "./faults/faultBoard.ts";
import { createApp } from "./http/app.ts";
import { createRequestLog } from "./http/requestLog.ts";
import { createOrg, type OrgSnapshot } from "./org.ts";

export type { OrgSnapshot } from "./org.ts";

export interface LocalOrgOptions {
  /** SQLite file that keeps the org; without one it lives in memory and ends with `stop`. */
  databaseFile?: string;
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  settings?: Partial<OrgSettings>;
}

export interface LocalOrg {
  /** `http://127.0.0.1:<port>` */
  url: string;
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
  /** Ends the server, with calls still open, and closes the data base. */
  stop(): Promise<void>;
}

/**
 * Starts an org that answers on 127.0.0.1.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export async function createLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const org = createOrg({ databaseFile: options.databaseFile, settings: options.settings });
  const faults = createFaultBoard();
  const ended = new AbortController();
  const app = createApp(org, createRequestLog(), faults, ended.signal);
  try {
    const server = await listen(app.fetch, options.port ?? 0);
    org.instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      url: org.instanceUrl,
      org,
      faults,
      reset() {
        org.reset();
        faults.clear();
      },
      snapshot: () => org.snapshot(),
      restore: (snapshot) => org.restore(snapshot),
      async stop() {
        ended.abort();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
        org.close();
      },
    };
  } catch (error) {
    org.close();
    throw error;
  }
}

function listen(fetch: Parameters<typeof serve>[0]["fetch"], port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, () => resolve(server)) as Server;
    server.once("error", reject);
  });
}
