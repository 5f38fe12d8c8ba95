import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import { runProgram } from "../../../tools/toolchain/processes.ts";

/** An address where nobody listens any more. */
async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

const address = await freeAddress();
const { PATH, NODE_COMPILE_CACHE } = process.env;
const environment = {
  PATH,
  ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }),
  SALESFORCE_INSTANCE_URL: address,
  SALESFORCE_ACCESS_TOKEN: "token",
};

async function run(name: "live" | "survey", options: readonly string[], env: NodeJS.ProcessEnv = environment) {
  const program =
    name === "survey" ? [join(root, "operations", "main.ts"), name] : [join(root, "tools", "commands", `${name}.ts`)];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [...program, ...options], { cwd: root, env });
  return { code: exitCode, output: stdout + stderr };
}

test.each([[[]], [["--sweep"]]])("the live tests change no org that was not opened to them: %j", async (options) => {
  const { code, output } = await run("live", options);
  expect([code, output]).toEqual([1, expect.stringMatching(`^Nothing was done\\..* in ${address}, .*--change-org`)]);
});

test("they say how they are run", async () => {
  expect(await run("live", ["--help"])).toEqual({ code: 0, output: expect.stringContaining("--change-org") });
});

test.each<[string[], number]>([
  [["--target", "production"], 1],
  [["--chnage-org"], 2],
])("a wrong option is named: %j", async (options, exitCode) => {
  const { code, output } = await run("live", options);
  expect([code, output]).toEqual([exitCode, expect.stringContaining(options[0] as string)]);
  expect(output).toContain("Usage: npm run test:live");
});

test.each([
  ["live", "--change-org"],
  ["survey", "--stack", "production"],
] as const)("%s: an org that does not answer is an error in words, with the next step", async (name, ...options) => {
  const { code, output } = await run(name, options);
  expect(code).toBe(1);
  expect(output).toMatch(
    /^[A-Z].* failed with ECONNREFUSED: .*Is the address right, and can this machine reach it\? .*HTTPS_PROXY.*\n$/m,
  );
});

test.each([
  ["live", "--change-org"],
  ["survey", "--stack", "production"],
] as const)("%s: a setting that is missing is named", async (name, ...options) => {
  const { SALESFORCE_ACCESS_TOKEN: _, ...incomplete } = environment;
  const { code, output } = await run(name, options, incomplete);
  expect(code).toBe(1);
  expect(output).toMatch(/^The connection to Salesforce is not set up: .*SALESFORCE_ACCESS_TOKEN/m);
});
