import { WebexError } from "./errors.ts";
import type { WebexReader } from "./gateway.ts";

/** A flow or subflow. */
export interface Flow {
  id: string;
  name: string;
  type: "FLOW" | "SUBFLOW";
  /** What callers reach it by, and the version that each leads to; none for a flow that was never published. */
  tags: { name: string; versionId: string }[];
}

/**
 * All flows and subflows that the token may see. A page that is missing is an error: a list that was cut short would
 * make a connector look unused.
 */
export async function listFlows(read: WebexReader): Promise<Flow[]> {
  const lists = [await listOfType(read, "FLOW"), await listOfType(read, "SUBFLOW")];
  return lists.flat();
}

/** Of 50 flows each; a tenant has some hundred flows. */
const mostPages = 1_000;

async function listOfType(read: WebexReader, flowType: Flow["type"]): Promise<Flow[]> {
  const doing = `listing the ${flowType === "FLOW" ? "flows" : "subflows"}`;
  const found = new Map<string, Flow>();
  for (let page = 0; ; page++) {
    const query = { flowType, page: String(page), size: "50", includePagination: "true" };
    const { pageInfo, data } = (await read("/flows", query, doing)) as {
      pageInfo?: { totalRecords?: number; totalPages?: number };
      data?: Record<string, unknown>[];
    };
    if (!Array.isArray(data) || typeof pageInfo?.totalPages !== "number") {
      throw new WebexError(doing, 200, "", "the answer has no pages");
    }
    const before = found.size;
    for (const item of data) {
      if (typeof item?.id !== "string") throw new WebexError(doing, 200, "", "the answer could not be read");
      found.set(item.id, flowOf(item, flowType));
    }
    // A page that brings nothing new is the end, whatever the answer says of further ones.
    const isEndless = page >= mostPages;
    if (page + 1 < pageInfo.totalPages && found.size > before && !isEndless) continue;
    if (found.size === pageInfo.totalRecords) return [...found.values()];
    throw new WebexError(
      doing,
      200,
      "",
      `${found.size} of ${pageInfo.totalRecords} came: the list was cut short, or changed meanwhile`,
    );
  }
}

function flowOf({ id, name, tags }: Record<string, unknown>, type: Flow["type"]): Flow {
  const all = (Array.isArray(tags) ? tags : []).filter((tag) => typeof tag === "object" && tag !== null) as {
    displayName?: unknown;
    id?: unknown;
    flowVersionId?: unknown;
  }[];
  return {
    id: String(id),
    name: String(name),
    type,
    tags: all.flatMap(({ displayName, id: tagId, flowVersionId }) =>
      typeof flowVersionId === "string" ? [{ name: String(displayName ?? tagId), versionId: flowVersionId }] : [],
    ),
  };
}

/** A version of a flow as it is exported: the raw form, which keeps every activity. @param version `draft`, or an id */
export function exportFlow(read: WebexReader, { id, name, type }: Flow, version: string): Promise<unknown> {
  const query = { version, flowType: type };
  return read(
    `/flow-store/flows/${encodeURIComponent(id)}:export`,
    query,
    `exporting version ${version} of flow ${name}`,
  );
}
