/** API versions that the local org answers, oldest first: all that an org of its release does. */

export interface ApiVersion {
  label: string;
  version: string;
}

const OLDEST = 31;
const LATEST = 68;
/** The seasons in the order of their versions; 31.0 was Summer '14. */
const SEASONS = ["Summer", "Winter", "Spring"];

export const API_VERSIONS: readonly ApiVersion[] = Array.from({ length: LATEST - OLDEST + 1 }, (_version, age) => ({
  label: `${SEASONS[age % 3]} '${14 + Math.ceil(age / 3)}`,
  version: `${OLDEST + age}.0`,
}));

export const LATEST_API_VERSION = `${LATEST}.0`;
