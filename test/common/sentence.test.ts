import { expect, test } from "@jest/globals";
import ts from "typescript";
import { asSentence } from "../../common/sentence.ts";
import { sourcesOfMessages } from "../../tools/commands/messages.ts";

test.each([
  ["access token is not valid.", "access token is not valid."],
  ["access token is not valid", "access token is not valid."],
  ["Is it there?\n", "Is it there?"],
  ["see (docs/x.md.)", "see (docs/x.md.)"],
  ['it said "no."', 'it said "no."'],
  ["it said 42", "it said 42."],
  ["and so on …", "and so on …"],
])("%j is %j as a sentence", (text, sentence) => {
  expect(asSentence(text)).toBe(sentence);
});

/** A text of somebody else, which may end with a full stop. */
const foreign = /(?:^|\.)(?:message|reason|note|stderr|stdout|error_description)(?:\.trim\(\))?$/;

test("no message puts a full stop behind a text of somebody else", () => {
  const found = [...sourcesOfMessages()].flatMap(([path, text]) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const doubled: string[] = [];
    const look = (node: ts.Node): void => {
      if (
        ts.isTemplateSpan(node) &&
        foreign.test(node.expression.getText(file)) &&
        /^\.(?!\w)/.test(node.literal.text)
      ) {
        doubled.push(`${path}: ${node.getText(file)}`);
      }
      ts.forEachChild(node, look);
    };
    look(file);
    return doubled;
  });
  expect(found).toEqual([]);
});
