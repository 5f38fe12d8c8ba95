import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";

/** A connected app, of which support ends, and a user who logs in through it. */
export interface ConnectedAppLogin {
  /** Name of the app, as people see it. */
  app: string;
  /** Day of the last login through it, such as `2026-11-29`. */
  lastDay: string;
}

/** How far back logins are looked at. Orgs keep them for six months. */
const days = 30;

/**
 * Connected apps that a user has logged in through lately. What has the name of an external client app is left out: the
 * login history does not tell which of the two it was, and a connected app that was migrated stays beside what has taken
 * its place. Whoever may not see logins does not learn of any, and is not stopped by that.
 *
 * Source: Object Reference, LoginHistory: `Application` can be grouped by, and not filtered.
 *
 * @param known labels of external client apps that need not be asked for
 */
export async function connectedAppLogins(
  org: Org,
  userId: string,
  known: readonly string[],
  doing: string,
): Promise<ConnectedAppLogin[]> {
  const logins = `SELECT Application, MAX(LoginTime) latest FROM LoginHistory WHERE UserId = ${quoted(userId)} AND LoginTime = LAST_N_DAYS:${days} GROUP BY Application`;
  const rows = (await org.query(logins, doing).catch(() => [])).filter(
    ({ Application }) => typeof Application === "string" && !isAmong(known, Application),
  );
  if (rows.length === 0) return [];
  const names = quotedList(rows.map(({ Application }) => String(Application)));
  const [connected, external] = await Promise.all([
    namesOf(org, `SELECT Id, Name FROM ConnectedApplication WHERE Name IN ${names}`, "Name", doing),
    namesOf(
      org,
      `SELECT Id, MasterLabel FROM ExternalClientApplication WHERE MasterLabel IN ${names}`,
      "MasterLabel",
      doing,
    ),
  ]);
  return rows
    .filter(({ Application }) => isAmong(connected, Application) && !isAmong(external, Application))
    .map((row) => ({ app: String(row.Application), lastDay: String(row.latest).slice(0, 10) }));
}

async function namesOf(org: Org, soql: string, field: string, doing: string): Promise<string[]> {
  const rows: SalesforceRecord[] = await org.query(soql, doing).catch(() => []);
  return rows.map((row) => String(row[field]));
}

const isAmong = (names: readonly string[], name: unknown) =>
  names.some((each) => each.toLowerCase() === String(name).toLowerCase());
