/** Errors on demand, each in the words of the API that was called. */
import { ApiError } from "../contracts.ts";
import { errorBody } from "../http/errors.ts";
import { SoapFault, writeSoapFault } from "../metadata/soapEnvelope.ts";
import { textOf } from "./errorTexts.ts";

/** SOAP has other words for some. */
const soapTexts: { [errorCode: string]: string } = {
  INVALID_SESSION_ID: "Invalid Session ID found in SessionHeader: Illegal Session",
};

/**
 * @param path of the call
 * @param errorCode without one the answer is a page, as of a proxy before the org
 */
export function errorAnswer(
  path: string,
  status: number,
  errorCode: string | undefined,
  headers: Record<string, string> = {},
): Response {
  const answer = (type: string, body: string, shownStatus = status): Response =>
    new Response(body, { status: shownStatus, headers: { "Content-Type": type, ...headers } });
  if (errorCode === undefined) {
    const title = `HTTP ${status}`;
    return answer(
      "text/html; charset=UTF-8",
      `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
    );
  }
  const text = textOf(errorCode);
  if (path.startsWith("/services/Soap/")) {
    const fault = new SoapFault(errorCode, soapTexts[errorCode] ?? text);
    return answer("text/xml; charset=UTF-8", writeSoapFault(fault));
  }
  if (path.startsWith("/services/oauth2/")) {
    return answer("application/json;charset=UTF-8", JSON.stringify({ error: errorCode, error_description: text }));
  }
  return answer("application/json;charset=UTF-8", JSON.stringify(errorBody(new ApiError(status, errorCode, text))));
}
