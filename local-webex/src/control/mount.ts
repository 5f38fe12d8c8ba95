/** Control of a local tenant under `/_local`, for tests and people: no login, but only from this machine and no web page. */
import { readFileSync } from "node:fs";
import type { Fault } from "../faults/fault.ts";
import { mostBytesOfForm, textOf } from "../http/bodies.ts";
import type { App, HttpCall } from "../http/environment.ts";
import { revokeGrants } from "../identity/access.ts";
import { resetServed, type Served } from "../served.ts";
import { credentialsOf, type TokenRequest, tokenFor } from "./credentials.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

export function mountControl(app: App, served: Served): void {
  const { tenant, log, faults, simulator } = served;

  app.use("/_local/*", async (http, next) => {
    // Browsers name the page that calls; programs, and people who type the address, do not.
    const site = http.req.header("sec-fetch-site") ?? "none";
    if (http.req.header("origin") !== undefined || !["none", "same-origin"].includes(site)) {
      return http.json({ message: "Control is for programs, not for web pages." }, 403);
    }
    return next();
  });
  app.get("/_local/status", (http) =>
    http.json({ pid: process.pid, url: served.url, orgId: tenant.state.orgId, region: tenant.state.region, version }),
  );
  app.get("/_local/tenants", (http) => http.json(served.all()));
  app.get("/_local/credentials", (http) => http.json(credentialsOf(served)));
  app.post("/_local/tokens", (http) => taken(http, (sent) => tokenFor(tenant, sent as TokenRequest)));
  app.delete("/_local/tokens", (http) => done(http, () => revokeGrants(tenant)));
  app.get("/_local/settings", (http) => http.json(tenant.state.settings));
  app.post("/_local/settings", (http) =>
    taken(http, (sent) => {
      tenant.set(sent);
      simulator.keepPace();
      return tenant.state.settings;
    }),
  );
  app.get("/_local/calls", (http) => http.json(simulator.calls()));
  app.delete("/_local/calls", (http) => done(http, () => simulator.clear()));
  app.get("/_local/requests", (http) => http.json(log.list()));
  app.delete("/_local/requests", (http) => done(http, () => log.clear()));
  app.get("/_local/faults", (http) => http.json(faults.show()));
  app.post("/_local/faults", (http) =>
    taken(http, (sent) => {
      faults.add(sent as Fault[]);
      return faults.show();
    }),
  );
  app.delete("/_local/faults", (http) => done(http, () => faults.clear()));
  app.post("/_local/faults/release", (http) => done(http, () => faults.release()));
  app.post("/_local/reset", (http) => done(http, () => resetServed(served)));
}

function done(http: HttpCall, work: () => void): Response {
  work();
  return http.body(null, 204);
}

/** Answers with what is made of the JSON of the body, or with what is wrong in it. */
async function taken(http: HttpCall, work: (sent: unknown) => object): Promise<Response> {
  const text = await textOf(http.req.raw, mostBytesOfForm);
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    return http.json({ message: "The body is not JSON." }, 400);
  }
  try {
    return http.json(work(sent));
  } catch (error) {
    return http.json({ message: (error as Error).message }, 400);
  }
}
