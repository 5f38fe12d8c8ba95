import { gunzipSync, inflateSync } from "node:zlib";
import { ApiError } from "../contracts.ts";
import type { App } from "./app.ts";

/** Largest body after unpacking: that of the largest request. */
const maximumBytes = 52_428_800;

const unpackers: { readonly [encoding: string]: typeof gunzipSync } = { gzip: gunzipSync, deflate: inflateSync };

/** Unpacks the bodies of requests that say they are packed, as the Java clients' are. */
export function mountCompression(app: App): void {
  app.use(async (context, next) => {
    const encoding = context.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
    if (encoding === "identity") return next();
    const { raw } = context.req;
    const body = unpacked(encoding, new Uint8Array(await raw.arrayBuffer()));
    const headers = new Headers(raw.headers);
    headers.delete("content-encoding");
    headers.set("content-length", String(body.byteLength));
    context.req.raw = new Request(raw.url, { method: raw.method, headers, body: new Uint8Array(body) });
    return next();
  });
}

function unpacked(encoding: string, body: Uint8Array): Buffer {
  const unpack = unpackers[encoding];
  if (unpack === undefined)
    throw new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", `Content-Encoding ${encoding} is not supported`);
  try {
    return unpack(body, { maxOutputLength: maximumBytes });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE")
      throw new ApiError(413, "LIMIT_EXCEEDED", `Maximum size of request is ${maximumBytes} bytes.`);
    throw new ApiError(400, "BAD_REQUEST", `The body is not in the encoding ${encoding}`);
  }
}
