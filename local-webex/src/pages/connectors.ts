/** The Salesforce card of Control Hub's connectors. */
import { html } from "hono/html";
import { type Connector, connectorFields, mostConnectors, usualUrl } from "../connectors/connector.ts";
import { connectedActivities, connectorIdOf } from "../flows/document.ts";
import { type Flow, taggedVersion } from "../flows/flow.ts";
import type { Markup, Page, View } from "./frame.ts";
import { form, section, table, time } from "./parts.ts";

export function connectorList(view: View): Page {
  const { connectors, flows } = view.served.tenant.state;
  const rows = connectors.map((connector) => [
    html`<a href="/connectors/${connector.id}">${connector.name}</a>`,
    html`<code>${connector.emailId}</code>`,
    html`<code>${connector.url}</code>`,
    String(flows.filter((flow) => isUsedBy(flow, connector)).length),
    time(connector.lastModifiedDate),
  ]);
  const isFull = connectors.length >= mostConnectors;
  return {
    title: "Salesforce Connectors",
    summary: `${connectors.length} of ${mostConnectors}. Only a person can make or change one; no API can.`,
    content: [
      section(
        "list",
        "Connectors",
        table("Connectors", ["Name", "Email ID", "URL", "Flows", "Saved"], rows, "There is none yet."),
      ),
      isFull
        ? html`<p>A tenant can have ${mostConnectors} Salesforce connectors at most. Delete one to add another.</p>`
        : section("add", "Add Connector", connectorForm(view, "Set Up", { url: usualUrl })),
    ],
  };
}

export function connectorPage(view: View, id: string): Page | undefined {
  const { connectors, flows } = view.served.tenant.state;
  const connector = connectors.find((one) => one.id === id);
  if (connector === undefined) return undefined;
  const used = flows.filter((flow) => isUsedBy(flow, connector));
  const { privateKey: _never, ...shown } = connector;
  return {
    title: connector.name,
    summary: html`Id <code>${connector.id}</code>, saved ${time(connector.lastModifiedDate)}`,
    content: [
      section("fields", "Fields", connectorForm(view, "Save", shown)),
      section(
        "flows",
        "Flows That Use It",
        table(
          "Flows",
          ["Flow", "In"],
          used.map((flow) => [
            html`<a href="/flows/${flow.id}">${flow.name}</a>`,
            placesOf(flow, connector).join(", "),
          ]),
          "No flow uses it.",
        ),
      ),
      section("delete", "Delete", [
        html`<p>Flows that use it fail from then on.</p>`,
        form(view, "delete", "Delete", html`<p><button type="submit">Delete ${connector.name}</button></p>`),
      ]),
    ],
  };
}

/** Its fields in the order of Control Hub. What was typed stays after a refusal; a private key is never sent back. */
function connectorForm(view: View, button: string, values: Partial<Connector>): Markup {
  const isNew = values.id === undefined;
  const value = (name: keyof Connector) => view.typed?.get(name) ?? values[name] ?? "";
  const inputs = connectorFields.map(({ name, label }) =>
    name === "privateKey"
      ? html`<label class="wide"><span>${label}</span><textarea name="${name}" rows="7" spellcheck="false"${isNew ? html` required` : undefined}></textarea></label>
${isNew ? undefined : html`<p class="soft">The key that is there is never shown. Leave the field empty to keep it.</p>`}`
      : html`<label><span>${label}</span><input name="${name}" value="${value(name)}" required spellcheck="false"></label>
`,
  );
  return form(
    view,
    "save",
    button,
    html`<div class="fields">${inputs}</div><p><button class="main" type="submit">${button}</button></p>`,
  );
}

function isUsedBy(flow: Flow, connector: Connector): boolean {
  return placesOf(flow, connector).length > 0;
}

/** Tags, and the draft, that have a request with the connector. */
function placesOf(flow: Flow, { id }: Connector): string[] {
  const uses = (document: Flow["draft"]["document"]) =>
    connectedActivities(document).some((one) => connectorIdOf(one) === id);
  const tags = (Object.keys(flow.tags) as (keyof Flow["tags"])[]).filter((tag) => {
    const version = taggedVersion(flow, tag);
    return version !== undefined && uses(version.document);
  });
  return [...tags, ...(uses(flow.draft.document) ? ["draft"] : [])];
}
