import { PassThrough } from "node:stream";
import type { HttpRequest, HttpResponse } from "jsforce";
import transports from "jsforce/lib/transport.js";
import promises from "jsforce/lib/util/promise.js";
import { fetch, type Response } from "undici";
import { bounds, endOfWork } from "./bounds.ts";
import { connectionsTo } from "./proxies.ts";

/** One HTTP request. */
export interface Exchange {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Its whole answer. */
export interface Answer {
  status: number;
  /** Names in small letters. */
  headers: Record<string, string>;
  body: string;
}

/** Longest answer that is read, unpacked, in bytes; the longest ones that lifecycles ask for have less than a tenth. */
const longestAnswer = 20 * 1024 * 1024;

/**
 * The one way in which this process speaks HTTP: each request is sent once, over the proxy that the environment names;
 * authorities that Node trusts (`NODE_EXTRA_CA_CERTS`) are trusted; the whole answer is waited for no longer and is no
 * larger than bounded; and no redirect is followed, since the request carries a credential.
 *
 * @throws Error whose `code` says what went wrong on the way
 */
export async function exchange({ method, url, headers, body }: Exchange): Promise<Answer> {
  const seconds = bounds().requestTimeoutSeconds;
  const ended = endOfWork();
  const timeout = AbortSignal.timeout(seconds * 1000);
  const signal = ended ? AbortSignal.any([timeout, ended]) : timeout;
  try {
    const answer = await fetch(url, {
      method,
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
      redirect: "manual",
      dispatcher: connectionsTo(url),
      signal,
    });
    if (answer.status >= 300 && answer.status < 400) throw await redirected(answer, url);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await wholeText(answer) };
  } catch (error) {
    if (ended?.aborted) throw failure("ENDED", "the work with this org has been ended");
    if (signal.aborted) throw failure("ETIMEDOUT", `the org did not answer within ${seconds} s`);
    throw named(error);
  }
}

/** jsforce over the one transport. Its own would repeat deletions whose answer was lost, which only retry.ts may decide. */
export class ClientTransport extends transports.Transport {
  override httpRequest({ method, url, headers, body }: HttpRequest): promises.StreamPromise<HttpResponse> {
    const send = async () => {
      const request = { method, url, ...(headers && { headers }), ...(body != null && { body: body as string }) };
      const { status, ...answer } = await exchange(request);
      if (new URL(url).pathname.startsWith("/services/Soap/")) {
        refuseManyTags(answer.body);
        if (status < 400) refuseNoEnvelope(request, answer);
      }
      return { statusCode: status, ...answer };
    };
    return promises.StreamPromise.create(() => ({ stream: new PassThrough(), promise: send() }));
  }
}

/** Reading XML takes a thousand times as long as receiving it. */
const mostTags = 1_000_000;

function refuseManyTags(body: string): void {
  let tags = 0;
  for (let at = body.indexOf("<"); at !== -1; at = body.indexOf("<", at + 1)) {
    if (++tags > mostTags) throw failure("ANSWER_TOO_LARGE", `the answer has more than ${mostTags} tags`);
  }
}

/**
 * jsforce takes whatever is no SOAP answer for an empty one, and an empty one for "nothing there".
 *
 * @throws Error with the code `UNREADABLE_ANSWER` when it is not the whole answer to what was asked
 */
function refuseNoEnvelope({ body: asked = "" }: Exchange, { headers, body }: Omit<Answer, "status">): void {
  const [, method] = /<soapenv:Body[^>]*><(\w+)/.exec(asked) ?? [];
  const isXml = /^(?:text|application)\/xml(?:;|$)/.test(headers["content-type"] ?? "");
  const begins = new RegExp(`<(?:\\w{1,20}:)?Body[^>]{0,500}>\\s{0,100}<(?:\\w{1,20}:)?${method}Response[\\s/>]`).test(
    body,
  );
  if (isXml && begins && /<\/(?:\w{1,20}:)?Envelope>$/.test(body.slice(-500).trimEnd())) return;
  throw failure("UNREADABLE_ANSWER", "the answer could not be read");
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

async function redirected(answer: Response, url: string): Promise<Error> {
  await answer.body?.cancel();
  const location = answer.headers.get("location");
  const target = location === null ? null : URL.parse(location, url);
  // The rest of an address may hold a session.
  const to = target ? `${target.origin}${target.origin === new URL(url).origin ? target.pathname : ""}` : "nowhere";
  return failure("REDIRECTED", `${new URL(url).origin} answers ${answer.status} and points to ${to}`);
}

async function wholeText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) {
      throw failure("ANSWER_TOO_LARGE", `the answer has more than ${longestAnswer / 1024 / 1024} MB`);
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Gives a code to what the library leaves without one, or with one that says too little. */
function named(thrown: unknown): unknown {
  const error = thrown as { name?: string; message?: string; cause?: unknown };
  for (let inner = error; inner; inner = inner.cause as typeof error) {
    const refused = /^Proxy response \((\d+)\)/.exec(String(inner.message));
    if (refused) return failure("PROXY_REFUSED", `the proxy answers ${refused[1]} to CONNECT`);
    if (inner.message === "bad port")
      return failure("BLOCKED_PORT", "HTTP clients never call the port of this address");
    const { code, reason } = inner as { code?: unknown; reason?: unknown };
    // OpenSSL tells a place in its own source besides.
    if (typeof code === "string" && code.startsWith("ERR_SSL_") && typeof reason === "string")
      return failure(code, reason);
  }
  // A header or an address that HTTP does not allow; nothing was sent.
  if (error.name === "TypeError" && error.cause === undefined) return failure("INVALID_REQUEST", String(error.message));
  return thrown;
}
