import type { LedgerEntry } from "./entry.ts";

/** Rules of the SOAP calls for records. */
export const partner: readonly LedgerEntry[] = [
  {
    id: "partner.query",
    rule: "A SOAP query returns done, queryLocator, records and size. A record has its type, its id (nil if not selected) and then every field; a selected id appears again.",
    source: "Recorded answers in three public clients of the partner WSDL",
    certainty: "reported",
  },
  {
    id: "partner.query-more",
    rule: "queryMore returns further pages of a result by its locator; QueryOptions sets the size of a page.",
    source: "SOAP API Developer Guide, queryMore",
    certainty: "documented",
  },
  {
    id: "partner.save",
    rule: "create, update and delete take up to 200 records and return one result each. fieldsToNull empties fields; AllOrNoneHeader undoes all after one failure.",
    source: "SOAP API Developer Guide, create, update, delete; partner WSDL",
    certainty: "documented",
  },
  {
    id: "partner.upsert",
    rule: "upsert finds each record by the field that it names, or by its id, creates or changes it, and says which.",
    source: "SOAP API Developer Guide, upsert; partner WSDL",
    certainty: "documented",
  },
  {
    id: "partner.retrieve",
    rule: "retrieve returns the listed fields for each id, in the order of the ids, and nil for a missing record.",
    source: "SOAP API Developer Guide, retrieve; partner WSDL",
    certainty: "documented",
    open: {
      question: "Whether the id of a record is returned when its field list has none; here it is nil, as in a query.",
    },
  },
  {
    id: "partner.user-info",
    rule: "getUserInfo returns the user, the profile and the org of the session.",
    source: "SOAP API Developer Guide, getUserInfo; a recorded answer",
    certainty: "documented",
  },
  {
    id: "partner.describe",
    rule: "describeGlobal and describeSObject return over SOAP what the data API returns, in the order of the WSDL.",
    source: "SOAP API Developer Guide, describeSObject",
    certainty: "documented",
  },
  {
    id: "partner.fault",
    rule: "A fault of the SOAP calls for records repeats code and message in its detail, that of a query with row and column.",
    source: "Recorded faults; partner WSDL",
    certainty: "reported",
  },
  {
    id: "partner.session",
    rule: "An invalid session returns the fault INVALID_SESSION_ID, and a user without API access API_CURRENTLY_DISABLED.",
    source: "Recorded faults; the second by the data API",
    certainty: "reported",
  },
  {
    id: "partner.logout",
    rule: "logout ends the session.",
    source: "SOAP API Developer Guide, logout",
    certainty: "documented",
  },
  {
    id: "partner.unspoken",
    rule: "Other SOAP calls for records return 501: convertLead, emptyRecycleBin, getDeleted, getUpdated, merge, process, search, undelete, passwords, layouts and tabs, and login, which newer orgs do not have.",
    source: "A choice of the local org; login is gone from API 65 on",
    certainty: "inferred",
  },
  {
    id: "partner.malformed-id",
    rule: "A SOAP delete of a text that is no id returns MALFORMED_ID, bad id, and not the text of the data API.",
    source: "An answer in the fixtures of soapforce, of 2013 to 2018",
    certainty: "recorded",
  },
  {
    id: "partner.limit-info",
    rule: "A successful SOAP call for records reports in its header how many calls the org has answered, and the limit.",
    source: "Six answers pasted by as many projects, the last of 2024; the Metadata API reports nothing",
    certainty: "recorded",
  },
];
