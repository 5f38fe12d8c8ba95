/** The page of fleet report, in a real browser. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startBrowser, type TestBrowser } from "../../../local-org/test/setup/browser.ts";
import { htmlReport } from "../../../operations/fleet/reports/html.ts";
import { type OrgResult, resultVersion } from "../../../operations/fleet/result.ts";

const askedAt = "2026-11-01T10:00:00.000Z";
const hostile = "<img src=x onerror=\"document.title='taken'\">".repeat(4);
const drift = [
  { resource: "scv-permission-set", kind: "PermissionSet", property: "label", from: hostile, to: hostile },
];
const org = (stack: string, more: Partial<OrgResult>): OrgResult => ({
  stack,
  verdict: "clean",
  drift: [],
  notLookedAt: [],
  reason: "",
  certificates: [],
  ...more,
});
const orgs = [
  org("clean", { certificates: [{ resource: "scv-app", validTo: "2027-11-01T10:00:00.000Z" }] }),
  org("drifted", { verdict: "drifted", drift }),
  org("lost", { verdict: "unreachable", reason: hostile }),
];
const page = htmlReport({ version: resultVersion, askedAt, orgs }, new Date(askedAt));

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

test.each([[1200], [360]])(
  "at %i pixels nothing is cut off, texts of an org stay texts, and a drifted org leads to its drift",
  async (width) => {
    await browser.withPage(async (view) => {
      await view.setViewportSize({ width, height: 800 });
      await view.setContent(page);
      const seen = await view.evaluate(`(() => {
      const link = [...document.querySelectorAll(".grid a")].find(({ textContent }) => textContent === "drifted");
      const target = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
      return {
        title: document.title,
        images: document.images.length,
        isCut: document.documentElement.scrollWidth > window.innerWidth,
        target: target.querySelector("td").firstChild.textContent,
        tiles: document.querySelectorAll(".grid li").length,
      };
    })()`);
      expect(seen).toEqual({
        title: expect.stringContaining("3 orgs: 1 clean, 1 drifted, 1 unreachable."),
        images: 0,
        isCut: false,
        target: "scv-permission-set",
        tiles: 3,
      });
    });
  },
);
