import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { changeComponent, control, names } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments } from "./engine.ts";

jest.setTimeout(3 * engineTimeout);

let engine: Engine;
/** Everything that the runs have left or printed, with where it was. */
const collected: { where: string; text: string }[] = [];
/** What must not be in it, beside what has the form of a token or an assertion. */
const secrets: { what: string; text: string }[] = [];

/** The lines of a private key that its public key does not share: a key of 2048 bits begins with them. */
function addKey(what: string, pem: string): void {
  const lines = pem.split("\n").filter((text) => text.length === 64);
  for (const line of lines.slice(8)) {
    secrets.push({ what, text: line }, { what: `${what} in base64`, text: Buffer.from(line).toString("base64") });
  }
}

const forms: { what: string; pattern: RegExp }[] = [
  { what: "an assertion", pattern: /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/ },
  { what: "an access token", pattern: /00D[A-Za-z0-9]{12,15}(!|%21)[\w.]{20,}/ },
  { what: "a private key", pattern: /BEGIN (RSA )?PRIVATE KEY-----(\\n|\s)+[A-Za-z0-9+/]{20}/ },
];

/**
 * Lines in which Pulumi itself prints what it sends and receives, secret or not, whoever's resources they are: its log
 * from level 5 on, and debug events. docs/connection.md warns of both.
 */
const pulumisOwn =
  /"msg":"((M|Unm)arshaling property for RPC|RegisterResource RPC|eventSink::Debug)|"severity":"debug"/;

beforeAll(async () => {
  engine = await Engine.start({ program: { scvArguments } });
});
afterAll(() => engine?.stop());

/** Every file of a folder, with the texts of those that are read as text. */
async function collectFolder(folder: string, skipped: readonly string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (skipped.includes(path) || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) await collectFolder(path, skipped);
    else if (entry.isFile()) collected.push({ where: path, text: await readFile(path, "latin1") });
  }
}

