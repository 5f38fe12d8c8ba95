import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import {
  appFiles,
  appName,
  deploy,
  deployerConnection,
  manifest,
  metadataFile,
  read,
  withOrg,
} from "../metadata/kit.ts";
import { login, verdict } from "../oauth/login.ts";
import { integrationUsername, setUpLogin } from "../oauth/setUp.ts";

interface Pair {
  id: string;
  key: string;
  secret: string;
  state: string;
  url: string;
}

/** What a client sees of the first app's credentials. */
interface Api {
  get<T>(path: string): Promise<T>;
  consumer: { id: string; key: string; name: string; url: string; stagedCredentialsUrl: string };
  application: string;
  stage(): Promise<Pair>;
  rotate(pair: Pair): Promise<Pair>;
  staged(): Promise<Pair[]>;
}

const settings = "ExternalClientApp";

/** Turns the reading of secrets over REST on or off, by a deploy of the settings. */
async function allowSecrets(local: LocalOrg, on: boolean): Promise<void> {
  const flag = `<enableClientSecretInRestApiAccess>${on}</enableClientSecretInRestApiAccess>`;
  const result = await deploy(local, {
    "package.xml": manifest({ Settings: [settings] }),
    [`settings/${settings}.settings`]: metadataFile("ExternalClientAppSettings", flag),
  });
  expect(result).toMatchObject({ status: "Succeeded" });
  expect(result.successes.map(({ componentType }) => componentType)).toContain("ExternalClientAppSettings");
}

