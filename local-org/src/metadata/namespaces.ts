/** Namespace of the Metadata API's types and calls. */
export const metadataNamespace = "http://soap.sforce.com/2006/04/metadata";
/** Namespace of SOAP 1.1 envelopes. */
export const envelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
/** Namespace of `xsi:type` and `xsi:nil`. */
export const schemaInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";
