import { describe, expect, test } from "@jest/globals";
import {
  appFiles,
  deploy,
  deployerConnection,
  firstProblem,
  manifest,
  metadataFile,
  withOrg,
} from "../metadata/kit.ts";
import { deployPermissionSet } from "../oauth/setUp.ts";
import { clientOf, userWith } from "../rest/client.ts";
import {
  type connectedAppFiles,
  connectedAppLabel,
  connectedAppName,
  deployConnectedApp,
  readConnectedApp,
  setUpConnectedApp,
} from "./kit.ts";

const refusal =
  "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.";
const accepted = { settings: { connectedAppCreation: "accepted" } } as const;

describe("connected apps", () => {
  test("[connected-app.creation] nobody creates one, whichever way, unless that was enabled; existing ones are changed and deleted", () =>
    withOrg(async (local) => {
      await deployPermissionSet(local);
      expect(firstProblem(await deployConnectedApp(local))).toBe(refusal);
      const crud = await deployerConnection(local).metadata.create(
        // biome-ignore lint/suspicious/noExplicitAny: as everywhere with these types
        "ConnectedApp" as any,
        {
          fullName: "Other",
          label: "Other",
          contactEmail: "a@b.example",
          oauthConfig: { callbackUrl: "https://a.example", scopes: ["Api"] },
        } as never,
      );
      expect(crud).toMatchObject({ success: false, errors: [{ message: refusal }] });
      expect(await readConnectedApp(local)).toBeUndefined();
      local.org.settings.connectedAppCreation = "accepted";
      expect(await deployConnectedApp(local)).toMatchObject({ success: true, successes: expect.arrayContaining([]) });
      local.org.settings.connectedAppCreation = "refused";
      expect(await deployConnectedApp(local, { scopes: ["Api", "RefreshToken", "Web"] })).toMatchObject({
        success: true,
      });
      expect((await readConnectedApp(local)).oauthConfig.scopes).toEqual(["Api", "Web", "RefreshToken"]);
      const gone = await deploy(local, {
        "package.xml": manifest({}),
        "destructiveChanges.xml": manifest({ ConnectedApp: [connectedAppName] }),
      });
      expect(gone).toMatchObject({ success: true });
      expect(await readConnectedApp(local)).toBeUndefined();
      expect(local.org.records.find("SetupEntityAccess", { SetupEntityType: "ConnectedApplication" })).toEqual([]);
    }));

  test("[connected-app.round-trip] reads back with its defaults and its key, without its secret, and deploys again", () =>
    withOrg(async (local) => {
      const { key } = await setUpConnectedApp(local, { profiles: ["System Administrator"] });
      const found = await readConnectedApp(local);
      expect(found).toMatchObject({
        fullName: connectedAppName,
        label: connectedAppLabel,
        contactEmail: "admin@example.com",
        oauthPolicy: { ipRelaxation: "ENFORCE", refreshTokenPolicy: "zero" },
        permissionSetName: ["IVR Access"],
        profileName: ["System Administrator"],
        oauthConfig: {
          consumerKey: expect.stringMatching(/^3MVG9.{80}$/),
          isAdminApproved: expect.anything(),
          scopes: ["Api", "RefreshToken"],
        },
      });
      expect(JSON.stringify(found)).not.toContain("not-to-be-shown");
      const body = key.certificatePem.replace(/-----[A-Z ]+-----|\s/g, "");
      expect(String(found.oauthConfig.certificate).replace(/\s/g, "")).toBe(body);
      const again = await deployConnectedApp(local, {
        certificatePem: found.oauthConfig.certificate,
        profiles: ["System Administrator"],
      });
      expect(again.successes.find(({ componentType }) => componentType === "ConnectedApp")).toMatchObject({
        created: false,
        changed: false,
      });
      const listed = await deployerConnection(local).metadata.list({ type: "ConnectedApp" });
      expect([listed].flat()).toMatchObject([{ fullName: connectedAppName, id: expect.stringMatching(/^0H4/) }]);
    }));

  test("says which elements it does not have, and which values no app has", () =>
    withOrg(async (local) => {
      await deployPermissionSet(local);
      const problemOf = async (app: Parameters<typeof connectedAppFiles>[0]) =>
        firstProblem(await deployConnectedApp(local, app));
      expect(await problemOf({ more: "<samlConfig><entityUrl>a</entityUrl></samlConfig>" })).toBe(
        "The local org does not have samlConfig of connected apps",
      );
      expect(await problemOf({ refreshTokenPolicy: "sometimes" })).toBe(
        "'sometimes' is not a valid refresh token policy",
      );
      expect(await problemOf({ scopes: ["Everything"] })).toMatch(
        /^There's a problem with your scope\(s\): Everything/,
      );
      expect(await problemOf({ permissionSets: ["None_Such"] })).toBe(
        "We couldn't find permission sets called None_Such",
      );
      const bare = await deploy(local, {
        "package.xml": manifest({ ConnectedApp: ["Bare"] }),
        "connectedApps/Bare.connectedApp": metadataFile(
          "ConnectedApp",
          "<contactEmail>a@b.example</contactEmail><label>Bare</label>",
        ),
      });
      expect(firstProblem(bare)).toBe("The local org does not have connected apps without oauthConfig");
    }, accepted));

  test("[connected-app.consumer-key] a new app may bring a key that nobody has, an existing one none", () =>
    withOrg(async (local) => {
      await deployPermissionSet(local);
      const own = { consumerKey: "3MVGownKey.of_the_team" };
      expect(await deployConnectedApp(local, own)).toMatchObject({ success: true });
      expect(await deployConnectedApp(local, own)).toMatchObject({ success: true });
      expect(firstProblem(await deployConnectedApp(local, { consumerKey: "3MVGother.key" }))).toBe(
        "You cannot provide a Consumer Key",
      );
      const taken = "The consumer key is already taken";
      expect(firstProblem(await deployConnectedApp(local, { ...own, name: "Second" }))).toBe(taken);
      const app = appFiles({ global: `<consumerKey>${own.consumerKey}</consumerKey>` });
      expect(firstProblem(await deploy(local, app))).toBe(taken);
    }, accepted));

  test("[connected-app.write-permission] whoever lacks Manage Connected Apps writes none", () =>
    withOrg(async (local) => {
      await setUpConnectedApp(local);
      const admin = clientOf(local, local.org.deployer.accessToken);
      const permissions = ["ApiEnabled", "CustomizeApplication", "ModifyMetadata", "ViewSetup"];
      const statuses = [];
      for (const more of [[], ["ManageRemoteAccess"]]) {
        await userWith(admin, `some${more.length}`, [...permissions, ...more]);
        const userId = String(local.org.records.find("User", { LastName: `some${more.length}` })[0]?.Id);
        const connection = deployerConnection(local);
        connection.accessToken = local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
        // biome-ignore lint/suspicious/noExplicitAny: as everywhere with these types
        const result: any = await connection.metadata.delete("ConnectedApp" as any, connectedAppName);
        statuses.push(result.success ? "deleted" : (result.errors[0]?.statusCode ?? result.errors.statusCode));
      }
      expect(statuses).toEqual(["INSUFFICIENT_ACCESS_OR_READONLY", "deleted"]);
    }));

  test("[connected-app.permitted] who may use an app are rows of access, and only where administrators approve users", () =>
    withOrg(async (local) => {
      const { id, permissionSetId } = await setUpConnectedApp(local, { profiles: ["Standard User"] });
      const rest = clientOf(local, local.org.deployer.accessToken);
      const rows = () =>
        rest.query(
          `SELECT ParentId, Parent.Profile.Name, SetupEntityType FROM SetupEntityAccess WHERE SetupEntityId = '${id}' ORDER BY Parent.IsOwnedByProfile`,
        );
      expect(await rows()).toMatchObject([
        { ParentId: permissionSetId, SetupEntityType: "ConnectedApplication" },
        { Parent: { Profile: { Name: "Standard User" } }, SetupEntityType: "ConnectedApplication" },
      ]);
      expect(await deployConnectedApp(local, { isAdminApproved: false })).toMatchObject({ success: true });
      expect(await rows()).toEqual([]);
      expect((await readConnectedApp(local)).permissionSetName).toEqual([]);
    }));

  test("[connected-app.rows] queries show an app by the name that people see, and nobody writes it", () =>
    withOrg(async (local) => {
      const { id } = await setUpConnectedApp(local, { refreshTokenPolicy: "specific_inactivity:7:DAYS" });
      const rest = clientOf(local, local.org.deployer.accessToken);
      const soql =
        "SELECT Id, Name, OptionsAllowAdminApprovedUsersOnly, OptionsRefreshTokenValidityMetric, RefreshTokenValidityPeriod FROM ConnectedApplication";
      expect(await rest.one(soql)).toMatchObject({
        Id: id,
        Name: connectedAppLabel,
        OptionsAllowAdminApprovedUsersOnly: true,
        OptionsRefreshTokenValidityMetric: true,
        RefreshTokenValidityPeriod: 7,
      });
      for (const method of ["PATCH", "DELETE"]) {
        const { status } = await rest.call(method, `/sobjects/ConnectedApplication/${id}`, { Name: "Other" });
        expect(status).toBeGreaterThanOrEqual(400);
      }
      expect(await rest.one(soql)).toMatchObject({ Name: connectedAppLabel });
      expect(await rest.query("SELECT DeveloperName FROM ConnectedApplication")).toMatchObject({
        errorCode: "INVALID_FIELD",
      });
    }));

  test("[connected-app.sandbox] a sandbox has copies, with their keys", () =>
    withOrg(async (local) => {
      const { consumerKey } = await setUpConnectedApp(local);
      const sandbox = await local.refreshSandbox({ name: "uat" });
      expect((await readConnectedApp(sandbox)).oauthConfig.consumerKey).toBe(consumerKey);
    }));
});
