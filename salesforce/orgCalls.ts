import type { Connection } from "jsforce";
import { VersionCheck } from "./apiVersions.ts";
import type { Api, OrgSession } from "./orgSession.ts";
import { readWithRetry, writeWithRetry } from "./retry.ts";

type Call<Result> = (connection: Connection) => Promise<Result>;

/** Calls to one org: repeated as far as that is safe, with a session that is renewed, in a version that the org has. */
export class OrgCalls {
  readonly #session: OrgSession;
  readonly #version: VersionCheck;

  constructor(session: OrgSession) {
    this.#session = session;
    const get = (url: string, doing: string) =>
      session.run("REST API", doing, (connection) => connection.request<unknown>({ method: "GET", url }));
    this.#version = new VersionCheck(get, session.login.apiVersion);
  }

  /**
   * A call that only reads: repeated on every transient failure. It leaves at once, beside the question which org this is,
   * and is answered once that is known to be the right one.
   */
  async read<Result>(api: Api, doing: string, call: Call<Result>): Promise<Result> {
    const answer = readWithRetry(doing, () => this.#run(api, doing, call));
    // In another org its errors say nothing.
    answer.catch(() => {});
    await this.#session.identity();
    return answer;
  }

  /** A call that writes, once it is known which org this is: repeated only when the org surely did nothing. */
  async write<Result>(api: Api, doing: string, call: Call<Result>): Promise<Result> {
    await this.#session.identity();
    return writeWithRetry(doing, () => this.#run(api, doing, call));
  }

  #run<Result>(api: Api, doing: string, call: Call<Result>): Promise<Result> {
    return this.#version.during(doing, () => this.#session.run(api, doing, call));
  }
}
