/** API versions that the local org answers, oldest first: all that an org of its release does. */

export interface ApiVersion {
  label: string;
  version: string;
}

const oldest = 31;
const latest = 68;
/** The seasons in the order of their versions; 31.0 was Summer '14. */
const seasons = ["Summer", "Winter", "Spring"];
/** The one whose label has a typographic apostrophe. */
const springOf2018 = 42;

export const apiVersions: readonly ApiVersion[] = Array.from({ length: latest - oldest + 1 }, (_version, age) => ({
  label: `${seasons[age % 3]} ${oldest + age === springOf2018 ? "\u2019" : "'"}${14 + Math.ceil(age / 3)}`,
  version: `${oldest + age}.0`,
}));

export const latestApiVersion = `${latest}.0`;
