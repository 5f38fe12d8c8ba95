import { expect, test } from "@jest/globals";
import { readProjectFile } from "../../operations/projectFile.ts";

test("the name is the top-level one, with or without quotes", () => {
  expect(readProjectFile('description: "name: x"\nname: "scv-integration"\n').name).toBe("scv-integration");
  expect(readProjectFile("name: scv-integration # ours\nruntime:\n  name: nodejs\n").name).toBe("scv-integration");
});

test.each(["runtime:\n  name: nodejs\n", "name: 5\n", "- name", ""])("%j has no name, which is an error", (text) => {
  expect(() => readProjectFile(text)).toThrow("no name");
});

test("the configuration keys are those that the project declares", () => {
  expect([...readProjectFile("name: p\nconfig:\n  one:\n    type: string\n  two: 5\n").configurationKeys]).toEqual([
    "one",
    "two",
  ]);
  expect([...readProjectFile("name: p\n").configurationKeys]).toEqual([]);
});
