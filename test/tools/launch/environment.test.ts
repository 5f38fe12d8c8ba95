import { describe, expect, test } from "@jest/globals";
import { directOnLoopback, toolEnvironment } from "../../../tools/launch/environment.js";

describe("calls to this machine", () => {
  const all = "localhost,127.0.0.1,::1";

  test.each([
    [{}, all, all],
    [{ NO_PROXY: "a.example, 127.0.0.1" }, "a.example,127.0.0.1,localhost,::1", "a.example,127.0.0.1,localhost,::1"],
    [{ no_proxy: "a.example", NO_PROXY: "b.example" }, `a.example,${all}`, `a.example,${all}`],
    [{ no_proxy: "", NO_PROXY: "b.example" }, `b.example,${all}`, `b.example,${all}`],
    [{ no_proxy: "*" }, "*", `*,${all}`],
    [{ no_proxy: "a.example", no_grpc_proxy: "c.example" }, `a.example,${all}`, `c.example,${all}`],
  ])("with %j go to no proxy", (environment, general, ofGrpc) => {
    const direct = directOnLoopback(environment);
    expect(direct).toEqual({ no_proxy: general, NO_PROXY: general, no_grpc_proxy: ofGrpc });
    expect(directOnLoopback({ ...environment, ...direct })).toEqual(direct);
  });
});

test("a tool gets no secret of an org or a state, and everything else", () => {
  const kept = {
    PATH: "/bin",
    HTTPS_PROXY: "http://proxy:1",
    npm_config_registry: "https://r.example",
    PULUMI_HOME: "/h",
  };
  const secrets = {
    SALESFORCE_ACCESS_TOKEN: "t",
    SALESFORCE_PRIVATE_KEY: "k",
    SALESFORCE_ANYTHING_NEW: "x",
    PULUMI_ACCESS_TOKEN: "p",
    PULUMI_CONFIG_PASSPHRASE: "p",
    PULUMI_CONFIG_PASSPHRASE_FILE: "/f",
  };
  expect(toolEnvironment({ ...kept, ...secrets })).toEqual(kept);
});
