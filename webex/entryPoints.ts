import { WebexError } from "./errors.ts";
import { objectIn, type WebexCaller } from "./gateway.ts";

/** Where calls come in: the flow that they run, by a tag. */
export interface EntryPoint {
  name: string;
  flowId: string;
  /** Id of the tag; empty where Webex does not say. */
  tagId: string;
}

const mostPages = 1_000;

/**
 * The entry points that run a flow. Cisco's OpenAPI (webex-contact-center, entry-point) has the fields; by which
 * number its pages are counted was not seen, so each entry point counts once.
 *
 * @throws WebexError also for a list that was cut short
 */
export async function listEntryPoints(call: WebexCaller): Promise<EntryPoint[]> {
  const doing = "listing the entry points";
  const found = new Map<string, Record<string, unknown>>();
  for (let page = 0; ; page++) {
    const query = { page: String(page), pageSize: "100" };
    const text = await call({ method: "GET", of: "organization", path: "/v2/entry-point", query, doing });
    const { meta, data } = objectIn(text, doing) as {
      meta?: { totalPages?: unknown; totalRecords?: unknown };
      data?: Record<string, unknown>[];
    };
    if (!Array.isArray(data) || typeof meta?.totalPages !== "number") {
      throw new WebexError(doing, 200, "", "the answer has no pages");
    }
    const before = found.size;
    for (const item of data) {
      if (typeof item?.id !== "string") throw new WebexError(doing, 200, "", "the answer could not be read");
      found.set(item.id, item);
    }
    if (page + 1 < meta.totalPages && found.size > before && page < mostPages) continue;
    if (typeof meta.totalRecords === "number" && found.size !== meta.totalRecords) {
      throw new WebexError(doing, 200, "", `${found.size} of ${meta.totalRecords} came: the list was cut short`);
    }
    return [...found.values()].flatMap(({ name, flowId, flowTagId }) =>
      typeof flowId === "string" ? [{ name: String(name), flowId, tagId: String(flowTagId ?? "") }] : [],
    );
  }
}
