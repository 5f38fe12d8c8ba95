/** The calls of an entry point over time, as a line: high and green while they work, low and red while they fail. */
import { html } from "hono/html";
import type { CallRecord } from "../ivr/caller.ts";
import type { Markup } from "./frame.ts";
import { counted } from "./parts.ts";

/** Parts of the line. */
const buckets = 120;
const width = 600;
const height = 40;

export interface Bucket {
  works: number;
  fails: number;
}

/** What became of the calls in each part of the time until now, oldest first. Pure. */
export function bucketsOf(calls: readonly CallRecord[], now: number, seconds: number): Bucket[] {
  const all = Array.from({ length: buckets }, (): Bucket => ({ works: 0, fails: 0 }));
  const length = (seconds * 1_000) / buckets;
  for (const { startedAt, works } of calls) {
    const bucket = all[buckets - 1 - Math.floor((now - Date.parse(startedAt)) / length)];
    if (bucket === undefined) continue;
    if (works) bucket.works += 1;
    else bucket.fails += 1;
  }
  return all;
}

export function callLine(name: string, calls: readonly CallRecord[], now: number, seconds: number): Markup {
  const shown = bucketsOf(calls, now, seconds);
  const works = shown.reduce((sum, bucket) => sum + bucket.works, 0);
  const fails = shown.reduce((sum, bucket) => sum + bucket.fails, 0);
  const step = width / buckets;
  const parts = shown.map(({ works, fails }, index) => {
    if (works + fails === 0) return undefined;
    const x = index * step;
    return fails > 0
      ? html`<rect class="bad" x="${x}" y="26" width="${step}" height="8"/>`
      : html`<rect class="good" x="${x}" y="6" width="${step}" height="8"/>`;
  });
  const label = `${name}: ${counted(works, "call")} worked and ${fails} failed in the last ${seconds} seconds`;
  return html`<figure><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<line x1="0" y1="20" x2="${width}" y2="20"/>${parts}</svg>
<figcaption>${label}.</figcaption></figure>`;
}
