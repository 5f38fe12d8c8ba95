import type { LedgerEntry } from "./entry.ts";

const metadataGuide = "Metadata API Developer Guide";

/** Rules of retrieves. */
export const retrieves: readonly LedgerEntry[] = [
  {
    id: "retrieve.asynchronous",
    rule: "A retrieve is queued, then in progress, then ended, and is polled with checkRetrieveStatus or the older checkStatus.",
    source: `${metadataGuide}, retrieve; CumulusCI and the Force CLI for checkStatus`,
    certainty: "documented",
  },
  {
    id: "retrieve.manifest",
    rule: "A retrieve holds the components that the manifest names, each in its folder below unpackaged/, and a package.xml of what was found.",
    source: `${metadataGuide}, retrieve; recorded answers of CumulusCI and Jetstream`,
    certainty: "documented",
  },
  {
    id: "retrieve.wildcard",
    rule: "The member * stands for all components of a type that belong to no managed package.",
    source: `${metadataGuide}, package.xml`,
    certainty: "documented",
  },
  {
    id: "retrieve.file-form",
    rule: "A retrieved file has its elements in alphabetical order, four blanks a level, no fullName, and only what the API version of the manifest knows.",
    source: "Retrieved files of seventeen public repositories",
    certainty: "reported",
  },
  {
    id: "retrieve.manifest-version",
    rule: "The version of the manifest wins over the one of the request.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "retrieve.missing-member",
    rule: "A member that does not exist is told in the messages of a retrieve that succeeds.",
    source: "Recorded answer of CumulusCI",
    certainty: "reported",
  },
  {
    id: "retrieve.missing-package",
    rule: "A package name that the org does not have fails the retrieve with UNKNOWN_EXCEPTION.",
    source: "Recorded answer of CumulusCI",
    certainty: "reported",
  },
  {
    id: "retrieve.single-package",
    rule: "As a single package the files lie at the top of the zip.",
    source: "Not told by a recorded answer",
    certainty: "inferred",
  },
  {
    id: "retrieve.specific-files",
    rule: "Specific files are retrieved by their paths; a missing one fails the retrieve by type and name.",
    source: "Recorded text of CumulusCI; that it fails the retrieve as a whole is a conclusion",
    certainty: "inferred",
    open: { question: "Whether a missing file fails the retrieve or is told in its messages." },
  },
  {
    id: "retrieve.zip-once",
    rule: "The zip is given out once; a check that does not want it leaves it there.",
    source: `${metadataGuide}, checkRetrieveStatus`,
    certainty: "documented",
  },
  {
    id: "retrieve.permission-set-whole",
    rule: "A retrieved permission set is whole, whatever else the manifest names.",
    source: `${metadataGuide}, PermissionSet, API 40.0 and later`,
    certainty: "documented",
  },
  {
    id: "retrieve.profile-by-manifest",
    rule: "A retrieved profile holds its user permissions, and of the rest only what concerns components in the same manifest, classes that it may not use included.",
    source: `${metadataGuide}, Profile; retrieved profiles of public repositories`,
    certainty: "documented",
  },
  {
    id: "retrieve.unserved-type",
    rule: "Types that the local org does not have are named in the messages of the retrieve.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
];
