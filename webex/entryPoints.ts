import { WebexError } from "./errors.ts";
import { objectIn, type WebexCaller } from "./gateway.ts";
import { itemsOfPages, type Page } from "./pages.ts";

/** Where calls come in: the flow that they run, by a tag. */
export interface EntryPoint {
  name: string;
  flowId: string;
  /** Id of the tag; empty where Webex does not say. */
  tagId: string;
}

/**
 * The entry points that run a flow. Cisco's OpenAPI (webex-contact-center, entry-point) has the fields; by which
 * number its pages are counted was not seen, so each entry point counts once.
 *
 * @throws WebexError also for a list that was cut short
 */
export async function listEntryPoints(call: WebexCaller): Promise<EntryPoint[]> {
  const doing = "listing the entry points";
  const { items, totalRecords } = await itemsOfPages(doing, async (page) => {
    const query = { page, pageSize: "100" };
    const text = await call({ method: "GET", of: "organization", path: "/v2/entry-point", query, doing });
    const { meta, data } = objectIn(text, doing) as { meta?: Page["whole"]; data?: unknown };
    return { data, whole: meta };
  });
  if (typeof totalRecords === "number" && items.length !== totalRecords) {
    throw new WebexError(doing, 200, "", `${items.length} of ${totalRecords} came: the list was cut short`);
  }
  return items.flatMap(({ name, flowId, flowTagId }) =>
    typeof flowId === "string" ? [{ name: String(name), flowId, tagId: String(flowTagId ?? "") }] : [],
  );
}
