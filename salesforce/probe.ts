import { pageOf, type SalesforceRecord } from "./answers.ts";
import { errorOfBody, SalesforceError, toSalesforceError } from "./errors.ts";
import { client } from "./httpClient.ts";
import { queryPath } from "./joinedReads.ts";
import type { JwtBearerToken } from "./jwtBearer.ts";

/** What a call answered. */
export interface ProbeAnswer {
  /** HTTP status. */
  status: number;
  /** The error of the answer; only looked at where the status says that there is one. */
  error: SalesforceError;
  body: unknown;
}

/** Calls a path of the org with the token of a user, to see what that user is allowed to reach. */
export async function callAs(token: JwtBearerToken, method: string, path: string): Promise<ProbeAnswer> {
  const doing = `calling ${method} ${path} as the integration user`;
  const answer = await client
    .request({
      method,
      url: `${token.instanceUrl}${path}`,
      headers: { authorization: `Bearer ${token.accessToken}`, accept: "application/json" },
    })
    .catch((thrown) => {
      throw toSalesforceError(thrown, doing);
    });
  const isCoded = Array.isArray(answer.data) && typeof answer.data[0]?.errorCode === "string";
  const error = isCoded
    ? errorOfBody(answer.data, doing)
    : new SalesforceError(`ERROR_HTTP_${answer.status}`, `the org answered ${answer.status}`, doing);
  return { status: answer.status, error, body: answer.data };
}

/**
 * Asks the org with the token of a user.
 *
 * @throws SalesforceError when the user may not ask, or the answer is none
 */
export async function queryAs(token: JwtBearerToken, apiVersion: string, soql: string): Promise<SalesforceRecord[]> {
  const { status, error, body } = await callAs(token, "GET", `/services/data/v${apiVersion}${queryPath(soql)}`);
  if (status !== 200) throw error;
  return pageOf(body, error.doing).records;
}
