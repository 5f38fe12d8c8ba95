/** What a sandbox refresh is asked for, and what of it differs between orgs. */

export interface SandboxRequest {
  /** 1 to 10 letters and digits; usernames get it as their suffix, in lower case. */
  name: string;
  /**
   * What becomes of external client apps: they come with new consumer keys (`newConsumerKeys`), as they are (`kept`), or
   * not at all (`gone`). Default `newConsumerKeys`.
   */
  apps?: "newConsumerKeys" | "kept" | "gone";
  /** Whether the certificates of external client apps come along. Default `kept`. */
  certificates?: "kept" | "gone";
  /** Usernames, as the source has them, of users who are inactive in the copy. Default none. */
  inactiveUsers?: string[];
}

const oneOf = (...values: string[]) => ({
  accepts: (value: unknown) => typeof value === "string" && values.includes(value),
  allowed: values.join(" or "),
});

const checks: { [key in keyof Required<SandboxRequest>]: { accepts(value: unknown): boolean; allowed: string } } = {
  name: {
    accepts: (value) => typeof value === "string" && /^[A-Za-z0-9]{1,10}$/.test(value),
    allowed: "1 to 10 letters and digits",
  },
  apps: oneOf("newConsumerKeys", "kept", "gone"),
  certificates: oneOf("kept", "gone"),
  inactiveUsers: {
    accepts: (value) => Array.isArray(value) && value.every((username) => typeof username === "string"),
    allowed: "an array of usernames",
  },
};

/**
 * The request that a caller wrote.
 *
 * @throws Error with one sentence that names what is wrong and what is allowed
 */
export function readSandboxRequest(sent: unknown): SandboxRequest {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) {
    throw new Error("The request of a sandbox is a JSON object.");
  }
  const request = sent as { [key: string]: unknown };
  for (const key of Object.keys(request)) {
    if (!Object.hasOwn(checks, key)) {
      throw new Error(`A sandbox has no ${key}; it has ${Object.keys(checks).join(", ")}.`);
    }
  }
  for (const [key, { accepts, allowed }] of Object.entries(checks)) {
    const isLeftOut = request[key] === undefined && key !== "name";
    if (!isLeftOut && !accepts(request[key])) throw new Error(`${key} of a sandbox takes ${allowed}.`);
  }
  return sent as SandboxRequest;
}
