import type { Connection } from "jsforce";
import { compositeAnswers, errorOfRead, type ReadAnswer } from "./answers.ts";
import { retryOf, SalesforceError } from "./errors.ts";
import type { Read } from "./joinedReads.ts";
import type { OrgCalls } from "./orgCalls.ts";
import { httpRequest } from "./restRequests.ts";

/**
 * Makes one call for some reads: as itself for one, by the Composite resource for several. An org may answer the call
 * and fail for a moment in a part of it: that part is asked for again as a read alone is, and the others are not.
 *
 * @returns what each is answered, in their order; in the end also such an error
 */
export async function sendReads(calls: OrgCalls, apiVersion: string, reads: readonly Read[]): Promise<ReadAnswer[]> {
  const [{ doing }] = reads as [Read];
  const answers = new Map<Read, ReadAnswer>();
  let left = reads;
  const send = async (connection: Connection) => {
    const found = await sendOnce(connection, apiVersion, left);
    const failing = left.filter((read, index) => {
      answers.set(read, found[index] as ReadAnswer);
      return passingError(found[index] as ReadAnswer, read) !== undefined;
    });
    left = failing;
    const [first] = failing;
    if (first) throw passingError(answers.get(first) as ReadAnswer, first);
  };
  try {
    await calls.read("REST API", doing, send);
  } catch (error) {
    // Once each has an answer of its own, it is told that one.
    if (!(error instanceof SalesforceError) || answers.size < reads.length) throw error;
  }
  return reads.map((read) => answers.get(read) as ReadAnswer);
}

/** The error of an answer, if it may be another one a moment later. */
function passingError(answer: ReadAnswer, read: Read): SalesforceError | undefined {
  const error = errorOfRead(answer, read);
  return error && retryOf(error) !== "never" ? error : undefined;
}

async function sendOnce(connection: Connection, apiVersion: string, reads: readonly Read[]): Promise<ReadAnswer[]> {
  const [first] = reads as [Read];
  if (reads.length === 1) {
    return [{ status: 200, body: await connection.request<unknown>(get(first, apiVersion)) }];
  }
  const compositeRequest = reads.map((read, index) => ({
    method: "GET",
    url: get(read, apiVersion).url,
    referenceId: `read${index}`,
  }));
  const body = { allOrNone: false, compositeRequest };
  const references = compositeRequest.map(({ referenceId }) => referenceId);
  const request = httpRequest({ method: "POST", path: "/composite", body }, apiVersion);
  return compositeAnswers(await connection.request<unknown>(request), references, first.doing);
}

const get = ({ path }: Read, apiVersion: string) => httpRequest({ method: "GET", path }, apiVersion);
