import { PassThrough } from "node:stream";
import type { HttpRequest, HttpResponse } from "jsforce";
import transports from "jsforce/lib/transport.js";
import promises from "jsforce/lib/util/promise.js";
import { bounds } from "./bounds.ts";

/**
 * Sends what jsforce asks for, once, and waits for the whole answer for a bounded time. jsforce's own way would repeat
 * deletions whose answer was lost, which only retry.ts may decide; it bounds the time until an answer begins and not
 * until it ends; and it never tells that an answer was cut short, so that its caller would wait for ever.
 */
export class BoundedTransport extends transports.Transport {
  override httpRequest(request: HttpRequest): promises.StreamPromise<HttpResponse> {
    return promises.StreamPromise.create(() => ({ stream: new PassThrough(), promise: send(request) }));
  }
}

async function send({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> {
  const seconds = bounds().requestTimeoutSeconds;
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    const answer = await fetch(url, {
      method,
      ...(headers && { headers }),
      ...(body != null && { body: body as string }),
      redirect: "manual",
      signal,
    });
    return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw Object.assign(new Error(`the org did not answer within ${seconds} s`), { code: "ETIMEDOUT" });
  }
}
