import type { LocalOrg } from "../../src/server.ts";

/** An answer of the SOAP endpoint as it came. */
export interface SoapAnswer {
  status: number;
  contentType: string | null;
  body: string;
}

/** The envelope of a call in the deployer's name. */
export function envelope(
  local: LocalOrg,
  call: string,
  header = "",
  sessionId = local.org.deployer.accessToken,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>${header}</soapenv:Header><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`;
}

/** Posts an envelope. */
export async function post(local: LocalOrg, body: string, version = "68.0"): Promise<SoapAnswer> {
  const response = await fetch(`${local.url}/services/Soap/m/${version}`, {
    method: "POST",
    headers: { "Content-Type": "text/xml; charset=UTF-8", SOAPAction: '""' },
    body,
  });
  return { status: response.status, contentType: response.headers.get("content-type"), body: await response.text() };
}

/** The fault string of an answer. */
export function faultString(answer: SoapAnswer): string | undefined {
  return /<faultstring>(.*)<\/faultstring>/.exec(answer.body)?.[1];
}
