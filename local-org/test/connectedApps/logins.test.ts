import { describe, expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { deploy, manifest, read, withOrg } from "../metadata/kit.ts";
import { login, verdict } from "../oauth/login.ts";
import { selfSigned } from "../oauth/selfSigned.ts";
import { deployPermissionSet, integrationUsername, setUpLogin } from "../oauth/setUp.ts";
import { clientOf, userWith } from "../rest/client.ts";
import { noticeOf, withVisitor } from "../setup/visitor.ts";
import {
  type ConnectedSetUp,
  connectedAppLabel,
  connectedAppName,
  deployConnectedApp,
  readConnectedApp,
  setUpConnectedApp,
} from "./kit.ts";

const loginVerdict = async (local: LocalOrg, { key, consumerKey }: Pick<ConnectedSetUp, "key" | "consumerKey">) =>
  verdict(await login(local, key, { issuer: consumerKey, subject: integrationUsername }));

describe("logins through a connected app", () => {
  test("[connected-app.jwt-login] need the key, the scope, and a user whom an administrator has approved", () =>
    withOrg(async (local) => {
      const setUp = await setUpConnectedApp(local);
      expect(await loginVerdict(local, setUp)).toBe("ok");
      expect(await loginVerdict(local, { ...setUp, key: selfSigned() })).toBe(
        "invalid_client: invalid client credentials",
      );
      const certificatePem = setUp.key.certificatePem;
      const refusals: [Parameters<typeof deployConnectedApp>[1], string][] = [
        [
          { certificatePem, scopes: ["Api"] },
          "invalid_request: refresh_token scope is required and the connected app should be installed and preauthorized.",
        ],
        [{ certificatePem, permissionSets: [] }, "invalid_app_access: user is not admin approved to access this app"],
        [{ certificatePem, isAdminApproved: false }, "invalid_grant: user hasn't approved this consumer"],
        [{}, "invalid_grant: invalid assertion"],
      ];
      for (const [app, expected] of refusals) {
        expect(await deployConnectedApp(local, app)).toMatchObject({ success: true });
        expect(await loginVerdict(local, setUp)).toBe(expected);
      }
      const profiles = ["Minimum Access - API Only Integrations"];
      await deployConnectedApp(local, { certificatePem, permissionSets: [], profiles });
      expect(await loginVerdict(local, setUp)).toBe("ok");
      await deploy(local, {
        "package.xml": manifest({}),
        "destructiveChanges.xml": manifest({ ConnectedApp: [connectedAppName] }),
      });
      expect(await loginVerdict(local, setUp)).toBe("invalid_client_id: client identifier invalid");
    }));

  test("[login-history.rows] each login is remembered with the name of its app, of either kind", () =>
    withOrg(async (local) => {
      const connected = await setUpConnectedApp(local);
      await loginVerdict(local, connected);
      await loginVerdict(local, { ...connected, key: selfSigned() });
      const rest = clientOf(local, local.org.deployer.accessToken);
      const soql = `SELECT UserId, LoginType, Status, Application FROM LoginHistory WHERE UserId = '${connected.userId}' AND LoginTime = TODAY`;
      expect(await rest.query(soql)).toMatchObject([
        { LoginType: "Remote Access 2.0", Status: "Success", Application: connectedAppLabel },
      ]);
      expect(await (await local.refreshSandbox({ name: "uat" })).org.records.find("LoginHistory")).toEqual([]);
    }));

  test("[login-history.rows] an external client app is remembered by its label", () =>
    withOrg(async (local) => {
      const { key, consumerKey } = await setUpLogin(local);
      await loginVerdict(local, { key, consumerKey });
      expect(local.org.records.find("LoginHistory")).toMatchObject([{ Application: "WxCC - SCV" }]);
    }));

  test("[login-history.access] [login-history.filters] others' logins are for those who manage users; applications are grouped, not filtered", () =>
    withOrg(async (local) => {
      const connected = await setUpConnectedApp(local);
      await loginVerdict(local, connected);
      await loginVerdict(local, connected);
      const admin = clientOf(local, local.org.deployer.accessToken);
      const grouped = "SELECT Application, MAX(LoginTime) latest FROM LoginHistory GROUP BY Application";
      expect(await admin.query(grouped)).toMatchObject([
        { Application: connectedAppLabel, latest: expect.any(String) },
      ]);
      for (const field of ["Application", "Status", "SourceIp"]) {
        expect(await admin.query(`SELECT Id FROM LoginHistory WHERE ${field} = 'x'`)).toMatchObject({
          errorCode: "INVALID_FIELD",
          message: expect.stringContaining(`field '${field}' can not be filtered in a query call`),
        });
      }
      const all = "SELECT Id FROM LoginHistory";
      expect(await (await userWith(admin, "watcher", ["ApiEnabled", "MonitorLoginHistory"])).query(all)).toHaveLength(
        2,
      );
      const other = await userWith(admin, "other", ["ApiEnabled"]);
      expect(await other.query(all)).toEqual([]);
      const [{ Id }] = await admin.query(all);
      expect((await other.call("GET", `/sobjects/LoginHistory/${Id}`)).status).toBe(404);
    }));
});

describe("a migration in App Manager", () => {
  const page = (id: string) => `/setup/connected-apps/${id}`;

  test("[connected-app.migration] [connected-app.read-only] makes an external client app that logins notice nothing of", () =>
    withVisitor(async ({ local, send, open }) => {
      const setUp = await setUpConnectedApp(local, { refreshTokenPolicy: "specific_lifetime:12:HOURS" });
      const held = await readConnectedApp(local);
      const session = (await login(local, setUp.key, { issuer: setUp.consumerKey, subject: integrationUsername })).body;
      expect((await open(page(setUp.id))).text).toContain("Migrate to External Client App");
      expect(noticeOf(await send(page(setUp.id), "migrate"))).toBe(
        "Migrated to an external client app. The connected app stays, read-only.",
      );
      expect(await read(local, "ExtlClntAppGlobalOauthSettings", `${connectedAppName}_glbloauth`)).toMatchObject({
        consumerKey: setUp.consumerKey,
        certificate: held.oauthConfig.certificate,
      });
      const policies = await read(local, "ExtlClntAppOauthConfigurablePolicies", `${connectedAppName}_oauthPlcy`);
      expect(policies).toMatchObject({
        commaSeparatedPermissionSet: "IVR_Access",
        permittedUsersPolicyType: "AdminApprovedPreAuthorized",
        refreshTokenPolicyType: "SpecificLifetime",
        refreshTokenValidityUnit: "Hours",
      });
      expect(await loginVerdict(local, setUp)).toBe("ok");
      const rest = clientOf(local, String(session.access_token));
      expect(await rest.query("SELECT Id FROM User LIMIT 1")).toHaveLength(1);
      // The app that has taken over decides, and the other one is left as it was.
      local.org.settings.connectedAppCreation = "accepted";
      expect((await deployConnectedApp(local, { permissionSets: [] })).errors[0]?.problem).toMatch(/is read-only$/);
      expect((await open(page(setUp.id))).text).not.toContain('value="delete"');
      expect(await readConnectedApp(local)).toEqual(held);
    }));

  test("[connected-app.migration-end] without the external client app, the connected app is active again as it was", () =>
    withVisitor(async ({ local, send }) => {
      const setUp = await setUpConnectedApp(local);
      await send(page(setUp.id), "migrate");
      const gone = await deploy(local, {
        "package.xml": manifest({}),
        "destructiveChanges.xml": manifest({ ExternalClientApplication: [connectedAppName] }),
      });
      expect(gone).toMatchObject({ success: true });
      expect(await loginVerdict(local, setUp)).toBe("ok");
      expect(noticeOf(await send(page(setUp.id), "delete"))).toBe("Deleted the connected app.");
      expect(await loginVerdict(local, setUp)).toBe("invalid_client_id: client identifier invalid");
    }));

  test("keeps the consumer key where orgs refuse to be given one", () =>
    withVisitor(
      async ({ local, send }) => {
        const setUp = await setUpConnectedApp(local);
        expect(noticeOf(await send(page(setUp.id), "migrate"))).toMatch(/^Migrated/);
        expect(await loginVerdict(local, setUp)).toBe("ok");
      },
      { settings: { consumerKeySelfChosen: "refused" } },
    ));

  test("is for apps that exist", () =>
    withVisitor(async ({ local, open }) => {
      await deployPermissionSet(local);
      expect((await open(page("0H4000000000000AAA"))).status).toBe(404);
    }));
});
