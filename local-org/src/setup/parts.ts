/** Pieces that several pages have. */
import { html } from "hono/html";
import type { Markup, View } from "./page.ts";

/** A part of a page with a heading of its own; `id` is the anchor and names the heading for tables and forms. */
export function section(id: string, heading: string, content: Markup | Markup[]): Markup {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${content}</section>`;
}

/** A part of a page without a heading. */
export function panel(content: Markup): Markup {
  return html`<div class="panel">${content}</div>`;
}

/** A table that scrolls by itself when it is too wide. @param empty what stands there when there are no rows */
export function table(label: string, columns: readonly string[], rows: readonly Cell[][], empty: string): Markup {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="table" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(tableRow)}</tbody>
</table></div>`;
}

type Cell = Markup | string | number | undefined;

function tableRow([first, ...rest]: Cell[]): Markup {
  return html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

/** Pairs of a name and its value; pairs without a value are left out, `null` as the org's records have it too. */
export function facts(pairs: readonly (readonly [name: string, value: Cell | boolean | null])[]): Markup {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return html`<dl>${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A word that stands out: a state. The tone colours it, the word says it. */
export function badge(word: string, tone: "good" | "warning" | "off" | "plain" = "plain"): Markup {
  return html`<span class="badge ${tone}">${word}</span>`;
}

export function link(href: string, text: string): Markup {
  return html`<a href="${href}">${text}</a>`;
}

/** A list of short things in one cell. */
export function inline(items: readonly Markup[], none: string): Markup {
  if (items.length === 0) return html`<span class="faint">${none}</span>`;
  return html`${items.map((item, index) => (index === 0 ? item : html`, ${item}`))}`;
}

/** A time in UTC to the second. @param value ISO time, or a stored date-time */
export function time(value: unknown): Markup {
  const iso = new Date(String(value).replace("+0000", "Z")).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")}</time>`;
}

/**
 * A form that asks for one change of what the page shows.
 *
 * @param change name of the change
 */
export function form(view: View, change: string, content: Markup | Markup[], label?: string): Markup {
  const name = label === undefined ? undefined : html` aria-label="${label}"`;
  return html`<form method="post" action="${view.url.pathname}"${name}>
<input type="hidden" name="token" value="${view.formToken}"><input type="hidden" name="change" value="${change}">
${content}</form>`;
}

/** A form that is only a button. @param what what it is about, for those who do not see where it stands */
export function buttonForm(
  view: View,
  change: string,
  text: string,
  what: string,
  fields: { [name: string]: string } = {},
): Markup {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return form(view, change, html`${hidden}<button type="submit">${text}<span class="aside"> ${what}</span></button>`);
}

export interface Choice {
  readonly value: string;
  readonly text: Markup | string;
}

export function select(name: string, label: string, choices: readonly Choice[], chosen?: string): Markup {
  const options = choices.map(
    ({ value, text }) =>
      html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${text}</option>`,
  );
  return html`<label class="field"><span>${label}</span><select name="${name}">${options}</select></label>`;
}

/** Boxes to tick. What was ticked when the page was made goes along, so that a form changes only what its person changed. */
export function checkboxes(name: string, choices: readonly Choice[], ticked: ReadonlySet<string>): Markup {
  const boxes = choices.map(({ value, text }) => {
    const checked = ticked.has(value) ? html` checked` : undefined;
    return html`<li><label><input type="checkbox" name="${name}" value="${value}"${checked}> <span>${text}</span></label></li>
`;
  });
  return html`<ul class="boxes">${boxes}</ul>`;
}

/** The hidden fields that {@link tickedChanges} compares with. */
export function tickedBefore(name: string, ticked: ReadonlySet<string>): Markup {
  return html`${[...ticked].map((value) => html`<input type="hidden" name="${name}.before" value="${value}">`)}`;
}

/** What a person ticked and unticked. */
export function tickedChanges(sent: URLSearchParams, name: string): { on: string[]; off: string[] } {
  const before = new Set(sent.getAll(`${name}.before`));
  const after = new Set(sent.getAll(name));
  return {
    on: [...after].filter((value) => !before.has(value)),
    off: [...before].filter((value) => !after.has(value)),
  };
}
