import { objectOf } from "./answers.ts";
import { SalesforceError } from "./errors.ts";

/** What an org answers when it does not know a version; also what it answers when it does not know something else. */
const ambiguous = ["NOT_FOUND", "UNSUPPORTED_API_VERSION", "GONE", "INVALID_VERSION"];

/** Whether an error may mean that the org does not have the version of the API that was asked for. */
export const mayMeanUnknownVersion = (error: unknown): boolean =>
  error instanceof SalesforceError && ambiguous.includes(error.code);

/**
 * Asks an org for the versions of its API. Source: REST API Developer Guide, "Versions".
 *
 * @param get reads a path of the org
 * @throws SalesforceError with the code `UNKNOWN_API_VERSION` that says which ones it has
 */
export async function refuseUnknownVersion(
  get: (path: string) => Promise<unknown>,
  apiVersion: string,
  doing: string,
): Promise<void> {
  const answer = await get("/services/data");
  const versions = (Array.isArray(answer) ? answer : []).map((item) => String(objectOf(item, doing).version));
  if (versions.length === 0)
    throw new SalesforceError("UNREADABLE_ANSWER", "the org does not say which versions it has", doing);
  if (versions.includes(apiVersion)) return;
  const message = `the org does not have version ${apiVersion} of the API; it has ${versions[0]} to ${versions.at(-1)}`;
  throw new SalesforceError("UNKNOWN_API_VERSION", message, doing);
}
