import { errorOfBody, SalesforceError, toSalesforceError } from "./errors.ts";
import type { JwtBearerToken } from "./jwtBearer.ts";
import { client } from "./transport.ts";

/** What a call answered. */
export interface ProbeAnswer {
  /** HTTP status. */
  status: number;
  /** The error of the answer; only looked at where the status says that there is one. */
  error: SalesforceError;
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
  return { status: answer.status, error };
}
