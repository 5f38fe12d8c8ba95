import type { ApiError } from "../contracts.ts";
import { envelopeNamespace, schemaInstanceNamespace } from "../metadata/namespaces.ts";
import { element, escapeXml, textElement } from "../metadata/xmlWriter.ts";
import { faultNamespace, partnerNamespace, recordNamespace } from "./namespaces.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** How many calls the org has answered, and how many it takes in a day. */
export interface CallLimit {
  readonly current: number;
  readonly limit: number;
}

/** The envelope of a successful answer; `result` is the content of `<operationResponse>`. */
export function writePartnerResponse(operation: string, result: string, { current, limit }: CallLimit): string {
  const namespaces = [
    `xmlns:soapenv="${envelopeNamespace}"`,
    `xmlns="${partnerNamespace}"`,
    /\bxsi:/.test(result) ? `xmlns:xsi="${schemaInstanceNamespace}"` : "",
    /"xsd:/.test(result) ? 'xmlns:xsd="http://www.w3.org/2001/XMLSchema"' : "",
    /<sf:/.test(result) ? `xmlns:sf="${recordNamespace}"` : "",
  ].filter((text) => text !== "");
  const response = element(`${operation}Response`, result);
  const limitInfo = textElement("current", current) + textElement("limit", limit) + textElement("type", "API REQUESTS");
  const header = element("soapenv:Header", element("LimitInfoHeader", element("limitInfo", limitInfo)));
  return `${declaration}<soapenv:Envelope ${namespaces.join(" ")}>${header}<soapenv:Body>${response}</soapenv:Body></soapenv:Envelope>`;
}

/** A fault of the data layer. This endpoint, unlike the Metadata API's, tells the fault a second time as its detail. */
export function writePartnerFault({ errorCode, message }: Pick<ApiError, "errorCode" | "message">): string {
  const type = faultTypes.get(errorCode) ?? "UnexpectedErrorFault";
  const place = /ERROR at Row:(\d+):Column:(\d+)/.exec(message);
  const isQueryFault = type !== "UnexpectedErrorFault" && type !== "InvalidIdFault";
  const detail = [
    `<sf:exceptionCode>${errorCode}</sf:exceptionCode>`,
    `<sf:exceptionMessage>${escapeXml(message)}</sf:exceptionMessage>`,
    isQueryFault ? `<sf:row>${place?.[1] ?? -1}</sf:row><sf:column>${place?.[2] ?? -1}</sf:column>` : "",
  ].join("");
  return fault(
    `sf:${errorCode}`,
    `${errorCode}: ${message}`,
    element("detail", element(`sf:${type}`, detail, `xsi:type="sf:${type}"`)),
  );
}

const faultTypes: ReadonlyMap<string, string> = new Map([
  ["INVALID_FIELD", "InvalidFieldFault"],
  ["INVALID_ID_FIELD", "InvalidIdFault"],
  ["INVALID_QUERY_LOCATOR", "InvalidQueryLocatorFault"],
  ["INVALID_TYPE", "InvalidSObjectFault"],
  ["MALFORMED_ID", "InvalidIdFault"],
  ["MALFORMED_QUERY", "MalformedQueryFault"],
]);

/** A fault of the SOAP layer itself. */
export function writeLayerFault({ faultCode, faultString }: { faultCode: string; faultString: string }): string {
  return fault(faultCode, faultString, "");
}

function fault(faultCode: string, faultString: string, detail: string): string {
  const content = `<faultcode>${faultCode}</faultcode>${textElement("faultstring", faultString)}${detail}`;
  return `${declaration}<soapenv:Envelope xmlns:soapenv="${envelopeNamespace}" xmlns:sf="${faultNamespace}" xmlns:xsi="${schemaInstanceNamespace}"><soapenv:Body><soapenv:Fault>${content}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}
