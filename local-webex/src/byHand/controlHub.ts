/** What a person does in Control Hub. No API does it. */
import { type Connector, type ConnectorFields, connectorFields, mostConnectors } from "../connectors/connector.ts";
import { logIn, readPrivateKey } from "../crm/login.ts";
import type { CrmProblem } from "../crm/reach.ts";
import { newUuid } from "../identifiers.ts";
import type { Tenant } from "../state.ts";
import { ByHandRefusal } from "./refusal.ts";

/**
 * Saves a connector as the form of Control Hub does: only when its login works.
 *
 * @param id of the connector that is changed; undefined for a new one
 * @throws ByHandRefusal
 */
export async function saveConnector(tenant: Tenant, typed: ConnectorFields, id?: string): Promise<Connector> {
  const { connectors, settings } = tenant.state;
  const before = id === undefined ? undefined : connectors.find((one) => one.id === id);
  if (id !== undefined && before === undefined) throw new ByHandRefusal("This connector is not there any more.");
  if (before === undefined && connectors.length >= mostConnectors) {
    throw new ByHandRefusal(`A tenant can have ${mostConnectors} Salesforce connectors at most.`);
  }
  const fields = completed(typed, before);
  if (connectors.some((one) => one !== before && one.name.toLowerCase() === fields.name.toLowerCase())) {
    throw new ByHandRefusal(`There is a connector with the name ${fields.name} already.`);
  }
  try {
    readPrivateKey(fields.privateKey);
    await logIn(fields, settings.salesforceUrl);
  } catch (error) {
    const { name, message } = error as CrmProblem;
    if (name !== "CrmProblem") throw error;
    throw new ByHandRefusal(`Salesforce connectivity could not be validated. ${message}`);
  }
  return store(tenant, fields, before?.id);
}

/** Trims what was typed, and demands every field. @throws ByHandRefusal */
function completed(typed: ConnectorFields, before: Connector | undefined): ConnectorFields {
  const trimmed = connectorFields.map(({ name, label }) => {
    const text = String(typed[name] ?? "").trim();
    const value = name === "privateKey" && text === "" ? (before?.privateKey ?? "") : text;
    if (value === "") throw new ByHandRefusal(`${label} is empty.`);
    return [name, value];
  });
  const fields = Object.fromEntries(trimmed) as unknown as ConnectorFields;
  const isAddress = URL.canParse(fields.url) && /^https?:$/.test(new URL(fields.url).protocol);
  if (!isAddress) throw new ByHandRefusal("URL is not an address.");
  return fields;
}

function store(tenant: Tenant, fields: ConnectorFields, id: string | undefined): Connector {
  const { connectors } = tenant.state;
  const time = tenant.now().toISOString();
  // While the login was tried, others may have saved too.
  const existing = connectors.find((one) => one.id === id);
  const connector = existing ?? { id: newUuid(), createdDate: time, lastModifiedDate: time, ...fields };
  if (existing === undefined) {
    if (connectors.length >= mostConnectors) throw new ByHandRefusal("Somebody else has made the last connector.");
    connectors.push(connector);
  }
  Object.assign(connector, fields, { lastModifiedDate: time });
  tenant.changed();
  return connector;
}

/** @throws ByHandRefusal when it is not there */
export function deleteConnector(tenant: Tenant, id: string): Connector {
  const { connectors } = tenant.state;
  const found = connectors.find((one) => one.id === id);
  if (found === undefined) throw new ByHandRefusal("This connector is not there any more.");
  tenant.state.connectors = connectors.filter((one) => one !== found);
  tenant.changed();
  return found;
}
