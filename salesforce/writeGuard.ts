import { type ApiUsage, bounds, tooFewRequestsLeft } from "./bounds.ts";
import { SalesforceError } from "./errors.ts";

/** What every write to an org waits for: that it is allowed at all, and that the org's daily limit leaves room for a run. */
export class WriteGuard {
  readonly #usage: () => ApiUsage | undefined;
  #guard: (() => Promise<void>) | undefined;
  #allowed: Promise<void> | undefined;
  #hasBegun = false;

  constructor(usage: () => ApiUsage | undefined) {
    this.#usage = usage;
  }

  /** Sets what every write waits for; when it throws, nothing is written. */
  set(guard: () => Promise<void>): void {
    this.#guard = guard;
  }

  /** Settles when writing is allowed. It is asked once; a refusal is asked for again. */
  allowed(): Promise<void> {
    this.#allowed ??= Promise.resolve(this.#guard?.()).catch((error) => {
      this.#allowed = undefined;
      throw error;
    });
    return this.#allowed;
  }

  /** A run does not begin to write what the org's daily limit would not let it finish; once begun, it goes on. */
  async begin(doing: string): Promise<void> {
    await this.allowed();
    if (this.#hasBegun) return;
    const reason = tooFewRequestsLeft(this.#usage(), bounds());
    if (reason !== undefined) throw new SalesforceError("API_LIMIT_NEARLY_REACHED", reason, doing);
    this.#hasBegun = true;
  }
}
