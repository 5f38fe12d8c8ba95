import { expect, test } from "@jest/globals";
import { checkoutFolder, explainUnwritable } from "../../../tools/launch/unwritable.js";

const folders = [{ path: "/c", name: "cache folder", advice: "Set CACHE." }, checkoutFolder("/home/somebody/checkout")];
const error = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

test.each([
  [
    error("EACCES", "/c/home"),
    "The cache folder /c cannot be used: /c/home cannot be written or read (EACCES). Set CACHE.",
  ],
  [error("EROFS", "/c"), "The cache folder /c cannot be used: /c cannot be written or read (EROFS). Set CACHE."],
  [
    error("ENOSPC", "/home/somebody/checkout/.local/x"),
    expect.stringMatching(
      /^The checkout \/home\/somebody\/checkout cannot be used: the disk is full\. .*copy of the checkout\.$/,
    ),
  ],
  // A folder above it would have to be made first.
  [
    error("EACCES", "/home"),
    expect.stringMatching(/^The checkout \/home\/somebody\/checkout cannot be used: \/home cannot be written/),
  ],
  [error("EPERM", "/cache"), "/cache cannot be written or read (EPERM)."],
])("a folder that cannot be written is named, with what to do: %s", (thrown, sentence) => {
  expect(explainUnwritable(thrown, folders)).toEqual(sentence);
});

test("other errors stay what they are", () => {
  expect(explainUnwritable(error("ENOENT", "/c/x"), folders)).toBeUndefined();
  expect(explainUnwritable(error("EACCES"), folders)).toBeUndefined();
  expect(explainUnwritable(new Error("x"), folders)).toBeUndefined();
});
