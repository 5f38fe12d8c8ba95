import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { npmPackages, withInstallation } from "../../local-org/test/clients/installed.ts";
import { startBrowser, type TestBrowser } from "../../local-org/test/setup/browser.ts";
import { blocksOf, pages } from "./pages.ts";

/** The column that GitHub gives a page, in pixels. */
const column = 860;
const smallestText = 9;

const pictures = pages().flatMap((page) =>
  blocksOf(page, "mermaid").map((picture, index) => ({ page, number: index + 1, picture })),
);

let browser: TestBrowser;
let mermaid: string;

beforeAll(async () => {
  const folder = await npmPackages("mermaid-12.3.0", ["mermaid@12.3.0"]);
  mermaid = await readFile(join(folder, "node_modules", "mermaid", "dist", "mermaid.min.js"), "utf8");
  browser = await startBrowser();
}, withInstallation);
afterAll(() => browser?.close());

/** Draws a picture, and answers the size of its text on the page, in pixels. */
async function draw(picture: string): Promise<number> {
  let size = 0;
  await browser.withPage(async (page) => {
    await page.setViewportSize({ width: column, height: 600 });
    await page.setContent('<body style="margin: 0"><div id="place"></div></body>');
    await page.addScriptTag({ content: mermaid });
    size = (await page.evaluate(
      `(async () => {
        mermaid.initialize({ startOnLoad: false });
        const { svg } = await mermaid.render("picture", ${JSON.stringify(picture)});
        document.getElementById("place").innerHTML = svg;
        const drawn = document.querySelector("#place svg");
        const scale = drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width;
        const texts = [...drawn.querySelectorAll("text, p")].filter(({ textContent }) => textContent.trim() !== "");
        return Math.min(...texts.map((text) => scale * parseFloat(getComputedStyle(text).fontSize)));
      })()`,
    )) as number;
  });
  return size;
}

test.each(pictures)("picture $number of $page is drawn, and its text can be read", async ({ picture }) => {
  expect(await draw(picture)).toBeGreaterThanOrEqual(smallestText);
});

test("there are pictures; one with a mistake, and one that is too wide, would be found", async () => {
  expect(pictures.length).toBeGreaterThan(4);
  await expect(draw("flowchart LR\n  class[Class] --> b")).rejects.toThrow("Parse error");
  const chain = Array.from({ length: 20 }, (_, index) => `a${index}[A box with text] --> a${index + 1}[Another box]`);
  expect(await draw(`flowchart LR\n${chain.join("\n")}`)).toBeLessThan(smallestText);
});
