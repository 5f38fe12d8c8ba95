#!/usr/bin/env node
/** The command `local-salesforce-org` of the package: runs local orgs in the foreground, or asks an org for its rules. */
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { type ListedOrg, listedOrgs } from "./orgList.ts";
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from "./server.ts";

const defaultPort = 8417;
const portsTried = 50;
/** How Node's own option parser calls its errors, too. */
const wrongOptionCode = "ERR_PARSE_ARGS";

const helpText = `Usage: local-salesforce-org [--port N] [--data DIR] [--tls-port N] [--orgs N|NAMES|FILE.json]
       local-salesforce-org conformance --target local|URL [options]

Runs a local Salesforce org on 127.0.0.1 until it is stopped (Ctrl-C), or several, each on a port of its own.

  --port N    port to listen on (default ${defaultPort}); when it is taken, the next free one. Further orgs take the
              free ports after it
  --data DIR  folder that keeps the orgs between runs (default: none, they end with the run)
  --tls-port N
              listens with TLS too, on this port (0: any free one); its authority is authority.pem in the data folder
  --orgs …    how many orgs, or their names with commas between, or a JSON file: an object with names as keys and
              shapes as values ({"edition", "isSandbox", "seats", "packages", "clockOffsetMs"}, all optional)
  --help      this text

With "conformance" it asks another org whether the rules of the local org hold there; its --help says more.

Credentials: GET /_local/credentials. Other control addresses: /_local/status, /_local/orgs, /_local/requests,
/_local/settings, /_local/faults, /_local/export, and POST /_local/reset, /_local/confirm-email, /_local/sandbox.
`;

interface Options {
  port: number;
  data: string | undefined;
  tlsPort: number | undefined;
  /** Undefined: one org without a name. */
  orgs: ListedOrg[] | undefined;
  help: boolean;
}

function readOptions(): Options {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: { port: text, data: text, "tls-port": text, orgs: text, help: { type: "boolean" } },
  });
  const { data, help = false, "tls-port": tlsPort } = values;
  if (tlsPort !== undefined && data === undefined) throw wrongOption("--tls-port needs --data, to keep its authority.");
  return {
    port: portNumber("--port", values.port) ?? defaultPort,
    data,
    tlsPort: portNumber("--tls-port", tlsPort),
    orgs: readOrgs(values.orgs),
    help,
  };
}

function portNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw wrongOption(`${option} takes a number from 0 to 65535, not ${text}.`);
}

function readOrgs(option: string | undefined): ListedOrg[] | undefined {
  if (option === undefined) return undefined;
  try {
    return listedOrgs(option, (path) => readFileSync(path, "utf8"));
  } catch (error) {
    throw wrongOption((error as Error).message);
  }
}

function wrongOption(message: string): Error {
  return Object.assign(new Error(message), { code: wrongOptionCode });
}

/** Starts on the port, or on the next one that is free, and says so. */
async function startFrom(port: number, options: LocalOrgOptions): Promise<LocalOrg> {
  for (let tried = port; ; tried += 1) {
    try {
      return await createLocalOrg({ ...options, port: tried });
    } catch (error) {
      const { code, port: taken } = error as { code?: string; port?: number };
      const isTaken = code === "EADDRINUSE" && taken === tried;
      if (!isTaken || tried + 1 >= port + portsTried || tried + 1 > 65_535) throw error;
      console.log(`Port ${tried} is taken; trying ${tried + 1}.`);
    }
  }
}

/**
 * The deployers' private keys are in there: what is made is for its owner alone, and so become the files that an earlier
 * version has left.
 */
function openDataFolder(data: string): void {
  process.umask(0o077);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const own = readdirSync(data).filter((name) => /\.sqlite(-\w+)?$|^authority.*\.pem$/.test(name));
  for (const name of own) chmodSync(join(data, name), 0o600);
}

async function main([command, ...more]: readonly string[]): Promise<void> {
  if (command === "conformance") {
    // Loaded only when it is wanted, so that an org starts as fast as without it.
    const { askConformance } = await import("../conformance/command.ts");
    process.exitCode = await askConformance(more, "local-salesforce-org conformance");
    return;
  }
  const { port, data, tlsPort, orgs, help } = readOptions();
  if (help) {
    process.stdout.write(helpText);
    return;
  }
  if (data !== undefined) openDataFolder(data);
  // Making many orgs leaves much behind at once, for which V8 would keep some 100 MB more from then on.
  if (orgs !== undefined) setFlagsFromString("--semi-space-growth-factor=1");
  const running: { listed: ListedOrg | undefined; localOrg: LocalOrg }[] = [];
  const shared = orgs === undefined ? {} : ({ settings: { usernamesUnique: "acrossOrgs" } } as const);
  let next = port;
  for (const [index, listed] of (orgs ?? [undefined]).entries()) {
    const file = data === undefined ? {} : { databaseFile: join(data, `${listed?.name ?? "org"}.sqlite`) };
    const ownTlsPort = tlsPort && tlsPort + index;
    const tls = data === undefined || ownTlsPort === undefined ? {} : { tls: { port: ownTlsPort, directory: data } };
    const localOrg = await startFrom(next, { ...listed, ...file, ...tls, ...shared });
    running.push({ listed, localOrg });
    next = port === 0 ? 0 : Number(new URL(localOrg.url).port) + 1;
  }
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const { localOrg } of running) await localOrg.stop();
    console.log(orgs === undefined ? "Local org stopped." : `${running.length} local orgs stopped.`);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  const state = data === undefined ? "state in memory, gone when it stops" : `state in ${resolve(data)}`;
  for (const { listed, localOrg } of running) {
    const { secure, url } = localOrg;
    if (secure) console.log(`With TLS at ${secure.url}; clients have to trust ${secure.authorityFile}`);
    console.log(`Local org ${listed === undefined ? "" : `${listed.name} `}ready at ${url} (${state})`);
  }
  if (orgs !== undefined) console.log(`${running.length} local orgs ready.`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = (error as { code?: string }).code?.startsWith(wrongOptionCode) ? 2 : 1;
}
