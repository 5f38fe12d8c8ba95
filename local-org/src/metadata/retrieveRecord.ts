import type { RetrieveRequest } from "./retrieveRequest.ts";

/** What came out of a retrieve. */
export interface RetrieveOutcome {
  readonly status: "Succeeded" | "Failed";
  /** The content of one FileProperties element each. */
  readonly fileProperties: readonly string[];
  readonly messages: readonly { readonly fileName: string; readonly problem: string }[];
  readonly errorMessage?: string;
  readonly errorStatusCode?: string;
  /** The zip in base64; gone once it was fetched. */
  readonly zip?: string;
}

/** One retrieve as the org keeps it. Times are ISO strings in UTC. */
export interface RetrieveRecord {
  /** 18 characters, `09S…`. */
  readonly id: string;
  readonly request: RetrieveRequest;
  readonly createdById: string;
  /** When it reads the org. */
  readonly dueDate: string;
  readonly outcome?: RetrieveOutcome;
}
