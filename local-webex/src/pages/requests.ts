/** The calls of clients. */
import { html } from "hono/html";
import type { Page, View } from "./frame.ts";
import { badge, table, time } from "./parts.ts";

const shown = 200;

export function requestPage({ served: { log } }: View): Page {
  const requests = log.list();
  const rows = requests
    .slice(-shown)
    .reverse()
    .map(({ startedAt, method, path, operation, status, durationMs, trackingId }) => [
      time(startedAt),
      html`${method} <code>${path}</code> ${operation === undefined ? undefined : html`<strong>${operation}</strong>`}`,
      badge(status === 0 ? "no answer" : String(status), status === 0 || status >= 400 ? "bad" : "good"),
      durationMs,
      html`<code>${trackingId}</code>`,
    ]);
  return {
    title: "Requests",
    summary: "Calls of clients, the newest first; times in UTC. Bodies, queries and tokens are never kept.",
    isLive: true,
    content: html`<div id="live">${table("Requests", ["Time", "Call", "Status", "ms", "TrackingID"], rows, "No client has called yet.")}</div>`,
  };
}
