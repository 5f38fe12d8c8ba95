/** What the forms of the pages ask for. */
import { deleteConnector, saveConnector } from "../byHand/controlHub.ts";
import { chooseConnector, publishByHand } from "../byHand/flowDesigner.ts";
import { type ConnectorFields, connectorFields } from "../connectors/connector.ts";
import { type TagName, tagNames } from "../flows/flow.ts";
import type { Tenant } from "../state.ts";

/** What was done, and which page shows it. */
export interface Done {
  text: string;
  path: string;
}

/** @param id from the address of the page @throws ByHandRefusal */
export type Change = (tenant: Tenant, sent: URLSearchParams, id: string | undefined) => Done | Promise<Done>;

export const connectorChanges: { readonly [name: string]: Change } = {
  async save(tenant, sent, id) {
    const fields = Object.fromEntries(connectorFields.map(({ name }) => [name, sent.get(name) ?? ""]));
    const saved = await saveConnector(tenant, fields as unknown as ConnectorFields, id);
    return { text: `Validated and saved ${saved.name}.`, path: `/connectors/${saved.id}` };
  },
  delete(tenant, _sent, id) {
    return { text: `Deleted ${deleteConnector(tenant, id ?? "").name}.`, path: "/connectors" };
  },
};

export const flowChanges: { readonly [name: string]: Change } = {
  choose(tenant, sent, id) {
    const flow = chooseConnector(tenant, id ?? "", sent.get("connector") ?? "", adminOf(tenant));
    return { text: "Saved the draft. Calls go on with what is published.", path: `/flows/${flow.id}` };
  },
  publish(tenant, sent, id) {
    const tags = sent.getAll("tag").filter((tag): tag is TagName => tagNames.some((one) => one === tag));
    const flow = publishByHand(tenant, id ?? "", tags, adminOf(tenant));
    return { text: `Published version ${flow.versions.at(-1)?.number}.`, path: `/flows/${flow.id}` };
  },
};

/** Who sits before the pages. */
function adminOf({ state }: Tenant): string {
  return String(state.access.people[0]?.email);
}
