import type { Connection } from "jsforce";
import { mayMeanUnknownVersion, refuseUnknownVersion } from "./apiVersions.ts";
import type { Api, OrgSession } from "./orgSession.ts";
import { readWithRetry, writeWithRetry } from "./retry.ts";

type Call<Result> = (connection: Connection) => Promise<Result>;

/** Calls to one org: repeated as far as that is safe, with a session that is renewed, in a version that the org has. */
export class OrgCalls {
  readonly #session: OrgSession;
  #hasVersion = false;

  constructor(session: OrgSession) {
    this.#session = session;
  }

  /** A call that only reads: repeated on every transient failure. */
  read<Result>(api: Api, doing: string, call: Call<Result>): Promise<Result> {
    return readWithRetry(doing, () => this.#run(api, doing, call));
  }

  /** A call that writes: repeated only when the org surely did nothing. */
  write<Result>(api: Api, doing: string, call: Call<Result>): Promise<Result> {
    return writeWithRetry(doing, () => this.#run(api, doing, call));
  }

  /** "Not found" is believed only of an org that has the version of the API: without it nothing is found there. */
  async #run<Result>(api: Api, doing: string, call: Call<Result>): Promise<Result> {
    try {
      const result = await this.#session.run(api, doing, call);
      this.#hasVersion = true;
      return result;
    } catch (error) {
      if (!this.#hasVersion && mayMeanUnknownVersion(error)) {
        const get: (url: string) => Promise<unknown> = (url) =>
          this.#session.run("REST API", doing, (connection) => connection.request<unknown>({ method: "GET", url }));
        await refuseUnknownVersion(get, this.#session.identity.apiVersion, doing);
        this.#hasVersion = true;
      }
      throw error;
    }
  }
}
