import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { login } from "../oauth/login.ts";
import { selfSigned } from "../oauth/selfSigned.ts";
import { integrationUsername, setUpLogin } from "../oauth/setUp.ts";
import { createUser } from "../rest/client.ts";
import { faintWords, namelessControls } from "./accessibility.ts";
import { startBrowser, type TestBrowser } from "./browser.ts";
import { withVisitor } from "./visitor.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
}, 120_000);
afterAll(() => browser?.close());

describe("Setup in a browser", () => {
  test(
    "drift made by hand is what REST reads: a permission, a policy, a user, a certificate",
    () =>
      withVisitor(async ({ local, rest }) => {
        const { permissionSetId, userId, consumerKey, key } = await setUpLogin(local);
        await browser.withPage(async (page) => {
          await page.goto(local.url);
          await follow(page, "Permission Sets", "IVR Access");
          await page.getByText("that are off").click();
          await page.getByRole("checkbox", { name: "Run Reports RunReports", exact: true }).check();
          await page.getByRole("checkbox", { name: "Apex REST Services ApexRestServices", exact: true }).uncheck();
          await page.getByRole("button", { name: "Save permissions" }).click();
          expect(await page.getByRole("status").textContent()).toBe(
            "Turned on Run Reports; turned off Apex REST Services.",
          );
          const names = "PermissionsRunReports, PermissionsApexRestServices, PermissionsApiEnabled";
          expect(await rest.one(`SELECT ${names} FROM PermissionSet WHERE Id = '${permissionSetId}'`)).toMatchObject({
            PermissionsRunReports: true,
            PermissionsApexRestServices: false,
            PermissionsApiEnabled: true,
          });

          await follow(page, "External Client Apps", "WxCC - SCV");
          await page.getByLabel("Permitted users").selectOption({ label: "All users can self-authorize" });
          await page.getByRole("button", { name: "Save OAuth policies" }).click();
          await page.getByText("Saved the OAuth policies.").waitFor();
          expect(await rest.one("SELECT PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg")).toMatchObject({
            PermittedUsersPolicyType: "AllSelfAuthorized",
          });

          const renewed = selfSigned();
          await page.locator("summary").first().click();
          await page.getByLabel("New certificate (PEM)").fill(renewed.certificatePem);
          await page.getByRole("button", { name: "Replace certificate" }).click();
          await page.getByText("Replaced the certificate.").waitFor();
          await page.getByLabel("Permitted users").selectOption("AdminApprovedPreAuthorized");
          await page.getByRole("button", { name: "Save OAuth policies" }).click();
          await page.getByText("Saved the OAuth policies.").waitFor();
          const claims = { issuer: consumerKey, subject: integrationUsername };
          expect((await login(local, key, claims)).status).toBe(400);
          expect((await login(local, renewed, claims)).status).toBe(200);

          await follow(page, "Users", "SCV Integration");
          await page.getByRole("button", { name: "Deactivate" }).click();
          await page.getByText("Deactivated.").waitFor();
          expect(await rest.one(`SELECT IsActive FROM User WHERE Id = '${userId}'`)).toMatchObject({ IsActive: false });
        });
      }),
    60_000,
  );

  test("a refusal says what the org said, and the page goes on to work", () =>
    withVisitor(async ({ local }) => {
      await browser.withPage(async (page) => {
        await page.goto(`${local.url}/setup/users/${local.org.deployer.userId}`);
        await page.getByRole("button", { name: "Deactivate" }).click();
        expect(await page.getByRole("alert").textContent()).toMatch(/CANNOT_DISABLE_LAST_ADMIN/);
        await page.getByRole("textbox", { name: "E-mail address" }).fill("changed@example.com");
        await page.getByRole("button", { name: "Save e-mail" }).click();
        await page.getByText("Saved the e-mail address.").waitFor();
        expect(await page.getByRole("alert").count()).toBe(0);
      });
    }));

  test("everything works without JavaScript", () =>
    withVisitor(async ({ local, rest }) => {
      const id = await createUser(rest, "plain", "Standard User");
      await browser.withPage(
        async (page) => {
          await page.goto(`${local.url}/setup/users/${id}`);
          await page.getByRole("button", { name: "Freeze" }).click();
          await page.getByText("Frozen: the user can't log in.").waitFor();
          await page.goto(`${local.url}/setup/requests`);
          expect(await page.getByRole("button", { name: "Pause" }).count()).toBe(0);
        },
        { javaScriptEnabled: false },
      );
      expect(await rest.one(`SELECT IsFrozen FROM UserLogin WHERE UserId = '${id}'`)).toMatchObject({ IsFrozen: true });
    }));

  test("a permission is ticked and saved with the keyboard alone", () =>
    withVisitor(async ({ local, rest }) => {
      const id = await rest.create("PermissionSet", { Name: "Keys", Label: "Keys" });
      await browser.withPage(async (page) => {
        await page.goto(`${local.url}/setup/permission-sets/${id}`);
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
        await page.keyboard.press("Enter");
        // The fold of those that are off, then the first of them, then the button after the last of them.
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        await page.keyboard.press("Enter");
        await page.getByRole("status").waitFor();
        expect(await page.getByRole("status").textContent()).toMatch(/^Turned on .+\.$/);
      });
      const set = local.org.records.get("PermissionSet", id) ?? {};
      expect(Object.entries(set).filter(([name, on]) => /^Permissions[A-Z]/.test(name) && on === true)).toHaveLength(1);
    }));

  test("the request log shows a new call while it is looked at, until it is paused", () =>
    withVisitor(async ({ local, rest }) => {
      await browser.withPage(async (page) => {
        await page.goto(`${local.url}/setup/requests`);
        expect(await page.getByText("No client has called yet.").count()).toBe(1);
        await rest.query("SELECT Id FROM Profile");
        await page.getByText("q=SELECT Id FROM Profile").waitFor();
        await page.getByRole("button", { name: "Pause" }).click();
        expect(await page.getByRole("button", { name: "Go on" }).count()).toBe(1);
      });
    }));

  for (const colorScheme of ["light", "dark"] as const) {
    test(
      `words have contrast and controls have names, ${colorScheme}`,
      () =>
        withVisitor(async ({ local, rest }) => {
          const { permissionSetId, userId } = await setUpLogin(local);
          const app = (await rest.one("SELECT Id FROM ExternalClientApplication")).Id;
          await browser.withPage(
            async (page) => {
              for (const path of [
                "/",
                `/setup/permission-sets/${permissionSetId}`,
                `/setup/users/${userId}`,
                `/setup/apps/${app}`,
                "/setup/licences",
                "/setup/requests",
                "/setup/ledger",
              ]) {
                await page.goto(local.url + path);
                expect(await page.evaluate(faintWords)).toEqual([]);
                expect(await page.evaluate(namelessControls)).toEqual([]);
              }
              const path = join(browser.folder, `${colorScheme}.png`);
              await page.screenshot({ path, fullPage: true });
              expect((await stat(path)).size).toBeGreaterThan(10_000);
            },
            { colorScheme },
          );
        }),
      60_000,
    );
  }
});

/** Follows the navigation, and in the list there the name. */
async function follow(page: Page, list: string, name: string): Promise<void> {
  await page.getByRole("link", { name: list, exact: true }).first().click();
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name }).waitFor();
}
