import { harmless } from "../salesforce/harmless.ts";

/** Webex has refused a call, or has not answered. */
export class WebexError extends Error {
  override name = "WebexError";
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** By which Cisco finds the call; empty where there was no answer. */
  readonly trackingId: string;

  /** What went wrong on the way, `ECONNRESET`; empty where there was an answer. */
  readonly code: string;

  constructor(doing: string, status: number, trackingId: string, reason: string, code = "") {
    const tracked = trackingId === "" ? "" : ` (trackingId ${harmless(trackingId, 100)})`;
    super(
      `${harmless(doing, 500)} failed with ${status === 0 ? "no answer" : `status ${status}`}${tracked}: ${harmless(reason, 500)}`,
    );
    this.status = status;
    this.trackingId = trackingId;
    this.code = code;
  }
}

/** The error that an answer says. Webex has several forms of them, and none is documented for all. Pure. */
export function errorOfAnswer(
  doing: string,
  { status, headers, data }: { status: number; headers: Readonly<Record<string, unknown>>; data: unknown },
  purpose: "read" | "write" | "refresh",
): WebexError {
  const body = objectIn(typeof data === "string" ? parsed(data) : data);
  const inHeader = Object.entries(headers).find(([name]) => name.toLowerCase() === "trackingid")?.[1];
  const asked = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  const step = purpose === "refresh" ? stepOfRefresh(status, asked) : nextStep(status, purpose, asked);
  return new WebexError(doing, status, String(body.trackingId ?? inHeader ?? ""), reasonOf(body, step));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Thrown {
  code?: unknown;
  message?: string;
  cause?: unknown;
}

/** What went wrong on the way: libraries wrap it, and the innermost error with a code tells most. */
export function errorOnTheWay(doing: string, thrown: unknown): WebexError {
  let told = thrown as Thrown;
  for (let inner = told as Thrown | undefined; inner; inner = inner.cause as Thrown | undefined) {
    if (typeof inner.code === "string") told = inner;
  }
  const code = typeof told.code === "string" ? told.code : "TRANSPORT_FAILED";
  return new WebexError(doing, 0, "", told.message ? `${code}: ${told.message}` : code, code);
}

/** What the known forms say: each is read where it is there. */
function reasonOf(body: Record<string, unknown>, step: string): string {
  const error = objectIn(body.error);
  const lists = [error.message, body.errors, body.details].flatMap((list) => (Array.isArray(list) ? list : []));
  const listed = lists.map((item) => (typeof item === "string" ? item : textIn(objectIn(item).description)));
  const single = [body.message, error.reason, body.error].map(textIn);
  const said = [...listed, ...single].filter((text) => text !== "");
  // The sentence that this becomes a part of ends it.
  const reason = (said[0] ?? "no reason given").replace(/[.\s]+$/, "");
  return [reason, step].filter(Boolean).join(". ");
}

function nextStep(status: number, purpose: "read" | "write", retryAfter: unknown): string {
  if (status === 429) return limited(retryAfter);
  if (status === 401) return "The token is not valid, or is not of that organization: get a new one";
  if (status === 403)
    return `The token needs the scope cjp:config_${purpose}, and its user a role of the contact center`;
  return "";
}

const limited = (retryAfter: unknown): string =>
  `Too many calls were made${retryAfter ? ` (Retry-After: ${retryAfter})` : ""}: try again later`;

function stepOfRefresh(status: number, retryAfter: unknown): string {
  if (status === 429) return limited(retryAfter);
  if (status < 400 || status >= 500) return "";
  return "The client id, the client secret or the refresh token is not valid: authorize the integration or service app again";
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
