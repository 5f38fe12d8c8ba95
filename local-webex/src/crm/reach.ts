/** HTTP to Salesforce: to addresses of this machine alone, also where they stand for hosts of Salesforce. */
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isLoopbackName } from "../settings.ts";

/** Why a login or a request did not come about, for the person who looks at it. Holds no secret. */
export class CrmProblem extends Error {
  override readonly name = "CrmProblem";
  /** 0 when there was no answer. */
  readonly status: number;

  constructor(message: string, status = 0) {
    super(message);
    this.status = status;
  }
}

export interface CrmRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

export interface CrmAnswer {
  status: number;
  text: string;
}

const mostBytes = 1_048_576;

/**
 * Sends a request.
 *
 * @param salesforceUrl what stands for the hosts of `salesforce.com`
 * @throws CrmProblem when there is no answer
 */
export function send(
  { method, url, headers, body, timeoutMs }: CrmRequest,
  salesforceUrl: string | null,
): Promise<CrmAnswer> {
  const target = reached(url, salesforceUrl);
  const request = target.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new CrmProblem(`${url.host} does not answer: ${error.message}`));
    const sent = request(
      target,
      {
        method,
        headers: { ...headers, host: url.host, "content-length": Buffer.byteLength(body) },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (answer) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        answer.on("data", (part: Buffer) => {
          bytes += part.length;
          if (bytes > mostBytes) sent.destroy(new Error("the answer is too large"));
          else parts.push(part);
        });
        answer.on("error", fail);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") }),
        );
      },
    );
    sent.on("error", fail);
    sent.end(body);
  });
}

/** @throws CrmProblem for a host that is not on this machine */
function reached(url: URL, salesforceUrl: string | null): URL {
  if (isLoopbackName(url.hostname)) return url;
  if (!/(^|\.)salesforce\.com$/.test(url.hostname)) {
    throw new CrmProblem(`A local tenant calls this machine and nothing else, and not ${url.host}.`);
  }
  if (salesforceUrl === null) {
    throw new CrmProblem(
      `A local tenant calls this machine and nothing else. To let a local org stand for ${url.host}, start the tenant with --salesforce.`,
    );
  }
  return new URL(url.pathname + url.search, salesforceUrl);
}
