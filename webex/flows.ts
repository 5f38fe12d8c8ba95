import { WebexError } from "./errors.ts";
import type { WebexCaller, WebexReader } from "./gateway.ts";
import { itemsOfPages, type Page } from "./pages.ts";

/** By which a flow or subflow is found. */
export interface FlowKey {
  id: string;
  name: string;
  type: "FLOW" | "SUBFLOW";
}

/** A flow or subflow. */
export interface Flow extends FlowKey {
  /** What callers reach it by, and the version that each leads to; none for a flow that was never published. */
  tags: Tag[];
  /** Who edits it; undefined where nobody does, or Webex does not say. */
  lockedBy: string | undefined;
}

/** A tag that leads to a version. */
export interface Tag {
  /** What a publish names it by. */
  id: string;
  name: string;
  versionId: string;
  /** Counted by Webex; undefined where it does not say. */
  versionNumber: number | undefined;
}

/**
 * All flows and subflows that the token may see. A page that is missing is an error: a list that was cut short would
 * make a connector look unused.
 */
export async function listFlows(read: WebexReader): Promise<Flow[]> {
  const lists = [await listOfType(read, "FLOW"), await listOfType(read, "SUBFLOW")];
  return lists.flat();
}

async function listOfType(read: WebexReader, flowType: Flow["type"]): Promise<Flow[]> {
  const doing = `listing the ${flowType === "FLOW" ? "flows" : "subflows"}`;
  const { items, totalRecords } = await itemsOfPages(doing, async (page) => {
    const query = { flowType, page, size: "50", includePagination: "true" };
    const { pageInfo, data } = (await read("/flows", query, doing)) as { pageInfo?: Page["whole"]; data?: unknown };
    return { data, whole: pageInfo };
  });
  if (items.length !== totalRecords) {
    throw new WebexError(
      doing,
      200,
      "",
      `${items.length} of ${totalRecords} came: the list was cut short, or changed meanwhile`,
    );
  }
  return items.map((item) => flowOf(item, flowType));
}

function flowOf({ id, name, tags, lockedBy }: Record<string, unknown>, type: Flow["type"]): Flow {
  const all = (Array.isArray(tags) ? tags : []).filter((tag) => typeof tag === "object" && tag !== null) as {
    displayName?: unknown;
    id?: unknown;
    flowVersionId?: unknown;
    versionNumber?: unknown;
  }[];
  return {
    id: String(id),
    name: String(name),
    type,
    tags: all.flatMap(({ displayName, id: tagId, flowVersionId, versionNumber }) =>
      typeof flowVersionId === "string"
        ? [
            {
              id: String(tagId ?? displayName),
              name: String(displayName ?? tagId),
              versionId: flowVersionId,
              versionNumber: typeof versionNumber === "number" ? versionNumber : undefined,
            },
          ]
        : [],
    ),
    lockedBy: typeof lockedBy === "string" && lockedBy !== "" ? lockedBy : undefined,
  };
}

/** A flow as it is now. @throws WebexError when it is not listed any more */
export async function flowNow(read: WebexReader, { id, name, type }: FlowKey): Promise<Flow> {
  const doing = `looking at flow ${name}`;
  const query = { flowType: type, ids: id, page: "0", size: "50", includePagination: "true" };
  const { data } = (await read("/flows", query, doing)) as { data?: Record<string, unknown>[] };
  const found = (Array.isArray(data) ? data : []).find((item) => item?.id === id);
  if (found === undefined) throw new WebexError(doing, 200, "", "it is not listed any more");
  return flowOf(found, type);
}

/** The same as the text that came, for whoever writes it again. */
export function exportedText(call: WebexCaller, flow: FlowKey, version: string): Promise<string> {
  return call({ method: "GET", ...exportOf(flow, version) });
}

function exportOf({ id, name, type }: FlowKey, version: string) {
  return {
    path: `/flow-store/flows/${encodeURIComponent(id)}:export`,
    query: { version, flowType: type },
    doing: `exporting version ${version} of flow ${name}`,
  };
}
