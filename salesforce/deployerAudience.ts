import type { ConnectionSettings } from "./connection.ts";
import type { SalesforceError } from "./errors.ts";

const productionLogin = "https://login.salesforce.com";
const sandboxLogin = "https://test.salesforce.com";

/**
 * Audiences to log in for, the likeliest first. A declared one is the only one. Sandboxes refuse the test host, in some
 * reports also the login host, for an external client app; no report says so of the org's own address.
 */
export function deployerAudiences({
  audience,
  instanceUrl,
  loginUrl,
}: Pick<ConnectionSettings, "audience" | "instanceUrl" | "loginUrl">): string[] {
  if (audience !== undefined) return [audience];
  const own = instanceUrl ?? loginUrl;
  const isOfSandbox = loginUrl === sandboxLogin || new URL(own).hostname.includes("--");
  return [...new Set(isOfSandbox ? [own, productionLogin, sandboxLogin] : [productionLogin, own])];
}

/** Whether another audience may be accepted where this one was refused. */
export function blamesAudience({ code, message }: SalesforceError): boolean {
  return code === "app_not_found" || (code === "invalid_grant" && /audience/i.test(message));
}
