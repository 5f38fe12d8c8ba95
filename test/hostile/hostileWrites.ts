import type { ServerResponse } from "node:http";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { Asked } from "./hostileOrg.ts";

/** An answer of the org. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** What an attack on a write can do. */
export interface Writing {
  asked: Asked;
  /** Lets the org do it, or what is given in its place, and gives its answer back. */
  doIt(instead?: Partial<Asked>): Promise<Answer>;
  /** Lets another org do it. */
  doItElsewhere(): Promise<Answer>;
  /** What an org answers to such a write when all is well, though it was not done. */
  pretended: Answer;
  /** Id of a record of the written type that is somebody else's; undefined for a deploy and for lists. */
  foreignId: string | undefined;
}

/** Answers a write as no org should. */
export type WriteAttack = (response: ServerResponse, writing: Writing) => Promise<unknown> | unknown;

/** Whether a request writes records or metadata; a login and a call that only reads do not. */
export function isWrite({ method, path, body }: Asked): boolean {
  if (path.startsWith("/services/Soap/m/")) return /<(?:\w+:)?deploy[\s>]/.test(body);
  return method !== "GET" && /\/services\/data\/v[\d.]+\/(composite\/)?sobjects/.test(path);
}

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const confirmed: Answer = { status: 204, headers: {}, body: "" };

/**
 * @param earlierDeploy what the org answered to a deploy that has succeeded
 * @param freshId an id that no record has
 */
export function pretendedAnswer({ method, path, body }: Asked, earlierDeploy: Answer, freshId: string): Answer {
  if (path.startsWith("/services/Soap/m/")) return earlierDeploy;
  if (!path.includes("/composite/")) {
    return method === "POST" ? json(201, { id: freshId, success: true, errors: [] }) : confirmed;
  }
  const ids =
    method === "DELETE"
      ? (new URL(path, "http://org").searchParams.get("ids") ?? "").split(",")
      : (JSON.parse(body) as { records: unknown[] }).records.map(() => freshId);
  return json(
    200,
    ids.map((id) => ({ id, success: true, errors: [] })),
  );
}

/** The first half of a write: one field of a record, one record of a list, all but the last component of a deploy. */
function halfOf({ method, path, body }: Asked): Partial<Asked> | undefined {
  if (path.startsWith("/services/Soap/m/")) return halfOfDeploy(body);
  if (method === "DELETE") {
    const ids = /ids=([^&]+)/.exec(path)?.[1]?.split(",") ?? [];
    return ids.length > 1 ? { path: path.replace(ids.join(","), String(ids[0])) } : undefined;
  }
  const sent = JSON.parse(body) as Record<string, unknown>;
  if (Array.isArray(sent.records)) {
    return sent.records.length > 1 ? { body: JSON.stringify({ ...sent, records: [sent.records[0]] }) } : undefined;
  }
  // A record is made as a whole or not at all.
  if (method === "POST") return undefined;
  const [first, ...others] = Object.entries(sent);
  return others.length > 0 ? { body: JSON.stringify(Object.fromEntries([first as [string, unknown]])) } : undefined;
}

function halfOfDeploy(body: string): Partial<Asked> | undefined {
  const [, packed = ""] = /<(?:\w+:)?ZipFile>([^<]+)</.exec(body) ?? [];
  const files = unzipSync(Buffer.from(packed, "base64"));
  const components = Object.keys(files).filter((name) => !name.endsWith(".xml"));
  const last = components.at(-1);
  if (last === undefined || components.length < 2) return undefined;
  const member = last.slice(last.lastIndexOf("/") + 1, last.lastIndexOf("."));
  const [manifest = ""] = Object.keys(files).filter((name) => name.endsWith("package.xml"));
  const { [last]: _left, ...kept } = files;
  const text = strFromU8(files[manifest] as Uint8Array);
  const types = text.split("<types>").filter((part) => !part.includes(`<members>${member}</members>`));
  const tail = text.slice(text.lastIndexOf("</types>") + "</types>".length);
  const shortened = types.join("<types>");
  kept[manifest] = strToU8(shortened.endsWith(tail) ? shortened : shortened + tail);
  return { body: body.replace(packed, Buffer.from(zipSync(kept)).toString("base64")) };
}

export const send = (response: ServerResponse, { status, headers, body }: Answer) => {
  const { "content-length": _length, "transfer-encoding": _encoding, "content-encoding": _packed, ...others } = headers;
  response.writeHead(status, others).end(body);
};

const withId = (answer: Answer, id: string): Answer => ({
  ...answer,
  body: answer.body.replace(/"id":"\w+"/, `"id":"${id}"`),
});

export const writeAttacks: Record<string, WriteAttack> = {
  "success without effect": (response, { pretended }) => send(response, pretended),
  "half of it, and success": async (response, { asked, doIt, pretended }) => {
    const half = halfOf(asked);
    const answer = half && (await doIt(half));
    // What is waited for must be the half that was done.
    return send(response, answer && asked.path.startsWith("/services/Soap/m/") ? answer : pretended);
  },
  "done, and the id of another record": async (response, { doIt, foreignId }) => {
    const answer = await doIt();
    return send(response, foreignId === undefined ? answer : withId(answer, foreignId));
  },
  "not done, and the id of another record": (response, { pretended, foreignId }) =>
    send(response, foreignId === undefined ? pretended : withId(pretended, foreignId)),
  "done in another org": async (response, { doItElsewhere }) => send(response, await doItElsewhere()),
  "moved, and not done": (response) => response.writeHead(302, { location: "https://evil.example/done" }).end(),
  "moved for good, and done": async (response, { doIt }) => {
    await doIt();
    return response.writeHead(308, { location: "https://evil.example/done" }).end();
  },
  "an answer without end, and not done": (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const drops = setInterval(() => response.write(" "), 100);
    response.on("close", () => clearInterval(drops));
  },
  "a broken connection, and done": async (response, { doIt }) => {
    await doIt();
    response.destroy();
  },
  "a page that says it is done": (response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<html>Your change was saved.</html>"),
  "a refusal, and done": async (response, { doIt }) => {
    await doIt();
    return send(response, json(400, [{ errorCode: "DUPLICATE_VALUE", message: "duplicate value found", fields: [] }]));
  },
  "gone already, and not done": (response) =>
    send(response, json(404, [{ errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }])),
};
