import type { LocalOrg } from "../../src/server.ts";
import { type Client, clientOf, type Json, userFields, userWith } from "../rest/client.ts";

/** All user permissions of the deployer, without `Permissions`. */
async function deployerPermissions({ call }: Client): Promise<string[]> {
  const soql = "SELECT FIELDS(ALL) FROM UserPermissionAccess LIMIT 1";
  const { body } = await call("GET", `/query?q=${encodeURIComponent(soql)}`);
  return Object.entries(body.records[0] as Json)
    .filter(([field, value]) => value === true && field.startsWith("Permissions"))
    .map(([field]) => field.slice("Permissions".length));
}

/** Somebody like the deployer, but without some permissions. */
export async function deployerWithout(client: Client, name: string, missing: readonly string[]): Promise<Client> {
  const all = await deployerPermissions(client);
  return userWith(
    client,
    name,
    all.filter((permission) => !missing.includes(permission)),
  );
}

/** A user of the licence Salesforce Integration with one permission set that has these grants. */
export async function integrationUser(
  client: Client,
  grants: {
    permissions?: readonly string[];
    objects?: { [sObject: string]: readonly string[] };
    fields?: { [field: string]: "read" | "edit" };
    classes?: readonly string[];
  },
): Promise<Client & { userId: string; permissionSetId: string }> {
  const { Id: ProfileId } = await client.one(
    "SELECT Id FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'",
  );
  const userId = await client.create("User", { ...userFields("integration"), ProfileId });
  const { Id: PermissionSetLicenseId } = await client.one(
    "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'",
  );
  await client.create("PermissionSetLicenseAssign", { AssigneeId: userId, PermissionSetLicenseId });
  const on = Object.fromEntries((grants.permissions ?? []).map((name) => [`Permissions${name}`, true]));
  const ParentId = await client.create("PermissionSet", { Name: "Integration", Label: "Integration", ...on });
  for (const [SobjectType, names] of Object.entries(grants.objects ?? {})) {
    const flags = Object.fromEntries(names.map((name) => [`Permissions${name}`, true]));
    await client.create("ObjectPermissions", { ParentId, SobjectType, ...flags });
  }
  for (const [Field, access] of Object.entries(grants.fields ?? {})) {
    const flags = { PermissionsRead: true, PermissionsEdit: access === "edit" };
    await client.create("FieldPermissions", { ParentId, SobjectType: Field.split(".")[0], Field, ...flags });
  }
  for (const name of grants.classes ?? []) {
    const { Id: SetupEntityId } = await client.one(`SELECT Id FROM ApexClass WHERE Name = '${name}'`);
    await client.create("SetupEntityAccess", { ParentId, SetupEntityId });
  }
  await client.create("PermissionSetAssignment", { AssigneeId: userId, PermissionSetId: ParentId });
  const accessToken = client.local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
  return { ...clientOf(client.local, accessToken), userId, permissionSetId: ParentId };
}

/** Posts a Metadata API call in somebody's name; gives back the fault's code, or that of the first failed component. */
export async function metadataRefusal(
  local: LocalOrg,
  accessToken: string,
  call: string,
  version = "68.0",
): Promise<{ refusal: string | undefined; text: string }> {
  const response = await fetch(`${local.url}/services/Soap/m/${version}`, {
    method: "POST",
    headers: { "content-type": "text/xml", soapaction: '""' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://soap.sforce.com/2006/04/metadata"><e:Header><SessionHeader><sessionId>${accessToken}</sessionId></SessionHeader></e:Header><e:Body>${call}</e:Body></e:Envelope>`,
  });
  const text = await response.text();
  const code = /<faultcode>(?:\w+:)?(\w+)</.exec(text)?.[1] ?? /<statusCode>(\w+)</.exec(text)?.[1];
  return { refusal: code, text };
}

export function createMetadata(type: string, elements: string): string {
  return `<createMetadata><metadata xsi:type="${type}">${elements}</metadata></createMetadata>`;
}
