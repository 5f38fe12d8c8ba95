import { describe, expect, test } from "@jest/globals";
import { developmentEnvironment, foreignEnvironment } from "../../../tools/commands/developmentEnvironment.ts";

const toolchain = { pulumi: "/t/pulumi", environment: { PATH: "/t:/bin", PULUMI_HOME: "/t/home" } };
const credentials = {
  instanceUrl: "http://127.0.0.1:8417",
  accessToken: "token",
  clientId: "client",
  organizationId: "00D1",
};
const users = {
  PATH: "/bin",
  LANG: "C",
  PULUMI_HOME: "/home/u/.pulumi",
  PULUMI_STACK: "production",
  PULUMI_ACCESS_TOKEN: "pul-x",
  PULUMI_BACKEND_URL: "s3://state",
  PULUMI_CONFIG_PASSPHRASE: "secret",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/p",
  PULUMI_CREDENTIALS_PATH: "/c",
  SALESFORCE_LOGIN_URL: "https://login.salesforce.com",
  SALESFORCE_PRIVATE_KEY_FILE: "/key.pem",
};

describe("the environment of a run on stack dev", () => {
  const environment = developmentEnvironment({
    base: users,
    toolchain,
    stateFolder: "/checkout/.local/pulumi",
    credentials,
  });

  test("is exactly the toolchain, the file back end, the local org, and what has nothing to do with them", () => {
    expect(environment).toEqual({
      LANG: "C",
      PATH: "/t:/bin",
      PULUMI_HOME: "/t/home",
      PULUMI_BACKEND_URL: "file:///checkout/.local/pulumi?metadata=skip",
      PULUMI_CONFIG_PASSPHRASE: "",
      SALESFORCE_INSTANCE_URL: "http://127.0.0.1:8417",
      SALESFORCE_ACCESS_TOKEN: "token",
      SALESFORCE_CLIENT_ID: "client",
      SALESFORCE_ALLOW_PRODUCTION: "true",
      SALESFORCE_ORG_ID: "00D1",
    });
  });

  test("without an org has no way into one", () => {
    const without = developmentEnvironment({ base: users, toolchain, stateFolder: "/s" });
    expect(Object.keys(without).filter((name) => name.startsWith("SALESFORCE_"))).toEqual([]);
  });

  test("leaves the given environment as it was, and takes over switches that lead nowhere else", () => {
    const base = { ...users, PULUMI_SALESFORCE_ACCESS_CACHE: "/c", PULUMI_DEBUG_GRPC: "/log" };
    const made = developmentEnvironment({ base, toolchain, stateFolder: "/s" });
    expect(base.PULUMI_STACK).toBe("production");
    expect(made).toMatchObject({ PULUMI_SALESFORCE_ACCESS_CACHE: "/c", PULUMI_DEBUG_GRPC: "/log" });
  });
});

test("a run on another stack has the user's own back end, secrets and org, with the toolchain's Pulumi", () => {
  expect(foreignEnvironment(users, toolchain)).toEqual({ ...users, PATH: "/t:/bin", PULUMI_HOME: "/t/home" });
});
