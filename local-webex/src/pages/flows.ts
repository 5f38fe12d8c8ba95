/** Flows as Flow Designer has them, as far as connectors are concerned. */
import { html } from "hono/html";
import { customConnectors } from "../connectors/custom.ts";
import { activitiesOf, connectorIdOf, isHttpRequest } from "../flows/document.ts";
import { type Flow, type FlowVersion, type TagName, tagNames } from "../flows/flow.ts";
import { lockOf } from "../flows/locks.ts";
import type { Tenant } from "../state.ts";
import type { Markup, Page, View } from "./frame.ts";
import { badge, counted, form, section, table, time } from "./parts.ts";

export function flowList({ served: { tenant } }: View): Page {
  const { flows } = tenant.state;
  return {
    title: "Flows",
    summary: `${counted(flows.length, "flow")} and subflows`,
    content: table(
      "Flows",
      ["Name", "Type", "Tags", "Connectors of the newest version", "Changed"],
      flows.map((flow) => [
        html`<a href="/flows/${flow.id}">${flow.name}</a>`,
        flow.flowType,
        tagBadges(flow),
        connectorNames(tenant, flow.versions.at(-1) ?? flow.draft).join(", "),
        time(flow.lastModifiedDate),
      ]),
      "There is none.",
    ),
  };
}

export function flowPage(view: View, id: string): Page | undefined {
  const { tenant } = view.served;
  const flow = tenant.state.flows.find((one) => one.id === id);
  if (flow === undefined) return undefined;
  const lock = lockOf(tenant, flow);
  return {
    title: flow.name,
    summary: html`${flow.flowType} <code>${flow.id}</code>${lock === undefined ? undefined : html`, locked by ${lock.by}`}`,
    content: [
      section("requests", "HTTP Requests of the Draft", [requestTable(tenant, flow.draft), chooseForm(view, flow)]),
      section("publish", "Publish", publishForm(view, flow)),
      section("versions", "Versions", versionTable(tenant, flow)),
    ],
  };
}

function requestTable(tenant: Tenant, { document }: FlowVersion): Markup {
  const rows = activitiesOf(document)
    .filter(isHttpRequest)
    .map((activity) => [
      activity.name,
      activity.place === "process" ? "flow" : activity.place,
      activity.properties.authenticated === true
        ? (nameOf(tenant, connectorIdOf(activity)) ?? badge("no connector chosen", "bad"))
        : "not authenticated",
      html`<code>${String(activity.properties.httpRequestPath ?? activity.properties.httpRequestUrl ?? "")}</code>`,
    ]);
  return table("HTTP requests", ["Activity", "In", "Connector", "Address"], rows, "It has none.");
}

function chooseForm(view: View, flow: Flow): Markup {
  const { tenant } = view.served;
  const isAny = activitiesOf(flow.draft.document).some(
    (one) => isHttpRequest(one) && one.properties.authenticated === true,
  );
  if (!isAny) return html`<p class="soft">No request of it uses a connector.</p>`;
  const choices = [...tenant.state.connectors, ...customConnectors];
  const options = choices.map(({ id, name }) => html`<option value="${id}">${name}</option>`);
  return form(
    view,
    "choose",
    "Choose a connector",
    html`<div class="row"><label><span>Connector of its authenticated requests</span><select name="connector">${options}</select></label>
<button type="submit">Choose</button></div>`,
  );
}

function publishForm(view: View, flow: Flow): Markup {
  const newest = flow.versions.at(-1)?.id;
  const boxes = tagNames
    .filter((tag) => tag !== "Latest")
    .map((tag) => {
      const checked = newest !== undefined && flow.tags[tag] === newest ? html` checked` : undefined;
      return html`<label><input type="checkbox" name="tag" value="${tag}"${checked}> ${tag}</label> `;
    });
  return form(
    view,
    "publish",
    "Publish",
    html`<fieldset><legend>Tags that move to the new version, besides Latest</legend>${boxes}</fieldset>
<p><button class="main" type="submit">Publish Flow</button></p>`,
  );
}

function versionTable(tenant: Tenant, flow: Flow): Markup {
  const tagsOf = ({ id }: FlowVersion) => (Object.keys(flow.tags) as TagName[]).filter((tag) => flow.tags[tag] === id);
  return table(
    "Versions",
    ["Version", "Tags", "Connectors", "Published", "By"],
    [...flow.versions]
      .reverse()
      .map((version) => [
        String(version.number),
        html`${tagsOf(version).map((tag) => html`${badge(tag, tag === "Live" ? "good" : "plain")} `)}`,
        connectorNames(tenant, version).join(", "),
        time(version.createdDate),
        version.createdBy,
      ]),
    "It was never published.",
  );
}

function tagBadges(flow: Flow): Markup {
  const tags = Object.entries(flow.tags).map(([tag, versionId]) => {
    const number = flow.versions.find(({ id }) => id === versionId)?.number;
    return html`${badge(`${tag} ${number}`, tag === "Live" ? "good" : "plain")} `;
  });
  return html`${tags}`;
}

function connectorNames(tenant: Tenant, { document }: FlowVersion): string[] {
  const ids = new Set(activitiesOf(document).filter(isHttpRequest).map(connectorIdOf));
  return [...ids].flatMap((id) => nameOf(tenant, id) ?? []);
}

function nameOf({ state }: Tenant, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  return [...state.connectors, ...customConnectors].find((one) => one.id === id)?.name ?? `${id} (deleted)`;
}
