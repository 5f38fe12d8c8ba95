import type { LedgerEntry } from "./entry.ts";

/** Rules of what clients can send. */
export const safety: readonly LedgerEntry[] = [
  {
    id: "safety.soap-fault",
    rule: "A refused SOAP call returns 500 with a fault whose code is an exception code of the API.",
    source: "Metadata API Developer Guide, Error Handling; recordings",
    certainty: "documented",
  },
  {
    id: "safety.request-size",
    rule: "A request of more than 52,428,800 bytes is refused unread: over SOAP with the fault LIMIT_EXCEEDED, else with 413.",
    source: "Metadata API Developer Guide, deploy limits; the status over REST is inferred",
    certainty: "documented",
  },
  {
    id: "safety.address-length",
    rule: "A URL and headers of more than 16,384 bytes together return 431.",
    source: "REST API Developer Guide, Status Codes and Error Responses, which has 414 for the address",
    certainty: "documented",
  },
  {
    id: "safety.json-depth",
    rule: "JSON that is nested deeper than any request needs is refused with JSON_PARSER_ERROR.",
    source: "A choice of the local org; the depth at which an org refuses is not known",
    certainty: "inferred",
  },
  {
    id: "safety.xml-count",
    rule: "An XML document of more elements than any package needs is refused.",
    source: "A choice of the local org; the number at which an org refuses is not known",
    certainty: "inferred",
  },
  {
    id: "safety.zip-ratio",
    rule: "A zip whose files would be far larger than any metadata is refused before it is unpacked.",
    source: "A choice of the local org, besides the documented limits",
    certainty: "inferred",
  },
  {
    id: "safety.one-transaction",
    rule: "A call that fails leaves the data as it was before it.",
    source: "REST API Developer Guide; Metadata API Developer Guide, rollback of a call",
    certainty: "documented",
  },
  {
    id: "safety.sessions-first",
    rule: "Until the session of the caller is known, a body is read no further than 64 kilobytes. Calls that need no login accept no more than that.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "safety.slow-requests",
    rule: "A request must arrive within seconds, its headers sooner. Otherwise the connection is closed.",
    source: "A choice of the local org; orgs have such limits too, which are not documented",
    certainty: "inferred",
  },
  {
    id: "safety.hosts",
    rule: "The org answers under names of this machine and of Salesforce only.",
    source: "A choice of the local org, against pages whose name is made to point at this machine",
    certainty: "inferred",
  },
  {
    id: "safety.xml-characters",
    rule: "A character that XML does not allow is refused, also as a reference.",
    source: "XML 1.0, section 2.2; the texts are those of the parser that orgs use, from memory",
    certainty: "inferred",
  },
  {
    id: "safety.names",
    rule: "Names with a special meaning in the language of the local org are treated like any other.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
];
