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
): WebexError {
  const body = objectIn(data);
  const inHeader = Object.entries(headers).find(([name]) => name.toLowerCase() === "trackingid")?.[1];
  return new WebexError(doing, status, String(body.trackingId ?? inHeader ?? ""), reasonOf(body, status));
}

/** What the known forms say: each is read where it is there. */
function reasonOf(body: Record<string, unknown>, status: number): string {
  const error = objectIn(body.error);
  const lists = [error.message, body.errors, body.details].flatMap((list) => (Array.isArray(list) ? list : []));
  const listed = lists.map((item) => (typeof item === "string" ? item : textIn(objectIn(item).description)));
  const single = [body.message, error.reason, body.error].map(textIn);
  const said = [...listed, ...single].filter((text) => text !== "");
  return [said[0] ?? "no reason given", nextStep(status)].filter(Boolean).join(". ");
}

function nextStep(status: number): string {
  if (status === 401) return "The token is not valid, or is not of that organization: get a new one";
  if (status === 403) return "The token needs the scope cjp:config_read, and its user a role of the contact center";
  return "";
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
