import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import {
  descriptionBesideMark,
  isOfSameStack,
  markOfUser,
  ownerForm,
  ownerInDescription,
  splitMark,
} from "../../provider/marks.ts";
import * as rules from "../../provider/rules.ts";
import { checkWithoutOrg, declarations, kinds } from "./declarations.ts";

/** A megabyte of a text that makes a rule which looks back go over it again and again. */
const megabyte = (unit: string, head = "", tail = "") => head + unit.repeat(Math.ceil(1e6 / unit.length)) + tail;

const hostile: Record<string, string> = {
  letters: megabyte("a"),
  blanks: megabyte(" ", "a", "a"),
  "line breaks": megabyte("\n", "a", "]"),
  underscores: megabyte("_", "a", "a"),
  "names and underscores": megabyte("a_", "", "__"),
  dots: megabyte(".", "a@a", "@"),
  addresses: megabyte("a@a.a"),
  domains: megabyte("a.", "a@", "@"),
  slashes: megabyte("/", "https://", " "),
  "opened marks": megabyte("[pulumi:", "", "]"),
  "closed marks": megabyte("[pulumi:a/b/c] ", ""),
  "marks of many": Array.from({ length: 50_000 }, (_, index) => `[pulumi:a/b/${index}]`).join(" "),
  "closing brackets": megabyte("]"),
  "private keys": megabyte("-----BEGIN PRIVATE KE"),
  backslashes: megabyte("\\n"),
  commas: megabyte(",", "a", "a"),
};

/** Milliseconds of the processor: a rule that looks back takes minutes, a linear one hardly any. */
const patience = 2_000;

async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

type Judge = (text: string) => unknown;
const { every: _every, atMost, recordId, ...plainRules } = rules;
const all: Record<string, Judge> = {
  ...(plainRules as Record<string, Judge>),
  atMost: atMost(80),
  recordId: recordId("00e", "a profile"),
  splitMark,
  markOfUser: (text) => isOfSameStack(markOfUser(`pulumi:${text}`), "a/b/c"),
  ownerForm,
  ownerInDescription: (text) => ownerInDescription(`a/b/${text}`),
  descriptionBesideMark: descriptionBesideMark("a/b/c"),
};

describe.each(Object.keys(all))("the rule %s", (name) => {
  test.each(Object.keys(hostile))("judges a megabyte of %s at once", async (kind) => {
    expect(await processorTime(() => all[name]?.(hostile[kind] ?? ""))).toBeLessThan(patience);
  });
});

describe.each(kinds)("check of %s", (kind) => {
  test.each(Object.keys(hostile))("judges a megabyte of %s in every input at once", async (name) => {
    const text = hostile[name] ?? "";
    // The mark of the owner is tried above; here it must not keep the other rules from being reached.
    const inputs = Object.entries(declarations[kind]).filter(([input]) => input !== "owner");
    const spoilt: Values = Object.fromEntries(inputs.map(([input, value]) => [input, spoil(value, text)]));
    const time = await processorTime(() => checkWithoutOrg(kind, { ...spoilt, owner: "a/b/c" }));
    expect(time).toBeLessThan(inputs.length * patience);
  });

  test("judges a list of forty thousand items at once", async () => {
    const inputs = Object.entries(declarations[kind]).filter(([, value]) => Array.isArray(value));
    const long: Values = Object.fromEntries(inputs.map(([input, value]) => [input, many((value as unknown[])[0])]));
    const time = await processorTime(() => checkWithoutOrg(kind, { ...declarations[kind], ...long }));
    expect(time).toBeLessThan((inputs.length + 1) * patience);
  });
});

function spoil(value: unknown, text: string): unknown {
  if (typeof value === "string") return text;
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => spoil(item, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(item, text)]));
}

function many(item: unknown): unknown[] {
  return Array.from({ length: 40_000 }, (_, index) =>
    typeof item === "string"
      ? `${item}${index}`
      : Object.fromEntries(
          Object.entries(item as object).map(([key, part]) => [key, typeof part === "string" ? part + index : part]),
        ),
  );
}
