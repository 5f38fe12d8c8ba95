import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { faintWords, namelessControls } from "../../../local-org/test/setup/accessibility.ts";
import { startBrowser, type TestBrowser } from "../../../local-org/test/setup/browser.ts";
import type { ConnectorFields } from "../../src/connectors/connector.ts";
import { type Bench, withTenant } from "../client.ts";
import { type Crm, withCrm } from "../crm.ts";

/** `PICTURES=<folder>` keeps the pictures. */
const { PICTURES: pictures } = process.env;

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
}, 120_000);
afterAll(() => browser?.close());

const pace = 200;

/** An org and a tenant of one process, whose calls arrive several times a second. */
const withBoth = (work: (bench: Bench, crm: Crm) => Promise<void>) =>
  withCrm((crm) => withTenant((bench) => work(bench, crm), { settings: { callEveryMs: pace } }));

async function type(page: Page, fields: Partial<ConnectorFields>): Promise<void> {
  const labels = { name: "Name", clientId: "Client ID", emailId: "Email ID", url: "URL", privateKey: "Private Key" };
  for (const [name, value] of Object.entries(fields)) {
    await page.getByLabel(labels[name as keyof ConnectorFields], { exact: true }).fill(value);
  }
}

/** Waits until the entry point is in this state on the page. */
const seen = (page: Page, state: "works" | "fails") =>
  page.getByRole("region", { name: "Service Line" }).getByText(state, { exact: true }).waitFor();

