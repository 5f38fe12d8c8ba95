import { describe, expect, test } from "@jest/globals";
import { misspeltVariables } from "../../common/misspeltVariables.ts";
import { webexOfEnvironment } from "../../operations/connector/webexUse.ts";
import { resolveConnection } from "../../salesforce/connection.ts";

const problems = (environment: Record<string, string>, settings: [string, string][] = []) => {
  try {
    resolveConnection({
      settings: new Map(settings),
      environment: { SALESFORCE_INSTANCE_URL: "http://127.0.0.1:1", SALESFORCE_ACCESS_TOKEN: "t", ...environment },
      readFile: () => "",
    });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a variable that is most likely meant for one of ours is refused, with its name", () => {
  test.each([
    ["SALESFORCE_READONLY", "SALESFORCE_READ_ONLY"],
    ["SALESFORCE_ORGID", "SALESFORCE_ORG_ID"],
    ["SALESFORCE_ALOW_PRODUCTION", "SALESFORCE_ALLOW_PRODUCTION"],
    ["SALESFORCE_CLIENTID", "SALESFORCE_CLIENT_ID"],
    ["SALESFORCE_PRIVAT_KEY_FILE", "SALESFORCE_PRIVATE_KEY_FILE"],
    ["SALESFORCE_READER_PRIVATE_KY", "SALESFORCE_READER_PRIVATE_KEY"],
    ["SALEFORCE_ORG_ID", "SALESFORCE_ORG_ID"],
    ["Salesforce_Org_Id", "SALESFORCE_ORG_ID"],
  ])("%s", (given, meant) => {
    const problem = problems({ [given]: "a-value" });
    expect(problem).toContain(`The environment variable ${given} is not read; did you mean ${meant}?`);
    expect(problem).not.toContain("a-value");
  });

  test("also the address, where nothing else says it", () => {
    const environment = { SALESFORCE_INSTANCEURL: "http://127.0.0.1:1", SALESFORCE_ACCESS_TOKEN: "t" };
    expect(() => resolveConnection({ settings: new Map(), environment, readFile: () => "" })).toThrow(
      /SALESFORCE_INSTANCEURL is not read; did you mean SALESFORCE_INSTANCE_URL\?/,
    );
  });

  test("a token of Webex under another name is not taken for none", () => {
    expect(() => webexOfEnvironment({ WEBEX_ACCES_TOKEN: "secret", WEBEX_CLIENT_ID: "C1" })).toThrow(
      /WEBEX_ACCES_TOKEN is not read; did you mean WEBEX_ACCESS_TOKEN\?.* WEBEX_CLIENT_SECRET/,
    );
  });
});

describe("variables of other programs trouble nobody", () => {
  test.each([
    "SF_ORG_ID",
    "SFDX_INSTANCE_URL",
    "SALESFORCE_PASSWORD",
    "SALESFORCE_SECURITY_TOKEN",
    "SALESFORCE_CLIENT_SECRET",
    "SALESFORCE_URL",
    "SALESFORCE_DOMAIN",
    "SALESFORCE_USER",
    "SALESFORCE_SANDBOX",
    "SALESFORCE_API_KEY",
    // A stack names these in its settings.
    "SALESFORCE_PRIVATE_KEY_EU",
    "SALESFORCE_ACCESS_TOKEN_2",
    "SALESFORCE_ACCESS_TOKEN2",
    "SALESFORCE_EU_PRIVATE_KEY",
    "SALES_FORCE",
    "PATH",
    "",
  ])("%s", (name) => {
    expect(problems({ [name]: "x" })).toBe("");
  });

  test("nor one whose meaning the stack or another variable says, nor one without a value", () => {
    expect(problems({ SALESFORCE_READONLY: "true" }, [["readOnly", "false"]])).toBe("");
    expect(problems({ SALESFORCE_READONLY: "true", SALESFORCE_READ_ONLY: "false" })).toBe("");
    expect(problems({ SALESFORCE_READONLY: " " })).toBe("");
    expect(problems({ SALESFORCE_ACCESSTOKEN: "x" }, [["accessTokenVariable", "SALESFORCE_ACCESSTOKEN"]])).toBe("");
  });

  test("nor those of Webex", () => {
    expect(webexOfEnvironment({ WEBEX_TEAMS_ACCESS_TOKEN: "secret", WEBEX_BOT_TOKEN: "secret", WEBEX_ROOM: "x" })).toBe(
      undefined,
    );
  });
});

test("a prefix of two words is one", () => {
  const known = { prefix: "PULUMI_SALESFORCE", names: ["PULUMI_SALESFORCE_ACCESS_CACHE"], isSet: () => false };
  const environment = { PULUMI_SALESFORCE_ACCESS_CASHE: "/c", PULUMI_HOME: "/h", PULUMI_CONFIG: "{}" };
  expect(misspeltVariables(environment, known)).toEqual([expect.stringContaining("PULUMI_SALESFORCE_ACCESS_CACHE?")]);
});
