/** The rules. */
import { html } from "hono/html";
import { certainties } from "../ledger/entry.ts";
import { ledger } from "../ledger/index.ts";
import type { Page } from "./frame.ts";
import { badge, table } from "./parts.ts";

const tones = { documented: "good", reported: "plain", inferred: "bad" } as const;

export function ledgerPage(): Page {
  const counts = certainties.map((one) => `${ledger.filter(({ certainty }) => certainty === one).length} ${one}`);
  return {
    title: "Ledger",
    summary: `The rules of Webex that this tenant keeps: ${counts.join(", ")}.`,
    content: table(
      "Rules",
      ["Id", "Rule", "Certainty", "Source"],
      ledger.map(({ id, rule, certainty, source, open }) => [
        html`<code>${id}</code>`,
        html`${rule}${open === undefined ? undefined : html`<br><strong>Open:</strong> ${open.question}`}`,
        badge(certainty, tones[certainty]),
        html`<span class="soft">${source}</span>`,
      ]),
      "",
    ),
  };
}
