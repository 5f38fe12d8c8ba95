import { harmless } from "../../../salesforce/harmless.ts";
import type { FleetResult, OrgResult, Verdict } from "../result.ts";

/** What is told of, and how urgent it is. Clean and skipped orgs have no finding. */
const rules: { [verdict in Verdict]?: { level: "error" | "warning"; text: string } } = {
  drifted: { level: "error", text: "The org has a property otherwise than the state of its stack." },
  unapplied: { level: "warning", text: "The program or its configuration says something else than what was applied." },
  unreachable: { level: "warning", text: "The org, or the state of its stack, could not be asked." },
};

/** SARIF 2.1.0: a finding for each property that has drifted, and one for each org with another verdict to look at. */
export function sarifReport({ orgs }: FleetResult): string {
  const run = {
    tool: {
      driver: {
        name: "pulumi-salesforce-access fleet drift",
        rules: Object.entries(rules).map(([id, { level, text }]) => ({
          id,
          shortDescription: { text },
          defaultConfiguration: { level },
        })),
      },
    },
    results: orgs.flatMap(findingsOf),
  };
  const schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function findingsOf({ stack, verdict, drift, reason }: OrgResult) {
  const rule = rules[verdict];
  if (rule === undefined) return [];
  const finding = (text: string, of: string) => ({
    ruleId: verdict,
    level: rule.level,
    message: { text },
    // Where somebody accepts the drift, or corrects the login.
    locations: [{ physicalLocation: { artifactLocation: { uri: `Pulumi.${stack}.yaml` }, region: { startLine: 1 } } }],
    // The same finding of another day.
    partialFingerprints: { "finding/v1": [stack, verdict, of].filter(Boolean).join("/") },
  });
  if (drift.length === 0) return [finding(`${stack}: ${harmless(reason, 1_000)}`, "")];
  return drift.map(({ resource, property, from, to }) =>
    finding(
      `${stack}: ${harmless(`${resource}.${property}`)}: ${harmless(from)} → ${harmless(to)}`,
      `${resource}.${property}`,
    ),
  );
}
