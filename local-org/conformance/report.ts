/** What a run found, as text for people. */
import type { LedgerEntry } from "../src/ledger/entry.ts";
import { nameBeginning } from "./asker.ts";
import type { Check } from "./check.ts";
import type { Outcome, RunResult } from "./run.ts";

const words: { [outcome in Outcome["outcome"]]: string } = {
  holds: "holds    ",
  differs: "DIFFERS  ",
  unasked: "not asked",
};

/** One line, or three for a difference. */
export function outcomeLine(outcome: Outcome): string {
  const line = `${words[outcome.outcome]}  ${outcome.id}`;
  if (outcome.outcome === "differs")
    return `${line}\n             expected ${outcome.expected}\n             found    ${outcome.found}`;
  return outcome.outcome === "unasked" ? `${line}: ${outcome.reason}` : line;
}

/** How many rules came out how, what differs with its source, and what stays in the org. */
export function summary({ outcomes, leftBehind }: RunResult, ledger: readonly LedgerEntry[]): string {
  const count = (outcome: Outcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome).length;
  const differences = outcomes.flatMap((outcome) => {
    const entry = ledger.find(({ id }) => id === outcome.id);
    return outcome.outcome === "differs" && entry !== undefined
      ? [`  ${entry.id} (${entry.certainty}: ${entry.source}): ${entry.rule}`]
      : [];
  });
  return [
    `${count("holds")} rules hold, ${count("differs")} differ, ${count("unasked")} could not be asked.`,
    ...(differences.length > 0 ? ["", "The ledger says otherwise about:", ...differences] : []),
    ...(leftBehind.length > 0 ? ["", "Not undone:", ...leftBehind.map((problem) => `  ${problem}`)] : []),
  ].join("\n");
}

/** What the questions create for a while. */
export function announcement(checks: readonly Check[]): string {
  const kinds = [...new Set(checks.flatMap(({ makes }) => makes ?? []))].sort();
  if (kinds.length === 0) return "The questions create nothing.";
  const lines = [
    `The questions create ${kinds.join(", ")} under random names that begin with ${nameBeginning}, and take them away again.`,
  ];
  if (kinds.includes("users")) lines.push("A user cannot be deleted: one stays, deactivated and without a seat.");
  return lines.join("\n");
}
