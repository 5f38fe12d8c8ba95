import { describe, expect, test } from "@jest/globals";
import {
  isDevelopmentStack,
  needsOrg,
  needsStack,
  notForDevelopment,
  targetStack,
} from "../../../tools/commands/pulumiArguments.ts";

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

describe("npm run up and npm run down", () => {
  test.each([
    ["--stack production", /^npm run up works on stack dev, .* npm run pulumi -- up --stack production$/],
    ["-s=acme/a/production", /npm run pulumi -- up --stack acme\/a\/production$/],
    ["foo", /^npm run up takes options of pulumi up alone, not "foo"\. .*--stack NAME$/],
    ["--diff --yes foo", /not "foo"/],
    ["-y foo", /not "foo"/],
    ["--message hello foo", /not "foo"/],
  ])("refuse what is not for stack dev, with the command that is: %s", (line, refusal) => {
    expect(notForDevelopment("up", "up", split(line))).toMatch(refusal);
  });

  test("name the command of Pulumi that does it for another stack", () => {
    expect(notForDevelopment("down", "destroy", ["--stack", "production"])).toMatch(
      /npm run pulumi -- destroy --stack production$/,
    );
  });

  test.each([
    "",
    "--stack dev",
    "--diff --yes",
    "--target urn:pulumi:dev::x --target-dependents",
    "-c username=x --message hello --parallel 2",
    "--message=hello --config-file other.yaml",
    "--of-a-later-pulumi value",
  ])('leave the options of Pulumi to Pulumi: "%s"', (line) => {
    expect(notForDevelopment("up", "up", split(line))).toBeUndefined();
  });
});
