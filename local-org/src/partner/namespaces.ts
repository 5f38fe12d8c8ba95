/** Namespace of the calls for records. */
export const partnerNamespace = "urn:partner.soap.sforce.com";
/** Namespace of the fields of records. */
export const recordNamespace = "urn:sobject.partner.soap.sforce.com";
/** Namespace of what a fault tells in its detail. */
export const faultNamespace = "urn:fault.partner.soap.sforce.com";
