import { createdId, type ReadAnswer } from "./answers.ts";
import { errorOfBody, type SalesforceError } from "./errors.ts";
import type { Read } from "./joinedReads.ts";
import type { RecordFields } from "./recordCollections.ts";

/**
 * One part of a call that makes several records: a record to create, or the read of one that was created, so that what
 * refers to a field of it is halted when the create was refused.
 */
export type ComposedStep = { reference: string; doing: string } & (
  | { type: string; fields: RecordFields }
  | { type: string; id: string }
);

/** How a later part names a field of what an earlier one has made: `@{made.id}`. */
export const referenceTo = (reference: string, field: string) => `@{${reference}.${field}}`;

/** Whether an id is still one that an org will put in. */
export const isReference = (id: string): boolean => id.startsWith("@{");

/** Whether fields hold what an org would take for a reference. Salesforce knows no way to escape it. */
export const holdsReference = (fields: RecordFields): boolean =>
  Object.values(fields).some((value) => typeof value === "string" && value.includes("@{"));

/**
 * The body of the call: the steps in their order, and behind them the reads.
 * `collateSubrequests` is true by default from API 49.0 on, and the order is then not promised.
 * Source: REST API Developer Guide, Composite Request Body.
 *
 * @param urlOf the address of a path in the version of the API
 */
export function composedBody(steps: readonly ComposedStep[], reads: readonly Read[], urlOf: (path: string) => string) {
  const parts = steps.map(({ reference, ...step }) => ({
    referenceId: reference,
    ...("fields" in step
      ? { method: "POST", url: urlOf(`/sobjects/${step.type}`), body: step.fields }
      : { method: "GET", url: urlOf(`/sobjects/${step.type}/${step.id}`) }),
  }));
  const references = steps.map(({ reference }) => referenceTo(reference, "id"));
  const looks = reads.map((read, index) => ({
    referenceId: `read${index}`,
    method: "GET",
    // A reference must stand in an address as it is, while the query around it is encoded.
    url: urlOf(references.reduce((text, each) => text.replaceAll(encodeURIComponent(each), each), read.path)),
  }));
  return { allOrNone: false, collateSubrequests: false, compositeRequest: [...parts, ...looks] };
}

/** What became of a step: the id of what it made or read, or why it was refused. */
export type StepResult = string | SalesforceError;

export function stepResults(steps: readonly ComposedStep[], answers: readonly ReadAnswer[]): StepResult[] {
  return steps.map((step, index) => {
    const { status, body } = answers[index] as ReadAnswer;
    if (status >= 400) return errorOfBody(body, step.doing);
    return "fields" in step ? createdId(body, step.doing) : step.id;
  });
}
