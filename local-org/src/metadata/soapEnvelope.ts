import { envelopeNamespace, metadataNamespace, schemaInstanceNamespace } from "./namespaces.ts";
import { childNamed, childText, readXml, type XmlElement, type XmlError } from "./xmlReader.ts";
import { element, escapeXml } from "./xmlWriter.ts";

/** A call as it came: the operation is the body's first element, its parameters that element's children. */
export interface SoapCall {
  readonly operation: string;
  readonly parameters: readonly XmlElement[];
  readonly sessionId: string | undefined;
  /** AllOrNoneHeader; false when absent. */
  readonly allOrNone: boolean;
  /** QueryOptions, of the calls for records only. */
  readonly batchSize: string | undefined;
}

/** A SOAP fault. `code` is the exception code without prefix, the fault string is `code: text`. */
export class SoapFault extends Error {
  readonly faultCode: string;
  readonly faultString: string;
  constructor(code: string, text: string) {
    super(`${code}: ${text}`);
    this.name = "SoapFault";
    this.faultCode = `sf:${code}`;
    this.faultString = `${code}: ${text}`;
  }
}

/** A fault of the SOAP layer itself (faultcode `soapenv:Client`), not of the Metadata API. */
export class SoapClientFault extends Error {
  readonly faultCode = "soapenv:Client";
  readonly faultString: string;
  constructor(text: string) {
    super(text);
    this.name = "SoapClientFault";
    this.faultString = text;
  }
}

/** The fault for an operation that a Salesforce org has and the local org does not. */
export class SoapNotSpoken extends Error {
  readonly faultCode = "soapenv:Server";
  readonly faultString: string;
  constructor(operation: string) {
    super(`The local org does not speak ${operation}.`);
    this.name = "SoapNotSpoken";
    this.faultString = this.message;
  }
}

/**
 * Reads a request. Header names and the parameters' namespaces are not checked, since the real endpoint
 * does not check them either; the operation's namespace is.
 * @param namespace that of the endpoint's operations
 * @throws SoapClientFault
 */
export function readSoapCall(body: string, namespace = metadataNamespace): SoapCall {
  let envelope: XmlElement;
  try {
    envelope = readEnvelope(body);
  } catch (error) {
    if ((error as XmlError).name !== "XmlError") throw error;
    throw new SoapClientFault((error as XmlError).message);
  }
  if (envelope.name !== "Envelope" || envelope.namespace !== envelopeNamespace)
    throw new SoapClientFault(`Envelope expected, not {${envelope.namespace}}${envelope.name}`);
  const call = childNamed(envelope, "Body")?.children[0];
  if (!call) throw new SoapClientFault("The SOAP body is empty");
  if (call.namespace !== namespace) throw unknownOperation(call.namespace, call.name);
  const header = childNamed(envelope, "Header");
  const session = header && childNamed(header, "SessionHeader");
  const allOrNone = header && childNamed(header, "AllOrNoneHeader");
  const queryOptions = header && childNamed(header, "QueryOptions");
  return {
    operation: call.name,
    parameters: call.children,
    sessionId: session && childText(session, "sessionId"),
    allOrNone: (allOrNone && childText(allOrNone, "allOrNone")) === "true",
    batchSize: queryOptions && childText(queryOptions, "batchSize"),
  };
}

/** The zip of a deploy is by far the largest part of any call, and needs no reading as XML. */
function readEnvelope(body: string): XmlElement {
  const zip = /(<(?:[\w.-]+:)?ZipFile\b[^<>]*>)([\w+/=\s]*)</.exec(body);
  if (zip === null) return readXml(body);
  const [, start = "", content = ""] = zip;
  const from = zip.index + start.length;
  const rest = body.slice(0, from) + body.slice(from + content.length);
  return withZip(readXml(rest), content);
}

function withZip(element: XmlElement, content: string): XmlElement {
  if (element.name === "ZipFile") return { ...element, text: content };
  return { ...element, children: element.children.map((child) => withZip(child, content)) };
}

/** The fault for a call the endpoint does not know. */
export function unknownOperation(namespace: string, name: string): SoapClientFault {
  return new SoapClientFault(
    `No operation available for request {${namespace}}${name}, please check the WSDL for the service.`,
  );
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** The envelope of a successful answer; `result` is the content of `<operationResponse>`. */
export function writeSoapResponse(operation: string, result: string): string {
  const instance = /\bxsi:(nil|type)=/.test(result) ? ` xmlns:xsi="${schemaInstanceNamespace}"` : "";
  const response = element(`${operation}Response`, result);
  return `${declaration}<soapenv:Envelope xmlns:soapenv="${envelopeNamespace}" xmlns="${metadataNamespace}"${instance}><soapenv:Body>${response}</soapenv:Body></soapenv:Envelope>`;
}

/** The envelope of a fault, without a detail element as this endpoint sends it. */
export function writeSoapFault(fault: { faultCode: string; faultString: string }): string {
  return `${declaration}<soapenv:Envelope xmlns:soapenv="${envelopeNamespace}" xmlns:sf="${metadataNamespace}"><soapenv:Body><soapenv:Fault><faultcode>${fault.faultCode}</faultcode><faultstring>${escapeXml(fault.faultString)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}
