import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse } from "yaml";
import { StackFileError } from "../../common/stackFile.ts";
import { connectionKeys, problemsOfConnectionKeys, withConfiguration } from "../../operations/stackConfiguration.ts";

describe("configuration that is written to a stack file", () => {
  const values = { "p:adopt": true };

  test("makes the file where there is none, with texts in quotes and nested keys indented", () => {
    const nested = { "p:adopt": true, "p:overrides": { user: { alias: "no: yes", roles: ["a"], none: {} } } };
    expect(withConfiguration("", nested)).toEqual({
      text: 'config:\n  p:adopt: true\n  p:overrides:\n    user:\n      alias: "no: yes"\n      roles:\n        - "a"\n      none: {}\n',
    });
  });

  test("stands beside what is there, which stays; a connection that is set stays as it is set", () => {
    const before = "config:\n  pulumi-nodejs:salesforce.orgId: 00D1\n  p:other: $&\nencryptionsalt: v1:x\n";
    expect(withConfiguration(before, { "pulumi-nodejs:salesforce.orgId": "00D2", "p:adopt": "$1" })).toEqual({
      text: 'config:\n  pulumi-nodejs:salesforce.orgId: 00D1\n  p:other: $&\n  p:adopt: "$1"\nencryptionsalt: v1:x\n',
    });
  });

  test("is added to a file that has none yet", () => {
    expect(withConfiguration("encryptionsalt: v1:x", values)).toEqual({
      text: "encryptionsalt: v1:x\nconfig:\n  p:adopt: true\n",
    });
  });

  test.each([
    ["{}", "config:\n  p:adopt: true\n"],
    ["config: {}\n", "config:\n  p:adopt: true\n"],
    ["config:\n", "config:\n  p:adopt: true\n"],
    ["config: null\n", "config:\n  p:adopt: true\n"],
    ["config: ~ # note\n", "config:\n  # note\n  p:adopt: true\n"],
    ["config: # note\n", "config:\n  # note\n  p:adopt: true\n"],
    ["# only a comment\n", "# only a comment\n\nconfig:\n  p:adopt: true\n"],
    ["config: {a:b: 1}\n", "config:\n  a:b: 1\n  p:adopt: true\n"],
    ['"config":\n  a:b: 1\n', '"config":\n  a:b: 1\n  p:adopt: true\n'],
    ["config:\n    a:b: 1\n", "config:\n    a:b: 1\n    p:adopt: true\n"],
    ["config:\r\n  a:b: 1\r\n", "config:\r\n  a:b: 1\r\n  p:adopt: true\r\n"],
    [
      "# head\nconfig:\n  # one\n  a:b: 'x' # two\n\n  c: |\n    config:\n",
      "# head\nconfig:\n  # one\n  a:b: 'x' # two\n\n  c: |\n    config:\n  p:adopt: true\n",
    ],
  ])("%j becomes a file with one config, its comments, its order and its spelling", (before, after) => {
    expect(withConfiguration(before, values)).toEqual({ text: after });
  });

  test("is as it was when it is written twice", () => {
    const first = withConfiguration("# head\nconfig: # note\n", {
      "p:adopt": true,
      "p:overrides": { user: { email: "a@b.example" } },
    });
    const again = withConfiguration((first as { text: string }).text, {
      "p:adopt": true,
      "p:overrides": { user: { email: "a@b.example" } },
    });
    expect(again).toEqual(first);
  });

  test("is read back as what was given, whatever the texts hold", () => {
    const text = fc.string({ unit: "binary" });
    const property = fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]+:[a-zA-Z]+$/), fc.oneof(text, fc.boolean(), fc.array(text))),
      (given) => {
        const written = withConfiguration("config:\n  # note\n  other: 1\n", given) as { text: string };
        expect(parse(written.text)).toEqual({ config: { other: 1, ...given } });
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  test("is refused for keys of the program that are set to something else", () => {
    const before = 'config:\n  "p:adopt": false\n  p:username: a\n';
    expect(withConfiguration(before, { "p:adopt": true, "p:user": "a" })).toEqual({ conflicts: ["p:adopt"] });
  });

  test.each(["- a", "text", "config: text", "config: [a]", "a: 1\na: 2\n", "config:\n  a: 1\n  a: 2\n", "\tx", "a: {"])(
    "is refused for %j, which is no configuration file",
    (before) => {
      expect(() => withConfiguration(before, values)).toThrow(StackFileError);
    },
  );
});

describe("the connection of a stack file", () => {
  test("is read with and without quotes, and nothing else is", () => {
    const text =
      'config:\n  pulumi-nodejs:salesforce.orgId: 00D1\n  "pulumi-nodejs:salesforce.instanceUrl": "https://a.example"\n  p:orgId: other\n';
    expect([...connectionKeys(text)]).toEqual([
      ["orgId", "00D1"],
      ["instanceUrl", "https://a.example"],
    ]);
  });

  test("is read as it is spelled, without comments and without what is encrypted", () => {
    const text =
      "config: {pulumi-nodejs:salesforce.apiVersion: 67.0, pulumi-nodejs:salesforce.username: a@b.example} # pulumi-nodejs:salesforce.orgId: 1\nother:\n  pulumi-nodejs:salesforce.orgId: 2\n";
    expect([...connectionKeys(text)]).toEqual([
      ["apiVersion", "67.0"],
      ["username", "a@b.example"],
    ]);
    expect([...connectionKeys("config:\n  pulumi-nodejs:salesforce.clientId:\n    secure: v1:x\n")]).toEqual([]);
    expect([...connectionKeys("config:\n  pulumi-nodejs:salesforce.orgId: 00D1 # the sandbox\n")]).toEqual([
      ["orgId", "00D1"],
    ]);
  });

  test.each(["", "{}", "encryptionsalt: v1:x\n"])("is empty in %j", (text) => {
    expect([...connectionKeys(text)]).toEqual([]);
  });
});

test.each([
  ["pulumi-nodejs:salesfroce.orgId: 00D1", /did you mean pulumi-nodejs:salesforce\.orgId\?/],
  ["pulumi-nodejs:orgId: 00D1", /did you mean pulumi-nodejs:salesforce\.orgId\?/],
  ["pulumi-nodejs:salesforce:\n    orgId: 00D1", /holds several settings in one key, as --path makes it/],
  ["pulumi-nodejs:salesforce.orgId:\n    secure: v1:x", /salesforce\.orgId is no plain text: it is encrypted, a list/],
  ["pulumi-nodejs:salesforce.tags:\n    - eu\n    - us", /salesforce\.tags is no plain text: it is encrypted, a list/],
])("what a command would not read is refused, with the way out: %j", (line, problem) => {
  expect(problemsOfConnectionKeys(`config:\n  ${line}\n`)).toEqual([expect.stringMatching(problem)]);
});

test("keys of others in the namespace, and settings, are no problem", () => {
  expect(
    problemsOfConnectionKeys("config:\n  pulumi-nodejs:debug: true\n  pulumi-nodejs:salesforce.orgId: 00D1\n"),
  ).toEqual([]);
});
