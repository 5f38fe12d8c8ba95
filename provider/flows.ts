import { orMeant } from "../common/nearestName.ts";
import { isTrue, type MetadataElements } from "../salesforce/metadataElements.ts";
import type { Field } from "./fields.ts";
import type { InputReader } from "./inputReader.ts";
import { isUnknown } from "./unknowns.ts";

/** OAuth flows that a program leaves as they are: some, or true for all. */
export type KeepFlows = true | string[];

/** Which flows are left as they are. */
export interface FlowContext {
  keptFlows: readonly string[];
}

/**
 * Which flows are left as they are. Without a word of the program none are; but what was on when an app was adopted
 * stays on.
 *
 * @param adopted flows that were on then
 */
export function keptFlows(
  flows: readonly string[],
  keepFlows: KeepFlows | undefined,
  adopted: readonly string[],
): readonly string[] {
  if (keepFlows === true) return flows;
  return Array.isArray(keepFlows) ? keepFlows : adopted;
}

/** Which flows a component has switched on. */
export function flowsOn(flows: readonly string[], held: MetadataElements | undefined): string[] {
  return flows.filter((flow) => isTrue(held?.[flow]));
}

/** The rows of the flows that a component holds: those that are kept, and those that are on though they are not. */
export function flowFields<Component extends string>(component: Component, flows: readonly string[]) {
  return {
    keepFlows: {
      check: (read: InputReader, name: string): KeepFlows | undefined => readKeepFlows(read, name, flows),
      type: "true, or a list of [flows](#flows): those are left as they are, on or off",
      fallback: "none; for an adopted app, those that were on at the adoption",
    },
    /** Never declared: flows that somebody has switched on show as this property, and are switched off. */
    otherFlows: {
      check: (): string[] | undefined => undefined,
      component,
      found: (held, _declared, { keptFlows }) => {
        const others = flowsOn(flows, held).filter((flow) => !keptFlows.includes(flow));
        return others.length > 0 ? others : undefined;
      },
      elements: (_value, held, { keptFlows }) => {
        const off = held === undefined ? flows : flowsOn(flows, held).filter((flow) => !keptFlows.includes(flow));
        return Object.fromEntries(off.map((flow) => [flow, false]));
      },
    } satisfies Field<string[] | undefined, Component, FlowContext>,
  };
}

function readKeepFlows(read: InputReader, name: string, flows: readonly string[]): KeepFlows | undefined {
  const value = read.raw(name);
  if (value === undefined || value === null || value === true || isUnknown(value)) {
    return (value ?? undefined) as true | undefined;
  }
  if (value === false) return [];
  return read.texts(name, (flow) =>
    flows.includes(flow)
      ? undefined
      : `must be true or a list of ${flows.join(", ")}, not "${flow.slice(0, 80)}"${orMeant(flow, flows)}`,
  );
}

/** The line that says which flows are on and stay on because the app was adopted. */
export function flowsStayOn(what: string, flows: readonly string[]): string {
  return `${what} has other OAuth flows turned on, and they stay on: ${flows.join(", ")}. Declare keepFlows: ${JSON.stringify(flows)} to confirm that, or keepFlows: [] to turn them off`;
}
