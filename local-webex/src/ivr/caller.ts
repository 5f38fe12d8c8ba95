/** One simulated call: what the served version of a flow does with Salesforce. */
import { randomUUID } from "node:crypto";
import type { Connector } from "../connectors/connector.ts";
import { type CrmSession, logIn } from "../crm/login.ts";
import { CrmProblem, send } from "../crm/reach.ts";
import { type Activity, connectorIdOf } from "../flows/document.ts";
import { type EntryPoint, taggedVersion } from "../flows/flow.ts";
import type { Tenant } from "../state.ts";
import { outputsOf, rendered, requestsOf } from "./plan.ts";

/** What became of a call. */
export interface CallRecord {
  /** ISO time of its start. */
  startedAt: string;
  durationMs: number;
  entryPoint: string;
  flow: string;
  /** Number of the version that was served. */
  version: number;
  /** Name of the connector that was used last. */
  connector: string | null;
  works: boolean;
  /** What went wrong: where, and what Salesforce said. */
  problem?: string;
}

export interface Caller {
  /** @returns undefined when the flow of the entry point has nothing to call */
  call(entryPoint: EntryPoint): Promise<CallRecord | undefined>;
}

const usualTimeoutMs = 5_000;
const longestTimeoutMs = 60_000;

/** What a flow says may be anything that was imported. */
function timeoutOf(said: unknown): number {
  const given = Math.trunc(Number(said));
  return given > 0 ? Math.min(given, longestTimeoutMs) : usualTimeoutMs;
}

/** The path goes to the org of the login, and nowhere else. @throws CrmProblem */
function addressOf(path: string, instanceUrl: string): URL {
  if (!/^\/(?![\\/])/.test(path)) throw new CrmProblem("the path of the request does not begin with one slash");
  return new URL(path, instanceUrl);
}

export function createCaller(tenant: Tenant): Caller {
  const sessions = new Map<string, { session: CrmSession; of: string; until: number }>();

  const sessionOf = async (connector: Connector): Promise<CrmSession> => {
    const { callTokenSeconds, salesforceUrl } = tenant.state.settings;
    const kept = sessions.get(connector.id);
    if (kept !== undefined && kept.until > Date.now() && kept.of === connector.lastModifiedDate) return kept.session;
    const session = await logIn(connector, salesforceUrl);
    const until = Date.now() + callTokenSeconds * 1_000;
    sessions.set(connector.id, { session, of: connector.lastModifiedDate, until });
    return session;
  };

  const request = async (activity: Activity, connector: Connector, variables: Map<string, string>): Promise<void> => {
    const { properties, name } = activity;
    const { accessToken, instanceUrl } = await sessionOf(connector);
    const { status, text } = await send(
      {
        method: String(properties.httpRequestMethod ?? "POST"),
        url: addressOf(rendered(properties.httpRequestPath, variables), instanceUrl),
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
        body: rendered(properties.httpRequestBody, variables),
        timeoutMs: timeoutOf(properties.httpResponseTimeout),
      },
      tenant.state.settings.salesforceUrl,
    );
    if (status < 200 || status > 299) throw new CrmProblem(`${status} ${text.slice(0, 200)}`, status);
    variables.set(`${name}.httpStatusCode`, String(status));
    for (const [variable, value] of outputsOf(activity, text)) variables.set(variable, value);
  };

  return {
    async call({ name: entryPoint, flowId, flowTagId }) {
      const { flows, connectors } = tenant.state;
      const flow = flows.find(({ id }) => id === flowId);
      const version = flow && taggedVersion(flow, flowTagId);
      const requests = version === undefined ? [] : requestsOf(version.document);
      const isConnected = requests.some((activity) => connectorIdOf(activity) !== undefined);
      if (flow === undefined || version === undefined || !isConnected) return undefined;
      const started = performance.now();
      const startedAt = new Date();
      const variables = new Map([
        ["NewPhoneContact.ANI", "+15550100"],
        ["NewPhoneContact.DNIS", "+15550199"],
        ["SCV_VendorCallKey", randomUUID()],
        ["SCV_CallStartTime", startedAt.toISOString()],
      ]);
      let used: string | null = null;
      let problem: string | undefined;
      for (const activity of requests) {
        const connector = connectors.find(({ id }) => id === connectorIdOf(activity));
        used = connector?.name ?? used;
        try {
          if (connector === undefined) throw new CrmProblem("its Salesforce connector is not there");
          await request(activity, connector, variables);
        } catch (error) {
          problem = `${activity.name}: ${(error as Error).message}`;
          break;
        }
      }
      return {
        startedAt: startedAt.toISOString(),
        durationMs: Math.round(performance.now() - started),
        entryPoint,
        flow: flow.name,
        version: version.number,
        connector: used,
        works: problem === undefined,
        ...(problem === undefined ? {} : { problem }),
      };
    },
  };
}
