import { describe, expect, test } from "@jest/globals";
import { connectionKeys, withConfiguration } from "../../../operations/survey/yaml.ts";

describe("configuration that is written to a stack file", () => {
  test("makes the file where there is none, with texts in quotes and nested keys indented", () => {
    const values = { "p:adopt": true, "p:overrides": { user: { alias: "no: yes", roles: ["a"], none: {} } } };
    expect(withConfiguration("", values)).toEqual({
      text: 'config:\n  p:adopt: true\n  p:overrides:\n    user:\n      alias: "no: yes"\n      roles: ["a"]\n      none: {}\n',
    });
  });

  test("stands beside what is there, which stays; a connection that is set stays as it is set", () => {
    const before = "config:\n  salesforce:orgId: 00D1\n  p:other: $&\nencryptionsalt: v1:x\n";
    expect(withConfiguration(before, { "salesforce:orgId": "00D2", "p:adopt": "$1" })).toEqual({
      text: 'config:\n  p:adopt: "$1"\n  salesforce:orgId: 00D1\n  p:other: $&\nencryptionsalt: v1:x\n',
    });
  });

  test("is added to a file that has none yet", () => {
    expect(withConfiguration("encryptionsalt: v1:x", { "p:adopt": true })).toEqual({
      text: "encryptionsalt: v1:x\nconfig:\n  p:adopt: true\n",
    });
  });

  test("is refused for keys of the program that are set already", () => {
    const before = 'config:\n  "p:adopt": false\n  p:username: a\n';
    expect(withConfiguration(before, { "p:adopt": true, "p:user": "a" })).toEqual({ conflicts: ["p:adopt"] });
  });
});

test("the connection of a stack file is read with and without quotes, and nothing else is", () => {
  const text = 'config:\n  salesforce:orgId: 00D1\n  "salesforce:instanceUrl": "https://a.example"\n  p:orgId: other\n';
  expect([...connectionKeys(text)]).toEqual([
    ["orgId", "00D1"],
    ["instanceUrl", "https://a.example"],
  ]);
});
