import { html } from "hono/html";
import type { Page } from "../page.ts";
import { link } from "../parts.ts";

/** A page that only says something. */
export function messagePage(title: string, text: string): Page {
  return { title, content: html`<p>${text}</p><p>${link("/", "Back to the overview")}</p>` };
}
