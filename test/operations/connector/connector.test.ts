import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { fingerprintIn } from "../../../common/publicKey.ts";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import { createLocalWebex, type LocalWebex } from "../../../local-webex/src/server.ts";
import { integrationUsername, makeAccess } from "../../provider/access.ts";
import { Stack } from "../../provider/kit.ts";
import { runOperation } from "../runOperation.ts";
import {
  finished,
  first,
  firstOfTwo,
  oneApp,
  oneKey,
  other,
  renamedApp,
  second,
  sha256,
  twoApps,
  unfinished,
} from "./states.ts";

const projectFile = (await readFile(join(import.meta.dirname, "../../../Pulumi.yaml"), "utf8")).replace(
  /^name: .*/,
  "name: scv",
);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "connector-"));
  await writeFile(join(folder, "Pulumi.yaml"), projectFile);
  await writeFile(join(folder, "first.pem"), first.privateKeyPem);
  await writeFile(join(folder, "second.pem"), second.privateKeyPem);
  await writeFile(join(folder, "other.pem"), other.privateKeyPem);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Puts a program on the path that exports this state as the Pulumi CLI does; secrets in clear only where asked. */
async function withState(state: (isShown: boolean) => string): Promise<void> {
  await writeFile(join(folder, "hidden.json"), state(false));
  await writeFile(join(folder, "shown.json"), state(true));
  const script = '#!/bin/sh\ncase "$*" in *--show-secrets*) cat "$0.d/shown.json";; *) cat "$0.d/hidden.json";; esac\n';
  await writeFile(join(folder, "pulumi"), script.replaceAll('"$0.d/', `"${folder}/`), { mode: 0o755 });
}

const stackFile = () => readFile(join(folder, "Pulumi.prod.yaml"), "utf8");
const connectorWith = (environment: Record<string, string>, ...more: string[]) =>
  runOperation(
    ["connector", ...more, "--stack", "prod"],
    { PATH: [folder, process.env.PATH].join(delimiter), ...environment },
    folder,
  );
const connector = (...more: string[]) => connectorWith({}, ...more);

