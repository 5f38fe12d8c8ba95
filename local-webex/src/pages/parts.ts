/** Pieces that several pages have. */
import { html } from "hono/html";
import type { Markup, View } from "./frame.ts";

type Cell = Markup | string | number | undefined;

export function section(id: string, heading: string, content: Markup | Markup[]): Markup {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
${content}</section>`;
}

/** @param empty what stands there when there are no rows */
export function table(label: string, columns: readonly string[], rows: readonly Cell[][], empty: string): Markup {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`;
  const body = rows.map(
    ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  );
  return html`<div class="table" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${body}</tbody>
</table></div>`;
}

/** A state: the tone colours it, the word says it. */
export function badge(word: string, tone: "good" | "bad" | "plain" = "plain"): Markup {
  return html`<span class="badge ${tone}">${word}</span>`;
}

/** A form that asks for one change of what the page shows. @param change name of the change */
export function form(view: View, change: string, label: string, content: Markup | Markup[]): Markup {
  return html`<form method="post" action="${view.url.pathname}" aria-label="${label}" autocomplete="off">
<input type="hidden" name="token" value="${view.formToken}"><input type="hidden" name="change" value="${change}">
${content}
</form>`;
}

/** A time of an ISO text, in UTC to the second. */
export function time(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
