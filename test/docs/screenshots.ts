import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { startBrowser, type TestBrowser } from "../../local-org/test/setup/browser.ts";
import { Fleet } from "../operations/fleet/orgs.ts";
import { runOperation } from "../operations/runOperation.ts";

/** The pictures of pages in the documentation: each is what the browser shows when somebody does what the page says. */
export const screenshots = { setup: "docs/pictures/setup.png", fleet: "docs/pictures/fleet.png" };

/** In pixels. A taller picture would push the text of the page that shows it out of sight. */
const size = { width: 1100, height: 1000 };

/**
 * Builds the access in three local orgs, loosens a policy on the Setup page of one, asks the fleet for drift, and takes a
 * picture of both pages.
 *
 * @param root where {@link screenshots} are written
 */
export async function takeScreenshots(root: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "screenshots-"));
  const browser = await startBrowser();
  const orgs: LocalOrg[] = [];
  try {
    await mkdir(join(root, "docs", "pictures"), { recursive: true });
    const fleet = await Fleet.in(folder);
    for (const stack of ["apac-production", "emea-production", "us-production"]) {
      const local = await createLocalOrg({ settings: { deployMs: 0 } });
      orgs.push(local);
      await fleet.deploy(stack, local);
    }
    await takeSetup(browser, orgs.at(-1) as LocalOrg, join(root, screenshots.setup));
    const [result, report] = [join(folder, "fleet.json"), join(folder, "fleet.html")];
    await fleet.run("drift", "--json", result);
    await runOperation(["fleet", "report", result, "--html", report], {});
    await takeReport(browser, report, join(root, screenshots.fleet));
  } finally {
    await Promise.all(orgs.map((local) => local.stop()));
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The app's page, after a person has opened it to all users. */
function takeSetup(browser: TestBrowser, local: LocalOrg, path: string): Promise<void> {
  return browser.withPage(async (page) => {
    await page.setViewportSize(size);
    await page.goto(local.url);
    await page.getByRole("link", { name: "External Client Apps", exact: true }).first().click();
    await page.getByRole("link", { name: "WxCC - SCV", exact: true }).click();
    await page.getByLabel("Permitted users").selectOption({ label: "All users can self-authorize" });
    await page.getByRole("button", { name: "Save OAuth policies" }).click();
    await page.getByText("Saved the OAuth policies.").waitFor();
    // The policies and what is above them.
    await page.getByLabel("IP relaxation").scrollIntoViewIfNeeded();
    await page.screenshot({ path });
  });
}

function takeReport(browser: TestBrowser, report: string, path: string): Promise<void> {
  return browser.withPage(async (page) => {
    await page.setViewportSize(size);
    await page.goto(pathToFileURL(report).href);
    await page.getByText("AllSelfAuthorized").first().waitFor();
    await page.screenshot({ path });
  });
}
