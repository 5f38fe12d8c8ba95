import { describe, expect, test } from "@jest/globals";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { policyFindingsIn } from "../../../operations/fleet/policyFindings.ts";
import { htmlReport } from "../../../operations/fleet/reports/html.ts";
import { junitReport } from "../../../operations/fleet/reports/junit.ts";
import { markdownReport } from "../../../operations/fleet/reports/markdown.ts";
import { prometheusReport } from "../../../operations/fleet/reports/prometheus.ts";
import { rolloutReport } from "../../../operations/fleet/reports/rollout.ts";
import { sarifOfPolicies, sarifReport } from "../../../operations/fleet/reports/sarif.ts";
import { type Drift, type FleetResult, merged, type OrgResult, readResult } from "../../../operations/fleet/result.ts";
import { type RolledOut, type Rollout, readRollout } from "../../../operations/fleet/rollout.ts";
import { lineOf } from "../../../operations/fleet/terminal.ts";

const askedAt = "2026-11-01T10:00:00.000Z";
const now = new Date("2026-11-01T11:00:00.000Z");
const org = (stack: string, more: Partial<OrgResult> = {}): OrgResult => ({
  stack,
  verdict: "clean",
  depth: "all",
  drift: [],
  notLookedAt: [],
  reason: "",
  certificates: [],
  ...more,
});
const hostile = `<img src=x onerror=alert(1)>|\`@everyone\` "'&]]> -->\n## no`;
const drift = [{ resource: hostile, kind: "PermissionSet", property: "label", from: hostile, to: hostile }];

const result: FleetResult = {
  version: 2,
  askedAt,
  orgs: [
    org("clean", {
      certificates: [{ resource: "scv-app", validTo: "2026-11-11T11:00:00.000Z" }],
      provedAt: "2026-11-01T10:00:00Z",
    }),
    org("drifted", { verdict: "drifted", drift }),
    org("empty", { verdict: "skipped", reason: hostile }),
    org("lost", { verdict: "unreachable", reason: hostile }),
    org("waiting", { verdict: "unapplied", reason: "The program has changed." }),
  ],
};
const many: FleetResult = {
  ...result,
  orgs: Array.from({ length: 2_000 }, (_, index) => org(`org${index}`, { verdict: "drifted", drift })),
};