describe("sheet", () => {
  test("says the values of the app with the newest key, without asking for secrets", async () => {
    await withState(twoApps);
    const { exitCode, stdout } = await connector("sheet");
    expect(exitCode).toBe(0);
    for (const value of ["WxCC - SCV 2", "3MVG9-green", "scv@acme.example", "https://acme.my.salesforce.com"]) {
      expect(stdout).toContain(value);
    }
    expect(stdout).toContain(sha256(second));
    expect(stdout).not.toContain("PRIVATE KEY");
  });

  test("writes the key to a file for its owner alone, overwrites none, and prints it only when asked", async () => {
    await withState(oneApp);
    const { exitCode, stdout } = await connector("sheet", "--key-out", "key.pem");
    expect([exitCode, stdout.includes("PRIVATE KEY")]).toEqual([0, false]);
    expect(fingerprintIn(await readFile(join(folder, "key.pem"), "utf8"))).toBe(sha256(first));
    expect((await stat(join(folder, "key.pem"))).mode & 0o777).toBe(0o600);
    const again = await connector("sheet", "--key-out", "key.pem");
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining("nothing is overwritten")]);
    const { stdout: shown } = await connector("sheet", "--show-key");
    expect(fingerprintIn(/-----BEGIN[\s\S]*KEY-----/.exec(shown)?.[0] ?? "")).toBe(sha256(first));
  });

  test("gives the key that is prepared, with a warning that the app does not take it yet", async () => {
    await withState(oneApp);
    const { exitCode, stdout } = await connector("sheet", "--generation", "2", "--key-out", "key.pem");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("does not take this key yet")]);
    expect(fingerprintIn(await readFile(join(folder, "key.pem"), "utf8"))).toBe(sha256(second));
    const absent = await connector("sheet", "--generation", "3");
    expect([absent.exitCode, absent.stderr]).toEqual([
      1,
      expect.stringContaining("no key of generation 3; it has 1, 2"),
    ]);
  });

  test("is a page to print, in a file", async () => {
    await withState(oneApp);
    expect((await connector("sheet", "--format", "html", "--out", "sheet.html")).exitCode).toBe(0);
    expect(await readFile(join(folder, "sheet.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]*3MVG9/);
  });
});

describe("confirm", () => {
  test("writes the fingerprint and the day into the stack's file, and leaves the rest of it as it is", async () => {
    await withState(oneApp);
    await writeFile(
      join(folder, "Pulumi.prod.yaml"),
      "# Reviewed by the CRM team\nconfig:\n  scv:confirmedKey: none # nobody yet\n  scv:username: scv@acme.example\n",
    );
    const days = [new Date().toISOString().slice(0, 10)];
    const { exitCode, stdout } = await connector("confirm", "--key", "first.pem");
    days.push(new Date().toISOString().slice(0, 10));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('connector "WxCC - SCV" is confirmed')]);
    const written = days.map(
      (day) =>
        `# Reviewed by the CRM team\nconfig:\n  scv:confirmedKey: "${sha256(first)} ${day}" # nobody yet\n  scv:username: scv@acme.example\n`,
    );
    expect(written).toContain(await stackFile());
  });

  test("takes the fingerprint where the file is on another machine, as OpenSSL prints it", async () => {
    await withState(oneApp);
    expect((await connector("confirm", "--fingerprint", `SHA2-256(stdin)= ${sha256(first)}`)).exitCode).toBe(0);
    expect(await stackFile()).toContain(sha256(first));
  });

  test.each([
    ["second.pem", /is the key of generation 2, which no open app takes now/],
    ["other.pem", /none of the keys of this stack/],
  ])("refuses %s, which would cut Webex off, and writes nothing", async (file, problem) => {
    await withState(oneApp);
    const { exitCode, stderr } = await connector("confirm", "--key", file);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(problem)]);
    await expect(stackFile()).rejects.toThrow(/ENOENT/);
  });

  test("keeps the confirmation of the key that is still in use beside the new one, and then that the flows have moved", async () => {
    await withState(twoApps);
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n  scv:confirmedKey: ${sha256(first)} 2026-01-02\n`);
    const early = await connector("confirm", "--flows-moved");
    expect([early.exitCode, early.stderr]).toEqual([3, expect.stringContaining("Nobody has confirmed")]);
    expect((await connector("confirm", "--key", "second.pem")).exitCode).toBe(0);
    expect(await stackFile()).toMatch(
      new RegExp(`"${sha256(first)} 2026-01-02, ${sha256(second)} \\d{4}-\\d\\d-\\d\\d"`),
    );
    expect((await connector("confirm", "--flows-moved")).exitCode).toBe(0);
    expect(await stackFile()).toContain("scv:movedFlows: 2\n");
  });

  test("says what to declare where the program reads no such configuration", async () => {
    await withState(oneApp);
    await writeFile(join(folder, "Pulumi.yaml"), "name: scv\nruntime: nodejs\n");
    const { exitCode, stderr } = await connector("confirm", "--key", "first.pem");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/does not read confirmedKey.*connector\.confirmedKey/),
    ]);
  });

  test("prints nothing of a file that holds no key", async () => {
    await withState(oneApp);
    await writeFile(join(folder, "wrong.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    const { exitCode, stderr, stdout } = await connector("confirm", "--key", "wrong.pem");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("must be an unencrypted RSA private key")]);
    expect(`${stderr}${stdout}`).not.toContain("AAAA");
  });
});

describe("status", () => {
  const next = async (configuration: string) => {
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n${configuration}`);
    const { exitCode, stdout } = await connector("status");
    return [exitCode, stdout.split("\n").findLast((line) => line.startsWith("Next:"))];
  };

  test("leads through a rotation by blue/green, one step at a time", async () => {
    await withState(twoApps);
    const declared = "  scv:rotationStrategy: blueGreen\n  scv:keyGeneration: 2\n";
    const one = `  scv:confirmedKey: ${sha256(first)}\n`;
    const both = `  scv:confirmedKey: "${sha256(first)}, ${sha256(second)}"\n`;
    expect(await next(declared + one)).toEqual([3, expect.stringContaining("give the key of generation 2")]);
    expect(await next(declared + both)).toEqual([
      3,
      expect.stringContaining(
        'generation 2 (npm run connector -- move --from "WxCC - SCV" --to "WxCC - SCV 2" says how)',
      ),
    ]);
    expect(await next(`${declared}${both}  scv:movedFlows: 2\n`)).toEqual([
      3,
      expect.stringContaining("run pulumi up --stack prod, which closes the app of generation 1"),
    ]);
  });

  test("says of a strategy that has just changed to leave the generation as it is for one update", async () => {
    await withState(oneKey);
    const declared = "  scv:rotationStrategy: blueGreen\n  scv:keyGeneration: ";
    expect(await next(`${declared}2\n`)).toEqual([
      3,
      expect.stringContaining("the app has the key of generation 1: set keyGeneration to 1 for one up"),
    ]);
    expect(await next(`${declared}1\n`)).toEqual([3, expect.stringContaining("run pulumi up --stack prod, which")]);
  });

  test("says of a strategy that cannot change yet what comes first, as the preview does", async () => {
    await withState(oneApp);
    expect(await next("  scv:rotationStrategy: blueGreen\n  scv:keyGeneration: 2\n")).toEqual([
      3,
      expect.stringContaining("the key of generation 1 is in use while that of 2 is ready. Finish this rotation"),
    ]);
    await withState(twoApps);
    expect(await next("  scv:rotationStrategy: cutOver\n  scv:keyGeneration: 2\n")).toEqual([
      3,
      expect.stringMatching(/rotationStrategy: the app with the newest key, of generation 2.* Rotate once more/),
    ]);
  });

  test("has nothing to do where the connector holds the key, and says how to rotate", async () => {
    await withState(oneApp);
    expect(await next(`  scv:confirmedKey: ${sha256(first)}\n`)).toEqual([
      0,
      expect.stringContaining("set keyGeneration to 2"),
    ]);
    expect(await next("  scv:confirmedKey: none\n")).toEqual([3, expect.stringContaining("no login of Webex works")]);
    expect(
      await next(`  scv:keyGeneration: 2\n  scv:activeKeyGeneration: 1\n  scv:confirmedKey: ${sha256(first)}\n`),
    ).toEqual([3, expect.stringContaining("the key of generation 2 is ready")]);
    expect(await next(`  scv:keyGeneration: 2\n  scv:confirmedKey: ${sha256(first)}\n`)).toEqual([
      3,
      expect.stringContaining("replaces the key of generation 1, which logs in no more"),
    ]);
  });

  test("leads to the person at Control Hub where the app has another consumer key than was confirmed", async () => {
    await withState(renamedApp);
    expect(await next(`  scv:confirmedKey: ${sha256(first)} 2026-01-02\n`)).toEqual([
      3,
      expect.stringMatching(/give the key of generation 1 to its connector .* no login of Webex works until then/),
    ]);
    expect((await connector("status")).stdout).toContain(
      "must be given another Client ID or Email ID since 2026-11-28",
    );
    expect(await next(`  scv:confirmedKey: ${sha256(first)} 2026-11-28\n`)).toEqual([0, expect.any(String)]);
  });

  const confirmedRotation = `  scv:keyGeneration: 2\n  scv:confirmedKey: ${sha256(second)}\n`;
  test("leads to the next run where the last one did not finish, and says since when", async () => {
    await withState(unfinished["a proof that did not run"]);
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n${confirmedRotation}`);
    const { exitCode, stdout } = await connector("status");
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^The last run did not finish, since 2026-11-29 08:30 UTC: scv-app was changed/m);
    expect(stdout).toMatch(
      /^Next: run pulumi up --stack prod, which finishes.* to go back to the key of generation 1, set active/m,
    );
  });

  test("says nothing of that where the last run has finished", async () => {
    await withState(finished);
    expect((await next(confirmedRotation))[0]).toBe(0);
  });

  test("says of a confirmed fingerprint that it is of no key of the stack", async () => {
    await withState(oneApp);
    await next(`  scv:confirmedKey: "${"0f".repeat(32)}"\n`);
    const { stdout } = await connector("status");
    expect(stdout.match(/^confirmedKey has the fingerprint .*$/gm)).toEqual([
      expect.stringMatching(/(?:0f){32}, which is of no key of this stack.* connector confirm writes the right one/),
    ]);
  });

  test("says nothing of the key of an app that a rotation has removed, once the other one is confirmed", async () => {
    await withState(oneApp);
    await next(`  scv:confirmedKey: "${"0f".repeat(32)}, ${sha256(first)}"\n`);
    expect((await connector("status")).stdout).not.toContain("is of no key");
  });
});

describe("beside a connected app", () => {
  const declared = [
    "config:",
    "  scv:rotationStrategy: blueGreen",
    "  scv:connectedApp: Webex Calls",
    "  scv:connectedAppConnector: SCV connector",
    "",
  ].join("\n");
  const status = async (more: string) => {
    await writeFile(join(folder, "Pulumi.prod.yaml"), `${declared}${more}`);
    const { exitCode, stdout } = await connector("status");
    return { exitCode, stdout, next: stdout.split("\n").findLast((line) => line.startsWith("Next:")) };
  };
  const confirmed = `  scv:confirmedKey: ${sha256(first)} 2026-11-29\n`;

  test("the sheet says that both connectors log in, and status leads to the person who deletes the connected app", async () => {
    await withState(firstOfTwo);
    const handOver = await status("  scv:confirmedKey: none\n");
    expect(handOver.next).toMatch(
      /^Next: give the key of generation 1 to its connector .*\(npm run connector -- confirm --stack prod --key FILE\)\.$/,
    );
    expect(handOver.stdout).toContain('connector "SCV connector" in Control Hub: that of connected app Webex Calls');
    expect((await connector("sheet")).stdout).toContain(
      'Leave connector "SCV connector" of connected app Webex Calls as it is: both connectors log in until the flows',
    );
    expect((await status(confirmed)).next).toMatch(
      /^Next: move the flows from the connector of connected app Webex Calls to that of generation 1/,
    );
    const moved = await connector("confirm", "--flows-moved");
    expect([moved.exitCode, moved.stdout]).toEqual([0, expect.stringContaining("which no update changes")]);
    expect(await stackFile()).toContain("scv:movedFlows: 1\n");
    const last = await status(`${confirmed}  scv:movedFlows: 1\n`);
    expect([last.exitCode, last.next]).toEqual([
      3,
      expect.stringMatching(
        /^Next: a person now deletes the connected app Webex Calls in Setup .*take connectedApp out/,
      ),
    ]);
    await writeFile(
      join(folder, "Pulumi.prod.yaml"),
      `config:\n  scv:rotationStrategy: blueGreen\n${confirmed}  scv:movedFlows: 1\n`,
    );
    expect((await connector("status")).exitCode).toBe(0);
    expect((await connector("sheet")).stdout).not.toContain("connected app");
  });
});

describe("with a token of Webex", () => {
  let webex: LocalWebex;
  let local: LocalOrg;
  let old: string;
  let environment: Record<string, string>;

  test("status names the flows that still use the connector of a connected app, and they are not said to have moved", async () => {
    await withState(firstOfTwo);
    await writeFile(
      join(folder, "Pulumi.prod.yaml"),
      `config:\n  scv:rotationStrategy: blueGreen\n  scv:connectedApp: Webex Calls\n  scv:connectedAppConnector: WxCC - SCV\n  scv:confirmedKey: ${sha256(first)}\n`,
    );
    const [flow] = webex.tenant.state.flows;
    webex.byHand.chooseConnector(String(flow?.id), old);
    webex.byHand.publish(String(flow?.id), ["Live"]);
    const { stdout } = await connectorWith(environment, "status");
    expect(stdout).toContain('connector "WxCC - SCV" is used by');
    expect(stdout).toContain(`${flow?.name} (`);
    const early = await connectorWith(environment, "confirm", "--flows-moved");
    expect([early.exitCode, early.stderr]).toEqual([3, expect.stringContaining("Flows still use the older connector")]);
  });

  beforeAll(async () => {
    local = await createLocalOrg({ settings: { deployMs: 0 } });
    webex = await createLocalWebex({ settings: { callEveryMs: 0, salesforceUrl: local.url } });
    const { app } = await makeAccess(await Stack.on(local), first);
    const saved = await webex.byHand.saveConnector({
      name: "WxCC - SCV",
      clientId: String(app.outputs.consumerKey),
      emailId: integrationUsername,
      url: "https://login.salesforce.com",
      privateKey: first.privateKeyPem,
    });
    old = saved.id;
    const { gatewayUrl, orgId, accessToken } = webex.credentials();
    environment = { WEBEX_GATEWAY_URL: gatewayUrl, WEBEX_ORGANIZATION_ID: orgId, WEBEX_ACCESS_TOKEN: accessToken };
  });
  afterAll(async () => {
    await webex?.stop();
    await local?.stop();
  });

  test("flows are not said to have moved while a published one uses the older connector, which status shows", async () => {
    await withState(twoApps);
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n  scv:confirmedKey: ${sha256(second)}\n`);
    const [flow] = webex.tenant.state.flows;
    webex.byHand.chooseConnector(String(flow?.id), old);
    webex.byHand.publish(String(flow?.id), ["Live"]);
    const early = await connectorWith(environment, "confirm", "--flows-moved");
    expect([early.exitCode, early.stderr]).toEqual([3, expect.stringContaining(`${flow?.name} (`)]);
    expect(early.stderr).toContain('connector "WxCC - SCV" is used by');
    expect((await connectorWith(environment, "status")).stdout).toContain('lists no connector "WxCC - SCV 2"');

    expect(await stackFile()).not.toContain("movedFlows");
    const refused = await connectorWith({ ...environment, WEBEX_ACCESS_TOKEN: "none" }, "confirm", "--flows-moved");
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/^Webex: listing .* status 401/)]);
  });

  test("nor while one that is served cannot be read, or only flows know the older connector", async () => {
    await withState(twoApps);
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n  scv:confirmedKey: ${sha256(second)}\n`);
    const confirmed = () => connectorWith(environment, "confirm", "--flows-moved");
    const { state } = webex.tenant;
    const before = structuredClone(state.flows);
    const [flow, other] = state.flows;
    webex.byHand.chooseConnector(String(flow?.id), old);
    webex.byHand.publish(String(flow?.id), ["Live"]);
    webex.set({ salesforceConnectorsInChoices: false });
    const unlisted = await confirmed();
    webex.set({ salesforceConnectorsInChoices: true });
    expect([unlisted.exitCode, unlisted.stderr]).toEqual([3, expect.stringContaining(`${flow?.name} (`)]);
    state.flows.splice(0, state.flows.length, ...structuredClone(before));
    for (const each of state.flows) each.tags = {};
    const free = state.flows.find(({ id }) => id === other?.id);
    Object.assign(free?.tags ?? {}, { Live: "5f0c0a5e9d3c2b0012345678" });
    const unread = await confirmed();
    expect([unread.exitCode, unread.stderr]).toEqual([3, expect.stringContaining("Flows may still use the older")]);
    expect(unread.stderr.trimEnd()).toMatch(
      /Webex could not tell: run again, or look at these flows in Flow Designer\.$/,
    );
    expect(unread.stderr).toContain(`${other?.name} (Live): exporting version 5f0c0a5e9d3c2b0012345678`);
    expect(await stackFile()).not.toContain("movedFlows");
    for (const each of state.flows) each.tags = {};
    expect((await confirmed()).exitCode).toBe(0);
    expect(await stackFile()).toContain("movedFlows");
  });
});

test.each([
  [["connector", "shet"], 'Unknown verb "shet"'],
  [["connector", "sheet", "--stack", "prod", "--format", "pdf"], "Usage: pulumi-salesforce-access connector sheet"],
  [
    ["connector", "confirm", "--stack", "prod", "--key", "a", "--flows-moved"],
    "Usage: pulumi-salesforce-access connector",
  ],
])("wrong arguments end with 2 and the usage: %j", async (commandArguments, usage) => {
  const { exitCode, stderr } = await runOperation(commandArguments);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(usage)]);
});
