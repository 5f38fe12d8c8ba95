import type { App } from "../contracts.ts";
import { ApiError, type Org, type RequestContext } from "../contracts.ts";
import type { ApiUsage } from "../http/apiUsage.ts";
import { soapText } from "../http/bodies.ts";
import { notSpoken } from "../http/errors.ts";
import { readSoapCall, type SoapCall, unknownOperation } from "../metadata/soapEnvelope.ts";
import type { OwnedOrg } from "../org.ts";
import { apiRefusal, authenticatedContext, soapRefusals } from "../requestContext.ts";
import { createQueryHandlers } from "../rest/query.ts";
import { apiVersions } from "../rest/versions.ts";
import { writeLayerFault, writePartnerFault, writePartnerResponse } from "./envelope.ts";
import { partnerNamespace } from "./namespaces.ts";
import { createPartnerOperations, type PartnerOperation, unspokenCalls } from "./operations.ts";

/** Puts the SOAP calls for records (partner WSDL) onto an org. Other SOAP than this and the Metadata API is not spoken. */
export function mountPartner(app: App, org: OwnedOrg, usage: ApiUsage): void {
  const operations = createPartnerOperations(createQueryHandlers(org.database));
  app.post("/services/Soap/u/:version/:organization?", async (http) => {
    const answer = (text: string, status: 200 | 500 | 501) =>
      http.body(text, status, { "Content-Type": "text/xml; charset=UTF-8" });
    try {
      const call = readSoapCall(await soapText(http, org), partnerNamespace);
      http.set("metadataOperation", call.operation);
      const result = answerCall(org, operations, call, http.req.param("version"));
      usage.add();
      const limit = { current: usage.count(), limit: org.settings.dailyApiRequests };
      return answer(writePartnerResponse(call.operation, result, limit), 200);
    } catch (error) {
      const { name, faultCode, faultString } = error as { name: string; faultCode: string; faultString: string };
      if (name === "SessionMissing") return answer(writePartnerFault(illegalSession()), 500);
      if (name === "ApiError") {
        const known = error as ApiError;
        return answer(writePartnerFault(known), known.status === 501 ? 501 : 500);
      }
      if (faultCode === undefined) throw error;
      return answer(writeLayerFault({ faultCode, faultString }), 500);
    }
  });
  app.all("/services/Soap/*", (http) => {
    throw notSpoken(`${http.req.method} ${http.req.path}`);
  });
}

/** Answers the content of `<operationResponse>`. */
function answerCall(
  org: Org,
  operations: ReadonlyMap<string, PartnerOperation>,
  call: SoapCall,
  version: string,
): string {
  if (!apiVersions.some((known) => known.version === version))
    throw new ApiError(500, "UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
  if (unspokenCalls.has(call.operation)) throw notSpoken(`the SOAP call ${call.operation}`);
  const operation = operations.get(call.operation);
  if (operation === undefined) throw unknownOperation(partnerNamespace, call.operation);
  const context = sessionContext(org, call.sessionId ?? "", version);
  return org.records.transaction(() => operation({ context, call }));
}

function illegalSession(): ApiError {
  return new ApiError(500, "INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session");
}

function sessionContext(org: Org, sessionId: string, version: string): RequestContext {
  let context: RequestContext;
  try {
    context = authenticatedContext(org, `Bearer ${sessionId}`, version);
  } catch (error) {
    if ((error as ApiError).name !== "ApiError") throw error;
    throw illegalSession();
  }
  const refusal = apiRefusal(context);
  if (refusal !== undefined) throw new ApiError(500, refusal, soapRefusals[refusal]);
  return context;
}
