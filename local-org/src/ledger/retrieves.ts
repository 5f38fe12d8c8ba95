import type { LedgerEntry } from "./entry.ts";

const metadataGuide = "Metadata API Developer Guide";

/** Rules of retrieves. */
export const retrieves: readonly LedgerEntry[] = [
  {
    id: "retrieve.asynchronous",
    rule: "A retrieve is queued, then in progress, then ended. Clients poll it with checkRetrieveStatus or the older checkStatus.",
    source: `${metadataGuide}, retrieve; CumulusCI and the Force CLI for checkStatus`,
    certainty: "documented",
  },
  {
    id: "retrieve.manifest",
    rule: "A retrieve contains the components that the manifest names, each in its folder below unpackaged/, and a package.xml of what was found.",
    source: `${metadataGuide}, retrieve; recorded answers of CumulusCI and Jetstream`,
    certainty: "documented",
  },
  {
    id: "retrieve.wildcard",
    rule: "The member * means all components of a type that do not belong to a managed package.",
    source: `${metadataGuide}, package.xml`,
    certainty: "documented",
  },
  {
    id: "retrieve.file-form",
    rule: "A retrieved file has its elements in alphabetical order, indented by four blanks per level, no fullName, and only what the API version of the manifest has.",
    source: "Retrieved files of seventeen public repositories",
    certainty: "reported",
  },
  {
    id: "retrieve.manifest-version",
    rule: "The version in the manifest takes precedence over that of the request.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "retrieve.missing-member",
    rule: "A retrieve succeeds although a member does not exist; its messages name the member.",
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
    rule: "In a single package, the files are at the top of the zip.",
    source: "No recorded answer shows it",
    certainty: "inferred",
  },
  {
    id: "retrieve.specific-files",
    rule: "Specific files are retrieved by their paths; a missing one fails the retrieve by type and name.",
    source: "Recorded text of CumulusCI; that it fails the retrieve as a whole is inferred",
    certainty: "inferred",
    open: { question: "Whether a missing file fails the retrieve or is named in its messages." },
  },
  {
    id: "retrieve.zip-once",
    rule: "The zip is returned once. A check that does not ask for it leaves it there.",
    source: `${metadataGuide}, checkRetrieveStatus`,
    certainty: "documented",
  },
  {
    id: "retrieve.permission-set-whole",
    rule: "A retrieved permission set is complete, whatever else the manifest names.",
    source: `${metadataGuide}, PermissionSet, API 40.0 and later`,
    certainty: "documented",
  },
  {
    id: "retrieve.profile-by-manifest",
    rule: "A retrieved profile contains its user permissions, and apart from them only what concerns components in the same manifest, including classes that it may not use.",
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
