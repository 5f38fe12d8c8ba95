/** Runs the shell blocks of the pages as they are written, with a local org in the place of the one that they name. */
import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { engineTimeout, toolchainEnvironment } from "../engine/engine.ts";
import { salesforceCli } from "../operations/salesforceCli.ts";
import { root } from "./pages.ts";
import { isServer, login, shellBlocksOf, trials } from "./shellBlocks.ts";

jest.setTimeout(engineTimeout);

/** What of a checkout no command reads, or is linked. */
const leftOut = [".git", ".local", "node_modules", "dist", "docs", "test", "examples"];

let folder: string;
let checkout: string;
let local: LocalOrg;
/** What the pages call their values, and what they are here. */
let standIns: [written: string, here: string][];
/** Where `sf` is found: it has a login already. */
let programs: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "blocks-")));
  checkout = join(folder, "checkout");
  const parts = (await readdir(root)).filter((name) => !leftOut.includes(name));
  for (const part of parts) await cp(join(root, part), join(checkout, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(checkout, "node_modules"));
  local = await createLocalOrg();
  const { deployer, organizationId } = local.org;
  const key = join(folder, "deployer.key");
  await writeFile(key, deployer.privateKeyPem());
  await writeFile(join(folder, "certificate.pem"), selfSigned().certificatePem);
  standIns = [
    ["https://mycompany.my.salesforce.com", local.url],
    ["http://127.0.0.1:8417", local.url],
    ["$(npm run --silent org -- --url)", local.url],
    ["00D5g000004XyzAEAS", organizationId],
    ["3MVG9…", deployer.clientId],
    ["PlatformCLI", deployer.clientId],
    ["SALESFORCE_ACCESS_TOKEN=…", `SALESFORCE_ACCESS_TOKEN=${deployer.accessToken}`],
    ["deployer@mycompany.com", deployer.username],
    ["/run/secrets/deployer.key", key],
    ["/run/secrets/certificate.pem", join(folder, "certificate.pem")],
    ["pulumi@mycompany.com", deployer.username],
    ["--sf-alias prod", "--sf-alias desk"],
    ["SALESFORCE_SF_ALIAS=prod", "SALESFORCE_SF_ALIAS=desk"],
    ["--port 9000", "--port 0"],
    ["--port 9100", "--port 0"],
    ["--tls-port 8443", "--tls-port 0"],
    ["/tmp/another-org", join(folder, "another-org")],
  ];
  programs = await salesforceCli(folder, { local, clientId: deployer.clientId });
});
afterAll(async () => {
  await local?.stop();
  await rm(folder, { recursive: true, force: true });
});

/**
 * `npm run NAME -- ARGUMENTS` without the launcher: it would install into the node_modules of the checkout, which are
 * linked, if they were not those of the lock file.
 */
const npm = `npm() {
  local name=$2
  shift 2
  if [ "\${1-}" = -- ]; then shift; fi
  if [ -f tools/commands/$name.ts ]; then set -- $name.ts "$@"; else set -- operation.ts $name "$@"; fi
  node --disable-warning=ExperimentalWarning tools/commands/"$@"
}`;

/** `npx NAME ARGUMENTS`, from the sources. */
const npx = `npx() {
  case $1 in
    pulumi-salesforce-access) set -- operations/main.ts "\${@:2}" ;;
    local-salesforce-org) set -- local-org/src/main.ts "\${@:2}" ;;
    local-webex-tenant) set -- local-webex/src/main.ts "\${@:2}" ;;
  esac
  node --disable-warning=ExperimentalWarning "$@"
}`;

/** The login that a person does in a browser has been done. */
const sf = "sf() { :; }";

/** Runs commands as they are written on a page; a server only until it is ready. */
async function run(commands: string): Promise<{ exitCode: number | null; output: string }> {
  const { NODE_OPTIONS: _ofJest, ...base } = process.env;
  const script = standIns.reduce((text, [written, here]) => text.replaceAll(written, here), commands);
  const child = spawn("bash", ["-e", "-u", "-x", "-o", "pipefail", "-c", [npm, npx, sf, script].join("\n")], {
    cwd: checkout,
    // A server and the shell that waits for it are one group, which a signal reaches as Ctrl-C does.
    detached: true,
    env: {
      ...base,
      ...toolchainEnvironment(),
      ...programs,
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
      PULUMI_CONFIG_PASSPHRASE: "",
      // Where npm was called; the one of these tests is of the whole checkout.
      INIT_CWD: checkout,
      // The answer "yes" that a person gives at the terminal.
      PULUMI_SKIP_CONFIRMATIONS: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let isReady = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (isReady || !/ ready at http/.test(output)) return;
      isReady = true;
      process.kill(-Number(child.pid), "SIGINT");
    });
  }
  return new Promise((resolve) =>
    child.on("close", (exitCode) => resolve({ exitCode: isReady ? 0 : exitCode, output })),
  );
}

/** The commands of a block, once for each server in it: with what comes before it, without the other servers. */
function scriptsOf(commands: string): string[] {
  const lines = commands.split("\n");
  if (!lines.some(isServer)) return [commands];
  return lines.flatMap((line, index) =>
    isServer(line) ? [[...lines.slice(0, index).filter((other) => !isServer(other)), line].join("\n")] : [],
  );
}

describe("the shell blocks run as they are written", () => {
  const blocks = Object.entries(trials).flatMap(([page, ofPage]) => {
    const commands = shellBlocksOf(page);
    return ofPage.flatMap((trial, index) =>
      "elsewhere" in trial || "not" in trial ? [] : [{ page, number: index + 1, commands: commands[index], ...trial }],
    );
  });

  test.each(blocks)("$page, $number", async ({ commands, before, after }) => {
    for (const script of scriptsOf(String(commands))) {
      const { exitCode, output } = await run([before, script, after].filter(Boolean).join("\n"));
      if (exitCode !== 0) throw new Error(`ended with ${exitCode}:\n${output}`);
    }
  });

  test("leave access that works, with the key that the way back took", async () => {
    const { output } = await run(`${login}\nnpm run prove -- --stack production`);
    expect(output).toContain("The access works.");
    expect(await readFile(join(checkout, "Pulumi.production.yaml"), "utf8")).toMatch(/activeKeyGeneration: "?1"?$/m);
  });
});
