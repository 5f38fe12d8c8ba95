import { createServer, request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";
import type { LocalOrg } from "../../../local-org/src/server.ts";
import type { Org } from "../../../salesforce/org.ts";
import { openOrg } from "../../../salesforce/session.ts";
import { closed, listening } from "./server.ts";

/** A request, read to its end. */
export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A part of a call of the Composite resource. */
export interface Part {
  method: string;
  url: string;
  referenceId: string;
}

export interface PartAnswer {
  referenceId: string;
  httpStatusCode: number;
  body: unknown;
}

/** Answers a call in place of an org; `pass` lets the org answer it. */
type Stranger = (asked: Asked, pass: () => Promise<Answer>) => Promise<Answer>;

/** Somebody between a provider and an org, who does to each call what a test says. */
export interface Between {
  url: string;
  /** Undefined: lets all calls pass. */
  stranger: Stranger | undefined;
  stop(): Promise<void>;
}

export async function standBetween(local: LocalOrg): Promise<Between> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = "", url: path = "" } = incoming;
    const headers = incoming.headers as Record<string, string>;
    const asked = { method, path, headers, body: (await buffer(incoming)).toString() };
    const pass = () => passedOn(local, asked);
    const { status, headers: answered, body } = await (between.stranger?.(asked, pass) ?? pass());
    outgoing.writeHead(status, answered).end(body);
  });
  const between: Between = { url: "", stranger: undefined, stop: () => closed(server) };
  between.url = `http://127.0.0.1:${await listening(server)}`;
  return between;
}

/** The org as a deployer sees it through whoever stands between. */
export function openBetween(local: LocalOrg, { url }: Between, bounds = {}): Promise<Org> {
  const { clientId, accessToken } = local.org.deployer;
  return openOrg({
    instanceUrl: url,
    loginUrl: url,
    audience: "",
    apiVersion: "67.0",
    allowsProduction: true,
    clientId,
    bounds,
    credential: { kind: "accessToken", accessToken },
  });
}

function passedOn(local: LocalOrg, { method, path, headers, body }: Asked): Promise<Answer> {
  const { "content-length": _length, "accept-encoding": _packed, host: _host, ...others } = headers;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${local.url}${path}`, { method, headers: others }, async (answer) => {
      const { "content-length": _told, "transfer-encoding": _parts, ...kept } = answer.headers;
      resolve({ status: Number(answer.statusCode), headers: kept, body: (await buffer(answer)).toString() });
    });
    sent.on("error", reject).end(body);
  });
}

export const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** The body of an error of REST. */
export const errorBody = (errorCode: string) => [{ errorCode, message: "no", fields: [] }];

/** The parts of a call of the Composite resource; none of any other call. */
export const partsOf = ({ path, body }: Asked): Part[] =>
  path.endsWith("/composite") ? (JSON.parse(body) as { compositeRequest: Part[] }).compositeRequest : [];

export const makesRecords = (asked: Asked): boolean => partsOf(asked).some(({ method }) => method === "POST");

/** An answer of the Composite resource with some of its parts in another form. */
export function withParts(answer: Answer, of: (part: PartAnswer, index: number) => PartAnswer): Answer {
  const { compositeResponse } = JSON.parse(answer.body) as { compositeResponse: PartAnswer[] };
  return json(200, { compositeResponse: compositeResponse.map(of) });
}
