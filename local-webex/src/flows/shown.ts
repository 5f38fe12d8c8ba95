/** Flows and versions as the end points show them. */

import { projectId } from "../identifiers.ts";
import type { Tenant } from "../state.ts";
import type { Flow, FlowDocument, FlowVersion, TagName } from "./flow.ts";
import { lockOf } from "./locks.ts";

/** An item of the list. */
export function basicFlow(tenant: Tenant, flow: Flow): object {
  const lock = lockOf(tenant, flow);
  return {
    id: flow.id,
    orgId: tenant.state.orgId,
    name: flow.name,
    description: flow.description,
    flowType: flow.flowType,
    status: flow.versions.length === 0 ? "Draft" : "Published",
    version: flow.versions.length,
    lockedBy: lock?.by ?? null,
    lockedAt: lock?.at ?? null,
    tags: shownTags(flow),
    tagHistories: shownHistories(flow),
    assignedRS: [],
    associatedChannels: ["TELEPHONY"],
    createdBy: flow.createdBy,
    createdDate: flow.createdDate,
    lastModifiedBy: flow.lastModifiedBy,
    lastModifiedDate: flow.lastModifiedDate,
  };
}

/** The answer to a publish. */
export function publishedFlow(tenant: Tenant, flow: Flow): object {
  const latest = flow.versions.at(-1);
  return {
    ...basicFlow(tenant, flow),
    projectId,
    flowVersions: flow.versions.map(({ id }) => id),
    latestVersion: latest === undefined ? null : exported(tenant, flow, latest),
    draftVersion: exported(tenant, flow, flow.draft),
  };
}

/** A version as the legacy export gives it: the document as it was imported, with what the store knows of it. */
export function exported(tenant: Tenant, flow: Flow, version: FlowVersion): FlowDocument {
  return {
    ...version.document,
    orgId: tenant.state.orgId,
    version: version.number,
    id: version.id,
    flowId: flow.id,
    flowType: flow.flowType,
    comment: version.comment,
    createdBy: version.createdBy,
    createdDate: version.createdDate,
    lastModifiedBy: version.createdBy,
    lastModifiedDate: version.createdDate,
  };
}

function shownTags(flow: Flow): object[] {
  return Object.entries(flow.tags).map(([tag, versionId]) => ({
    id: tag,
    displayName: tag,
    default: tag === "Latest",
    flowVersionId: versionId,
    versionNumber: flow.versions.find(({ id }) => id === versionId)?.number,
  }));
}

function shownHistories(flow: Flow): object {
  const histories = Object.entries(flow.tagHistories) as [TagName, string[]][];
  return Object.fromEntries(
    histories.map(([tag, ids]) => [
      tag,
      ids.map((fvId) => ({
        fvId,
        fvName: flow.versions.find(({ id }) => id === fvId)?.document.name ?? "",
        forkFrom: "",
      })),
    ]),
  );
}
