import type { Shard } from "../commands/matrixCommand.ts";
import type { Call } from "./calls.ts";
import { type Disturbance, disturbancesOf } from "./disturbances.ts";
import type { Operation } from "./operation.ts";

/** One call of one operation, disturbed in one way. */
export interface Case {
  operation: Operation;
  call: Call;
  disturbance: Disturbance;
}

/** What an operation calls when nothing disturbs it. */
export interface Recording {
  operation: Operation;
  calls: readonly Call[];
}

/** `create POST …/sobjects/User 1 drop-after` */
export function nameOf({ operation, call, disturbance }: Case): string {
  return `${operation.name} ${call.title} ${call.occurrence} ${disturbance.name}`;
}

/** Every call with every disturbance that applies to it. */
export function casesOf(recordings: readonly Recording[]): Case[] {
  return recordings.flatMap(({ operation, calls }) =>
    calls.flatMap((call) => disturbancesOf(call.kind).map((disturbance) => ({ operation, call, disturbance }))),
  );
}

/**
 * @param only words of which one must be in the case: an operation, a disturbance, or a part of a call's title
 * @param shard a part of them, spread over all operations and disturbances
 */
export function chosen(cases: readonly Case[], only: readonly string[], shard?: Shard): Case[] {
  const fitting = cases.filter(
    ({ operation, call, disturbance }) =>
      only.length === 0 ||
      only.some((word) => word === operation.name || word === disturbance.name || call.title.includes(word)),
  );
  if (shard === undefined) return fitting;
  return fitting.filter((_, index) => scattered(index, fitting.length) % shard.parts === shard.part - 1);
}

/**
 * Walks through the numbers below `length` in strides, so that neighbours, which are the same call or the same
 * disturbance, come into different parts whatever the number of disturbances.
 */
function scattered(index: number, length: number): number {
  let stride = Math.max(1, Math.round(length * 0.618));
  while (divisor(stride, length) !== 1) stride += 1;
  return (index * stride) % length;
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}
