import fc from "fast-check";

export const oldConnector = { id: "0f8fad5b-d9cb-469f-a165-70867728950e", name: "WxCC - SCV" };
export const newConnector = { id: "7c9e6679-7425-40de-944b-e07fc1f90ae7", name: "WxCC - SCV 2" };
const other = { id: "550e8400-e29b-41d4-a716-446655440000", name: "Order Status" };

/** Anything that JSON can hold and that does not name the connectors, `__proto__` as a key included. */
const anything = fc.jsonValue({ maxDepth: 3 });
const unknown = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom("flowOutcome", "__typename", "__proto__")),
  anything,
  {
    maxKeys: 3,
  },
);

/** Properties of a request, as those of 2022 to 2026 have them. */
const properties = fc
  .record({
    connector: fc.constantFrom(oldConnector, oldConnector, newConnector, other, undefined),
    hasNames: fc.boolean(),
    isRenamed: fc.boolean(),
    more: unknown,
  })
  .map(({ connector, hasNames, isRenamed, more }) => ({
    ...more,
    activityName: "http-request-v2",
    authenticated: connector !== undefined,
    connectorId: connector?.id ?? null,
    ...(hasNames && {
      "connectorId:name": isRenamed ? "A former name" : (connector?.name ?? null),
      connectorId_name: connector?.name ?? null,
      "connectorId:type": null,
    }),
    httpRequestBody: JSON.stringify({ from: "{{NewPhoneContact.ANI}}" }),
  }));

const ids = fc.uniqueArray(fc.uuid(), { maxLength: 4 });

/** A flow or a group of its event flows: each activity in the process, and most once more in the picture. */
const part = ids.chain((all) =>
  fc
    .tuple(...all.map((id) => fc.record({ id: fc.constant(id), properties, isDrawn: fc.boolean(), more: unknown })))
    .map((activities) => ({
      process: {
        activities: Object.fromEntries(
          activities.map(({ id, properties: own, more }) => [
            id,
            { ...more, id, name: `Activity ${id}`, properties: own },
          ]),
        ),
        links: [],
      },
      diagram: {
        widgets: Object.fromEntries(
          activities
            .filter(({ isDrawn }) => isDrawn)
            .map(({ id, properties: own }) => [id, { type: "action", properties: own }]),
        ),
      },
    })),
);

/** Documents in the raw form. */
export const flowDocuments = fc
  .record({ main: part, events: fc.dictionary(fc.constantFrom("GLOBAL_EVENTS", "OTHERS"), part), more: unknown })
  .map(({ main, events, more }) => ({
    ...more,
    name: "Generated",
    ...main,
    eventFlows: { eventsMap: events, __typename: "EventFlows" },
  }));
