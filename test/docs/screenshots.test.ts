import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pages, root, textOf } from "./pages.ts";
import { screenshots, takeScreenshots } from "./screenshots.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pictures-"));
  // `npm run docs -- --pictures` puts them where the pages have them.
  await takeScreenshots(process.env.PICTURES_FOLDER ?? folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Width and height of a PNG: the first chunk has them. */
async function sizeOf(path: string): Promise<number[]> {
  const header = await readFile(path);
  return [header.readUInt32BE(16), header.readUInt32BE(20)];
}

test.each(Object.values(screenshots))(
  "%s is a picture of today's page, as large, and a page shows it",
  async (path) => {
    expect(await sizeOf(join(root, path))).toEqual(await sizeOf(join(process.env.PICTURES_FOLDER ?? folder, path)));
    const name = path.split("/").at(-1);
    expect(
      pages().filter((page) => new RegExp(`!\\[[^\\]]+\\]\\([^)]*pictures/${name}\\)`).test(textOf(page))),
    ).not.toEqual([]);
  },
);