test("no operation leaves or prints a private key, a token or an assertion in clear", async () => {
  const { local } = engine;
  const { deployer } = local.org;
  const folder = dirname(engine.stateFolder);
  const keyFile = await engine.file("deployer.pem", deployer.privateKeyPem());
  const temporary = join(folder, "temporary");
  await mkdir(temporary);
  addKey("the deployer's key", deployer.privateKeyPem());
  secrets.push({ what: "the deployer's token", text: deployer.accessToken });
  const neverPrinted = () => secrets.filter(({ what }) => what.startsWith("the deployer's"));

  const quiet = { TMPDIR: temporary };
  const byKey = {
    ...quiet,
    SALESFORCE_ACCESS_TOKEN: undefined,
    SALESFORCE_USERNAME: deployer.username,
    SALESFORCE_PRIVATE_KEY_FILE: keyFile,
  };
  const verbose = ["--logtostderr", "-v=9"];
  const keep = async (where: string, run: Promise<{ output: string; exitCode: number | null }>) => {
    const ended = await run;
    collected.push({ where, text: ended.output });
    return ended;
  };
  const keepKey = async (what: string) => addKey(what, String((await engine.outputs()).privateKeyPem));

  await keep("up with a preview", engine.up([], byKey));
  await keepKey("the first key");
  await keep("preview with all values", engine.preview(["--refresh", "--diff", "--show-full-output"], quiet));
  await keep("preview as JSON", engine.preview(["--json"], quiet));
  await keep("history", engine.run(["stack", "history", "--stack", "dev"], quiet));
  await keep("export", engine.run(["stack", "export", "--stack", "dev"], quiet));
  await changeComponent(local, "ExtlClntAppOauthConfigurablePolicies", `${names.app}_oauthPlcy`, {
    refreshTokenPolicyType: "Infinite",
  });
  await keep("a repair with the most talkative log", engine.up(["--skip-preview", "--refresh", ...verbose], byKey));
  await engine.declare({ ...scvArguments, certificate: { generation: 2 } });
  await keep("a rotation", engine.up([], quiet));
  await keepKey("the second key");

  const expired = `${local.org.organizationId}!AQ0AQexpiredexpiredexpiredexpired`;
  secrets.push({ what: "an expired token", text: expired });
  const refused = engine.preview(["--refresh"], { ...quiet, SALESFORCE_ACCESS_TOKEN: expired });
  expect((await keep("a refused token", refused)).exitCode).not.toBe(0);
  // Somebody puts the key where another value belongs.
  const pem = deployer.privateKeyPem();
  for (const [place, wrong] of Object.entries({
    texts: { contactEmail: pem, app: { label: pem }, proof: { audience: pem } },
    names: {
      permissionSet: { apexClasses: [pem] },
      profile: { userPermissions: [pem] },
      user: { fields: { [pem]: pem } },
    },
    values: {
      user: { fields: { Department: pem } },
      app: { callbackUrls: [pem], keepFlows: [pem] },
      policy: { startUrl: pem },
    },
    certificate: { certificatePem: pem },
  })) {
    await engine.declare({ ...scvArguments, ...wrong });
    expect((await keep(`a key among ${place}`, engine.preview([], quiet))).exitCode).not.toBe(0);
  }
  await engine.declare(scvArguments);
  // Or a secret where a setting belongs.
  const misplaced = {
    "a key as path": { SALESFORCE_ACCESS_TOKEN: undefined, SALESFORCE_PRIVATE_KEY_FILE: pem },
    "a token as id of the org": { SALESFORCE_ORG_ID: deployer.accessToken },
    "a token as address": { SALESFORCE_INSTANCE_URL: `https://${deployer.accessToken}` },
    "a key as client id": { SALESFORCE_CLIENT_ID: pem },
  };
  for (const [what, environment] of Object.entries(misplaced)) {
    await keep(what, engine.preview(["--refresh"], { ...byKey, ...environment }));
    await keep(
      `${what}, of an operation`,
      engine.operate(["check-connection", "--stack", "dev"], { ...byKey, ...environment }),
    );
  }
  // The operations, and an org that sends back what it was given.
  for (const operation of ["check-connection", "prove", "survey"]) {
    const ended = engine.operate([operation, "--stack", "dev"], operation === "survey" ? quiet : byKey);
    await keep(operation, ended);
  }
  const [set] = local.org.records.find("PermissionSet", { Name: names.permissionSet });
  const { Id = "", Description } = set ?? {};
  local.org.records.update("PermissionSet", String(Id), { Description: `[pulumi:scv/other/${deployer.accessToken}]` });
  await engine.declare({ ...scvArguments, permissionSet: { description: "New" } });
  expect((await keep("an org that tells secrets", engine.up(["--skip-preview"], quiet))).exitCode).not.toBe(0);
  await keep("survey of an org that tells secrets", engine.operate(["survey", "--stack", "dev"], quiet));
  local.org.records.update("PermissionSet", String(Id), { Description: String(Description) });
  await engine.declare(scvArguments);
  await keep("a destroy", engine.destroy(byKey));

  collected.push({ where: "the org's request log", text: JSON.stringify(await control(local, "requests")) });
  await collectFolder(folder, [keyFile, engine.project]);
  expect(collected.length).toBeGreaterThan(20);
  const found = collected.flatMap(({ where, text }) => {
    const ours = text
      .split("\n")
      .filter((line) => !pulumisOwn.test(line))
      .join("\n");
    return [
      ...neverPrinted().filter((secret) => text.includes(secret.text)),
      ...secrets.filter((secret) => ours.includes(secret.text)),
      ...forms.filter(({ pattern }) => pattern.test(ours)),
    ].map(({ what }) => `${what} in ${where}`);
  });
  expect([...new Set(found)]).toEqual([]);
});

test("the search finds what it looks for", () => {
  const { accessToken } = engine.local.org.deployer;
  const key = engine.local.org.deployer.privateKeyPem();
  const header = Buffer.from('{"alg":"RS256"}').toString("base64url");
  const texts = [`Bearer ${accessToken}`, JSON.stringify({ key }), `${header}.${header}.${header}`];
  expect(texts.map((text) => forms.some(({ pattern }) => pattern.test(text)))).toEqual([true, true, true]);
});
