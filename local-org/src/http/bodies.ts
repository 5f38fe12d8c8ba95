/** How large a request may be, and how its body is read: never more of it than its caller may send. */
import type { Context } from "hono";
import { ApiError, type App, type HttpEnvironment, type Org } from "../contracts.ts";
import { SoapFault, writeSoapFault } from "../metadata/soapEnvelope.ts";
import { errorBody } from "./errors.ts";
import { json } from "./json.ts";

type HttpContext = Context<HttpEnvironment>;

/** Documented for the Metadata API. */
const mostBytes = 52_428_800;
/** Far more than a form with an assertion, a control call, or any call without a login needs. */
const mostBytesWithoutLogin = 65_536;
/** The largest form of Setup: a certificate, or the boxes of all permissions. */
const mostBytesOfForm = 262_144;

/** A body has turned out to be larger than its caller may send. */
class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
  readonly limit: number;

  constructor(limit: number) {
    super(`Maximum size of request reached. Maximum size of request is ${limit} bytes.`);
    this.limit = limit;
  }
}

/** A body is not in the encoding that its header names. */
class BodyUnreadable extends Error {
  override readonly name = "BodyUnreadable";
}

/** A SOAP call has no live session where its body begins, and goes on. */
class SessionMissing extends Error {
  override readonly name = "SessionMissing";
}

/**
 * Bounds all bodies, and unpacks those that say they are packed, as the Java clients' are. Nothing is read here: a body
 * is read by whoever answers, who looks at the caller's login first.
 */
export function mountBodies(app: App): void {
  app.use(async (context, next) => {
    const limit = limitOf(context.req.path);
    const { raw } = context.req;
    const encoding = context.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
    const announced = context.req.header("content-length");
    if (Number(announced ?? 0) > limit) return tooLarge(context, limit);
    const isBounded = encoding === "identity" && announced !== undefined;
    if (raw.method === "GET" || raw.method === "HEAD" || isBounded || raw.body === null) return next();
    const headers = new Headers(raw.headers);
    headers.delete("content-encoding");
    headers.delete("content-length");
    const body = unpacked(encoding, raw.body).pipeThrough(bounded(limit));
    context.req.raw = new Request(raw.url, { method: raw.method, headers, body, duplex: "half" } as RequestInit);
    return next();
  });
}

function limitOf(path: string): number {
  if (path.startsWith("/setup")) return mostBytesOfForm;
  const isLarge = path.startsWith("/services/") && !path.startsWith("/services/oauth2/");
  return isLarge ? mostBytes : mostBytesWithoutLogin;
}

/** @throws ApiError for an encoding that is not known */
function unpacked(encoding: string, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  if (encoding === "identity") return body;
  if (encoding !== "gzip" && encoding !== "deflate")
    throw new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", `Content-Encoding ${encoding} is not supported`);
  const parts = body.pipeThrough(new DecompressionStream(encoding) as TransformStream<Uint8Array, Uint8Array>);
  return ReadableStream.from(readable(parts));
}

async function* readable(parts: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
  } catch {
    throw new BodyUnreadable("The body is not in the encoding that it names");
  }
}

function bounded(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(part, controller) {
      bytes += part.byteLength;
      if (bytes > limit) controller.error(new BodyTooLarge(limit));
      else controller.enqueue(part);
    },
  });
}

/** The answer to a body that could not be read to its end; undefined for other errors. */
export function bodyErrorAnswer(context: HttpContext, error: Error): Response | undefined {
  if (error.name === "BodyTooLarge") return tooLarge(context, (error as BodyTooLarge).limit);
  if (error.name !== "BodyUnreadable") return undefined;
  return json(context, errorBody(new ApiError(400, "BAD_REQUEST", error.message)), 400);
}

function tooLarge(context: HttpContext, limit: number): Response {
  const text = new BodyTooLarge(limit).message;
  if (context.req.path.startsWith("/services/Soap/")) {
    const fault = writeSoapFault(new SoapFault("LIMIT_EXCEEDED", text));
    return context.body(fault, 500, { "Content-Type": "text/xml; charset=UTF-8" });
  }
  return json(context, errorBody(new ApiError(413, "LIMIT_EXCEEDED", text)), 413);
}

/**
 * The text of a SOAP call, read once. Its session stands in its header, and so where it begins: who has none gets no
 * further than that.
 *
 * @throws SessionMissing
 */
export function soapText(context: HttpContext, org: Org): Promise<string> {
  const known = context.get("soapText");
  if (known !== undefined) return known;
  const text = readSoap(context.req.raw.body, org);
  // Whoever asks for it gets the error.
  text.catch(() => {});
  context.set("soapText", text);
  return text;
}

async function readSoap(body: ReadableStream<Uint8Array> | null, org: Org): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let isTrusted = false;
  for await (const part of body ?? []) {
    parts.push(part);
    bytes += part.byteLength;
    if (isTrusted || bytes <= mostBytesWithoutLogin) continue;
    isTrusted = hasLiveSession(org, Buffer.concat(parts).subarray(0, mostBytesWithoutLogin).toString("latin1"));
    if (!isTrusted) throw new SessionMissing("A call without a session is small");
  }
  return Buffer.concat(parts).toString("utf8");
}

function hasLiveSession(org: Org, beginning: string): boolean {
  const token = /<(?:[\w.-]+:)?sessionId\b[^<>]*>\s*([\w.!]+)\s*</.exec(beginning)?.[1];
  return token !== undefined && org.sessions.resolve(token) !== undefined;
}
