import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { type ConnectionSettings, resolveConnection } from "../../salesforce/connection.ts";
import { openOrg } from "../../salesforce/session.ts";
import { salesforceCli } from "../operations/salesforceCli.ts";

let folder: string;
let local: LocalOrg;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "salesforce-cli-"));
  local = await createLocalOrg();
});
afterAll(async () => {
  await local.stop();
  await rm(folder, { recursive: true, force: true });
});

const readFile = () => {
  throw new TypeError("no file is read");
};

function settings(changed: Record<string, string> = {}, environment = {}): ConnectionSettings {
  const all = { instanceUrl: local.url, orgId: local.org.organizationId, sfAlias: "desk", ...changed };
  return resolveConnection({ settings: new Map(Object.entries(all)), environment, readFile });
}

/** Logs in with a CLI of the test on the PATH. */
async function open(changed: Record<string, string> = {}, cli: { clientId?: string; showsToken?: boolean } = {}) {
  const { PATH } = process.env;
  Object.assign(process.env, await salesforceCli(folder, { local, ...cli }));
  try {
    return await openOrg(settings(changed));
  } finally {
    process.env.PATH = PATH;
  }
}

describe("a login of the Salesforce CLI", () => {
  test.each([{ showsToken: true }, { showsToken: false }])(
    "serves, whichever command gives the token: %j",
    async (how) => {
      const org = await open({}, { ...how, clientId: "PlatformCLI" });
      expect(org.login).toMatchObject({ instanceUrl: local.url, clientId: "PlatformCLI" });
      expect(await org.identity()).toMatchObject({ organizationId: local.org.organizationId });
    },
  );

  test("does not say the app where the CLI does not; then the setting says it", async () => {
    expect((await open()).login.clientId).toBeUndefined();
    expect((await open({ clientId: "3MVG9own" })).login.clientId).toBe("3MVG9own");
  });

  test("is refused where the setting names another app than the CLI", async () => {
    await expect(open({ clientId: "3MVG9own" }, { clientId: "PlatformCLI" })).rejects.toThrow(
      /salesforce\.clientId names another app .*remove that setting/,
    );
  });

  test("is refused where it leads to another org or another address than the stack names", async () => {
    await expect(open({ orgId: "00D000000000062EAA" })).rejects.toThrow(
      /The access token leads to org .*Nothing was touched/,
    );
    await expect(open({ instanceUrl: "https://mycompany.my.salesforce.com" })).rejects.toMatchObject({
      code: "FOREIGN_INSTANCE",
    });
  });

  test("that the CLI does not have is refused with its words", async () => {
    await expect(open({ sfAlias: "nobody" })).rejects.toMatchObject({
      code: "SALESFORCE_CLI_REFUSED",
      message: 'Parsing --target-org No authorization information found for nobody. Did you mean "desk"?',
    });
  });

  test("is refused with a next step where there is no CLI", async () => {
    const { PATH } = process.env;
    process.env.PATH = folder.concat("/nothing");
    try {
      await expect(openOrg(settings())).rejects.toMatchObject({ code: "SALESFORCE_CLI_MISSING" });
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe("the setting", () => {
  test.each(["--help", "a b", "-o"])("%s is no alias", (sfAlias) => {
    expect(() => settings({ sfAlias })).toThrow(/sfAlias must be an alias or a username of sf org list/);
  });

  test("excludes the other credentials", () => {
    expect(() => settings({}, { SALESFORCE_ACCESS_TOKEN: "00D!x" })).toThrow(
      /Both .*sfAlias and an access token .*keep one/,
    );
  });
});
