/** The Pulumi CLI that is downloaded or built when no suitable one is there: the newest that a build from Go modules gives. */
export const pulumiVersion = "3.259.0";

/** The oldest CLI that is accepted when it is there already; any later 3.x is, too. */
export const oldestPulumiVersion = "3.259.0";

/** The tls plugin that the npm package `@pulumi/tls` of package.json asks for. */
export const tlsPluginVersion = "5.6.1";

/** The newest Pulumi SDK module that still contains the Node.js language host; see go/README.md. */
export const languageHostVersion = "3.68.0";

/** What the Go modules under `go/` ask for in their `go` line. */
export const oldestGoVersion = "1.25.11";

type Version = readonly [major: number, minor: number, patch: number];

/**
 * Reads `v3.259.0`, `3.260.1-dev.5` or `go1.26` as numbers; a missing patch is 0, a suffix is left out.
 * Undefined when the text has no version at its start.
 */
export function parseVersion(text: string): Version | undefined {
  const match = /^(?:v|go)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Below 0 when `one` is the earlier version, above 0 when it is the later. What is no version counts as the earliest. */
export function compareVersions(one: string, other: string): number {
  const left = parseVersion(one) ?? [-1, -1, -1];
  const right = parseVersion(other) ?? [-1, -1, -1];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** Whether `found` is `oldest` or later and of the same major version. False when `found` is no version. */
export function isSuitableVersion(found: string, oldest: string): boolean {
  return parseVersion(found)?.[0] === parseVersion(oldest)?.[0] && compareVersions(found, oldest) >= 0;
}
