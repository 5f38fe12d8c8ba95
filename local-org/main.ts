/** Runs a local org in the foreground: `node local-org/main.ts [--port N] [--data DIR] [--help]`. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createLocalOrg, type LocalOrg } from "./server.ts";

const DEFAULT_PORT = 8417;
const PORTS_TRIED = 50;
/** How Node's own option parser calls its errors, too. */
const WRONG_OPTION = "ERR_PARSE_ARGS";

const HELP = `Usage: node local-org/main.ts [--port N] [--data DIR]

Runs a local Salesforce org on 127.0.0.1 until it is stopped (Ctrl-C).

  --port N    port to listen on (default ${DEFAULT_PORT}); when it is taken, the next free one
  --data DIR  folder that keeps the org between runs (default: none, the org ends with the run)
  --help      this text

Credentials: GET /_local/credentials. Other control addresses: /_local/status, /_local/requests, /_local/settings,
/_local/export, and POST /_local/reset, /_local/confirm-email.
`;

interface Options {
  port: number;
  data: string | undefined;
  help: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: { port: { type: "string" }, data: { type: "string" }, help: { type: "boolean" } },
  });
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw Object.assign(new Error(`--port takes a number from 0 to 65535, not ${values.port}.`), {
      code: WRONG_OPTION,
    });
  return { port, data: values.data, help: values.help ?? false };
}

/** Starts on the port, or on the next one that is free, and says so. */
async function startFrom(port: number, databaseFile: string | undefined): Promise<LocalOrg> {
  for (let tried = port; ; tried += 1) {
    try {
      return await createLocalOrg({ port: tried, ...(databaseFile === undefined ? {} : { databaseFile }) });
    } catch (error) {
      const isTaken = (error as { code?: string }).code === "EADDRINUSE";
      if (!isTaken || tried + 1 >= port + PORTS_TRIED || tried + 1 > 65_535) throw error;
      console.log(`Port ${tried} is taken; trying ${tried + 1}.`);
    }
  }
}

async function main(): Promise<void> {
  const { port, data, help } = readOptions();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  // The deployer's private key is in there.
  if (data !== undefined) mkdirSync(data, { recursive: true, mode: 0o700 });
  const localOrg = await startFrom(port, data === undefined ? undefined : join(data, "org.sqlite"));
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await localOrg.stop();
    console.log("Local org stopped.");
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  const state = data === undefined ? "state in memory, gone when it stops" : `state in ${resolve(data)}`;
  console.log(`Local org ready at ${localOrg.url} (${state})`);
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = (error as { code?: string }).code?.startsWith(WRONG_OPTION) ? 2 : 1;
}
