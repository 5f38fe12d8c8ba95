/** What the IVR is doing, and how the tenant is. */
import { html } from "hono/html";
import type { CallRecord } from "../ivr/caller.ts";
import type { Served } from "../served.ts";
import { callLine } from "./callLine.ts";
import type { Markup, Page, View } from "./frame.ts";
import { badge, counted, section, table, time } from "./parts.ts";

const windows = [120, 600, 3_600] as const;
const newest = 50;

export function overviewPage({ served }: View): Page {
  const { tenant, url } = served;
  const { connectors, flows, region, settings } = tenant.state;
  const addresses: readonly (readonly [string, string])[] = [
    ["Stands for https://webexapis.com", `${url}/webexapis`],
    [`Stands for https://api.wxcc-${region}.cisco.com`, `${url}/${region}`],
    [
      "Stands for hosts of salesforce.com",
      settings.salesforceUrl ?? "nothing: connectors reach addresses of this machine only",
    ],
  ];
  return {
    title: "Local Webex Tenant",
    summary: "A Webex Contact Center tenant of your own, on this machine only. It is not Cisco's.",
    isLive: true,
    content: [
      html`<div id="live">${linesOf(served, windows[0])}</div>`,
      section("tenant", "Tenant", [
        html`<ul><li><a href="/connectors">${counted(connectors.length, "Salesforce connector")}</a></li>
<li><a href="/flows">${counted(flows.length, "flow")}</a></li></ul>`,
        html`<dl>${addresses.map(([term, value]) => html`<dt>${term}</dt><dd><code>${value}</code></dd>`)}</dl>`,
      ]),
    ],
  };
}

export function callPage({ served, url }: View): Page {
  const asked = Number(url.searchParams.get("seconds"));
  const seconds = windows.find((one) => one === asked) ?? windows[0];
  const links = windows.map((one) => {
    const current = one === seconds ? html` aria-current="true"` : undefined;
    return html`<a href="/calls?seconds=${one}"${current}>${one / 60} minutes</a> `;
  });
  const calls = served.simulator.calls();
  const { callEveryMs } = served.tenant.state.settings;
  const pace = callEveryMs === 0 ? "No calls arrive." : `A call arrives at each entry point every ${callEveryMs} ms.`;
  return {
    title: "Calls",
    summary: `${pace} Each runs the version with the tag of its entry point. Times in UTC.`,
    isLive: true,
    content: [
      html`<p>The last ${links}</p>`,
      html`<div id="live">${linesOf(served, seconds)}${section("newest", "Newest Calls", callTable(calls))}</div>`,
    ],
  };
}

/** A line for each entry point that has something to call. */
function linesOf({ tenant, simulator }: Served, seconds: number): Markup {
  const calls = simulator.calls();
  const now = Date.now();
  const { entryPoints, flows } = tenant.state;
  const lines = entryPoints.map(({ name, flowId, flowTagId }) => {
    const own = calls.filter(({ entryPoint }) => entryPoint === name);
    const last = own.at(-1);
    const flow = flows.find(({ id }) => id === flowId);
    const state = last === undefined ? badge("no calls") : last.works ? badge("works", "good") : badge("fails", "bad");
    const heading = html`${name} ${state} <span class="soft">${flow?.name ?? "no flow"}, tag ${flowTagId}${last?.connector ? `, connector ${last.connector}` : ""}</span>`;
    return html`<section aria-label="${name}"><h2>${heading}</h2>
${last === undefined ? html`<p class="soft">No call has reached Salesforce: its flow names no connector, or no calls arrive.</p>` : callLine(name, own, now, seconds)}
${last?.problem === undefined ? undefined : html`<p class="problem">${last.problem}</p>`}</section>
`;
  });
  return html`${lines}`;
}

function callTable(calls: readonly CallRecord[]): Markup {
  const rows = calls
    .slice(-newest)
    .reverse()
    .map((call) => [
      time(call.startedAt),
      call.entryPoint,
      html`${call.flow}, version ${call.version}`,
      call.connector ?? "",
      html`${call.works ? badge("works", "good") : badge("fails", "bad")} ${call.problem ?? ""}`,
      call.durationMs,
    ]);
  return table("Calls", ["Time", "Entry point", "Flow", "Connector", "Result", "ms"], rows, "No call has arrived yet.");
}
