import { expect, test } from "@jest/globals";
import { readyAddress } from "../../../tools/commands/localOrg.ts";

test("the address is taken from the org's ready line, whatever stands before or after it", () => {
  expect(
    readyAddress("Port 8417 is taken; trying 8418.\nLocal org ready at http://127.0.0.1:8418 (state in /x)\n"),
  ).toBe("http://127.0.0.1:8418");
  expect(readyAddress("Local org ready at http://127.0.0.1:8417\n")).toBe("http://127.0.0.1:8417");
});

test("a line that is only half written gives no address yet", () => {
  expect(readyAddress("Local org ready at http://127.0.0.1:84")).toBeUndefined();
  expect(readyAddress("")).toBeUndefined();
});
