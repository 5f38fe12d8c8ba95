import { connectorInWords, type HandOff } from "../../provider/connectorState.ts";
import { harmless } from "../../salesforce/harmless.ts";
import type { OwnResource } from "./drift.ts";
import type { OrgResult } from "./result.ts";

/** What the state of one stack says. */
export interface StackStatus {
  stack: string;
  /** Why the state says nothing. */
  problem?: string;
  /** Whole days until the first of its certificates ends; negative when it has ended. */
  daysLeft?: number;
  /** End of that certificate, ISO 8601 in UTC. */
  validTo?: string;
  /** ISO 8601 in UTC. */
  provedAt?: string;
  /** What is to be done with connectors in Control Hub, as of the last update; absent where there is nothing. */
  connectors?: string[];
}

const day = 24 * 60 * 60 * 1000;

/** What needs attention in one stack. Pure. */
export function statusOf(
  stack: string,
  { certificates, provedAt }: Pick<OrgResult, "certificates" | "provedAt">,
  now: Date,
): StackStatus {
  const validTo = certificates.map((certificate) => certificate.validTo).sort()[0];
  return {
    stack,
    ...(validTo && { validTo, daysLeft: Math.floor((Date.parse(validTo) - now.getTime()) / day) }),
    ...(provedAt && { provedAt }),
  };
}

/** What is to be done with the connectors that a stack keeps a record of. Pure. */
export function connectorLines(
  stack: string,
  resources: readonly Pick<OwnResource, "kind" | "inputs" | "outputs">[],
): string[] {
  return resources.flatMap(({ kind, inputs, outputs }) => {
    const is = outputs.handOff as HandOff;
    if (kind !== "WebexConnector" || is === "upToDate") return [];
    const since = typeof outputs.since === "string" && outputs.since !== "" ? { since: outputs.since } : {};
    return harmless(connectorInWords({ is, ...since }, { name: String(inputs.name), stack }), 1_000);
  });
}

/** The most urgent first: what cannot be read, then by the days that are left. */
export function byUrgency(all: readonly StackStatus[]): StackStatus[] {
  const urgency = ({ problem, daysLeft }: StackStatus) =>
    problem !== undefined ? Number.NEGATIVE_INFINITY : (daysLeft ?? Number.POSITIVE_INFINITY);
  return [...all].sort((left, right) => (urgency(left) < urgency(right) ? -1 : Number(urgency(left) > urgency(right))));
}

/** A line for every stack, with a head. */
export function statusTable(all: readonly StackStatus[]): string {
  const width = Math.max(5, ...all.map(({ stack }) => stack.length)) + 2;
  const lines = all.map(({ stack, problem, daysLeft, validTo, provedAt, connectors = [] }) => {
    if (problem !== undefined) return `${stack.padEnd(width)}${harmless(problem, 1_000)}`;
    const left = daysLeft === undefined ? "no certificate" : daysLeft < 0 ? "ENDED" : `${daysLeft} days left`;
    const until = validTo ? `until ${validTo.slice(0, 10)}` : "";
    const proof = provedAt ? `proved ${provedAt.slice(0, 10)}` : "never proved";
    return [
      `${stack.padEnd(width)}${left.padEnd(16)}${until.padEnd(18)}${proof}`,
      ...connectors.map((line) => `  ${line}`),
    ].join("\n");
  });
  return [`${"stack".padEnd(width)}${"certificate".padEnd(34)}access`, ...lines].join("\n");
}
