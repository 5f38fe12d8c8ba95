import { objectOf } from "./answers.ts";
import { SalesforceError } from "./errors.ts";

/** Default API version: the one that the behaviour of external client apps was reported for most often. */
export const defaultApiVersion = "67.0";

/** What an org answers when it does not know a version; also what it answers when it does not know something else. */
const ambiguous = ["NOT_FOUND", "UNSUPPORTED_API_VERSION", "GONE", "INVALID_VERSION"];

/** Reads a path of an org. */
type Get = (path: string, doing: string) => Promise<unknown>;

/**
 * Makes sure that an org has the version of the API that is spoken: "not found" is believed only then, because without the
 * version nothing is found there. It asks once, and only if an answer leaves it open.
 */
export class VersionCheck {
  readonly #get: Get;
  readonly #apiVersion: string;
  #isKnown = false;

  constructor(get: Get, apiVersion: string) {
    this.#get = get;
    this.#apiVersion = apiVersion;
  }

  /**
   * Makes a call whose errors are `SalesforceError`s.
   *
   * @throws SalesforceError with the code `UNKNOWN_API_VERSION` that says which versions the org has; else what the call throws
   */
  async during<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
    try {
      const result = await call();
      this.#isKnown = true;
      return result;
    } catch (error) {
      if (!this.#isKnown && error instanceof SalesforceError && ambiguous.includes(error.code)) {
        await this.#refuseUnknown(doing);
        this.#isKnown = true;
      }
      throw error;
    }
  }

  /** Asks for the versions. Source: REST API Developer Guide, "Versions". */
  async #refuseUnknown(doing: string): Promise<void> {
    const answer = await this.#get("/services/data", doing);
    const versions = (Array.isArray(answer) ? answer : []).map((item) => String(objectOf(item, doing).version));
    if (versions.length === 0)
      throw new SalesforceError("UNREADABLE_ANSWER", "the org does not say which versions it has", doing);
    if (versions.includes(this.#apiVersion)) return;
    const message = `the org does not have version ${this.#apiVersion} of the API; it has ${versions[0]} to ${versions.at(-1)}`;
    throw new SalesforceError("UNKNOWN_API_VERSION", message, doing);
  }
}
