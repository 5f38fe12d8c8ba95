/** The frame that all pages of Setup have: navigation, heading, what became of a change. */
import { html } from "hono/html";
import type { Org } from "../contracts.ts";
import type { RequestLog } from "../http/requestLog.ts";

/** HTML in which every value was escaped. */
export type Markup = ReturnType<typeof html>;

/** What a page is made from. */
export interface View {
  readonly org: Org;
  readonly log: RequestLog;
  /** Address of the page. */
  readonly url: URL;
  /** For the hidden field of each form. */
  readonly formToken: string;
  /** For each script of the page. */
  readonly nonce: string;
}

/** One page without its frame. */
export interface Page {
  readonly title: string;
  /** One line below the title. */
  readonly summary?: Markup | string;
  readonly content: Markup | Markup[];
  /** What goes into `<head>` besides the usual. */
  readonly head?: Markup;
}

/** What became of a change. */
export interface Notice {
  readonly kind: "done" | "refused";
  /** Error code of the org, for a refusal. */
  readonly code?: string;
  readonly text: string;
}

const navigation: readonly (readonly [path: string, label: string])[] = [
  ["/", "Overview"],
  ["/setup/permission-sets", "Permission Sets"],
  ["/setup/profiles", "Profiles"],
  ["/setup/users", "Users"],
  ["/setup/apps", "External Client Apps"],
  ["/setup/connected-apps", "Connected Apps"],
  ["/setup/licences", "Licences"],
  ["/setup/requests", "Request Log"],
  ["/setup/ledger", "Ledger"],
];

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23276ea5'/%3E%3Cpath d='M4 11V8a4 4 0 0 1 8 0v3' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

/** The whole document. */
export function renderPage(view: View, page: Page, notice: Notice | undefined): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Local Org</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/setup/style.css">
${page.head}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<p class="brand"><strong>Local Org</strong> <span>Setup</span></p>
<p class="where"><code>${view.org.organizationId}</code></p>
</header>
<div class="frame">
<nav aria-label="Setup"><ul>
${navigation.map(([path, label]) => html`<li><a href="${path}"${current(view.url.pathname, path)}>${label}</a></li>`)}
</ul></nav>
<main id="main" tabindex="-1">
${notice === undefined ? undefined : renderNotice(notice)}
<h1>${page.title}</h1>
${page.summary === undefined ? undefined : html`<p class="summary">${page.summary}</p>`}
${page.content}
</main>
</div>
</body>
</html>`;
}

function current(pathname: string, path: string): Markup | undefined {
  if (pathname === path) return html` aria-current="page"`;
  return path !== "/" && pathname.startsWith(`${path}/`) ? html` aria-current="true"` : undefined;
}

function renderNotice({ kind, code, text }: Notice): Markup {
  if (kind === "done") return html`<p class="notice done" role="status">${text}</p>`;
  const cause = code === undefined ? undefined : html`<code>${code}</code> `;
  return html`<div class="notice refused" role="alert"><strong>Not changed.</strong> ${cause}${text}</div>`;
}
