import type { Org } from "../contracts.ts";
import { apiDateTime } from "../times.ts";
import { type AskedEndPoint, loginHosts } from "./audiences.ts";

/**
 * Notes a login that succeeded.
 *
 * @param application name of the app that the user has logged in through
 */
export function recordLogin(org: Org, userId: string, application: string, { endPoint, origin }: AskedEndPoint): void {
  org.records.insert("LoginHistory", {
    UserId: userId,
    LoginTime: apiDateTime(org.now()),
    LoginType: "Remote Access 2.0",
    LoginUrl: new URL(endPoint === "myDomain" ? origin : loginHosts[endPoint]).host,
    SourceIp: "127.0.0.1",
    Status: "Success",
    Application: application,
  });
}
