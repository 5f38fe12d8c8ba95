/** The page that lists every code and every message is made from the sources, and forgets none. */
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { stepsByCode } from "../../provider/explanations.ts";
import { lifecycleOf, lifecycles, type ResourceKind } from "../../provider/registry.ts";
import { transientCodes } from "../../salesforce/errors.ts";
import { messagesIn, ownCodesIn, sourcesOfMessages } from "../../tools/commands/messages.ts";
import { troubleshootingPageFile, withMessages } from "../../tools/commands/troubleshooting.ts";
import { pages, textOf } from "./pages.ts";

const page = textOf(troubleshootingPageFile);
const sources = sourcesOfMessages();
const messages = messagesIn(sources);

test("the page is what npm run docs writes", () => {
  expect(withMessages(page)).toBe(page);
});

test("every code of our own has a next step", () => {
  const codes = ownCodesIn(sources);
  expect(codes.length).toBeGreaterThan(8);
  expect(codes.filter((code) => !stepsByCode.has(code) && !transientCodes.includes(code))).toEqual([]);
});

test("a message that has a code is listed with the next step of that code", () => {
  const ofCodes = messages.filter(({ code }) => code !== undefined && stepsByCode.has(code));
  expect(ofCodes.length).toBeGreaterThan(8);
  for (const { text, code } of ofCodes) {
    const row = page.split("\n").find((line) => line.replaceAll("\\", "").startsWith(`| ${text.trim()} |`));
    expect(row?.replaceAll("\\", "")).toContain(stepsByCode.get(String(code)));
  }
});

test("whoever is told to set an input learns how the stack's configuration calls it, where that is another name", () => {
  const keys = Object.keys(parse(textOf("Pulumi.yaml")).config);
  const ofResources = Object.values(lifecycles).flatMap(({ inputNames }) => [...inputNames]);
  const inputs = [...ofResources, "activeGeneration", "generation", "revoke", "strategy", "rsaBits", "validityDays"];
  const isNamedOtherwise = (name: string) => inputs.includes(name) && !keys.includes(name);
  const silent = messages.filter(
    ({ text }) =>
      [...text.matchAll(/\b(?:[Ss]et|[Gg]ive a new|[Cc]hoose another|leave|take) ([a-z]\w+)/g)].some(([, name = ""]) =>
        isNamedOtherwise(name),
      ) && !text.includes("stack's configuration: "),
  );
  expect(silent.map(({ text }) => text)).toEqual([]);
});

test("no command that people are told writes the file that it reads: OpenSSL empties it first, and a key is lost", () => {
  const inPlace = /\bopenssl [^\n`"]*?-(?:in|key) (\S+) [^\n`"]*?-(?:out|keyout) \1(?=[\s`"]|$)/;
  expect(inPlace.test("it is encrypted: openssl pkey -in FILE -out FILE writes it")).toBe(true);
  const all = [...sources, ...pages().map((path) => [path, textOf(path)] as const)];
  expect(all.filter(([, text]) => inPlace.test(text)).map(([path]) => path)).toEqual([]);
});

describe("a new message is in the list without anybody adding it", () => {
  const textsOf = (source: string) => messagesIn(new Map([["provider/new.ts", source]])).map(({ text }) => text);

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are texts of sources
  test.each([
    ["thrown", "throw new Refusal(`App ${name} is purple: paint it`);", "App … is purple: paint it"],
    ["thrown, in a part", 'throw new CommandError(`${a ? "too old a file" : b} ${c}`);', "too old a file"],
    ["returned", 'const f = () => "it has no colour. Paint it.";', "it has no colour. Paint it."],
    ["of an input", 'const rule = (value) => "must be a colour";', "must be a colour"],
    [
      "with a setting",
      'fail(`Set ${settingKey("orgId")}, or run: ${commandToSet("orgId", "00D…")}.`);',
      "Set pulumi-nodejs:salesforce.orgId, or run: pulumi config set pulumi-nodejs:salesforce.orgId 00D….",
    ],
    [
      "with a constant",
      'const next = "run it again"; throw new Refusal(`The app is gone, ${next}.`);',
      "The app is gone, run it again.",
    ],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are texts of sources
  ])("%s", (_how, source, message) => {
    expect(textsOf(source)).toContain(message);
  });

  test("but help, progress and what is being done are not", () => {
    const source = `
      const help = "Usage: do this and that. It works.";
      progress.report("the user was made again.");
      org.query(soql, "looking for the user of this stack…");
      throw new TypeError("this never happens to anybody.");`;
    expect(textsOf(source)).toEqual([]);
  });
});

const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** What a message looks like with anything put in. */
const patterns = messages.map(
  ({ text }) =>
    new RegExp(
      text
        .split("…")
        .map((part) => literally(part.trim()))
        .join(".*"),
      "s",
    ),
);

const nonsense: readonly unknown[] = [
  undefined,
  5,
  "",
  "a\u0000b",
  "-----BEGIN PRIVATE KEY-----",
  "x".repeat(300),
  {},
  [{}],
  [5],
];

test.each(Object.keys(lifecycles) as ResourceKind[])("whatever %s says of nonsense is in the list", async (kind) => {
  const lifecycle = lifecycleOf(kind);
  const noOrg = () => Promise.reject(new TypeError("no org"));
  const reasons = new Set<string>();
  for (const value of nonsense) {
    const news = Object.fromEntries(lifecycle.inputNames.map((name) => [name, value]));
    const { failures } = await lifecycle.check({}, news, noOrg);
    for (const { reason } of failures) reasons.add(reason);
  }
  expect(reasons.size).toBeGreaterThan(3);
  expect([...reasons].filter((reason) => !patterns.some((pattern) => pattern.test(reason)))).toEqual([]);
});
