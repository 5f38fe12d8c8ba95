/** Where the packages are published from, as GitHub Actions tells a job; undefined anywhere else. */
export interface Publisher {
  /** The `repository` of the package.json: npm compares it with the repository that the provenance names. */
  repository: { type: "git"; url: string };
}

/**
 * Reads whether this process may publish with provenance: npm signs that a package was built from a commit, and needs the
 * identity token of a job for it (`permissions: id-token: write`).
 */
export function publisherOf(environment: NodeJS.ProcessEnv): Publisher | undefined {
  const { GITHUB_ACTIONS, GITHUB_SERVER_URL, GITHUB_REPOSITORY, ACTIONS_ID_TOKEN_REQUEST_URL } = environment;
  if (GITHUB_ACTIONS !== "true" || !ACTIONS_ID_TOKEN_REQUEST_URL || !GITHUB_SERVER_URL || !GITHUB_REPOSITORY) {
    return undefined;
  }
  return { repository: { type: "git", url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git` } };
}

/** The arguments of npm that publish a packed package. */
export function publishArguments(tarball: string, version: string): string[] {
  // A version such as 1.0.0-rc.1 must not become what "npm install" takes.
  const tag = version.includes("-") ? "next" : "latest";
  return ["publish", tarball, "--provenance", "--access", "public", "--tag", tag];
}
