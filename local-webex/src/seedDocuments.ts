/** Raw documents as Flow Designer writes them: each activity once in the process, and once more on the canvas. */
import { activityTypes } from "./flows/activities.ts";
import type { FlowDocument } from "./flows/flow.ts";
import { newUuid } from "./identifiers.ts";

export interface SeedActivity {
  name: string;
  activityName: string;
  properties: { [key: string]: unknown };
}

/** A flow that runs these activities one after the other, and others when the call ends. */
export function flowDocument(
  name: string,
  description: string,
  activities: readonly SeedActivity[],
  whenItEnds: readonly SeedActivity[] = [],
): FlowDocument {
  const start = { name: "NewPhoneContact", activityName: "NewPhoneContact", properties: { event: "NewPhoneContact" } };
  const ended = {
    name: "ContactEnded",
    activityName: "Event",
    properties: { event: "PhoneContactEnded", eventSourceName: "WebexContactCenter" },
  };
  const eventFlow = whenItEnds.length === 0 ? undefined : chain([ended, ...whenItEnds, end("EndContactEnded")]);
  return {
    name,
    description,
    variables: [variable("SCV_VoiceCallRecordId", ""), variable("Global_Language", "GLOBAL")],
    ...chain([start, ...activities, end("EndFlow")]),
    eventFlows: {
      eventsMap: {
        GLOBAL_EVENTS: {
          id: newUuid(),
          name: "GLOBAL_EVENTS",
          onEvents: eventFlow === undefined ? {} : { ContactEnded: eventFlow.first },
          process: eventFlow?.process ?? { activities: {}, links: [] },
          diagram: eventFlow?.diagram ?? { widgets: {}, properties: {} },
        },
      },
      __typename: "EventFlows",
    },
    runtimeVariables: [],
    validating: false,
    persist: true,
    settings: [{ name: "showActivityWait", value: "false", type: "Boolean", group: "activityWait" }],
    __typename: "FlowVersionExport",
  };
}

const end = (name: string): SeedActivity => ({ name, activityName: "end", properties: {} });

function variable(name: string, source: string): object {
  const id = source === "GLOBAL" ? newUuid() : "";
  return { name, description: "", id, type: "STRING", value: null, isSecure: false, isCAD: true, source };
}

function chain(activities: readonly SeedActivity[]) {
  const withIds = activities.map((activity) => ({ ...activity, id: newUuid() }));
  const links = withIds.slice(1).map(({ id }, index) => ({
    id: newUuid(),
    sourceActivityId: withIds[index]?.id,
    targetActivityId: id,
    conditionExpr: "default",
    properties: { value: "default" },
  }));
  const process = withIds.map(({ id, name, activityName, properties }) => [
    id,
    {
      id,
      name,
      group: activityTypes[activityName],
      properties: { activityId: activityName, activityName, name, ...properties, ...processOnly(properties) },
    },
  ]);
  const widgets = withIds.map(({ id, activityName, name, properties }, index) => [
    id,
    {
      id: newUuid(),
      type: activityTypes[activityName],
      widgetType: "activity",
      point: { x: 200 * index, y: 260 },
      properties: { activityName, name, ...properties },
    },
  ]);
  const arrows = links.map(({ id }) => [id, { id, type: "arrow", widgetType: "link", properties: {} }]);
  return {
    first: withIds[0]?.id,
    process: { activities: Object.fromEntries(process), links },
    diagram: { widgets: Object.fromEntries([...widgets, ...arrows]), properties: {} },
  };
}

/** Keys that a request has in the process and not on the canvas. */
function processOnly(properties: { [key: string]: unknown }): object {
  if (properties.authenticated !== true) return {};
  return { connectorId_name: null, connectorId_type: null, httpRequestMethod_name: properties.httpRequestMethod };
}

const bodies: { readonly [resource: string]: object } = {
  createVoiceCall: {
    vendorCallKey: "{{SCV_VendorCallKey}}",
    from: "{{NewPhoneContact.ANI}}",
    to: "{{NewPhoneContact.DNIS}}",
    initiationMethod: "Inbound",
    startTime: "{{SCV_CallStartTime}}",
  },
  executeOmniFlow: { voiceCallId: "{{SCV_VoiceCallRecordId}}", fallbackQueue: "Service" },
  clearRouting: { voiceCallId: "{{SCV_VoiceCallRecordId}}" },
  updateVoiceCall: { voiceCallId: "{{SCV_VoiceCallRecordId}}" },
};

/** Properties of a request to the routing class of the managed package, with no connector chosen yet. */
export function requestActivity(resource: string): { [key: string]: unknown } {
  const isCreate = resource === "createVoiceCall";
  return {
    authenticated: true,
    connectorId: null,
    "connectorId:name": null,
    "connectorId:type": null,
    httpRequestUrl: null,
    httpRequestPath: `/services/apexrest/cnxscv/voice/v1/${resource}`,
    httpRequestMethod: "POST",
    httpRequestBody: JSON.stringify(bodies[resource]),
    httpRequestHeaders: {},
    httpQueryParameters: {},
    httpContentType: "Application/JSON",
    contentType: "JSON",
    httpResponseTimeout: "5000",
    retryAttempts: 1,
    outputVariableArray: isCreate
      ? [{ outputVariable: "SCV_VoiceCallRecordId", jsonPathExp: "$.data.voiceCallId" }]
      : [],
    flowDecryptAccess: true,
  };
}
