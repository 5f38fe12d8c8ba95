/**
 * A process that makes one call of each kind (token, SOQL, Metadata API, probe) with the settings of its standard input,
 * as a provider process would, and prints what came of it as JSON. Its environment decides about proxies and authorities.
 */
import { text } from "node:stream/consumers";
import { explain } from "../../../provider/explanations.ts";
import type { ConnectionSettings } from "../../../salesforce/connection.ts";
import { jwtBearerLogin } from "../../../salesforce/jwtBearer.ts";
import { callAs } from "../../../salesforce/probe.ts";
import { openOrg } from "../../../salesforce/session.ts";

const settings = JSON.parse(await text(process.stdin)) as ConnectionSettings;
try {
  const org = await openOrg(settings);
  const profiles = await org.query("SELECT Id FROM Profile", "reading profiles");
  const apps = await org.listMetadata("ExternalClientApplication", "listing apps");
  const { loginUrl, audience = loginUrl, credential, clientId = "" } = settings;
  if (credential.kind !== "jwt") throw new TypeError("the probe needs a key");
  const probe = await callAs(
    await jwtBearerLogin({ loginUrl, audience, clientId, ...credential }),
    "GET",
    "/services/data",
  );
  console.log(JSON.stringify({ profiles: profiles.length, apps: apps.length, probe: probe.status }));
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  const explained = explain(error, { kind: "PermissionSet", method: "read", values: {} });
  console.log(JSON.stringify({ error: { code, message }, explained }));
}
