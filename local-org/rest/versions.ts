/** API versions that the local org answers, oldest first. Source of the labels: the release of each version. */

export interface ApiVersion {
  label: string;
  version: string;
}

export const API_VERSIONS: readonly ApiVersion[] = [
  { label: "Summer '23", version: "58.0" },
  { label: "Winter '24", version: "59.0" },
  { label: "Spring '24", version: "60.0" },
  { label: "Summer '24", version: "61.0" },
  { label: "Winter '25", version: "62.0" },
  { label: "Spring '25", version: "63.0" },
  { label: "Summer '25", version: "64.0" },
  { label: "Winter '26", version: "65.0" },
  { label: "Spring '26", version: "66.0" },
  { label: "Summer '26", version: "67.0" },
  { label: "Winter '27", version: "68.0" },
];

export const LATEST_API_VERSION = "68.0";
