/** The pages, for people with a browser on this machine: what they do in Control Hub and in Flow Designer. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { textOf } from "../http/bodies.ts";
import type { App, HttpCall } from "../http/environment.ts";
import type { Served } from "../served.ts";
import { callPage, overviewPage } from "./calls.ts";
import { type Change, connectorChanges, flowChanges } from "./changes.ts";
import { connectorList, connectorPage } from "./connectors.ts";
import { flowList, flowPage } from "./flows.ts";
import { type Notice, type Page, renderPage, type View } from "./frame.ts";
import { createFormToken, pageHeaders } from "./guard.ts";
import { ledgerPage } from "./ledger.ts";
import { requestPage } from "./requests.ts";

type MakePage = (view: View, id: string) => Page | undefined;

const pages: readonly { path: string; page: MakePage; changes?: { readonly [name: string]: Change } }[] = [
  { path: "/", page: overviewPage },
  { path: "/connectors", page: connectorList, changes: connectorChanges },
  { path: "/connectors/:id", page: connectorPage, changes: connectorChanges },
  { path: "/flows", page: flowList },
  { path: "/flows/:id", page: flowPage, changes: flowChanges },
  { path: "/calls", page: callPage },
  { path: "/requests", page: requestPage },
  { path: "/ledger", page: ledgerPage },
];

const style = readFileSync(new URL("./style.css", import.meta.url), "utf8");

/** The largest form: a connector with its key. */
const mostBytes = 65_536;

const missing: Page = {
  title: "There is no such page",
  summary: "Nothing in this tenant has that address.",
  content: [],
};

export function mountPages(app: App, served: Served): void {
  const token = createFormToken();
  const notes = new Map<string, Notice>();

  const viewOf = (http: HttpCall, typed?: URLSearchParams): View => ({
    served,
    url: new URL(http.req.url),
    formToken: token.value,
    nonce: randomBytes(16).toString("base64url"),
    ...(typed === undefined ? {} : { typed: new Map(typed) }),
  });
  const show = (http: HttpCall, view: View, page: Page | undefined, notice?: Notice, status = 200) =>
    http.html(
      renderPage(view, page ?? missing, notice),
      (page === undefined ? 404 : status) as 200,
      pageHeaders(view.nonce),
    );
  /** Kept until the next page shows it, once. */
  const keep = (notice: Notice): string => {
    const key = randomBytes(8).toString("hex");
    notes.set(key, notice);
    if (notes.size > 50) notes.delete([...notes.keys()][0] ?? "");
    return key;
  };
  const take = (key: string | null): Notice | undefined => {
    const notice = notes.get(key ?? "");
    notes.delete(key ?? "");
    return notice;
  };

  app.get("/style.css", (http) =>
    http.body(style, 200, { "Content-Type": "text/css; charset=UTF-8", "Cache-Control": "no-cache" }),
  );
  for (const { path, page, changes } of pages) {
    app.get(path, (http) => {
      const view = viewOf(http);
      return show(http, view, page(view, http.req.param("id") ?? ""), take(view.url.searchParams.get("note")));
    });
    if (changes === undefined) continue;
    app.post(path, async (http) => {
      if (http.req.header("origin") !== new URL(http.req.url).origin) {
        return http.text("The tenant takes forms from its own pages only.", 403);
      }
      const sent = new URLSearchParams(await textOf(http.req.raw, mostBytes));
      if (!token.matches(sent.get("token") ?? "")) {
        return http.text("The tenant has started again since this form was made. Load its page again.", 403);
      }
      const name = sent.get("change") ?? "";
      const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
      if (change === undefined) return http.text("This page has no such form.", 403);
      const id = http.req.param("id");
      try {
        const done = await change(served.tenant, sent, id);
        return http.redirect(`${done.path}?note=${keep({ kind: "done", text: done.text })}`, 303);
      } catch (error) {
        const { name: kind, message } = error as Error;
        if (kind !== "ByHandRefusal") throw error;
        const view = viewOf(http, sent);
        return show(http, view, page(view, id ?? ""), { kind: "refused", text: message }, 400);
      }
    });
  }
}
