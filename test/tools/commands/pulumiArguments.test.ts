import { describe, expect, test } from "@jest/globals";
import { isDevelopmentStack, needsOrg, needsStack, targetStack } from "../../../tools/commands/pulumiArguments.ts";

const split = (line: string) => line.split(" ").filter((word) => word !== "");

describe("the stack that arguments are for", () => {
  test.each([
    ["up", "dev"],
    ["stack output orgId", "dev"],
    ["up --stack production", "production"],
    ["up -s production", "production"],
    ["preview --stack=acme/scv-integration/production", "acme/scv-integration/production"],
    ["stack init production", "production"],
    ["stack init --secrets-provider=passphrase production", "production"],
    ["--cwd stack stack select production", "production"],
    ["stack rm", "dev"],
    ["up -- --stack production", "dev"],
    ["", "dev"],
  ])('"%s" is %s', (line, stack) => {
    expect(targetStack(split(line))).toBe(stack);
  });

  test("is that of the local org under its short and its full name only", () => {
    expect(["dev", "organization/scv-integration/dev", "development", "dev/x"].map(isDevelopmentStack)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("what a command needs", () => {
  test.each([
    ["up", true, true],
    ["preview --refresh", true, true],
    ["--color never destroy", true, true],
    ["refresh", true, true],
    ["stack output --json", false, true],
    ["stack", false, true],
    ["config set username x", false, true],
    ["cancel --yes", false, true],
    ["stack init other", false, false],
    ["stack ls", false, false],
    ["version", false, false],
    ["up --help", false, false],
    ["", false, false],
  ])('"%s": the org %s, the stack %s', (line, org, stack) => {
    expect([needsOrg(split(line)), needsStack(split(line))]).toEqual([org, stack]);
  });
});
