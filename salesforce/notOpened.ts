/**
 * The org is not the one that was meant, or did not say which one it is: what was asked of it is not answered, and
 * nothing was written. One error for all who have asked.
 */
export class NotOpened extends Error {
  /** What has gone wrong: a `SalesforceError` or a `ConnectionSettingsError`. */
  readonly reason: unknown;
  #isTold = false;

  constructor(reason: unknown) {
    super("the session with the org was not opened", { cause: reason });
    this.name = "NotOpened";
    this.reason = reason;
  }

  /** Whether this is the first time that somebody tells it. */
  isFirstTold(): boolean {
    const isFirst = !this.#isTold;
    this.#isTold = true;
    return isFirst;
  }
}
