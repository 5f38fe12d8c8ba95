import { html } from "hono/html";
import { certainties, type LedgerEntry } from "../../ledger/entry.ts";
import { ledger } from "../../ledger/index.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, panel, select, table } from "../parts.ts";

const tones = { recorded: "good", documented: "good", reported: "plain", inferred: "warning" } as const;

/** The rules, all or those that the address asks for: `?certainty=` and `?find=`. */
export function ledgerPage({ url }: View): Page {
  const certainty = url.searchParams.get("certainty") ?? "";
  const find = (url.searchParams.get("find") ?? "").trim();
  const entries = ledger.filter(
    (entry) => (certainty === "" || entry.certainty === certainty) && contains(entry, find),
  );
  const counts = certainties.map((one) => `${ledger.filter((entry) => entry.certainty === one).length} ${one}`);
  return {
    title: "Ledger",
    summary: `The rules of Salesforce that this org keeps: ${counts.join(", ")}.`,
    content: [
      filterForm(certainty, find),
      html`<p class="count" role="status">${entries.length} of ${ledger.length} rules</p>`,
      panel(
        table(
          "Rules",
          ["Id", "Rule", "Certainty", "Source"],
          entries.map((entry) => [
            html`<code id="${entry.id}">${entry.id}</code>`,
            html`${entry.rule}${openQuestion(entry)}`,
            badge(entry.certainty, tones[entry.certainty]),
            html`<span class="faint">${entry.source}</span>`,
          ]),
          "No rule is like that.",
        ),
      ),
    ],
  };
}

/** What a rule had to choose an answer for, with the setting that switches to the other one. */
function openQuestion({ open }: LedgerEntry): Markup | undefined {
  if (open === undefined) return undefined;
  const setting = open.setting === undefined ? undefined : html` Setting <code>${open.setting}</code>.`;
  return html`<br><strong>Open:</strong> ${open.question}${setting}`;
}

function contains({ id, rule, source, open }: LedgerEntry, text: string): boolean {
  return [id, rule, source, open?.question ?? "", open?.setting ?? ""].some((part) =>
    part.toLowerCase().includes(text.toLowerCase()),
  );
}

function filterForm(certainty: string, find: string): Markup {
  const choices = [{ value: "", text: "Any" }, ...certainties.map((value) => ({ value, text: value }))];
  return panel(html`<form method="get" action="/setup/ledger" role="search" aria-label="Rules"><div class="row">
${select("certainty", "Certainty", choices, certainty)}
<label class="field"><span>Contains</span><input type="search" name="find" value="${find}"></label>
<button type="submit">Show</button></div></form>`);
}
