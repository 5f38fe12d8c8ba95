/** Namespace of the calls for records. */
export const PARTNER_NAMESPACE = "urn:partner.soap.sforce.com";
/** Namespace of the fields of records. */
export const RECORD_NAMESPACE = "urn:sobject.partner.soap.sforce.com";
/** Namespace of what a fault tells in its detail. */
export const FAULT_NAMESPACE = "urn:fault.partner.soap.sforce.com";
