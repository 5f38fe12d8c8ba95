/** A fault as it is asked for: which calls it strikes, and what it does to them. */

export const faultKinds = ["drop-before", "drop-after", "hold-before", "hold-after", "status", "latency"] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  kind: FaultKind;
  /** Name of the operation, such as `publish` or `accessToken`. Default: every call of a client. */
  operation?: string;
  /** How many matching calls pass first. Default 0. */
  after?: number;
  /** How many calls are struck. Default: all, until the faults are ended. */
  times?: number;
  /** Of the kind `status`. Default 503. */
  status?: number;
  /** Of the kind `status`: seconds of the header `Retry-After`. Default: no header. */
  retryAfter?: number;
  /** Of the kind `latency`: milliseconds. */
  ms?: number;
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const keys: { readonly [key in keyof Fault]-?: (value: unknown) => boolean } = {
  kind: (value) => faultKinds.some((kind) => kind === value),
  operation: (value) => typeof value === "string",
  after: (value) => isWhole(value, 0, 1_000_000),
  times: (value) => isWhole(value, 1, 1_000_000),
  status: (value) => isWhole(value, 400, 599),
  retryAfter: (value) => isWhole(value, 0, 86_400),
  ms: (value) => isWhole(value, 0, 600_000),
};

/**
 * The faults that a caller sent.
 *
 * @throws Error with one sentence that names what is wrong
 */
export function readFaults(sent: unknown): Fault[] {
  if (!Array.isArray(sent)) throw new Error("Faults are a JSON array of objects.");
  return sent.map((fault) => {
    if (typeof fault !== "object" || fault === null) throw new Error("A fault is an object.");
    for (const [key, value] of Object.entries(fault)) {
      if (!Object.hasOwn(keys, key)) throw new Error(`A fault has no key ${key}.`);
      if (!keys[key as keyof Fault](value)) throw new Error(`${key} of a fault cannot be ${JSON.stringify(value)}.`);
    }
    const { kind, ms } = fault as Partial<Fault>;
    if (kind === undefined) throw new Error(`A fault needs a kind: ${faultKinds.join(", ")}.`);
    if (kind === "latency" && ms === undefined) throw new Error("The fault latency needs ms.");
    return fault as Fault;
  });
}
