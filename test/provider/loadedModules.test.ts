import { expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";

/** Checks and compares a resource in a process of its own, and prints the packages that this has loaded. */
const program = `
process.env.PULUMI_CONFIG = "{}";
const { createRequire } = require("node:module");
const { dynamicProvider } = createRequire(process.cwd() + "/")("pulumi-salesforce-access/provider");
const provider = dynamicProvider("PermissionSet");
provider.configure({ config: { get: () => undefined } });
const news = { label: "A set", owner: "access/dev/set" };
provider.check({}, news).then(async ({ inputs, failures }) => {
  const { changes } = await provider.diff("0PS000000000001AAA", inputs, inputs);
  const paths = Object.keys(require.cache).map((path) => path.split("node_modules/").at(-1).split("/")[0]);
  console.log(JSON.stringify({ failures, changes, packages: [...new Set(paths)].filter((name) => name !== "") }));
});
`;

test("an up without a change loads none of the packages that speak to an org", async () => {
  const flags = ["--disable-warning=ExperimentalWarning", "--input-type=commonjs", "--eval", program];
  const { stdout, stderr } = await runProgram(process.execPath, flags, { cwd: root });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ failures: [], changes: false, packages: [] });
});

/** Loads what opens a session, and prints what has been asked for. */
const sessionProgram = `
const { registerHooks } = require("node:module");
const asked = new Set();
registerHooks({ resolve: (name, context, next) => (asked.add(name), next(name, context)) });
import("./salesforce/session.ts").then(() => console.log(JSON.stringify([...asked])));
`;

test("a session by a token loads no client that only a login needs", async () => {
  const flags = ["--disable-warning=ExperimentalWarning", "--input-type=commonjs", "--eval", sessionProgram];
  const { stdout } = await runProgram(process.execPath, flags, { cwd: root });
  expect(JSON.parse(stdout)).toContain("jsforce");
  expect(JSON.parse(stdout)).not.toContain("axios");
});
