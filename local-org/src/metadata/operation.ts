import type { RequestContext } from "../contracts.ts";
import type { SoapCall } from "./soapEnvelope.ts";

/** A call of the Metadata API with everything its operation needs. */
export interface OperationRequest {
  readonly context: RequestContext;
  readonly call: SoapCall;
  /** API version of the address, such as 68. */
  readonly apiVersion: number;
}

/** Answers the content of `<operationResponse>`. @throws SoapFault */
export type Operation = (request: OperationRequest) => string;

/** Operations by the name of their SOAP call. */
export type NamedOperations = readonly (readonly [name: string, operation: Operation])[];
