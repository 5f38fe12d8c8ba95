import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { login, verdict } from "../oauth/login.ts";
import { integrationUsername, setUpLogin } from "../oauth/setUp.ts";
import { appFiles, appName, deploy, deployerConnection, manifest, read, withOrg } from "./kit.ts";

const types: readonly [string, string][] = [
  ["ExternalClientApplication", appName],
  ["ExtlClntAppOauthSettings", `${appName}_oauth`],
  ["ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`],
  ["ExtlClntAppOauthConfigurablePolicies", `${appName}_oauthPlcy`],
  ["ExtlClntAppConfigurablePolicies", `${appName}_defaultPolicy`],
];

async function existing(local: LocalOrg): Promise<string[]> {
  const found: string[] = [];
  for (const [type, fullName] of types) if (await read(local, type, fullName)) found.push(type);
  return found;
}

function appRows(local: LocalOrg): number {
  const { records } = local.org;
  const types = [
    "ExternalClientApplication",
    "ExtlClntAppOauthSettings",
    "ExtlClntAppOauthPlcyCnfg",
    "ExtlClntAppPlcyCnfg",
  ];
  return (
    types.flatMap((type) => records.find(type)).length +
    records.find("SetupEntityAccess", { SetupEntityType: "ExternalClientApplication" }).length
  );
}

const destroyApp = {
  "package.xml": manifest({}),
  "destructiveChanges.xml": manifest({ ExternalClientApplication: [appName] }),
};

test("[eca.delete-cascades] deleting the application alone takes everything of it, its tokens too", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey } = await setUpLogin(local);
    const claims = { issuer: consumerKey, subject: integrationUsername };
    const accessToken = String((await login(local, key, claims)).body.access_token);
    expect(await existing(local)).toHaveLength(5);
    const result = await deploy(local, destroyApp);
    expect(result.status).toBe("Succeeded");
    expect(result.successes.filter((message) => message.deleted).map((message) => message.fullName)).toEqual([appName]);
    expect(await existing(local)).toEqual([]);
    expect(appRows(local)).toBe(0);
    expect(local.org.sessions.resolve(accessToken)).toBeUndefined();
    expect(verdict(await login(local, key, claims))).toBe("invalid_client_id: client identifier invalid");
    const again = await deploy(local, appFiles());
    expect(again.errors).toEqual([]);
    expect(again.successes.find((message) => message.fullName === appName)?.created).toBe(true);
  });
});

test("[eca.delete-cascades] all five components can be listed, too", async () => {
  await withOrg(async (local) => {
    await setUpLogin(local);
    const members = Object.fromEntries(types.map(([type, fullName]) => [type, [fullName]]));
    const files = { "package.xml": manifest({}), "destructiveChangesPost.xml": manifest(members) };
    expect((await deploy(local, files)).errors).toEqual([]);
    expect(await existing(local)).toEqual([]);
    expect(appRows(local)).toBe(0);
  });
});

test("[eca.delete-metadata-cascades] deleteMetadata of the application does the same", async () => {
  await withOrg(async (local) => {
    await setUpLogin(local);
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    expect(await metadata.delete("ExternalClientApplication", appName)).toMatchObject({
      fullName: appName,
      success: true,
    });
    expect(await existing(local)).toEqual([]);
    expect(appRows(local)).toBe(0);
  });
});

test("[eca.delete-metadata-cascades] OAuth settings take what depends on them along and leave the application", async () => {
  await withOrg(async (local) => {
    await setUpLogin(local);
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    await metadata.delete("ExtlClntAppOauthSettings", `${appName}_oauth`);
    expect(await existing(local)).toEqual(["ExternalClientApplication", "ExtlClntAppConfigurablePolicies"]);
  });
});
