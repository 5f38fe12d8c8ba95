/** The calls that a local org is measured with, and what has to be there for them. */

import { globalSettings, types } from "../conformance/apps.ts";
import { createAsker, type Undo } from "../conformance/asker.ts";
import { createFixtures } from "../conformance/fixtures.ts";
import { localTarget } from "../conformance/localTarget.ts";
import { jwtBearer } from "../conformance/target.ts";

/** One call, ready to be sent any number of times. */
export interface MeasuredCall {
  title: string;
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Builds an access in a new local org and names the calls. What is made ends with the org. */
export async function measuredCalls(url: string): Promise<MeasuredCall[]> {
  const asker = createAsker(await localTarget(url), (_undo: Undo) => undefined);
  const login = await createFixtures(asker).login();
  const account = await asker.create("Account", { Name: "Measured" });
  const { fullName } = await globalSettings(asker, login.app);
  const { accessToken, apiVersion } = asker.target;
  const data = `/services/data/v${apiVersion}`;
  const headers = { authorization: `Bearer ${accessToken}` };
  const read = (title: string, path: string): MeasuredCall => ({ title, method: "GET", path: data + path, headers });
  const query = (title: string, soql: string) => read(title, `/query?q=${encodeURIComponent(soql)}`);
  return [
    read("record read: an Account", `/sobjects/Account/${account}`),
    read("record read: a permission set, with all its permissions", `/sobjects/PermissionSet/${login.permissionSetId}`),
    query("SOQL: one Account by its name", "SELECT Id, Name, Owner.Username FROM Account WHERE Name = 'Measured'"),
    query(
      "SOQL: assignments of a user, over two parents",
      `SELECT Id, PermissionSet.Name, Assignee.Username FROM PermissionSetAssignment WHERE PermissionSetId = '${login.permissionSetId}'`,
    ),
    {
      title: "`readMetadata`: an app's global OAuth settings",
      method: "POST",
      path: `/services/Soap/m/${apiVersion}`,
      headers: { "content-type": "text/xml; charset=UTF-8", soapaction: '""' },
      body: readMetadata(accessToken, types.globalSettings, fullName),
    },
    {
      title: "JWT login of an integration user, 2048-bit key",
      method: "POST",
      path: "/services/oauth2/token",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: jwtBearer, assertion: login.assertion() }).toString(),
    },
  ];
}

function readMetadata(sessionId: string, type: string, fullName: string): string {
  const call = `<readMetadata><type>${type}</type><fullNames>${fullName}</fullNames></readMetadata>`;
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader></soapenv:Header><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`;
}
