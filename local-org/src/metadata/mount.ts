import type { ApiError, App, Org, RequestContext } from "../contracts.ts";
import { soapText } from "../http/bodies.ts";
import { apiRefusal, contextOfSession, soapRefusals } from "../requestContext.ts";
import { apiVersions } from "../rest/versions.ts";
import { mayUseMetadataApi } from "./componentAccess.ts";
import { settleDeploys } from "./deployQueue.ts";
import { mountDeployRequest } from "./deployRequest.ts";
import { metadataNamespace } from "./namespaces.ts";
import { operations } from "./operations.ts";
import {
  readSoapCall,
  type SoapCall,
  SoapFault,
  unknownOperation,
  writeSoapFault,
  writeSoapResponse,
} from "./soapEnvelope.ts";

/** Settles the deploys that are due before any call is answered. */
export function mountDueDeploys(app: App, org: Org): void {
  app.use(async (_context, next) => {
    settleDeploys(org);
    return next();
  });
}

/** Puts the Metadata API onto its addresses. */
export function mountMetadata(app: App, org: Org): void {
  app.post("/services/Soap/m/:version/:organization?", async (context) => {
    const answer = (text: string, status: 200 | 500 | 501) =>
      context.body(text, status, { "Content-Type": "text/xml; charset=UTF-8" });
    try {
      const call = readSoapCall(await soapText(context, org));
      context.set("metadataOperation", call.operation);
      return answer(writeSoapResponse(call.operation, answerCall(org, call, context.req.param("version"))), 200);
    } catch (error) {
      const known = (error as Error).name === "SessionMissing" ? illegalSession() : error;
      const fault = known as { name: string; faultCode: string; faultString: string };
      if (fault.faultCode === undefined) throw error;
      return answer(writeSoapFault(fault), fault.name === "SoapNotSpoken" ? 501 : 500);
    }
  });
  mountDeployRequest(app, org);
}

function illegalSession(): SoapFault {
  return new SoapFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session");
}

function answerCall(org: Org, call: SoapCall, version: string): string {
  if (!apiVersions.some((known) => known.version === version))
    throw new SoapFault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
  const operation = operations.get(call.operation);
  if (!operation) throw unknownOperation(metadataNamespace, call.operation);
  const context = authorized(org, call.sessionId ?? "", version);
  return org.records.transaction(() => operation({ context, call, apiVersion: Math.floor(Number(version)) }));
}

function authorized(org: Org, accessToken: string, version: string): RequestContext {
  let context: RequestContext;
  try {
    context = contextOfSession(org, accessToken, version);
  } catch (error) {
    if ((error as ApiError).name !== "ApiError") throw error;
    throw illegalSession();
  }
  const refusal = apiRefusal(context);
  if (refusal) throw new SoapFault(refusal, soapRefusals[refusal]);
  if (!mayUseMetadataApi(context))
    throw new SoapFault(
      "INSUFFICIENT_ACCESS",
      "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions",
    );
  return context;
}
