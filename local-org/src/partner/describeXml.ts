/** Describes as SOAP tells them: the same facts as over REST, with the names and types of the WSDL. */
import { ApiError } from "../contracts.ts";
import { element, escapeXml, textElement } from "../metadata/xmlWriter.ts";
import type { RestCall } from "../rest/call.ts";
import { describeGlobal, describeObject } from "../rest/describe.ts";

type Json = { [name: string]: unknown };

/** The content of DescribeGlobalResult. */
export function describeGlobalResult(call: RestCall): string {
  const { encoding, maxBatchSize, sobjects } = describeGlobal(call).body as Json & { sobjects: Json[] };
  return (
    textElement("encoding", String(encoding)) +
    textElement("maxBatchSize", Number(maxBatchSize)) +
    sobjects.map((object) => element("sobjects", members(object))).join("")
  );
}

/**
 * The content of DescribeSObjectResult.
 * @throws ApiError INVALID_TYPE for an sObject that the caller does not have
 */
export function describeResult(call: RestCall): string {
  try {
    return members(describeObject(call).body as Json);
  } catch (error) {
    if ((error as ApiError).errorCode !== "NOT_FOUND") throw error;
    throw new ApiError(400, "INVALID_TYPE", `sObject type '${call.parameters[0]}' is not supported.`);
  }
}

/** Only REST has these. */
const restOnly = new Set(["urls", "sobjectDescribeOption"]);

/** In alphabetical order as the WSDL has them; what is not known is left out, and so are empty lists. */
function members(value: Json): string {
  return Object.entries(value)
    .filter(([name, member]) => !restOnly.has(name) && member !== null && member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => (isTyped(value, name) ? typedElement(name, member) : memberElements(name, member)))
    .join("");
}

/** The default value of a field may be of any type, so it says of which. */
function isTyped(value: Json, name: string): boolean {
  return name === "defaultValue" && "soapType" in value;
}

function typedElement(name: string, value: unknown): string {
  return element(name, escapeXml(String(value)), `xsi:type="xsd:${typeof value === "boolean" ? "boolean" : "string"}"`);
}

function memberElements(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => memberElements(name, item)).join("");
  if (typeof value === "object" && value !== null) return element(name, members(value as Json));
  return textElement(name, value as string | number | boolean);
}
