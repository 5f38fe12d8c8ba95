import { randomInt } from "node:crypto";
import type { SessionTable } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import type { Database } from "./database.ts";

const tokenCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
const tokenLength = 96;

/** `<org id, 15 characters>!<96 characters>` */
function newAccessToken(organizationId: string): string {
  const characters = Array.from({ length: tokenLength }, () => tokenCharacters[randomInt(tokenCharacters.length)]);
  return `${shortId(organizationId)}!${characters.join("")}`;
}

/** The open sessions of an org, in its data base, so that a token still works after a restart. */
export function createSessionTable(database: Database, organizationId: string): SessionTable {
  return {
    open({ userId, clientId, scopes }) {
      const accessToken = newAccessToken(organizationId);
      database
        .statement("INSERT INTO _session VALUES (?, ?, ?, ?)")
        .run(accessToken, userId, clientId, JSON.stringify(scopes));
      return accessToken;
    },
    resolve(accessToken) {
      const row = database.statement("SELECT * FROM _session WHERE accessToken = ?").get(accessToken);
      if (row === undefined) return undefined;
      const scopes = JSON.parse(String(row.scopes));
      return { accessToken, userId: String(row.userId), clientId: String(row.clientId), scopes };
    },
    close(accessToken) {
      return database.statement("DELETE FROM _session WHERE accessToken = ?").run(accessToken).changes > 0;
    },
    closeOfClient(clientId) {
      database.statement("DELETE FROM _session WHERE clientId = ?").run(clientId);
    },
    closeOfUser(userId) {
      database.statement("DELETE FROM _session WHERE userId = ?").run(userId);
    },
  };
}
