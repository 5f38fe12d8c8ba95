/** A local org to ask, in a process of its own: from here on it is an org like any other. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { send } from "./http.ts";
import type { Target } from "./target.ts";

const mainFile = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const ready = /^Local org ready at (http:\/\/\S+)/;

/** Starts a local org without data, works with it and ends it. @throws Error when it does not start */
export async function withNewLocalOrg<T>(work: (target: Target) => Promise<T>): Promise<T> {
  const flags = ["--disable-warning=ExperimentalWarning", mainFile, "--port", "0"];
  // Ctrl-C is for this process, which still has questions to undo.
  const program = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"], detached: true });
  const exited = once(program, "exit");
  try {
    return await work(await localTarget(await readyUrl(program.stdout)));
  } finally {
    program.kill();
    await exited;
  }
}

async function readyUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = ready.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("The local org did not start.");
}

/** The local org at a URL, with the credentials that it gives out. */
export async function localTarget(url: string): Promise<Target> {
  const { body } = await send(`${url}/_local/credentials`);
  return {
    instanceUrl: body.instanceUrl,
    loginUrl: body.instanceUrl,
    audience: "https://login.salesforce.com",
    apiVersion: body.apiVersion,
    accessToken: body.accessToken,
    spreadMs: 0,
  };
}