describe("the report for a pull request", () => {
  const text = markdownReport(result);

  test("begins with the marker and the summary", () => {
    const [marker, summary] = text.split("\n");
    expect(marker).toBe("<!-- pulumi-salesforce-access fleet -->");
    expect(summary).toBe("### Salesforce access: 5 orgs: 1 clean, 1 drifted, 1 unapplied, 1 unreachable, 1 skipped.");
  });

  test("is no Markdown, HTML or mention that an org made up", () => {
    expect(text.match(/<[a-z!/][^>]*>/g)?.filter((tag) => !/^<(\/?(details|summary|b)|!-- pulumi)/.test(tag))).toEqual(
      [],
    );
    expect(text).not.toMatch(/@everyone|`|^## /m);
    const rows = text.split("\n").filter((line) => line.startsWith("| &#") || line.startsWith("| &lt;"));
    expect(rows.map((row) => row.split("|").length)).toEqual([6]);
  });

  test("stays within what a comment may hold, and says how many orgs it leaves out", () => {
    const long = markdownReport(many);
    expect(long.length).toBeLessThanOrEqual(65_536);
    expect(long).toContain("2000 orgs: 2000 drifted.");
    const [, left] = /(\d+) more orgs are in the result file/.exec(long) ?? [];
    expect(Number(left) + (long.match(/<details>/g)?.length ?? 0)).toBe(2_000);
  });

  test("shows the other orgs too where one has more changes than a comment may hold, and what is urgent first", () => {
    const changes = Array.from({ length: 900 }, (_, index) => ({
      resource: "set",
      kind: "PermissionSet",
      property: `property${index}`,
      from: "a".repeat(200),
      to: hostile,
    }));
    const orgs = [
      org("a-skipped", { verdict: "skipped", reason: "x".repeat(100_000) }),
      org("b-many", {
        verdict: "drifted",
        drift: changes,
        notLookedAt: [{ resource: "a", kind: "b", properties: ["c"] }],
      }),
      org("c-few", { verdict: "drifted", drift }),
      org("d-lost", { verdict: "unreachable", reason: hostile }),
    ];
    const long = markdownReport({ ...result, orgs });
    expect(long.length).toBeLessThanOrEqual(65_000);
    expect(long.match(/<summary><b>[a-z&#0-9;-]+/g)?.map((title) => title.slice(12, 13))).toEqual(["b", "c", "d", "a"]);
    expect(long).toContain(": drifted, 900 changed</summary>");
    const [, left] = /(\d+) more changed properties are in the result file/.exec(long) ?? [];
    expect(Number(left) + (long.match(/^\| set \|/gm)?.length ?? 0)).toBe(900);
    expect(Number(left)).toBeLessThan(890);
  });
});

test("the JUnit report is XML with a case for each org: failures, errors and what was skipped", () => {
  const xml = junitReport(result);
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(xml);
  expect(testsuites.testsuite).toMatchObject({
    "@_tests": "5",
    "@_failures": "2",
    "@_errors": "1",
    "@_skipped": "1",
  });
  const outcomes = testsuites.testsuite.testcase.map((each: object) => Object.keys(each)[0]);
  expect(outcomes).toEqual(
    ["@_classname", "failure", "skipped", "error", "failure"].map((key) => expect.stringMatching(key)),
  );
});

describe("the Prometheus report", () => {
  const text = prometheusReport(result, now);
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

  test("has nothing but comments and samples", () => {
    for (const sample of samples)
      expect(sample).toMatch(
        /^[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\[\\n"])*"(,[a-z]+="(?:[^"\\\n]|\\[\\n"])*")*\})? -?[\d.e+]+$/,
      );
    expect(text.endsWith("\n")).toBe(true);
  });

  test("says what drifted, what was not asked, and how long certificate and proof are good", () => {
    expect(samples).toContain('salesforce_access_drifted_properties{stack="drifted"} 1');
    expect(samples).toContain('salesforce_access_drifted_properties{stack="clean"} 0');
    expect(samples).toContain('salesforce_access_unreachable{stack="lost"} 1');
    expect(samples.filter((sample) => sample.includes("drifted_properties") && /lost|empty/.test(sample))).toEqual([]);
    expect(samples).toContain(
      `salesforce_access_certificate_seconds_left{stack="clean",resource="scv-app"} ${10 * 24 * 60 * 60}`,
    );
    expect(samples).toContain('salesforce_access_proof_age_seconds{stack="clean"} 3600');
  });
});

test("SARIF has a finding for each property that drifted and each org to look at, at the file of its stack", () => {
  const { version, runs } = JSON.parse(sarifReport(result));
  const [{ tool, results }] = runs;
  expect([version, results.map(({ ruleId }: { ruleId: string }) => ruleId)]).toEqual([
    "2.1.0",
    ["drifted", "unreachable", "unapplied"],
  ]);
  const known = tool.driver.rules.map(({ id }: { id: string }) => id);
  for (const { ruleId, message, locations } of results) {
    expect(known).toContain(ruleId);
    expect(message.text).not.toMatch(/<img/);
    expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^Pulumi\.\w+\.yaml$/);
  }
});

describe("findings of policies", () => {
  const event = (policyEvent?: object) =>
    JSON.stringify({ sequence: 1, timestamp: 1, ...(policyEvent && { policyEvent }) });
  const violation = {
    resourceUrn: "urn:pulumi:us-production::access::pulumi-nodejs:dynamic/salesforce:PolicyAssignment::scv-policy",
    policyName: "salesforce-refresh-tokens-end",
    message: `Refresh tokens never end. ${hostile}\n`,
    enforcementLevel: "mandatory",
  };
  const log = `${[event(), event(violation), event({ ...violation, enforcementLevel: "advisory" }), event(violation)].join("\n")}\n`;

  test("are read from the event log of a run, each once", () => {
    const findings = policyFindingsIn(log) ?? [];
    expect(findings.map(({ stack, resource, policy, isMandatory }) => [stack, resource, policy, isMandatory])).toEqual([
      ["us-production", "scv-policy", "salesforce-refresh-tokens-end", true],
      ["us-production", "scv-policy", "salesforce-refresh-tokens-end", false],
    ]);
    expect(policyFindingsIn(`${event()}\n`)).toEqual([]);
  });

  test.each([
    ["a result", JSON.stringify(result, undefined, 2)],
    ["nothing", ""],
    ["no JSON", "Previewing update"],
  ])("are not looked for in %s", (_what, text) => expect(policyFindingsIn(text)).toBeUndefined());

  test("are errors and warnings in SARIF, with nothing that an org made up", () => {
    const [{ tool, results }] = JSON.parse(sarifOfPolicies(policyFindingsIn(log) ?? [])).runs;
    expect(tool.driver.rules).toEqual([{ id: "salesforce-refresh-tokens-end" }]);
    expect(results.map(({ level }: { level: string }) => level)).toEqual(["error", "warning"]);
    expect(JSON.stringify(results)).not.toMatch(/<img/);
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("Pulumi.us-production.yaml");
  });
});

describe("the report of a rollout", () => {
  const rolledOut = (stack: string, outcome: RolledOut["outcome"], changes = ""): RolledOut => ({
    stack,
    wave: "all",
    outcome,
    changes,
    seconds: 1,
    log: "x",
  });
  const rollout: Rollout = {
    version: 1,
    command: "preview",
    stacks: [rolledOut("a", "succeeded", "1 to update"), rolledOut("b", "failed"), rolledOut("c", "not reached")],
  };

  test("begins with a marker and the summary, and has what Pulumi printed for each stack", () => {
    const lines = rolloutReport(rollout, ["~ label", "error: x", ""]).split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "<!-- pulumi-salesforce-access fleet preview -->",
      "### Salesforce access, preview: 1 succeeded, 1 failed, 1 not reached",
    ]);
    expect(lines).toEqual(expect.arrayContaining(["| a | succeeded | 1 to update |", "~ label", "error: x"]));
    expect(lines.filter((line) => line.startsWith("<details>"))).toHaveLength(2);
  });

  test("keeps what Pulumi printed a text, whatever that is", () => {
    const text = rolloutReport(rollout, [`\`\`\`\n${hostile}\n\`\`\`\`\n</details>`, "", ""]);
    const [, inside] = /\n(`{5,})\n[\s\S]*?\n\1\n/.exec(text) ?? [];
    expect(inside).toBe("`````");
  });

  test("stays within what a comment may hold", () => {
    const stacks = Array.from({ length: 100 }, (_, index) => rolledOut(`s${index}`, "succeeded", "1 to update"));
    const text = rolloutReport(
      { ...rollout, stacks },
      stacks.map(() => "x".repeat(5_000)),
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("with the artefacts of the job");
  });

  test.each([
    "{",
    "null",
    '{"version":1,"command":"destroy","stacks":[]}',
    '{"version":1,"command":"up","stacks":[{}]}',
  ])("is made of no other file: %s", (text) => {
    expect(() => readRollout(text, "result.json")).toThrow("result.json");
  });
});

test("the page shows texts of an org as text, and needs nothing from elsewhere", () => {
  const html = htmlReport(result, now);
  expect(html).not.toContain("<img");
  expect(html).not.toMatch(/<script|https?:|url\(/);
  expect(html).toContain("10 days left");
  for (const { stack } of result.orgs) expect(html).toContain(stack);
});

describe("a result file", () => {
  test("is read as it was written", () => {
    expect(readResult(JSON.stringify(result), "result.json")).toEqual(result);
  });

  test.each([
    ["no JSON", "{", "is no JSON"],
    ["of another version", '{"version":1,"orgs":[]}', "its version is 1"],
    ["something else", "null", "its version is undefined"],
    ["not complete", '{"version":2,"askedAt":"x","orgs":[{"stack":"a"}]}', "is not complete"],
  ])("that is %s is refused by name", (_what, text, message) => {
    expect(() => readResult(text, "result.json")).toThrow(message);
    expect(() => readResult(text, "result.json")).toThrow("result.json");
  });

  const whole = org("a", { certificates: [{ resource: "app", validTo: askedAt }], drift: drift.slice(0, 1) });
  test.each<[string, object]>([
    ["a time that is none", { askedAt: "<img src=x>" }],
    ["a time of no day", { askedAt: "2026-13-45T99:99:99Z" }],
    ["a stack with another name than Pulumi takes", { orgs: [{ ...whole, stack: "\ud800" }] }],
    ["a name that commands a terminal", { orgs: [{ ...whole, stack: "\u001b[2J" }] }],
    ["a verdict of a prototype", { orgs: [{ ...whole, verdict: "constructor" }] }],
    ["half a difference", { orgs: [{ ...whole, drift: [{ resource: "x" }] }] }],
    ["a difference that is null", { orgs: [{ ...whole, drift: [null] }] }],
    ["a reason that is no text", { orgs: [{ ...whole, reason: { toString: 1 } }] }],
    ["no certificates", { orgs: [{ ...whole, certificates: undefined }] }],
    ["a certificate without an end", { orgs: [{ ...whole, certificates: [{ resource: "app" }] }] }],
    ["a proof at no time", { orgs: [{ ...whole, provedAt: "now" }] }],
    ["null in place of an org", { orgs: [null] }],
  ])("with %s is refused, before a report is made of it", (_what, changed) => {
    expect(readResult(JSON.stringify({ version: 2, askedAt, orgs: [whole] }), "result.json").orgs).toHaveLength(1);
    expect(() => readResult(JSON.stringify({ version: 2, askedAt, orgs: [], ...changed }), "result.json")).toThrow(
      "is not complete",
    );
  });

  test("commands no terminal and no pipeline, whoever wrote it", () => {
    const text = "\u001b[2J\n::set-env name=A::b\u202e";
    const lines = lineOf(
      org("a", { verdict: "drifted", drift: [{ ...whole.drift[0], from: text, to: text } as Drift] }),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(lines).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^ *::/m);
    expect(lines.split("\n")).toHaveLength(2);
  });

  test("with a stack that another part has too is not joined with it", () => {
    expect(() => merged([result, result])).toThrow("Stack clean is in two of the files");
  });
});
