import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ledger } from "../../src/ledger/index.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A local org in a process of its own, so that a hang or a crash of it can be seen from outside. */
export interface Target {
  url: string;
  credentials: {
    orgId: string;
    username: string;
    accessToken: string;
    clientId: string;
    privateKeyPem: string;
  };
  child: ChildProcess;
}

export async function startTarget(): Promise<Target> {
  const child = spawn(process.execPath, [main, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  let url = "";
  for await (const line of createInterface({ input: child.stdout })) {
    url = /ready at (\S+)/.exec(line)?.[1] ?? "";
    if (url !== "") break;
  }
  const credentials = (await (await fetch(`${url}/_local/credentials`)).json()) as Target["credentials"];
  return { url, credentials, child };
}

export async function stopTarget({ child }: Target): Promise<void> {
  if (child.exitCode !== null) throw new Error(`The local org ended by itself with ${child.exitCode}`);
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** How long an answer may take before the call counts as hanging. */
const hangMs = 20_000;

export interface Judged {
  status: number;
  text: string;
}

/** Makes a call and fails when the org hangs, crashes, or answers 5xx in a way that is no rule of the ledger. */
export async function judgedCall(target: Target, path: string, init: RequestInit = {}): Promise<Judged> {
  const answer = await fetch(target.url + path, {
    ...init,
    headers: { authorization: `Bearer ${target.credentials.accessToken}`, ...init.headers },
    signal: AbortSignal.timeout(hangMs),
  });
  const text = await answer.text();
  const complaint = complaintAbout(answer.status, text);
  if (complaint !== undefined) throw new Error(`${complaint}: ${answer.status} ${text.slice(0, 500)}`);
  return { status: answer.status, text };
}

/** What answers 5xx may look like, and the rule that says so. */
const allowed: readonly { status: number; pattern: RegExp; rule: string }[] = [
  { status: 501, pattern: /The local org does not speak /, rule: "error.not-spoken" },
  { status: 500, pattern: /<faultcode>(?:sf:[A-Z_]+|soapenv:Client)<\/faultcode>/, rule: "safety.soap-fault" },
  { status: 500, pattern: /"errorCode":"APEX_ERROR"/, rule: "apexrest.exception" },
];

/** Rules that `ALLOWED` names and the ledger does not have. */
export function unknownRules(): string[] {
  const known = new Set(ledger.map(({ id }) => id));
  return allowed.map(({ rule }) => rule).filter((rule) => !known.has(rule));
}

/** Why an answer shows a defect of the local org; `undefined` when it does not. */
export function complaintAbout(status: number, text: string): string | undefined {
  if (text.includes("UNKNOWN_EXCEPTION")) return "The local org failed";
  if (status < 500) return undefined;
  const isAllowed = allowed.some((allowed) => allowed.status === status && allowed.pattern.test(text));
  return isAllowed ? undefined : "No rule of the ledger answers so";
}