async function api(local: LocalOrg): Promise<Api> {
  const connection = deployerConnection(local);
  const get = <T>(path: string) => connection.request<T>(path);
  const { apps } = await get<{ apps: { identifier: string }[] }>("/apps/oauth/usage");
  const application = String(apps[0]?.identifier);
  const { consumers } = await get<{ consumers: Api["consumer"][] }>(`/apps/oauth/credentials/${application}`);
  const consumer = consumers[0] as Api["consumer"];
  const send = <T>(method: "POST" | "PATCH", url: string, body: object) =>
    connection.request<T>({ method, url, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  return {
    get,
    application,
    consumer,
    stage: async () =>
      (await send<{ stagedCredentials: Pair[] }>("POST", consumer.stagedCredentialsUrl, {}))
        .stagedCredentials[0] as Pair,
    rotate: (pair) => send("PATCH", pair.url, { command: "rotate" }),
    staged: async () => (await get<{ stagedCredentials: Pair[] }>(consumer.stagedCredentialsUrl)).stagedCredentials,
  };
}

test("[credentials.usage] [credentials.read] an app's key and secret are found by its name", () =>
  withOrg(async (local) => {
    await deploy(local, appFiles());
    await allowSecrets(local, true);
    const { get, consumer, application } = await api(local);
    expect(await get("/apps/oauth/usage?page=0&pageSize=1")).toEqual({
      apps: [{ developerName: appName, identifier: application, label: "WxCC - SCV" }],
      currentPageUrl: "/services/data/v68.0/apps/oauth/usage?page=0&pageSize=1",
      nextPageUrl: null,
    });
    const settings = await read(local, "ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`);
    expect(consumer).toMatchObject({ id: expect.stringMatching(/^888\w{15}$/), key: settings?.consumerKey });
    expect(await get(consumer.url)).not.toHaveProperty("secret");
    expect(await get(`${consumer.url}?part=secret`)).not.toHaveProperty("key");
    const both = await get<Pair>(`${consumer.url}?part=keyandsecret`);
    expect(both).toMatchObject({ id: consumer.id, key: consumer.key, secret: expect.stringMatching(/^[0-9A-F]{64}$/) });
    expect(await get(`${consumer.url}?part=keyandsecret`)).toEqual(both);
    await expect(get("/apps/oauth/credentials/0xI000000000000")).rejects.toMatchObject({ errorCode: "NOT_FOUND" });
  }));

test("[credentials.org-setting] [credentials.settings] nothing is served before the org allows it", () =>
  withOrg(async (local) => {
    await deploy(local, appFiles());
    await expect(api(local)).rejects.toMatchObject({
      errorCode: "FUNCTIONALITY_NOT_ENABLED",
      message: "This feature is not currently enabled for this user.",
    });
    const { metadata } = deployerConnection(local);
    const change = { fullName: settings, enablePackageEcaOauthFromDevOrg: true };
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    expect(await metadata.update("ExternalClientAppSettings" as any, change)).toMatchObject({ success: true });
    await allowSecrets(local, true);
    expect(await read(local, "ExternalClientAppSettings", settings)).toMatchObject({
      fullName: settings,
      enableClientSecretInRestApiAccess: "true",
      enablePackageEcaOauthFromDevOrg: "true",
    });
    expect((await api(local)).consumer.name).toBe(appName);
    await allowSecrets(local, false);
    await expect(api(local)).rejects.toMatchObject({ errorCode: "FUNCTIONALITY_NOT_ENABLED" });
  }));

test("[credentials.permissions] a caller without the permissions is refused", () =>
  withOrg(async (local) => {
    await deploy(local, appFiles());
    await allowSecrets(local, true);
    const { records } = local.org;
    const [profile] = records.find("Profile", { Name: "System Administrator" });
    const [owned] = records.find("PermissionSet", { ProfileId: String(profile?.Id) });
    const turnOff = (name: string) =>
      records.update("PermissionSet", String(owned?.Id), { [`Permissions${name}`]: false });
    turnOff("ViewClientSecret");
    await expect(api(local)).rejects.toMatchObject({ errorCode: "INSUFFICIENT_ACCESS" });
    for (const role of ["Viewer", "Developer", "Admin"]) turnOff(`ExternalClientApp${role}`);
    await expect(deployerConnection(local).request("/apps/oauth/usage")).rejects.toMatchObject({
      errorCode: "INSUFFICIENT_ACCESS",
    });
  }));

test("[credentials.versions] older versions do not have the addresses", () =>
  withOrg(async (local) => {
    await deploy(local, appFiles());
    await allowSecrets(local, true);
    const { application, consumer } = await api(local);
    const status = async (version: string, path: string) => {
      const headers = { authorization: `Bearer ${local.org.deployer.accessToken}` };
      return (await fetch(`${local.url}/services/data/v${version}/apps/oauth/${path}`, { headers })).status;
    };
    expect([await status("58.0", "usage"), await status("59.0", "usage")]).toEqual([404, 200]);
    const credentials = `credentials/${application}`;
    expect([await status("59.0", credentials), await status("60.0", credentials)]).toEqual([404, 200]);
    const staged = `${credentials}/${consumer.id}/staged`;
    expect([await status("64.0", staged), await status("65.0", staged)]).toEqual([404, 200]);
  }));

test("[credentials.staged] [credentials.rotated] a rotation keeps both keys working, until the old one is deleted", () =>
  withOrg(async (local) => {
    const { key, consumerKey: first } = await setUpLogin(local);
    await allowSecrets(local, true);
    const { get, stage, rotate, staged, consumer } = await api(local);
    const logIn = async (issuer: string) => verdict(await login(local, key, { issuer, subject: integrationUsername }));
    const worked = await logIn(first);
    const before = await get<Pair>(`${consumer.url}?part=keyandsecret`);
    const waiting = await stage();
    expect(waiting).toMatchObject({ state: "Active", key: expect.stringMatching(/^3MVG9/) });
    await expect(stage()).rejects.toMatchObject({ errorCode: "LIMIT_EXCEEDED" });
    expect(await logIn(waiting.key)).toBe("invalid_client_id: client identifier invalid");

    await rotate(waiting);
    expect(await get(`${consumer.url}?part=keyandsecret`)).toMatchObject({ key: waiting.key, secret: waiting.secret });
    expect(await read(local, "ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`)).toMatchObject({
      consumerKey: waiting.key,
    });
    const [old] = await staged();
    expect(old).toMatchObject({ state: "Rotated", key: first, secret: before.secret });
    expect([await logIn(first), await logIn(waiting.key)]).toEqual([worked, worked]);
    await expect(rotate(old as Pair)).rejects.toMatchObject({ errorCode: "INVALID_OPERATION" });

    await deployerConnection(local).request({ method: "DELETE", url: String(old?.url) });
    expect(await staged()).toEqual([]);
    expect([await logIn(first), await logIn(waiting.key)]).toEqual([
      "invalid_client_id: client identifier invalid",
      worked,
    ]);
  }));

test("[credentials.rotated] a replaced pair is given 30 days, and a second rotation ends it at once", () =>
  withOrg(async (local) => {
    const { key, consumerKey: first } = await setUpLogin(local);
    await allowSecrets(local, true);
    const { stage, rotate, staged } = await api(local);
    const logIn = async (issuer: string) => verdict(await login(local, key, { issuer, subject: integrationUsername }));
    const second = await stage();
    const worked = await logIn(first);
    await rotate(second);
    await rotate(await stage());
    expect([await logIn(first), await logIn(second.key)]).toEqual([
      "invalid_client_id: client identifier invalid",
      worked,
    ]);
    const [old] = await staged();
    expect(
      Date.parse(String((old as unknown as { expirationDate: string }).expirationDate)) - Date.now(),
    ).toBeGreaterThan(29 * 86_400_000);
  }));
