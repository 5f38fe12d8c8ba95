import { afterEach, describe, expect, jest, test } from "@jest/globals";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { answeredCalls, exported } from "./accessInOrg.ts";
import { Engine, type EngineOptions, engineTimeout, scvArguments } from "./engine.ts";

jest.setTimeout(engineTimeout);

let started: Engine | undefined;

async function start(program: EngineOptions["program"]): Promise<Engine> {
  started = await Engine.start({ program });
  return started;
}
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

/** The salesforce resources that were made or would be. */
function created(changes: Record<string, string>): string[] {
  return Object.keys(changes).filter((resource) => !["scv", "scv-signing"].includes(resource));
}

describe("a preview of wrong input", () => {
  test("reports all problems of a resource together, with what is allowed, and writes nothing", async () => {
    const engine = await start({
      scvArguments: {
        ...scvArguments,
        app: {
          apiName: "WxCC SCV",
          contactEmail: "platform-team",
          scopes: ["Api", "Everything"],
          callbackUrls: ["http://callback.example.com/"],
        },
      },
    });
    const run = await engine.preview();
    expect(run.exitCode).not.toBe(0);
    const words = [
      "apiName: must be an API name: letters, digits and single underscores",
      'contactEmail: must be an e-mail address, not "platform-team".',
      "scopes[1]: must be one of",
      "callbackUrls[0]: must be an https URL, or http://localhost… on this machine, or a URL of an app's own scheme",
    ];
    expect(words.filter((text) => !run.output.includes(text))).toEqual([]);
    expect(await writesTo(engine.local)).toEqual([]);
  });

  test("never prints a private key that was given in place of the certificate", async () => {
    const { privateKeyPem } = selfSigned();
    const engine = await start({ text: appProgram });
    await engine.declare({ certificatePem: privateKeyPem });
    const run = await engine.preview();
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain("certificatePem");
    expect(run.output).toContain("private key");
    expect(run.output).not.toContain("PRIVATE KEY");
    const [, line = "no line"] = privateKeyPem.split("\n");
    expect(line).toHaveLength(64);
    expect(run.output).not.toContain(line);
  });
});

describe("an org that is not ready", () => {
  test("stops everything in preview and in up, with all that is wrong, and nothing is made", async () => {
    const engine = await start({ scvArguments });
    const { local } = engine;
    const { records } = local.org;
    for (const { Id } of records.find("ApexClass", { NamespacePrefix: "cnxscv" })) {
      records.remove("ApexClass", String(Id));
    }
    for (const { Id } of records.find("UserLicense", { Name: "Salesforce Integration" })) {
      records.update("UserLicense", String(Id), { TotalLicenses: 0 });
    }
    const before = await exported(local);

    for (const run of [await engine.preview(), await engine.up()]) {
      expect(run.exitCode).not.toBe(0);
      expect(run.output).toContain("cnxscv.ServiceRouting is not in this org. Install the package");
      expect(run.output).toContain("no seat of Salesforce Integration is free (0 of 0 used)");
      expect(created(run.changes)).toEqual([]);
    }
    expect(await writesTo(local)).toEqual([]);
    expect(await exported(local)).toEqual(before);
    expect((await engine.state()).filter(({ type }) => /dynamic|tls:/.test(type))).toEqual([]);
  });
});

/** Calls that are not reads. */
async function writesTo(local: LocalOrg) {
  return (await answeredCalls(local)).filter(({ method, path }) => method !== "GET" && !path.endsWith("/composite"));
}

const appProgram = `
import { readFileSync } from "node:fs";
import { ExternalClientApp } from "pulumi-salesforce-access";

const { certificatePem } = JSON.parse(readFileSync("arguments.json", "utf8"));
new ExternalClientApp("app", {
  label: "WxCC - SCV",
  contactEmail: "platform-team@example.com",
  callbackUrls: ["http://localhost:1717/OauthRedirect"],
  scopes: ["Api", "RefreshToken"],
  certificatePem,
});
`;
