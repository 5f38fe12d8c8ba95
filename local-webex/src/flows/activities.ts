/** The activities that Flow Designer offers, as far as public flow files have them, with the type of their widget. */
export const activityTypes: { readonly [activityName: string]: string } = {
  NewPhoneContact: "start",
  NewSubflow: "start",
  Event: "event",
  "http-request-v2": "action",
  "http-request": "action",
  "fn-activity": "action",
  "subflow-handoff": "action",
  "queue-contact": "action",
  "play-message": "action",
  "play-music": "action",
  "start-media-stream": "action",
  "collect-digits": "action",
  "business-hours": "enum-gateway",
  "condition-activity": "enum-gateway",
  "case-statement": "enum-gateway",
  "ivr-menu": "enum-gateway",
  "set-variable": "set-variable",
  "disconnect-contact": "terminating-action",
  disconnect: "terminating-action",
  "blind-transfer": "terminating-action",
  "end-subflow": "end",
  end: "end",
};

/** What a save of the v2 interface makes of widgets: Flow Designer cannot open them any more. */
export const retypedWidgets: { readonly [activityName: string]: string } = {
  "http-request-v2": "http-request",
  "fn-activity": "fn-activity",
  end: "action",
};
