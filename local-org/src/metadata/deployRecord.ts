import { textOf } from "../faults/errorTexts.ts";
import type { DeployOptions } from "./deployOptions.ts";
import type { RetrieveOutcome } from "./retrieveRecord.ts";

/** States of a deploy that the local org uses. */
export type DeployStatus = "Pending" | "InProgress" | "Succeeded" | "SucceededPartial" | "Failed" | "Canceled";

/** What a deploy says about one component; names are the API's own. */
export interface DeployMessage {
  readonly changed: boolean;
  readonly columnNumber?: number;
  /** Empty for package.xml. */
  readonly componentType: string;
  readonly created: boolean;
  readonly createdDate: string;
  readonly deleted: boolean;
  readonly fileName: string;
  readonly fullName: string;
  readonly id?: string;
  readonly lineNumber?: number;
  readonly problem?: string;
  readonly problemType?: "Warning" | "Error";
  readonly success: boolean;
}

/** What came out of running a deploy. */
export interface DeployOutcome {
  readonly status: "Succeeded" | "SucceededPartial" | "Failed";
  readonly componentFailures: readonly DeployMessage[];
  readonly componentSuccesses: readonly DeployMessage[];
  readonly numberComponentErrors: number;
  readonly numberComponentsDeployed: number;
  readonly numberComponentsTotal: number;
  readonly numberFiles: number;
  /** What the package names, read back; when that was asked for and nothing failed. */
  readonly retrieved?: RetrieveOutcome;
  /** Set when the deploy as a whole failed. */
  readonly errorMessage?: string;
  readonly errorStatusCode?: string;
}

/** The outcome of a deploy that the org could not run at all. */
export function failedOutcome(errorStatusCode: string): DeployOutcome {
  return {
    status: "Failed",
    componentFailures: [],
    componentSuccesses: [],
    numberComponentErrors: 0,
    numberComponentsDeployed: 0,
    numberComponentsTotal: 0,
    numberFiles: 0,
    errorStatusCode,
    errorMessage: `${errorStatusCode}: ${textOf(errorStatusCode)}`,
  };
}

/** One deploy as the org keeps it. Times are ISO strings in UTC. */
export interface DeployRecord {
  /** 18 characters, `0Af…`. */
  readonly id: string;
  readonly options: DeployOptions;
  /** API version of the call, such as 68. */
  readonly apiVersion: number;
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdDate: string;
  /** When it starts: at once, or when the deploy before it ends. */
  readonly startDate: string;
  /** When its changes are made. */
  readonly dueDate: string;
  readonly zipSize: number;
  /** Code with which it fails whatever is in it, when a fault demanded so. */
  readonly demandedError?: string;
  /** The zip in base64; gone once the deploy has ended. */
  readonly zip?: string;
  readonly completedDate?: string;
  readonly canceledById?: string;
  readonly canceledByName?: string;
  readonly outcome?: DeployOutcome;
}

/** Where a deploy stands at a moment. */
export function deployStatus(record: DeployRecord, now: Date): DeployStatus {
  if (record.canceledById !== undefined) return "Canceled";
  if (record.outcome) return record.outcome.status;
  return now.getTime() < Date.parse(record.startDate) ? "Pending" : "InProgress";
}

/** Whether a deploy has ended. */
export function isDone(record: DeployRecord): boolean {
  return record.completedDate !== undefined;
}
