/** The rows of an org as a sandbox refresh copies them. Pure. */
import { shortId } from "../identifiers.ts";
import type { Row, Rows } from "../store/snapshot.ts";

export interface Copying {
  /** Ids of the source and of the copy, 18 characters. */
  from: string;
  to: string;
  /** Name of the sandbox. */
  name: string;
  /** Id of the user who refreshes, whose e-mail address stays. */
  refreshedBy: string;
  /** Usernames of the source whose users are inactive in the copy, in lower case. */
  inactive: ReadonlySet<string>;
}

/** Ids of records stay, the id of the org changes wherever it stands; open sessions and past logins are not copied. */
export function copiedRows(rows: Rows, copying: Copying): Rows {
  const ownId = (row: Row): Row => mapped(row, (text) => withOwnId(text, copying));
  return new Map(
    [...rows].map(([table, all]) => {
      if (table === "_session" || table === "LoginHistory") return [table, []];
      if (table === "Organization") return [table, all.map((row) => ({ ...ownId(row), IsSandbox: 1 }))];
      return [table, all.map((row) => (table === "User" ? copiedUser(row, copying) : ownId(row)))];
    }),
  );
}

function copiedUser(row: Row, copying: Copying): Row {
  const { from, to, name, refreshedBy, inactive } = copying;
  const [username, email] = [String(row.Username), String(row.Email)];
  // The users that every org has are called after its id.
  if (username.includes(from.toLowerCase())) {
    return mapped(row, (text) => text.replaceAll(from.toLowerCase(), to.toLowerCase()));
  }
  return {
    ...row,
    Username: `${username}.${name.toLowerCase()}`,
    ...(row.Id === refreshedBy ? {} : { Email: `${email}.invalid` }),
    ...(inactive.has(username) ? { IsActive: 0 } : {}),
  };
}

function withOwnId(text: string, { from, to }: Copying): string {
  return text.replaceAll(from, to).replaceAll(shortId(from), shortId(to));
}

function mapped(row: Row, change: (text: string) => string): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, typeof value === "string" ? change(value) : value]),
  );
}
