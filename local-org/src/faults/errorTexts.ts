/** The texts that an org tells with its error codes. */

/** Source: answers recorded by users of several clients. */
const texts: { [errorCode: string]: string } = {
  INVALID_SESSION_ID: "Session expired or invalid",
  REQUEST_LIMIT_EXCEEDED: "TotalRequests Limit exceeded.",
  UNABLE_TO_LOCK_ROW: "unable to obtain exclusive access to this record",
  UNKNOWN_EXCEPTION: "An unexpected error occurred. Please include this ErrorId if you contact support: 0 (0)",
};

/** The text of a code; one that says so where the org's own is not known. */
export function textOf(errorCode: string): string {
  const known = Object.hasOwn(texts, errorCode) ? texts[errorCode] : undefined;
  return known ?? "An error on demand of the local org";
}
