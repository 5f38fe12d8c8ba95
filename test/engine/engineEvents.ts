/** An operation of the engine on one resource, as its event log tells it. */
export interface EngineStep {
  /** Logical name of the resource in the program. */
  resource: string;
  /** The engine's word: `create`, `update`, `delete`, `create-replacement`, `replace`, `delete-replaced`, `refresh`, … */
  operation: string;
  /** Whether the operation was tried and failed. */
  isFailed: boolean;
  /** Paths of the inputs that differ, as `preview --diff` shows them; empty where the engine compares nothing. */
  changedPaths: string[];
}

/** What is read of an event of the engine. */
interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  resOpFailedEvent?: { metadata: StepMetadata };
}

interface StepMetadata {
  op: string;
  urn: string;
  type: string;
  detailedDiff?: Record<string, { kind: string }> | null;
}

/** The operations in an event log, one JSON object a line, in the order in which they began. */
export function stepsOf(eventLog: string): EngineStep[] {
  const steps = new Map<string, EngineStep>();
  for (const line of eventLog.split("\n").filter(Boolean)) {
    const event = JSON.parse(line) as EngineEvent;
    const metadata = (event.resourcePreEvent ?? event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
    // Providers and the stack itself are the engine's own.
    if (!metadata || /^pulumi:(providers|pulumi)/.test(metadata.type)) continue;
    const key = `${metadata.op} ${metadata.urn}`;
    const step = steps.get(key);
    const changedPaths = Object.keys(metadata.detailedDiff ?? {}).sort();
    steps.set(key, {
      resource: metadata.urn.split("::").at(-1) ?? "",
      operation: metadata.op,
      isFailed: event.resOpFailedEvent !== undefined,
      changedPaths: changedPaths.length > 0 ? changedPaths : (step?.changedPaths ?? []),
    });
  }
  return [...steps.values()];
}

/** The steps that change something, by resource: `{ "scv-app": "update" }`; several of one resource with commas. */
export function changesOf(steps: readonly EngineStep[]): Record<string, string> {
  const changes: Record<string, string> = {};
  for (const { resource, operation } of steps) {
    if (["same", "refresh", "read"].includes(operation)) continue;
    changes[resource] = changes[resource] === undefined ? operation : `${changes[resource]}, ${operation}`;
  }
  return changes;
}

/** What a refresh found otherwise in the org than in the state: the paths, by resource. */
export function driftOf(steps: readonly EngineStep[]): Record<string, string[]> {
  return Object.fromEntries(
    steps
      .filter(({ operation, changedPaths }) => operation === "refresh" && changedPaths.length > 0)
      .map(({ resource, changedPaths }) => [resource, changedPaths]),
  );
}
