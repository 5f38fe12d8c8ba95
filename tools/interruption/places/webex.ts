import type { LocalWebex } from "local-webex-tenant";
import { type Call, namedCalls } from "../calls.ts";
import type { Disturbance } from "../disturbances.ts";
import type { Place } from "./place.ts";

interface LoggedRequest {
  method: string;
  operation: string;
}

/** The calls that the services of a local tenant answer. */
export class WebexPlace implements Place {
  readonly #webex: LocalWebex;

  constructor(webex: LocalWebex) {
    this.#webex = webex;
  }

  async forgetCalls(): Promise<void> {
    await fetch(`${this.#webex.url}/_local/requests`, { method: "DELETE" });
  }

  async calls(): Promise<Call[]> {
    const answer = await fetch(`${this.#webex.url}/_local/requests`);
    const requests = (await answer.json()) as LoggedRequest[];
    return namedCalls(
      "webex",
      requests.map(({ method, operation }) => ({
        kind: method === "GET" ? "webexRead" : "webexWrite",
        title: `Webex ${operation}`,
        operation,
      })),
    );
  }

  disturb({ match: { operation = "", after } }: Call, { fault, inWebex }: Disturbance): void {
    this.#webex.faults.add([{ ...(inWebex ?? fault), operation, after } as never]);
  }

  isParked(): boolean {
    return this.#webex.faults.show().some(({ holding }) => holding > 0);
  }

  release(): void {
    this.#webex.faults.release();
  }

  clear(): boolean {
    const isStruck = this.#webex.faults.show().some(({ hits }) => hits > 0);
    this.#webex.faults.clear();
    return isStruck;
  }
}
