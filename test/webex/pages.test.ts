import { expect, test } from "@jest/globals";
import { listEntryPoints } from "../../webex/entryPoints.ts";
import { itemsOfPages } from "../../webex/pages.ts";

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);

/** A list of pages with these ids, and how many pages were asked for. */
function listOf(pages: readonly string[][], totalPages: number) {
  const asked: string[] = [];
  const read = async (page: string) => {
    asked.push(page);
    const data = (pages[Number(page)] ?? []).map((id) => ({ id }));
    return { data, whole: { totalPages, totalRecords: 7 } };
  };
  return { asked, read };
}

test("every page is read, and an item that comes twice counts once", async () => {
  const { asked, read } = listOf([["1", "2"], ["2", "3"], ["4"]], 3);
  const { items, totalRecords } = await itemsOfPages("listing", read);
  expect([idsOf(items), totalRecords, asked]).toEqual([["1", "2", "3", "4"], 7, ["0", "1", "2"]]);
});

test("a page that brings nothing new is the end, whatever number of pages is told", async () => {
  const { asked, read } = listOf([["1"], ["1"]], 1_000_000);
  expect(idsOf((await itemsOfPages("listing", read)).items)).toEqual(["1"]);
  expect(asked).toEqual(["0", "1"]);
});

test("a list that never ends is given up", async () => {
  const asked: string[] = [];
  const endless = async (page: string) => {
    asked.push(page);
    return { data: [{ id: page }], whole: { totalPages: Number(page) + 2 } };
  };
  await itemsOfPages("listing", endless);
  expect(asked).toHaveLength(1_001);
});

test.each([
  ["no pages", { data: [], whole: undefined }, "has no pages"],
  ["no list", { data: null, whole: { totalPages: 1 } }, "has no pages"],
  ["an item without an id", { data: [{ name: "One" }], whole: { totalPages: 1 } }, "could not be read"],
  ["an item that is null", { data: [null], whole: { totalPages: 1 } }, "could not be read"],
])("an answer with %s is an error", async (_what, answer, said) => {
  await expect(itemsOfPages("listing", async () => answer)).rejects.toThrow(said);
});

test("a list of entry points that was cut short is no list", async () => {
  const cut = async () =>
    JSON.stringify({ meta: { totalPages: 1, totalRecords: 3 }, data: [{ id: "1", name: "One" }] });
  await expect(listEntryPoints(cut)).rejects.toThrow("1 of 3 came: the list was cut short");
});
