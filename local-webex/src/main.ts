#!/usr/bin/env node
/** The command `local-webex-tenant` of the package: runs local tenants in the foreground. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Region, regions } from "./identifiers.ts";
import { createLocalWebex, type LocalWebex, type LocalWebexOptions } from "./server.ts";
import { isLocalAddress } from "./settings.ts";

const defaultPort = 8427;
const portsTried = 50;
/** How Node's own option parser calls its errors, too. */
const wrongOptionCode = "ERR_PARSE_ARGS";
const mostTenants = 100;
const nameForm = /^[A-Za-z0-9][\w-]{0,39}$/;

const helpText = `Usage: local-webex-tenant [--port N] [--data DIR] [--salesforce URL] [--every MS] [--region NAME] [--tenants NAMES]

Runs a local Webex Contact Center tenant on 127.0.0.1 until it is stopped (Ctrl-C), or several, each on a port of its own.
Its pages show connectors, flows, and calls that an IVR makes to Salesforce.

  --port N          port to listen on (default ${defaultPort}); when it is taken, the next free one. Further tenants take
                    the free ports after it
  --data DIR        folder that keeps each tenant in a file between runs (default: none, they end with the run)
  --salesforce URL  the local org, such as http://127.0.0.1:8417, that stands for all hosts of salesforce.com. Without it,
                    connectors reach addresses of this machine only
  --every MS        milliseconds from one call of the IVR to the next (default 1000; 0: no calls)
  --region NAME     data centre: ${regions.join(", ")} (default us1)
  --tenants NAMES   names of several tenants, with commas between
  --help            this text

Tokens for clients: GET /_local/credentials. Other control addresses: /_local/status, /_local/tenants, /_local/tokens,
/_local/settings, /_local/calls, /_local/requests, /_local/faults, and POST /_local/reset.
`;

interface Options {
  port: number;
  data: string | undefined;
  names: string[];
  region: Region;
  settings: NonNullable<LocalWebexOptions["settings"]>;
  help: boolean;
}

function readOptions(): Options {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      port: text,
      data: text,
      salesforce: text,
      every: text,
      region: text,
      tenants: text,
      help: { type: "boolean" },
    },
  });
  const region = regions.find((one) => one === (values.region ?? "us1"));
  if (region === undefined) throw wrongOption(`--region takes ${regions.join(", ")}, not ${values.region}.`);
  const { salesforce } = values;
  if (salesforce !== undefined && !isLocalAddress(salesforce)) {
    throw wrongOption(
      `--salesforce takes an address of this machine, such as http://127.0.0.1:8417, not ${salesforce}.`,
    );
  }
  const every = wholeNumber("--every", values.every, 3_600_000);
  return {
    port: wholeNumber("--port", values.port, 65_535) ?? defaultPort,
    data: values.data,
    names: namesOf(values.tenants),
    region,
    settings: {
      ...(salesforce === undefined ? {} : { salesforceUrl: salesforce }),
      ...(every === undefined ? {} : { callEveryMs: every }),
    },
    help: values.help ?? false,
  };
}

function wholeNumber(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw wrongOption(`${option} takes a number from 0 to ${most}, not ${text}.`);
}

function namesOf(option: string | undefined): string[] {
  const names = (option ?? "tenant").split(",").map((name) => name.trim());
  const wrong = names.find((name, index) => !nameForm.test(name) || names.indexOf(name) !== index);
  if (wrong !== undefined) {
    throw wrongOption(
      `--tenants takes different names of up to 40 letters, digits, _ and -, not ${JSON.stringify(wrong)}.`,
    );
  }
  if (names.length > mostTenants) throw wrongOption(`--tenants takes ${mostTenants} names at most.`);
  return names;
}

function wrongOption(message: string): Error {
  return Object.assign(new Error(message), { code: wrongOptionCode });
}

/** Starts on the port, or on the next one that is free, and says so. */
async function startFrom(port: number, options: LocalWebexOptions): Promise<LocalWebex> {
  for (let tried = port; ; tried += 1) {
    try {
      return await createLocalWebex({ ...options, port: tried });
    } catch (error) {
      const isTaken = (error as { code?: string }).code === "EADDRINUSE";
      if (!isTaken || tried + 1 >= port + portsTried || tried + 1 > 65_535) throw error;
      console.log(`Port ${tried} is taken; trying ${tried + 1}.`);
    }
  }
}

async function main(): Promise<void> {
  const { port, data, names, region, settings, help } = readOptions();
  if (help) {
    process.stdout.write(helpText);
    return;
  }
  if (data !== undefined) mkdirSync(data, { recursive: true, mode: 0o700 });
  const running: LocalWebex[] = [];
  let next = port;
  for (const name of names) {
    const file = data === undefined ? {} : { file: join(data, `${name}.json`) };
    const shape = names.length === 1 ? { region } : { region, name };
    const tenant = await startFrom(next, { settings, shape, ...file });
    running.push(tenant);
    next = port === 0 ? 0 : Number(new URL(tenant.url).port) + 1;
  }
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const tenant of running) await tenant.stop();
    console.log("Local Webex stopped.");
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const state = data === undefined ? "state in memory, gone when it stops" : `state in ${resolve(data)}`;
  for (const { url, tenant } of running) {
    console.log(`Local Webex tenant ${tenant.state.name} ready at ${url} (${state})`);
  }
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = (error as { code?: string }).code?.startsWith(wrongOptionCode) ? 2 : 1;
}
