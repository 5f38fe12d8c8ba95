/** The frame that all pages have: navigation, heading, what became of a change. */
import { html, raw } from "hono/html";
import type { Served } from "../served.ts";

/** HTML in which every value was escaped. */
export type Markup = ReturnType<typeof html>;

/** What a page is made from. */
export interface View {
  readonly served: Served;
  readonly url: URL;
  /** For the hidden field of each form. */
  readonly formToken: string;
  /** For the script of the page. */
  readonly nonce: string;
  /** What was typed into the form that was refused. */
  readonly typed?: ReadonlyMap<string, string>;
}

export interface Page {
  readonly title: string;
  readonly summary: Markup | string;
  readonly content: Markup | Markup[];
  /** Whether the part with the id `live` is loaded again each second. */
  readonly isLive?: boolean;
}

/** What became of a change. */
export interface Notice {
  readonly kind: "done" | "refused";
  readonly text: string;
}

const navigation: readonly (readonly [path: string, label: string])[] = [
  ["/", "Overview"],
  ["/connectors", "Connectors"],
  ["/flows", "Flows"],
  ["/calls", "Calls"],
  ["/requests", "Requests"],
  ["/ledger", "Ledger"],
];

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='8' fill='%231d7a5f'/%3E%3Cpath d='M4 9h3l2-4 3 6' fill='none' stroke='white' stroke-width='1.5'/%3E%3C/svg%3E";

const liveScript = `
const live = document.getElementById("live");
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (fresh) live.replaceChildren(...fresh.childNodes);
  } catch {
    // The tenant is stopped or starts again; the next look tells.
  }
}, 1000);
`;

export function renderPage(view: View, page: Page, notice: Notice | undefined): Markup {
  const { name, orgId, region } = view.served.tenant.state;
  const refresh = page.isLive ? html`<noscript><meta http-equiv="refresh" content="5"></noscript>` : undefined;
  const script = page.isLive ? html`<script nonce="${view.nonce}">${raw(liveScript)}</script>` : undefined;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Local Webex</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/style.css">
${refresh}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><p><strong>Local Webex</strong> ${name}</p><p class="soft">${region} <code>${orgId}</code></p></header>
<nav aria-label="Tenant"><ul>
${navigation.map(([path, label]) => html`<li><a href="${path}"${current(view.url.pathname, path)}>${label}</a></li>`)}
</ul></nav>
<main id="main" tabindex="-1">
${notice === undefined ? undefined : renderNotice(notice)}
<h1>${page.title}</h1>
<p class="soft">${page.summary}</p>
${page.content}
</main>
${script}
</body>
</html>`;
}

function current(pathname: string, path: string): Markup | undefined {
  if (pathname === path) return html` aria-current="page"`;
  return path !== "/" && pathname.startsWith(`${path}/`) ? html` aria-current="true"` : undefined;
}

function renderNotice({ kind, text }: Notice): Markup {
  if (kind === "done") return html`<p class="notice done" role="status">${text}</p>`;
  return html`<p class="notice refused" role="alert"><strong>Not saved.</strong> ${text}</p>`;
}
