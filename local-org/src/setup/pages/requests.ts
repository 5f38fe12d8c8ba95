import { html, raw } from "hono/html";
import type { LoggedRequest } from "../../http/requestLog.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, panel, table, time } from "../parts.ts";

/** The newest calls that the page shows. */
const shown = 200;

/** Reads the page again each second while it is looked at, and puts the new calls in place of the old ones. */
const liveScript = `
const live = document.getElementById("live");
const toggle = document.getElementById("pause");
let paused = false;
toggle.hidden = false;
toggle.addEventListener("click", () => {
  paused = !paused;
  toggle.textContent = paused ? "Go on" : "Pause";
});
setInterval(async () => {
  if (paused || document.hidden) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!fresh || fresh.innerHTML === live.innerHTML) return;
    const left = live.querySelector(".table")?.scrollLeft ?? 0;
    live.replaceChildren(...fresh.childNodes);
    const region = live.querySelector(".table");
    if (region) region.scrollLeft = left;
  } catch {
    // The org is stopped or starts again; the next look tells.
  }
}, 1000);
`;

/** The calls of clients, the newest first. Without scripts the page loads itself again every few seconds. */
export function requestPage({ log, nonce }: View): Page {
  const requests = log.list();
  const newest = requests.slice(-shown).reverse();
  return {
    title: "Request Log",
    summary: "Calls of clients, the newest first; times in UTC. Bodies and tokens are never kept.",
    head: html`<noscript><meta http-equiv="refresh" content="5"></noscript>`,
    content: [
      html`<p class="row"><button type="button" id="pause" hidden>Pause</button></p>`,
      html`<div id="live">
<p class="count">${newest.length} of ${requests.length} calls</p>
${panel(table("Calls", ["Time", "Call", "Status", "ms", "Client"], newest.map(row), "No client has called yet."))}
</div>`,
      html`<script nonce="${nonce}">${raw(liveScript)}</script>`,
    ],
  };
}

function row({
  startedAt,
  method,
  path,
  operation,
  status,
  durationMs,
  userAgent,
}: LoggedRequest): (Markup | number)[] {
  const named = operation === undefined ? undefined : html` <strong>${operation}</strong>`;
  return [
    time(startedAt),
    html`<span class="call"><b>${method}</b> <code>${path}</code>${named}</span>`,
    statusBadge(status),
    durationMs,
    html`<span class="faint">${userAgent}</span>`,
  ];
}

function statusBadge(status: number): Markup {
  if (status === 0) return badge("no answer", "warning");
  return badge(String(status), status >= 400 ? "warning" : "good");
}
