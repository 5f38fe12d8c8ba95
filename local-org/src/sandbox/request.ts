/** What a sandbox refresh is asked for, and what of it differs between orgs. */
import { type Checks, readNamedValues } from "../namedValues.ts";

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

const checks: Checks<SandboxRequest> = {
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
  const { name, ...others } = readNamedValues<SandboxRequest>(sent, { what: "the request of a sandbox" }, checks);
  if (name === undefined) throw new Error(`The request of a sandbox needs its name: ${checks.name.allowed}.`);
  return { name, ...others };
}
