// Runs a command with the secrets of a role: node with-secrets.mjs ROLE -- COMMAND ARGUMENT…
// The identity token of this job is exchanged for them at a Vault (VAULT_ADDR, with the role salesforce-access-ROLE of its
// method "jwt"), so the pipeline keeps no secret. Each field of the secret salesforce-access/ROLE (version 2 of the store
// "secret") becomes a variable of the command, and of nothing else in this job.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { constants } from "node:os";

const [role, separator, command, ...commandArguments] = process.argv.slice(2);
if (separator !== "--" || command === undefined)
  throw new Error("Usage: node with-secrets.mjs ROLE -- COMMAND ARGUMENT…");

/** Variables of this job that no command needs. */
const {
  ID_TOKEN,
  ID_TOKEN_FILE,
  ACTIONS_ID_TOKEN_REQUEST_URL,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN,
  VAULT_ADDR,
  ...environment
} = process.env;
if (!VAULT_ADDR) throw new Error("VAULT_ADDR must be the address of the Vault.");

async function ask(address, what, options) {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(30_000), redirect: "error" });
  if (!answer.ok) throw new Error(`${what} was refused: ${answer.status} ${answer.statusText}`);
  return answer.json();
}

/** The identity token of this job, from whichever platform it runs on. */
async function identityToken() {
  if (ID_TOKEN) return ID_TOKEN;
  if (ID_TOKEN_FILE) return (await readFile(ID_TOKEN_FILE, "utf8")).trim();
  if (!ACTIONS_ID_TOKEN_REQUEST_URL)
    throw new Error("This job has no identity token: it must be allowed to ask for one.");
  const address = `${ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(VAULT_ADDR)}`;
  const headers = { authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
  return (await ask(address, "The identity token", { headers })).value;
}

const vault = (path) => `${VAULT_ADDR.replace(/\/+$/, "")}/v1/${path}`;
const login = { role: `salesforce-access-${role}`, jwt: await identityToken() };
const { auth } = await ask(vault("auth/jwt/login"), `The login with role ${login.role}`, {
  method: "POST",
  body: JSON.stringify(login),
});
const headers = { "x-vault-token": auth.client_token };
const { data } = await ask(vault(`secret/data/salesforce-access/${role}`), `The secret salesforce-access/${role}`, {
  headers,
});
const secrets = Object.entries(data.data).filter(([name]) => /^[A-Za-z_]\w*$/.test(name));
if (process.env.GITHUB_ACTIONS) {
  const lines = secrets.flatMap(([, value]) => String(value).split(/\r?\n/)).filter((line) => line.trim().length > 3);
  for (const line of lines) console.log(`::add-mask::${line.replaceAll("%", "%25")}`);
}

const child = spawn(command, commandArguments, {
  stdio: "inherit",
  env: { ...environment, ...Object.fromEntries(secrets.map(([name, value]) => [name, String(value)])) },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 127;
});
child.on("close", (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
