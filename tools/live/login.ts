import { resolveConnection } from "../../salesforce/connection.ts";
import { connectionSources } from "../../salesforce/connectionSources.ts";
import type { Org } from "../../salesforce/org.ts";
import { openOrg } from "../../salesforce/session.ts";

/** The variables that lead to an org, of an environment. */
export function loginOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[0].startsWith("SALESFORCE_") && entry[1] !== undefined,
    ),
  );
}

/** An environment without the variables that lead to an org. */
export function withoutLogin(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const login = loginOf(environment);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !(name in login)));
}

/** Logs in with the variables of an environment, as the provider does. */
export function openLiveOrg(environment: NodeJS.ProcessEnv): Promise<Org> {
  return openOrg(resolveConnection(connectionSources(environment)));
}
