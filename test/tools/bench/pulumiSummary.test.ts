import { describe, expect, test } from "@jest/globals";
import { changesIn } from "../../../tools/bench/pulumiSummary.ts";

const renewal = `Previewing update (dev):

Resources:
    ~ 2 to update
    +-1 to replace
    3 changes. 9 unchanged

Updating (dev):
Outputs:
    privateKeyPem : [secret]

Resources:
    ~ 2 updated
    +-1 replaced
    3 changes. 9 unchanged

Duration: 9s
`;

describe("what Pulumi says that it has changed", () => {
  test("is read from its last summary, not from that of the preview", () => {
    expect(changesIn(renewal)).toBe("2 updated, 1 replaced");
  });

  test("is what it would change where there is a preview only", () => {
    expect(changesIn("Resources:\n    + 12 to create\n")).toBe("12 to create");
  });

  test("is nothing where all is unchanged", () => {
    expect(changesIn("Resources:\n    14 unchanged\n\nDuration: 3s\n")).toBe("nothing");
  });

  test("ends before the text that follows a destroy", () => {
    expect(
      changesIn("Resources:\n    - 13 deleted\n\nDuration: 2s\n\nThe resources in the stack have been deleted"),
    ).toBe("13 deleted");
  });
});
