/** What the end points answer, before it is put onto HTTP. */

export interface Answer {
  status: number;
  /** Sent as JSON; absent for an empty body. */
  body?: unknown;
  /** Sent as plain text instead. */
  text?: string;
}

export interface RefusalDetails {
  /** Word for the kind of error, where the service names one. */
  type?: string;
  headers?: Record<string, string>;
  /** The whole body, for answers that have a form of their own. */
  body?: unknown;
}

/** A call that is refused. The service that was called gives the answer its form. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly details: RefusalDetails;

  constructor(status: number, description: string, details: RefusalDetails = {}) {
    super(description);
    this.status = status;
    this.details = details;
  }
}

/** What an address that the gateway does not route gets: 404 without a body. */
export class Unrouted extends Error {
  override readonly name = "Unrouted";
}
