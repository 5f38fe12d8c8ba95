import { dirname } from "node:path";
import { expect, test } from "@jest/globals";
import { toolchainEnvironment } from "../../../tools/toolchain/index.ts";

test("runs find the chosen CLI and this Node.js before others, keep out of the user's home, and fetch nothing by themselves", () => {
  expect(toolchainEnvironment("/cache/bin/pulumi", "/cache/home", "/usr/bin:/bin")).toEqual({
    PATH: `/cache/bin:${dirname(process.execPath)}:/usr/bin:/bin`,
    PULUMI_HOME: "/cache/home",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  });
});