async function picture(page: Page, name: string): Promise<void> {
  const path = join(pictures ?? browser.folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  expect((await stat(path)).size).toBeGreaterThan(5_000);
}

/** Types a connector, chooses it in the voice flow and publishes. */
async function connect(page: Page, { webex }: Bench, fields: ConnectorFields): Promise<void> {
  await page.goto(`${webex.url}/connectors`);
  await type(page, fields);
  await page.getByRole("button", { name: "Set Up" }).click();
  await page.getByText(`Validated and saved ${fields.name}.`).waitFor();
  await page.getByRole("link", { name: "Flows", exact: true }).click();
  await page.getByRole("link", { name: "Service Cloud Voice" }).click();
  await page.getByLabel("Connector of its authenticated requests").selectOption({ label: fields.name });
  await page.getByRole("button", { name: "Choose" }).click();
  await page.getByText("Saved the draft.").waitFor();
  await page.getByRole("checkbox", { name: "Live" }).check();
  await page.getByRole("button", { name: "Publish Flow" }).click();
  await page.getByText("Published version 2.").waitFor();
}

describe("a tenant in a browser", () => {
  test(
    "a connector typed by hand makes the line green, a changed certificate red, the new key green again",
    () =>
      withBoth(async (bench, crm) => {
        let [changed, renewed] = [0, 0];
        await browser.withPage(async (page) => {
          await connect(page, bench, crm.fields());
          await page.getByRole("link", { name: "Overview" }).click();
          await seen(page, "works");
          expect(crm.voiceCalls()).toBeGreaterThan(0);

          changed = Date.now();
          const { privateKeyPem } = await crm.replaceCertificate();
          await seen(page, "fails");
          await page.getByText("CreateVoiceCall: invalid_client").first().waitFor();

          await page.getByRole("link", { name: "Connectors", exact: true }).click();
          await page.getByRole("link", { name: "Salesforce", exact: true }).click();
          expect(await page.getByLabel("Private Key", { exact: true }).inputValue()).toBe("");
          await type(page, { privateKey: privateKeyPem });
          await page.getByRole("button", { name: "Save", exact: true }).click();
          await page.getByText("Validated and saved Salesforce.").waitFor();

          renewed = Date.now();
          await page.getByRole("link", { name: "Calls", exact: true }).click();
          await seen(page, "works");
          while (!bench.webex.calls().some(({ startedAt }) => Date.parse(startedAt) > renewed))
            await page.waitForTimeout(pace);
          // A part of the line is a second; the one in which the key came has both, and is red.
          for (const kind of ["good", "bad"]) await page.locator(`rect.${kind}`).first().waitFor();
          await picture(page, "rotation");
        });
        // Nothing failed but while the key in the connector was none.
        const calls = bench.webex
          .calls()
          .map(({ startedAt, ...call }) => ({ ...call, started: Date.parse(startedAt) }));
        const ofOldKey = calls.filter(({ started, durationMs }) => started + durationMs < changed - 1);
        const ofNewKey = calls.filter(({ started }) => started > renewed);
        for (const part of [ofOldKey, ofNewKey]) {
          expect(part.length).toBeGreaterThan(0);
          expect(part.filter(({ works }) => !works)).toEqual([]);
        }
        expect(calls.filter(({ works }) => !works).length).toBeGreaterThan(0);
      }),
    60_000,
  );

  test("what Salesforce refuses is said, and what was typed stays", () =>
    withBoth(async ({ webex }, { fields }) => {
      await browser.withPage(async (page) => {
        await page.goto(`${webex.url}/connectors`);
        expect(await page.getByLabel("URL", { exact: true }).inputValue()).toBe("https://login.salesforce.com");
        await type(page, fields({ emailId: "scv@example.com" }));
        await page.getByRole("button", { name: "Set Up" }).click();
        expect(await page.getByRole("alert").textContent()).toMatch(/Not saved.*authentication failure/);
        expect(await page.getByLabel("Email ID", { exact: true }).inputValue()).toBe("scv@example.com");
        await type(page, { emailId: fields().emailId, privateKey: fields().privateKey });
        await page.getByRole("button", { name: "Set Up" }).click();
        await page.getByText("Validated and saved Salesforce.").waitFor();
      });
    }));

  test("everything works without JavaScript, and with the keyboard alone", () =>
    withBoth(async ({ webex }, { fields }) => {
      await browser.withPage(
        async (page) => {
          await page.goto(`${webex.url}/connectors`);
          await page.keyboard.press("Tab");
          expect(
            await page.getByRole("link", { name: "Skip to content" }).evaluate((link) => link.matches(":focus")),
          ).toBe(true);
          await page.keyboard.press("Enter");
          for (const value of Object.values(fields())) {
            await page.keyboard.press("Tab");
            await page.keyboard.press("ControlOrMeta+A");
            await page.keyboard.insertText(value);
          }
          await page.keyboard.press("Tab");
          await page.keyboard.press("Enter");
          await page.getByText("Validated and saved Salesforce.").waitFor();
        },
        { javaScriptEnabled: false },
      );
      expect(webex.tenant.state.connectors).toHaveLength(1);
    }));

  for (const colorScheme of ["light", "dark"] as const) {
    test(`words have contrast and controls have names, ${colorScheme}`, () =>
      withBoth(async (bench, crm) => {
        const { byHand } = bench.webex;
        const { id } = await byHand.saveConnector(crm.fields());
        for (const flow of ["Service Cloud Voice", "Callback"]) {
          byHand.chooseConnector(bench.flow(flow), id);
          byHand.publish(bench.flow(flow), ["Live"]);
        }
        await bench.webex.callNow();
        await crm.replaceCertificate();
        await bench.webex.callNow();
        await bench.gateway("GET", `${bench.project}/flows`);
        await browser.withPage(
          async (page) => {
            const flow = `/flows/${bench.flow("Service Cloud Voice")}`;
            for (const path of [
              "/ledger",
              "/requests",
              "/flows",
              flow,
              `/connectors/${id}`,
              "/connectors",
              "/calls",
              "/",
            ]) {
              await page.goto(bench.webex.url + path);
              expect([path, await page.evaluate(faintWords)]).toEqual([path, []]);
              expect([path, await page.evaluate(namelessControls)]).toEqual([path, []]);
              await picture(page, `${colorScheme}-${path.split("/")[1] || "overview"}`);
            }
          },
          { colorScheme },
        );
      }));
  }
});
