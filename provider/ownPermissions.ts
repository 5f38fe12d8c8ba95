import { setTimeout as wait } from "node:timers/promises";
import { SalesforceError } from "../salesforce/errors.ts";
import type { JwtBearerToken } from "../salesforce/jwtBearer.ts";
import { readWithRetry } from "../salesforce/retry.ts";
import { enabledPermissions, permissionFieldNames } from "./permissionFields.ts";

const firstPause = 500;
/** How long a session may lag behind what its permission sets say, in seconds. */
const longestLag = 15;

/**
 * The user permissions of a user, as its own session has them; a user without View Setup may ask for that.
 * Source: Object Reference, UserPermissionAccess. Waits a moment for those that it should have, since a session may know a
 * change of a permission set late.
 *
 * @param expected names of permissions that profile and permission sets give
 * @returns the names; undefined where the org does not say
 */
export async function permissionsOf(
  token: JwtBearerToken,
  apiVersion: string,
  expected: readonly string[],
  patienceSeconds: number,
): Promise<string[] | undefined> {
  const until = Date.now() + Math.min(longestLag, patienceSeconds) * 1000;
  for (let pause = firstPause; ; pause *= 2) {
    const found = await ask(token, apiVersion, expected);
    const has = new Set(found?.map((name) => name.toLowerCase()));
    const isComplete = found === undefined || expected.every((name) => has.has(name.toLowerCase()));
    if (isComplete || Date.now() + pause > until) return found;
    await wait(pause);
  }
}

/** All permissions; where the org does not answer that, those that are expected. */
async function ask(token: JwtBearerToken, apiVersion: string, expected: readonly string[]) {
  const { queryAs } = await import("../salesforce/probe.ts");
  for (const fields of ["FIELDS(STANDARD)", permissionFieldNames(expected).join(", ")]) {
    if (fields === "") return undefined;
    const soql = `SELECT ${fields} FROM UserPermissionAccess LIMIT 1`;
    try {
      const [row] = await readWithRetry("reading its own permissions as the integration user", () =>
        queryAs(token, apiVersion, soql),
      );
      if (row !== undefined) return enabledPermissions(row);
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
    }
  }
  return undefined;
}
