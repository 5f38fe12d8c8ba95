/** What a person does in Flow Designer. */
import { customConnectors } from "../connectors/custom.ts";
import { withConnector } from "../flows/document.ts";
import type { Flow, TagName } from "../flows/flow.ts";
import { freeLock, takeLock } from "../flows/locks.ts";
import { publish, replaceDraft } from "../flows/writes.ts";
import type { Tenant } from "../state.ts";
import { ByHandRefusal } from "./refusal.ts";

/** Chooses a connector in every authenticated request of the draft. @throws ByHandRefusal */
export function chooseConnector(tenant: Tenant, flowId: string, connectorId: string, email: string): Flow {
  const flow = requireFlow(tenant, flowId);
  const connector = [...tenant.state.connectors, ...customConnectors].find(({ id }) => id === connectorId);
  if (connector === undefined) throw new ByHandRefusal("This connector is not there any more.");
  return edited(tenant, flow, email, () => {
    replaceDraft(tenant, flow, withConnector(flow.draft.document, connector), email);
  });
}

/** Publishes the draft, and moves these tags to it. @throws ByHandRefusal */
export function publishByHand(tenant: Tenant, flowId: string, tags: readonly TagName[], email: string): Flow {
  const flow = requireFlow(tenant, flowId);
  return edited(tenant, flow, email, () => publish(tenant, flow, { email }, null, [...tags]));
}

/** Flow Designer locks a flow while a person edits it. */
function edited(tenant: Tenant, flow: Flow, email: string, edit: () => void): Flow {
  try {
    takeLock(tenant, flow, email);
    edit();
    freeLock(tenant, flow, email);
    return flow;
  } catch (error) {
    const { name, message } = error as Error;
    throw name === "Refusal" ? new ByHandRefusal(message) : error;
  }
}

function requireFlow(tenant: Tenant, flowId: string): Flow {
  const flow = tenant.state.flows.find(({ id }) => id === flowId);
  if (flow === undefined) throw new ByHandRefusal("This flow is not there any more.");
  return flow;
}
