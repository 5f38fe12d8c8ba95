import { dirname } from "node:path";
import { expect, test } from "@jest/globals";
import { toolchainEnvironment } from "../../../tools/toolchain/index.ts";

const layout = { pulumiHome: "/cache/home", compiledCode: "/cache/compiled" };

test("runs find the chosen CLI and this Node.js before others, keep out of the user's home, fetch nothing by themselves, call this machine directly, and share compiled code", () => {
  expect(toolchainEnvironment("/cache/bin/pulumi", layout, { PATH: "/usr/bin:/bin", no_proxy: ".corp" })).toEqual({
    PATH: `/cache/bin:${dirname(process.execPath)}:/usr/bin:/bin`,
    PULUMI_HOME: "/cache/home",
    NODE_COMPILE_CACHE: "/cache/compiled",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    no_proxy: ".corp,localhost,127.0.0.1,::1",
    NO_PROXY: ".corp,localhost,127.0.0.1,::1",
    no_grpc_proxy: ".corp,localhost,127.0.0.1,::1",
  });
});

test("a place for compiled code that the user has chosen stays", () => {
  const environment = toolchainEnvironment("/cache/bin/pulumi", layout, { NODE_COMPILE_CACHE: "/mine" });
  expect(environment.NODE_COMPILE_CACHE).toBe("/mine");
});
