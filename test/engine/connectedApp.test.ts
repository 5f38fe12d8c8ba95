import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { blocksOf } from "../docs/pages.ts";
import { integrationUsername } from "../provider/access.ts";
import {
  type ConnectedAccess,
  connectedApp,
  heldOf,
  inSetup,
  loginVerdict,
  setUpByHand,
} from "../provider/connectedAccess.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";
import { connectorFrom, Ivr } from "./ivr.ts";
import { checkout } from "./project.ts";

jest.setTimeout(engineTimeout);

/** The commands of the section on an app beside a connected app, in their order. */
const guide = blocksOf("docs/connected-app.md", "console")
  .slice(1)
  .flatMap((block) => block.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : [])));

let local: LocalOrg;
let engine: Engine;
let ivr: Ivr;
let access: ConnectedAccess;

beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  access = await setUpByHand(local);
  const program = `export { default } from ${JSON.stringify(join(checkout, "index.ts"))};\n`;
  engine = await Engine.start({ program: { text: program }, local });
  await writeFile(join(engine.project, "Pulumi.yaml"), await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
  ivr = new Ivr(local, 100);
  await ivr.use({ clientId: access.consumerKey, emailId: integrationUsername, privateKey: access.key.privateKey });
});
afterAll(async () => {
  await ivr?.stop();
  await engine?.stop();
  await local?.stop();
});

/** Does one line of the guide, and what a person does in Webex at that point. */
async function follow(line: string): Promise<string> {
  const words = [...line.replace("production", "dev").matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, word]) => quoted ?? word ?? "",
  );
  if (line === "pulumi up") return succeeded(await engine.up()).output;
  if (!line.startsWith("npm run ")) throw new Error(`The guide has a command that nobody follows: ${line}`);
  if (words.includes("--flows-moved")) await moveFlows();
  const given = [words[2] ?? "", ...words.slice(4)];
  const { exitCode, output } = await engine.operate(given);
  if (exitCode !== 0 && given[1] !== "status") throw new Error(output);
  if (words.includes("--key-out")) sheet = output;
  return output;
}

let sheet = "";
const moveFlows = async () => ivr.use(await connectorFrom(sheet, join(engine.project, "first.pem")));
const status = async () => (await engine.operate(["connector", "status", "--stack", "dev"])).output;

test("the guide leads from a connected app to the stack's own app beside it, without a failed login or a write to the connected app", async () => {
  expect(guide).toEqual([
    'npm run survey -- --stack production --beside "Webex Calls"',
    "pulumi up",
    "npm run connector -- sheet --stack production --key-out first.pem",
    "npm run connector -- confirm --stack production --key first.pem",
    "pulumi up",
    "npm run connector -- status --stack production",
    "npm run connector -- confirm --stack production --flows-moved",
    "pulumi up",
  ]);
  const before = await heldOf(local, access);
  const said: string[] = [];
  for (const line of guide) said.push(await follow(line));
  expect(said.join("\n")).toContain(`connected app ${connectedApp.label} as it is: both connectors log in`);
  expect(said.join("\n")).toMatch(/Summer '27.*logged in through Webex Calls/);
  expect(await status()).toContain(`Next: a person now deletes the connected app ${connectedApp.label} in Setup`);
  // Until then the way back is open, and nothing was changed.
  expect(await loginVerdict(local, access)).toBe("ok");
  expect(await heldOf(local, access)).toEqual(before);

  await inSetup(local, access, "delete");
  const file = join(engine.project, "Pulumi.dev.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replace(/^.*:connectedApp:.*\n/m, ""));
  succeeded(await engine.up());
  expect(await status()).toContain("Next: nothing");
  expect(ivr.failures).toEqual([]);
  expect(ivr.count).toBeGreaterThan(10);
});
