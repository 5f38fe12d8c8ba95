import { harmless } from "./harmless.ts";

/**
 * Everything that can go wrong on the way to an org, in one shape.
 *
 * Its texts are harmless, wherever they come from. Salesforce's own code stays in `code`; what could not be coded by Salesforce (a connection that broke, an answer
 * that cannot be read) has a code of the transport (`ECONNRESET`, `UNREADABLE_ANSWER`).
 */
export class SalesforceError extends Error {
  /** Salesforce's error code (`DUPLICATE_USERNAME`), an OAuth error (`invalid_grant`), or a transport code. */
  readonly code: string;
  /** API names of the fields that Salesforce blames; empty when it names none. */
  readonly fields: string[];
  /** What was being done, as a phrase that continues "while" (`creating the User`). */
  readonly doing: string;

  constructor(code: string, message: string, doing: string, fields: string[] = []) {
    super(harmless(message));
    this.name = "SalesforceError";
    this.code = /^[A-Za-z]\w{0,100}$/.test(code) ? code : "UNKNOWN_EXCEPTION";
    this.doing = harmless(doing);
    this.fields = fields.filter((field) => /^[A-Za-z][\w.]{0,100}$/.test(field));
  }

  /** The same error of something else that was being done. */
  while(doing: string): SalesforceError {
    return new SalesforceError(this.code, this.message, doing, this.fields);
  }
}

/** One record error as REST gives it (`errorCode`) and as collections give it (`statusCode`); nothing of it is sure. */
type RecordError = { [name in "errorCode" | "statusCode" | "message" | "fields"]?: unknown };

const textOr = (value: unknown, otherwise: string) => (typeof value === "string" && value !== "" ? value : otherwise);
const textsOf = (value: unknown) => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);

const errorOf = ({ errorCode, statusCode, message, fields }: RecordError, doing: string): SalesforceError =>
  new SalesforceError(
    textOr(errorCode, textOr(statusCode, "UNKNOWN_EXCEPTION")),
    textOr(message, "no message"),
    doing,
    textsOf(fields),
  );

/** Most errors of one answer that are told. */
const maximumErrors = 20;

/** The error of a REST error body (`[{message, errorCode, fields?}]`) or of a collection's failed item. */
export function errorOfBody(body: unknown, doing: string): SalesforceError {
  const items = (Array.isArray(body) ? body.slice(0, maximumErrors) : [body]).filter(
    (item): item is RecordError => typeof item === "object" && item !== null,
  );
  const first = items[0];
  if (!first) return new SalesforceError("UNREADABLE_ANSWER", "the answer could not be read", doing);
  if (items.length === 1) return errorOf(first, doing);
  const all = items.map((item) => errorOf(item, doing));
  return new SalesforceError(
    errorOf(first, doing).code,
    all.map((error) => `${error.code}: ${error.message}`).join("; "),
    doing,
    all.flatMap((error) => error.fields),
  );
}

/**
 * Turns whatever a client library threw into a `SalesforceError`.
 *
 * @param thrown an error of jsforce, undici, axios or Node
 * @param doing what was being done, as a phrase that continues "while"
 */
export function toSalesforceError(thrown: unknown, doing: string): SalesforceError {
  if (thrown instanceof SalesforceError) return thrown;
  const error = thrown as {
    message?: string;
    errorCode?: string;
    data?: unknown;
  };
  if (typeof error?.errorCode === "string") {
    if (error.errorCode === "MULTIPLE_API_ERRORS") return errorOfBody(error.data, doing);
    const fields = textsOf((error.data as RecordError | undefined)?.fields);
    // SOAP faults arrive as `sf:CODE` with the code once more at the head of the text.
    const code = error.errorCode.replace(/^\w+:/, "");
    const text = (error.message ?? "").replace(`${code}: `, "");
    // jsforce tells its own caller where it has put the page.
    const message = /^HTTP response contains html content/.test(text) ? "a page came in place of an answer" : text;
    return new SalesforceError(code, message, doing, fields);
  }
  return transportError(thrown, doing);
}

interface Thrown {
  message?: string;
  code?: unknown;
  cause?: Thrown;
  /** The attempts at several addresses of one host. */
  errors?: Thrown[];
}

/** Libraries wrap what happened on the way into errors of their own: the innermost one with a code tells most. */
function transportError(thrown: unknown, doing: string): SalesforceError {
  let told = thrown as Thrown | undefined;
  for (let inner = told, depth = 0; inner && depth < 5; inner = inner.cause, depth++) {
    if (typeof inner.code === "string") told = inner;
  }
  const code = typeof told?.code === "string" ? told.code : "TRANSPORT_FAILED";
  return new SalesforceError(code, told?.message || told?.errors?.[0]?.message || String(thrown), doing);
}

/**
 * How a failed call may be tried again.
 * - `never`: trying again cannot help.
 * - `at-once`: the org surely did nothing; the same call may be sent again.
 * - `after-looking`: the org may have done it; only a fresh look at the org tells what is left to do.
 */
export type Retry = "never" | "at-once" | "after-looking";

const nothingHappened = new Set(["UNABLE_TO_LOCK_ROW", "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ALREADY_IN_PROCESS"]);
const answerLost = new Set([
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ECONNABORTED",
  "UNREADABLE_ANSWER",
  "TRANSPORT_FAILED",
  "SERVER_UNAVAILABLE",
  "UNKNOWN_EXCEPTION",
  "ERROR_HTTP_420",
  "ERROR_HTTP_429",
  "ERROR_HTTP_500",
  "ERROR_HTTP_502",
  "ERROR_HTTP_503",
  "ERROR_HTTP_504",
]);
/** Codes after which a call may be tried again. */
export const transientCodes: readonly string[] = [...nothingHappened, ...answerLost];
const ofEveryCall = new Set([
  ...[...answerLost, ...nothingHappened].filter((code) => !["UNABLE_TO_LOCK_ROW", "UNKNOWN_EXCEPTION"].includes(code)),
  ...["EHOSTUNREACH", "ENETUNREACH", "PROXY_REFUSED", "REDIRECTED", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ...["SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "INVALID_SESSION_ID", "REQUEST_LIMIT_EXCEEDED"],
  ...["API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED", "API_LIMIT_NEARLY_REACHED"],
]);
/** A connection that broke (undici), an answer that is no HTTP (its parser), one that cannot be unpacked (zlib). */
const brokenAnswer = /^(?:UND_ERR|HPE|Z)_/;

/**
 * Whether an error is of the way to the org, or of the org as a whole: then every call meets it, whatever it is about.
 */
export function isOfEveryCall({ code }: SalesforceError): boolean {
  return brokenAnswer.test(code) || /^ERROR_HTTP_(?!404$)/.test(code) || ofEveryCall.has(code);
}

/** Decides from the code alone; Salesforce localises its texts. The one exception is the daily request limit. */
export function retryOf(error: SalesforceError): Retry {
  if (nothingHappened.has(error.code)) return "at-once";
  if (answerLost.has(error.code) || brokenAnswer.test(error.code)) return "after-looking";
  // The daily limit does not pass by waiting, the limit of concurrent long requests does.
  if (error.code === "REQUEST_LIMIT_EXCEEDED" && error.message.startsWith("Concurrent")) return "at-once";
  return "never";
}
