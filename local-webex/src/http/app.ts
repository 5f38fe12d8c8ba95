/** The one place where the parts of a local tenant are put onto HTTP addresses. */
import { Hono } from "hono";
import { mountControl } from "../control/mount.ts";
import { mountPages } from "../pages/mount.ts";
import type { Served } from "../served.ts";
import { isLoopbackName } from "../settings.ts";
import { mountClientCalls } from "./clientCalls.ts";
import type { App, HttpEnvironment } from "./environment.ts";

export function createApp(served: Served): App {
  const app: App = new Hono<HttpEnvironment>();
  // A name of somebody else's can be made to point at this machine (DNS rebinding); browsers still send that name.
  app.use(async (http, next) => {
    const { hostname } = new URL(http.req.url);
    if (!isLoopbackName(hostname)) return http.text(`The local tenant is not called ${hostname}.`, 403);
    return next();
  });
  mountClientCalls(app, served);
  mountControl(app, served);
  mountPages(app, served);
  app.notFound((http) =>
    http.json({ message: `The local tenant does not speak ${http.req.method} ${http.req.path}.` }, 501),
  );
  app.onError((error, http) => {
    const { name, status = 0, message } = error as Error & { status?: number };
    if (name === "Refusal") return http.json({ message }, status as 400);
    console.error(error);
    return http.json({ message: "The local tenant failed." }, 500);
  });
  return app;
}
