/** What policies have found, out of the event log of a Pulumi run (`pulumi preview --event-log FILE`). */

/** A violation of a policy. */
export interface PolicyFinding {
  policy: string;
  stack: string;
  /** Name of the resource in the program. */
  resource: string;
  message: string;
  /** Whether it stops an update. */
  isMandatory: boolean;
}

/**
 * The violations in an event log: a JSON object in each line, of which some hold a `policyEvent`. Source: Pulumi, apitype
 * `EngineEvent` and `PolicyEvent`.
 *
 * @returns undefined when the text is no event log
 */
export function policyFindingsIn(text: string): PolicyFinding[] | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const events = lines.map(eventIn);
  if (events.length === 0 || events.includes(undefined)) return undefined;
  const found = events.flatMap((event) => findingOf(event?.policyEvent) ?? []);
  // An update tells what its preview has told.
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
}

interface EngineEvent {
  sequence: number;
  policyEvent?: unknown;
}

function eventIn(line: string): EngineEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<EngineEvent> | null;
    return typeof event?.sequence === "number" ? (event as EngineEvent) : undefined;
  } catch {
    return undefined;
  }
}

function findingOf(event: unknown): PolicyFinding | undefined {
  const { resourceUrn, policyName, message, enforcementLevel } = (event ?? {}) as { [name: string]: unknown };
  if (typeof resourceUrn !== "string" || typeof policyName !== "string") return undefined;
  // urn:pulumi:<stack>::<project>::<type>::<name>; a finding about the whole stack has a name, too.
  const [, stack, resource] = /^urn:pulumi:([\w.-]+)::.*::(.+)$/.exec(resourceUrn) ?? [];
  if (stack === undefined || resource === undefined) return undefined;
  return {
    policy: policyName,
    stack,
    resource,
    message: String(message ?? "").trim(),
    isMandatory: enforcementLevel === "mandatory",
  };
}
