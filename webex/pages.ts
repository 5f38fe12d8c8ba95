import { WebexError } from "./errors.ts";

/** An item of a list, which has an id. */
export type Item = Record<string, unknown> & { id: string };

/** A page of a list, as its end point gives it. */
export interface Page {
  data: unknown;
  /** What is told of the whole list. */
  whole: { totalPages?: unknown; totalRecords?: unknown } | undefined;
}

/** A tenant has some hundred flows, and a page has 50 of them or more. */
const mostPages = 1_000;

/**
 * The items of all pages, each once, and how many there should be. A page that brings nothing new is the end, whatever the
 * answer says of further ones.
 *
 * @throws WebexError for an answer of another form
 */
export async function itemsOfPages(
  doing: string,
  pageOf: (page: string) => Promise<Page>,
): Promise<{ items: Item[]; totalRecords: unknown }> {
  const found = new Map<string, Item>();
  for (let page = 0; ; page++) {
    const { data, whole } = await pageOf(String(page));
    if (!Array.isArray(data) || typeof whole?.totalPages !== "number") {
      throw new WebexError(doing, 200, "", "the answer has no pages");
    }
    const before = found.size;
    for (const item of data) {
      if (typeof item?.id !== "string") throw new WebexError(doing, 200, "", "the answer could not be read");
      found.set(item.id, item);
    }
    const isLast = page + 1 >= whole.totalPages || found.size === before || page >= mostPages;
    if (isLast) return { items: [...found.values()], totalRecords: whole.totalRecords };
  }
}
