import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse } from "yaml";
import { StackFileError } from "../../common/stackFile.ts";
import { withNestedValue } from "../../operations/nestedConfiguration.ts";
import type { Plain } from "../../operations/stackConfiguration.ts";

const path = ["p:overrides", "permissionSet", "userPermissions"];

test.each<[string, Plain, string]>([
  ["", ["A"], 'config:\n  p:overrides:\n    permissionSet:\n      userPermissions:\n        - "A"\n'],
  [
    "# head\nconfig:\n  p:x: 1 # one\nencryptionsalt: v1:x\n",
    [],
    "# head\nconfig:\n  p:x: 1 # one\n  p:overrides:\n    permissionSet:\n      userPermissions: []\nencryptionsalt: v1:x\n",
  ],
  [
    "config:\n  p:overrides:\n    # why\n    permissionSet: # because\n      label: 'L' # kept\n",
    ["A"],
    "config:\n  p:overrides:\n    # why\n    permissionSet:\n      # because\n      label: 'L' # kept\n      userPermissions:\n        - \"A\"\n",
  ],
  [
    "config:\n  p:overrides:\n    permissionSet:\n      userPermissions:\n        - Old # gone\n        - Api # for the calls\n        # of the route\n        - 'Rest'\n      label: L\n",
    ["Rest", "New", "Api"],
    "config:\n  p:overrides:\n    permissionSet:\n      userPermissions:\n        - Api # for the calls\n        # of the route\n        - 'Rest'\n        - \"New\"\n      label: L\n",
  ],
  [
    "config:\n  p:overrides: {user: {alias: x}}\n",
    ["A"],
    'config:\n  p:overrides:\n    user: { alias: x }\n    permissionSet:\n      userPermissions:\n        - "A"\n',
  ],
  [
    "config:\n  p:overrides: {} # none yet\n",
    ["A"],
    'config:\n  p:overrides:\n    # none yet\n    permissionSet:\n      userPermissions:\n        - "A"\n',
  ],
  [
    "config:\n  p:overrides:\n    permissionSet:\n      userPermissions: x # was wrong\n",
    "y",
    'config:\n  p:overrides:\n    permissionSet:\n      userPermissions: "y" # was wrong\n',
  ],
])("%j with %j is %j", (before, value, after) => {
  expect(withNestedValue(before, path, value)).toBe(after);
});

test.each([
  ["config:\n  p:overrides:\n    secure: v1:x\n", "p:overrides is encrypted"],
  [
    "config:\n  p:overrides:\n    permissionSet:\n      userPermissions:\n        secure: v1:x\n",
    "p:overrides.permissionSet.userPermissions is encrypted",
  ],
  ["config:\n  p:overrides: text\n", "p:overrides holds no names with values"],
  ["config:\n  a:b: &a {}\n  p:overrides: *a\n", "p:overrides is shared"],
  ["config:\n  p:overrides:\n    permissionSet: &a { label: L }\n  a:b: *a\n", "p:overrides.permissionSet is shared"],
  ["- a\n", "holds no keys with values"],
])("%j is refused: %s", (before, why) => {
  expect(() => withNestedValue(before, path, ["A"])).toThrow(StackFileError);
  expect(() => withNestedValue(before, path, ["A"])).toThrow(why);
});

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
/** Lists are sets, as everywhere in the inputs. */
const list = fc.uniqueArray(leaf, { selector: (item) => JSON.stringify(item) });
const plain = fc.oneof(leaf, list, fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), leaf)) as fc.Arbitrary<Plain>;

test("what is written is read again, once and twice, and nothing else changes", () => {
  fc.assert(
    fc.property(plain, plain, plain, (first, second, other) => {
      const before = withNestedValue("", ["p:overrides", "user", "alias"], other);
      const twice = withNestedValue(withNestedValue(before, path, first), path, second);
      const { user, permissionSet } = parse(twice).config["p:overrides"];
      expect(user.alias).toEqual(other);
      expect(inOrder(permissionSet.userPermissions)).toEqual(inOrder(second));
    }),
  );
});

const inOrder = (value: Plain) => (Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value);
