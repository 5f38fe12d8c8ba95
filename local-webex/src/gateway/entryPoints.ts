/** Entry points: which flow, by which tag, a call runs. */

import { Refusal } from "../answers.ts";
import type { EntryPoint } from "../flows/flow.ts";
import type { Tenant } from "../state.ts";
import type { Handler } from "./call.ts";

const mostPerPage = 100;

export const listEntryPoints: Handler = ({ tenant, query, parts }) => {
  const page = Number(query.get("page") ?? 0);
  const pageSize = Math.min(Number(query.get("pageSize") ?? mostPerPage), mostPerPage);
  if (!Number.isInteger(page) || page < 0 || !Number.isInteger(pageSize) || pageSize < 1) {
    throw new Refusal(400, "page and pageSize are whole numbers.");
  }
  const { entryPoints } = tenant.state;
  const totalPages = Math.ceil(entryPoints.length / pageSize);
  const path = `/organization/${parts.orgId}/v2/entry-point`;
  const to = (number: number) => `${path}?page=${number}&pageSize=${pageSize}`;
  const next = page + 1 < totalPages ? { next: to(page + 1) } : {};
  return {
    status: 200,
    body: {
      meta: {
        page,
        pageSize,
        totalPages,
        totalRecords: entryPoints.length,
        links: { self: to(page), ...next },
      },
      data: entryPoints.slice(page * pageSize, (page + 1) * pageSize).map((one) => shown(tenant, one)),
    },
  };
};

export const readEntryPoint: Handler = ({ tenant, parts }) => {
  const found = tenant.state.entryPoints.find(({ id }) => id === parts.entryPointId);
  if (found === undefined) throw new Refusal(404, `There is no entry point ${parts.entryPointId}.`);
  return { status: 200, body: shown(tenant, found) };
};

function shown({ state }: Tenant, { id, name, flowId, flowTagId }: EntryPoint): object {
  return {
    organizationId: state.orgId,
    id,
    version: 0,
    name,
    entryPointType: "INBOUND",
    channelType: "TELEPHONY",
    active: true,
    flowId,
    flowTagId,
  };
}
