/** Setup: the pages at `/`, for people with a browser on this machine. They show the org and change it by its own rules. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Context } from "hono";
import type { App, HttpEnvironment } from "../contracts.ts";
import type { RequestLog } from "../http/requestLog.ts";
import { settleDeploys } from "../metadata/deployQueue.ts";
import type { OwnedOrg } from "../org.ts";
import { contextOfUser } from "../requestContext.ts";
import { latestApiVersion } from "../rest/versions.ts";
import { appChanges } from "./changes/apps.ts";
import type { Changes } from "./changes/change.ts";
import { connectedAppChanges } from "./changes/connectedApps.ts";
import { profileChanges } from "./changes/grants.ts";
import { permissionSetChanges } from "./changes/permissionSets.ts";
import { userChanges } from "./changes/users.ts";
import { createFormToken, hostRefusal, originRefusal, pageHeaders } from "./guard.ts";
import { createNotes } from "./notes.ts";
import { type Notice, type Page, renderPage, type View } from "./page.ts";
import { appList, appPage } from "./pages/apps.ts";
import { connectedAppList, connectedAppPage } from "./pages/connectedApps.ts";
import { ledgerPage } from "./pages/ledger.ts";
import { licenceList } from "./pages/licences.ts";
import { messagePage } from "./pages/message.ts";
import { overviewPage } from "./pages/overview.ts";
import { permissionSetList, permissionSetPage } from "./pages/permissionSets.ts";
import { profileList, profilePage } from "./pages/profiles.ts";
import { requestPage } from "./pages/requests.ts";
import { userList, userPage } from "./pages/users.ts";
import { refusalOf } from "./refusal.ts";

/** Pages that stand alone. */
const pages: readonly (readonly [path: string, page: (view: View) => Page])[] = [
  ["/", overviewPage],
  ["/setup/permission-sets", permissionSetList],
  ["/setup/profiles", profileList],
  ["/setup/users", userList],
  ["/setup/apps", appList],
  ["/setup/connected-apps", connectedAppList],
  ["/setup/licences", licenceList],
  ["/setup/requests", requestPage],
  ["/setup/ledger", ledgerPage],
];

/** Pages of one record each, with the changes that their forms ask for. */
const recordPages: readonly {
  path: string;
  page(view: View, id: string): Page | undefined;
  changes: Changes;
}[] = [
  { path: "/setup/permission-sets", page: permissionSetPage, changes: permissionSetChanges },
  { path: "/setup/profiles", page: profilePage, changes: profileChanges },
  { path: "/setup/users", page: userPage, changes: userChanges },
  { path: "/setup/apps", page: appPage, changes: appChanges },
  { path: "/setup/connected-apps", page: connectedAppPage, changes: connectedAppChanges },
];

const style = readFileSync(new URL("./style.css", import.meta.url), "utf8");

type Call = Context<HttpEnvironment>;

/** To be mounted before the request log: looking at the org is no call of a client, and is not held back as one. */
export function mountSetup(app: App, org: OwnedOrg, log: RequestLog): void {
  const token = createFormToken();
  const notes = createNotes();

  const viewOf = (call: Call): View => ({
    org,
    log,
    url: new URL(call.req.url),
    formToken: token.value,
    nonce: randomBytes(16).toString("base64url"),
  });
  const show = (call: Call, view: View, page: Page | undefined, notice?: Notice, status = 200) => {
    const found = page ?? messagePage("There is no such page", "Nothing in this org has that address.");
    return call.html(
      renderPage(view, found, notice),
      (page === undefined ? 404 : status) as 200,
      pageHeaders(view.nonce),
    );
  };
  const refuse = (call: Call, text: string) =>
    show(call, viewOf(call), messagePage("This call is refused", text), undefined, 403);

  for (const path of ["/", "/setup/*"]) {
    app.use(path, async (call, next) => {
      const refusal = hostRefusal(new URL(call.req.url));
      if (refusal !== undefined) return call.text(refusal, 403);
      settleDeploys(org);
      return next();
    });
  }
  app.get("/setup/style.css", (call) =>
    call.body(style, 200, { "Content-Type": "text/css; charset=UTF-8", "Cache-Control": "no-cache" }),
  );
  for (const [path, page] of pages) {
    app.get(path, (call) => {
      const view = viewOf(call);
      return show(call, view, page(view));
    });
  }
  for (const { path, page, changes } of recordPages) {
    app.get(`${path}/:id`, (call) => {
      const view = viewOf(call);
      return show(call, view, page(view, call.req.param("id")), notes.take(view.url.searchParams.get("note")));
    });
    app.post(`${path}/:id`, async (call) => {
      const url = new URL(call.req.url);
      const wrongOrigin = originRefusal(url, call.req.header("origin"));
      if (wrongOrigin !== undefined) return refuse(call, wrongOrigin);
      const sent = new URLSearchParams(await call.req.text());
      if (!token.matches(sent.get("token") ?? "")) {
        return refuse(call, "The org has started again since this form was made. Load its page again.");
      }
      const change = Object.hasOwn(changes, sent.get("change") ?? "") ? changes[sent.get("change") ?? ""] : undefined;
      if (change === undefined) return refuse(call, "This page has no such form.");
      const id = call.req.param("id");
      try {
        const done = change(contextOfUser(org, org.deployer.userId, latestApiVersion), id, sent);
        // The address of the page again, so that loading it once more does not change anything once more.
        return call.redirect(`${url.pathname}?note=${notes.keep({ kind: "done", text: done })}`, 303);
      } catch (error) {
        const { notice, status } = refusalOf(error);
        const view = viewOf(call);
        return show(call, view, page(view, id), notice, status);
      }
    });
  }
  app.all("/setup/*", (call) => show(call, viewOf(call), undefined));
}
