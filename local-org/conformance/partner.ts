/** The SOAP calls for records of an org. */
import type { Asker } from "./asker.ts";
import { Unaskable } from "./expectation.ts";
import { type Answer, type Json, send } from "./http.ts";
import { faultOf, soapBody } from "./metadata.ts";

/** Posts a SOAP call for records. */
export function soap({ target }: Asker, call: string, header = "", sessionId = target.accessToken): Promise<Answer> {
  const session = `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>`;
  return send(`${target.instanceUrl}/services/Soap/u/${target.apiVersion}`, {
    method: "POST",
    headers: { "content-type": "text/xml; charset=UTF-8", soapaction: '""' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:partner.soap.sforce.com"><e:Header>${session}${header}</e:Header><e:Body>${call}</e:Body></e:Envelope>`,
  });
}

/** What stands below the result of a SOAP call. @throws Unaskable for a fault */
export async function soapResult(asker: Asker, call: string, header = ""): Promise<Json> {
  const answer = await soap(asker, call, header);
  const body = soapBody(answer.text);
  if (answer.status !== 200 || body === undefined) throw new Unaskable(`${faultOf(answer)}.`);
  const [response] = Object.values(body) as Json[];
  return response?.result;
}
