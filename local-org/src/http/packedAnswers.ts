import { gzipSync } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import type { App, HttpEnvironment } from "../contracts.ts";

/** Packs the answers of the APIs for callers that take them packed. Errors go as they are, as recorded ones do. */
export function mountPackedAnswers(app: App): void {
  const pack: MiddlewareHandler<HttpEnvironment> = async (context, next) => {
    await next();
    const { res } = context;
    if (!res.ok || res.body === null || res.headers.has("x-hono-already-sent")) return;
    const headers = new Headers(res.headers);
    headers.set("vary", "Accept-Encoding");
    const isPacked = takesGzip(context.req.header("accept-encoding"));
    if (isPacked) {
      headers.set("content-encoding", "gzip");
      headers.delete("content-length");
      const tag = headers.get("etag");
      if (tag !== null) headers.set("etag", tag.replace(/"$/, '--gzip"'));
    }
    // Packed at once: a stream that packs costs twice as much for answers of this size. Sent as a stream, whose length
    // is not told.
    const body = isPacked ? new Blob([gzipSync(await res.arrayBuffer())]).stream() : res.body;
    context.res = undefined;
    context.res = new Response(body, { status: res.status, headers });
  };
  app.use("/services/*", pack);
  app.use("/id/*", pack);
}

function takesGzip(accepted = ""): boolean {
  return accepted.split(",").some((coding) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));
}
