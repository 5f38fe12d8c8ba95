/** A new tenant: an administrator's flows and entry points, and who may call the interfaces. No connector yet. */

import type { EntryPoint, Flow, FlowDocument, FlowType, TagName } from "./flows/flow.ts";
import { newFlow } from "./flows/writes.ts";
import { newFlowId, newSecret, newUuid } from "./identifiers.ts";
import type { Access, Role } from "./identity/model.ts";
import { flowDocument, requestActivity, type SeedActivity } from "./seedDocuments.ts";
import { defaultSettings } from "./settings.ts";
import type { TenantShape, TenantState } from "./state.ts";

const author = "admin@tenant.example";
const born = new Date("2026-01-01T08:00:00.000Z");

export function seededState({ region = "us1", name = "Local Tenant" }: TenantShape): TenantState {
  const flows = seededFlows();
  const entry = (entryName: string, flowName: string, flowTagId: TagName): EntryPoint => ({
    id: newUuid(),
    name: entryName,
    flowId: String(flows.find((flow) => flow.name === flowName)?.id),
    flowTagId,
  });
  return {
    version: 1,
    orgId: newUuid(),
    name,
    region,
    settings: { ...defaultSettings },
    access: seededAccess(),
    connectors: [],
    flows,
    entryPoints: [
      entry("Service Line", "Service Cloud Voice", "Live"),
      entry("Callback Line", "Callback", "Live"),
      entry("Opening Hours Line", "Opening Hours", "Live"),
    ],
  };
}

function seededAccess(): Access {
  const person = (email: string, role: Role) => ({ email, role });
  return {
    people: [
      person(author, "Full Admin"),
      person("service.admin@tenant.example", "Contact Center Service Admin"),
      person("supervisor@tenant.example", "Supervisor"),
      person("agent@tenant.example", "Agent"),
    ],
    clients: [
      {
        kind: "integration",
        clientId: `C${newSecret(24)}`,
        clientSecret: newSecret(),
        scopes: ["cjp:config_read", "cjp:config_write", "spark:applications_token"],
      },
      {
        kind: "serviceApp",
        clientId: `C${newSecret(24)}`,
        clientSecret: newSecret(),
        applicationId: `A${newSecret(24)}`,
        authorized: true,
        scopes: ["cjp:config_read", "cjp:config_write"],
      },
    ],
    grants: [],
  };
}

/** Announcements without a connector, so that the list is longer than one usual page. */
const announcements = [
  "After Hours",
  "Billing",
  "Emergency Closure",
  "Holiday Greeting",
  "Invoice Copy",
  "Language Menu",
  "Order Status",
  "Returns",
  "Sales",
  "Survey",
  "Warranty",
];

function seededFlows(): Flow[] {
  const lookUp = published(
    flowDocument("Customer Look-Up", "Finds the routing of a caller.", [
      { name: "LookUp", activityName: "http-request-v2", properties: requestActivity("executeOmniFlow") },
    ]),
    "SUBFLOW",
    [],
  );
  const voice = published(
    flowDocument(
      "Service Cloud Voice",
      "Makes a voice call in Salesforce, and routes it.",
      [
        { name: "CreateVoiceCall", activityName: "http-request-v2", properties: requestActivity("createVoiceCall") },
        { name: "ExecuteOmniFlow", activityName: "http-request-v2", properties: requestActivity("executeOmniFlow") },
        { name: "Queue", activityName: "queue-contact", properties: {} },
      ],
      [
        { name: "ClearRouting", activityName: "http-request-v2", properties: requestActivity("clearRouting") },
        { name: "UpdateVoiceCall", activityName: "http-request-v2", properties: requestActivity("updateVoiceCall") },
      ],
    ),
    "FLOW",
    ["Live"],
  );
  const handOff: SeedActivity = {
    name: "CustomerLookUp",
    activityName: "subflow-handoff",
    properties: { subflowVersion: { id: lookUp.id, tag: "Latest" }, automaticUpdates: true },
  };
  const callback = published(
    flowDocument("Callback", "Calls back, and makes a voice call for it.", [
      { name: "CreateVoiceCall", activityName: "http-request-v2", properties: requestActivity("createVoiceCall") },
      handOff,
    ]),
    "FLOW",
    ["Live", "Test"],
  );
  const status = {
    authenticated: false,
    connectorId: null,
    httpRequestUrl: "https://status.example/open",
    httpResponseTimeout: "2000",
  };
  const hours = published(
    flowDocument("Opening Hours", "Asks a public address whether somebody is there.", [
      { name: "IsOpen", activityName: "http-request-v2", properties: { ...status, httpRequestMethod: "GET" } },
    ]),
    "FLOW",
    ["Live"],
  );
  const others = announcements.map((name) =>
    published(flowDocument(name, "", [{ name: "Say", activityName: "play-message", properties: {} }]), "FLOW", [
      "Live",
    ]),
  );
  return [callback, hours, voice, lookUp, ...others];
}

/** A flow whose first version is its draft. */
function published(document: FlowDocument, flowType: FlowType, tags: readonly TagName[]): Flow {
  const flow = newFlow(document, { name: String(document.name), flowType, email: author, now: born });
  const id = newFlowId();
  flow.versions = [{ ...flow.draft, id, number: 1, document: structuredClone(document) }];
  for (const tag of [...tags, "Latest"] as const) {
    flow.tags[tag] = id;
    flow.tagHistories[tag] = [id];
  }
  return flow;
}
