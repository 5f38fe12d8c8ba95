import { harmless } from "../../../salesforce/harmless.ts";
import type { PolicyFinding } from "../policyFindings.ts";
import type { FleetResult, OrgResult, Verdict } from "../result.ts";

type Level = "error" | "warning";

interface Finding {
  ruleId: string;
  level: Level;
  stack: string;
  text: string;
  /** What of the stack it is about: the same finding of another day is the same. */
  of: string;
}

/** What is told of, and how urgent it is. Clean and skipped orgs have no finding. */
const rules: { [verdict in Verdict]?: { level: Level; text: string } } = {
  drifted: { level: "error", text: "The org has a property otherwise than the state of its stack." },
  unapplied: {
    level: "warning",
    text: "The next update changes something: the program or its configuration says something else than what was applied, or a run did not come to its end.",
  },
  unreachable: { level: "warning", text: "The org, or the state of its stack, could not be asked." },
};

/** SARIF 2.1.0: a finding for each property that has drifted, and one for each org with another verdict to look at. */
export function sarifReport({ orgs }: FleetResult): string {
  const verdicts = Object.entries(rules).map(([id, { level, text }]) => ({
    id,
    shortDescription: { text },
    defaultConfiguration: { level },
  }));
  return sarif("pulumi-salesforce-access fleet drift", verdicts, orgs.flatMap(findingsOf));
}

/** SARIF 2.1.0: a finding for each violation of a policy. */
export function sarifOfPolicies(findings: readonly PolicyFinding[]): string {
  const policies = [...new Set(findings.map(({ policy }) => policy))].sort().map((id) => ({ id }));
  return sarif(
    "pulumi policy packs",
    policies,
    findings.map(({ policy, stack, resource, message, isMandatory }) => ({
      ruleId: policy,
      level: isMandatory ? "error" : "warning",
      stack,
      text: `${stack}: ${harmless(resource)}: ${harmless(message, 1_000)}`,
      of: resource,
    })),
  );
}

function sarif(name: string, known: readonly object[], findings: readonly Finding[]): string {
  const results = findings.map(({ ruleId, level, stack, text, of }) => ({
    ruleId,
    level,
    message: { text },
    // Where somebody accepts the drift, or corrects the configuration or the login.
    locations: [{ physicalLocation: { artifactLocation: { uri: `Pulumi.${stack}.yaml` }, region: { startLine: 1 } } }],
    partialFingerprints: { "finding/v1": [stack, ruleId, of].filter(Boolean).join("/") },
  }));
  const schema = "https://json.schemastore.org/sarif-2.1.0.json";
  const run = { tool: { driver: { name, rules: known } }, results };
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function findingsOf({ stack, verdict, drift, reason }: OrgResult): Finding[] {
  const level = rules[verdict]?.level;
  if (level === undefined) return [];
  const finding = (text: string, of: string) => ({ ruleId: verdict, level, stack, text: `${stack}: ${text}`, of });
  if (drift.length === 0) return [finding(harmless(reason, 1_000), "")];
  return drift.map(({ resource, property, from, to }) =>
    finding(`${harmless(`${resource}.${property}`)}: ${harmless(from)} → ${harmless(to)}`, `${resource}.${property}`),
  );
}
