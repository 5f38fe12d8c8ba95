import type { LocalOrg } from "local-salesforce-org";
import { type Call, callsOf, type LoggedCall } from "../calls.ts";
import type { Disturbance } from "../disturbances.ts";
import type { Place } from "./place.ts";

/** The calls that a local org answers. */
export class OrgPlace implements Place {
  readonly #local: LocalOrg;

  constructor(local: LocalOrg) {
    this.#local = local;
  }

  async forgetCalls(): Promise<void> {
    await fetch(`${this.#local.url}/_local/requests`, { method: "DELETE" });
  }

  async calls(): Promise<Call[]> {
    const answer = await fetch(`${this.#local.url}/_local/requests`);
    return callsOf((await answer.json()) as LoggedCall[]);
  }

  disturb({ match: { after, ...match } }: Call, { fault }: Disturbance): void {
    this.#local.faults.add([{ ...fault, match, after } as never]);
  }

  isParked(): boolean {
    return this.#local.faults.show().parked.length > 0;
  }

  release(): void {
    this.#local.faults.release();
  }

  clear(): boolean {
    const isStruck = (this.#local.faults.show().faults[0]?.hits ?? 0) > 0;
    this.#local.faults.clear();
    return isStruck;
  }
}
