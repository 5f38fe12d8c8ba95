/** Runs a local org in the foreground: `node local-org/main.ts [--port N] [--data DIR] [--tls-port N] [--help]`. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createLocalOrg, type LocalOrg } from "./server.ts";

const DEFAULT_PORT = 8417;
const PORTS_TRIED = 50;
/** How Node's own option parser calls its errors, too. */
const WRONG_OPTION = "ERR_PARSE_ARGS";

const HELP = `Usage: node local-org/main.ts [--port N] [--data DIR] [--tls-port N]

Runs a local Salesforce org on 127.0.0.1 until it is stopped (Ctrl-C).

  --port N    port to listen on (default ${DEFAULT_PORT}); when it is taken, the next free one
  --data DIR  folder that keeps the org between runs (default: none, the org ends with the run)
  --tls-port N
              listens with TLS too, on this port (0: any free one); its authority is authority.pem in the data folder
  --help      this text

Credentials: GET /_local/credentials. Other control addresses: /_local/status, /_local/requests, /_local/settings,
/_local/export, and POST /_local/reset, /_local/confirm-email.
`;

interface Options {
  port: number;
  data: string | undefined;
  tlsPort: number | undefined;
  help: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      data: { type: "string" },
      "tls-port": { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { data, help = false, "tls-port": tlsPort } = values;
  if (tlsPort !== undefined && data === undefined) throw wrongOption("--tls-port needs --data, to keep its authority.");
  return {
    port: portNumber("--port", values.port) ?? DEFAULT_PORT,
    data,
    tlsPort: portNumber("--tls-port", tlsPort),
    help,
  };
}

function portNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw wrongOption(`${option} takes a number from 0 to 65535, not ${text}.`);
}

function wrongOption(message: string): Error {
  return Object.assign(new Error(message), { code: WRONG_OPTION });
}

/** Starts on the port, or on the next one that is free, and says so. */
async function startFrom({ port, data, tlsPort }: Options): Promise<LocalOrg> {
  const kept = data === undefined ? {} : { databaseFile: join(data, "org.sqlite") };
  const tls = data === undefined || tlsPort === undefined ? {} : { tls: { port: tlsPort, directory: data } };
  for (let tried = port; ; tried += 1) {
    try {
      return await createLocalOrg({ port: tried, ...kept, ...tls });
    } catch (error) {
      const { code, port: taken } = error as { code?: string; port?: number };
      const isTaken = code === "EADDRINUSE" && taken === tried;
      if (!isTaken || tried + 1 >= port + PORTS_TRIED || tried + 1 > 65_535) throw error;
      console.log(`Port ${tried} is taken; trying ${tried + 1}.`);
    }
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  const { data } = options;
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  // The deployer's private key is in there.
  if (data !== undefined) mkdirSync(data, { recursive: true, mode: 0o700 });
  const localOrg = await startFrom(options);
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
  const { secure } = localOrg;
  if (secure) console.log(`With TLS at ${secure.url}; clients have to trust ${secure.authorityFile}`);
  console.log(`Local org ready at ${localOrg.url} (${state})`);
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = (error as { code?: string }).code?.startsWith(WRONG_OPTION) ? 2 : 1;
}
