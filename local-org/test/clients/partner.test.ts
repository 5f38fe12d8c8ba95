import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { withOrg } from "../metadata/kit.ts";

interface Answer {
  status: number;
  body: string;
}

/** Calls the SOAP endpoint for records as the deployer. */
async function soap(local: LocalOrg, call: string, header = "", sessionId?: string): Promise<Answer> {
  const session = `<SessionHeader><sessionId>${sessionId ?? local.org.deployer.accessToken}</sessionId></SessionHeader>`;
  const response = await fetch(`${local.url}/services/Soap/u/64.0/${local.org.organizationId.slice(0, 15)}`, {
    method: "POST",
    headers: { "Content-Type": "text/xml", SOAPAction: '""' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:partner.soap.sforce.com"><e:Header>${session}${header}</e:Header><e:Body>${call}</e:Body></e:Envelope>`,
  });
  return { status: response.status, body: await response.text() };
}

const query = (local: LocalOrg, text: string, header = "") =>
  soap(local, `<query><queryString>${text}</queryString></query>`, header);

const account = (fields: string) => `<sObjects><type>Account</type>${fields}</sObjects>`;

/** Creates accounts and answers their ids. */
async function created(local: LocalOrg, names: readonly string[]): Promise<string[]> {
  const records = names.map((name) => account(`<Name>${name}</Name>`)).join("");
  const { body } = await soap(local, `<create>${records}</create>`);
  return [...body.matchAll(/<id>(001\w{15})<\/id><success>true<\/success>/g)].map(([, id]) => String(id));
}

test("[partner.save] records are created, changed, emptied and deleted, each with a result", () =>
  withOrg(async (local) => {
    const [first = "", second = ""] = await created(local, ["A &amp; B", "C"]);
    const update = await soap(
      local,
      `<update>${account(`<fieldsToNull>Phone</fieldsToNull><Id>${first}</Id><Name>New</Name>`)}${account("<Name>x</Name>")}</update>`,
    );
    expect(update.body).toContain(`<updateResponse><result><id>${first}</id><success>true</success></result><result>`);
    expect(update.body).toContain(
      '<errors><message>Id not specified in an update call</message><statusCode>MISSING_ARGUMENT</statusCode></errors><id xsi:nil="true"/><success>false</success>',
    );
    expect((await query(local, `SELECT Name, Phone FROM Account WHERE Id = '${first}'`)).body).toContain(
      '<sf:Id xsi:nil="true"/><sf:Name>New</sf:Name><sf:Phone xsi:nil="true"/>',
    );
    const allOrNone = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>";
    const failed = `<create>${account("<Name>D</Name>")}${account("")}</create>`;
    const { body } = await soap(local, failed, allOrNone);
    expect(body).toContain("<statusCode>ALL_OR_NONE_OPERATION_ROLLED_BACK</statusCode>");
    expect(body).toContain(
      "<errors><fields>Name</fields><message>Required fields are missing: [Name]</message><statusCode>REQUIRED_FIELD_MISSING</statusCode></errors>",
    );
    const removed = await soap(local, `<delete><ids>${first}</ids><ids>${second}</ids></delete>`);
    expect(removed.body.match(/<success>true<\/success>/g)).toHaveLength(2);
    expect((await query(local, "SELECT COUNT() FROM Account")).body).toContain(
      '<result xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/><size>0</size></result>',
    );
  }));

test("[partner.upsert] a record is found by the named field or by its id, and changed or created", () =>
  withOrg(async (local) => {
    const upsert = (field: string, records: string, header = "") =>
      soap(local, `<upsert><externalIDFieldName>${field}</externalIDFieldName>${records}</upsert>`, header);
    const made = (await upsert("Id", account("<Name>A</Name>"))).body;
    const id = /<upsertResponse><result><created>true<\/created><id>(001\w{15})<\/id><success>true</.exec(made)?.[1];
    expect(id).toBeDefined();
    const changed = await upsert("Id", account(`<Id>${id}</Id><fieldsToNull>Phone</fieldsToNull><Name>B</Name>`));
    expect(changed.body).toContain(`<result><created>false</created><id>${id}</id><success>true</success></result>`);
    expect((await query(local, "SELECT Name FROM Account")).body).toContain("<sf:Name>B</sf:Name>");

    const licence = local.org.records.find("UserLicense", { Name: "Salesforce" })[0]?.Id;
    const profile = (fields: string) => `<sObjects><type>Profile</type>${fields}</sObjects>`;
    const both = `${account("<Name>C</Name>")}${profile(`<Name>Late</Name><UserLicenseId>${licence}</UserLicenseId>`)}`;
    const refused = await upsert("Name", both);
    expect(refused.body).toContain("<created>false</created><errors>");
    const user = `<sObjects><type>User</type><Username>${local.org.deployer.username}</Username><Title>T</Title></sObjects>`;
    const byName = await upsert("username", user);
    expect(byName.body).toContain(
      `<created>false</created><id>${local.org.deployer.userId}</id><success>true</success>`,
    );
    expect(local.org.records.get("User", local.org.deployer.userId)?.Title).toBe("T");

    const allOrNone = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>";
    await upsert("Id", account("<Name>D</Name>") + account(""), allOrNone);
    expect(local.org.records.find("Account", { Name: "D" })).toEqual([]);
    const nothing = await upsert("Id", "<sObjects><type>Nothing</type></sObjects>");
    expect(nothing.body).toContain("<faultcode>sf:INVALID_TYPE</faultcode>");
  }));

test("[partner.retrieve] records come in the order of their ids, nil for what is not there", () =>
  withOrg(async (local) => {
    const [first = "", second = "", gone = ""] = await created(local, ["A", "B", "C"]);
    await soap(local, `<delete><ids>${gone}</ids></delete>`);
    const retrieve = (fields: string, type: string, ids: readonly string[]) =>
      soap(
        local,
        `<retrieve><fieldList>${fields}</fieldList><sObjectType>${type}</sObjectType>${ids.map((id) => `<ids>${id}</ids>`).join("")}</retrieve>`,
      );
    const record = (id: string, rest: string) =>
      `<result xsi:type="sf:sObject"><sf:type>Account</sf:type>${id}${rest}</result>`;
    expect((await retrieve("Id, Name", "account", [second, gone, first.slice(0, 15)])).body).toContain(
      `<retrieveResponse>${record(`<sf:Id>${second}</sf:Id>`, `<sf:Id>${second}</sf:Id><sf:Name>B</sf:Name>`)}<result xsi:nil="true"/>${record(`<sf:Id>${first}</sf:Id>`, `<sf:Id>${first}</sf:Id><sf:Name>A</sf:Name>`)}</retrieveResponse>`,
    );
    expect((await retrieve("Name", "Account", [first])).body).toContain(
      record('<sf:Id xsi:nil="true"/>', "<sf:Name>A</sf:Name>"),
    );
    expect((await retrieve("Nothing", "Account", [first])).body).toContain("<sf:InvalidFieldFault ");
    expect((await retrieve("Id", "Nothing", [first])).body).toContain("<faultcode>sf:INVALID_TYPE</faultcode>");
  }));

test("[partner.query] records, parents, children and aggregates have the form of an org's", () =>
  withOrg(async (local) => {
    const [id = ""] = await created(local, ["A"]);
    const contact = `<sObjects><type>Contact</type><LastName>L</LastName><AccountId>${id}</AccountId></sObjects>`;
    await soap(local, `<create>${contact}</create>`);
    expect((await query(local, "SELECT Id, Name, CreatedDate FROM Account")).body).toMatch(
      new RegExp(
        `xmlns:sf="urn:sobject.partner.soap.sforce.com"><soapenv:Header><LimitInfoHeader><limitInfo><current>3</current><limit>100000</limit><type>API REQUESTS</type></limitInfo></LimitInfoHeader></soapenv:Header><soapenv:Body><queryResponse><result xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/><records xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id>${id}</sf:Id><sf:Id>${id}</sf:Id><sf:Name>A</sf:Name><sf:CreatedDate>[-\\dT:.]+Z</sf:CreatedDate></records><size>1</size></result>`,
      ),
    );
    expect((await query(local, "SELECT LastName, Account.Name FROM Contact")).body).toContain(
      '<sf:LastName>L</sf:LastName><sf:Account xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id xsi:nil="true"/><sf:Name>A</sf:Name></sf:Account>',
    );
    expect((await query(local, "SELECT Name, (SELECT LastName FROM Contacts) FROM Account")).body).toContain(
      '<sf:Contacts xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/><records xsi:type="sf:sObject"><sf:type>Contact</sf:type>',
    );
    expect((await query(local, "SELECT Name, COUNT(Id) n FROM Account GROUP BY Name")).body).toContain(
      '<sf:type>AggregateResult</sf:type><sf:Id xsi:nil="true"/><sf:Name xsi:type="xsd:string">A</sf:Name><sf:n xsi:type="xsd:int">1</sf:n>',
    );
  }));

test("[partner.query-more] a long result comes in pages", () =>
  withOrg(async (local) => {
    for (let start = 0; start < 250; start += 125)
      await created(
        local,
        Array.from({ length: 125 }, (_name, index) => `A${start + index}`),
      );
    const options = "<QueryOptions><batchSize>200</batchSize></QueryOptions>";
    const first = (await query(local, "SELECT Id FROM Account", options)).body;
    const locator = /<done>false<\/done><queryLocator>(0r8\w+-200)<\/queryLocator>/.exec(first)?.[1];
    expect(first.match(/<records /g)).toHaveLength(200);
    const more = `<queryMore><queryLocator>${locator}</queryLocator></queryMore>`;
    const second = (await soap(local, more, options)).body;
    expect(second.match(/<records /g)).toHaveLength(50);
    expect(second).toContain("<size>250</size>");
    const unknown = await soap(local, "<queryMore><queryLocator>01gxx</queryLocator></queryMore>");
    expect(unknown.body).toContain("<sf:InvalidQueryLocatorFault ");
  }));

test("[partner.user-info] [partner.logout] a session tells who it is, and ends", () =>
  withOrg(async (local) => {
    const { deployer, sessions, organizationId } = local.org;
    const token = sessions.open({ userId: deployer.userId, clientId: deployer.clientId, scopes: ["api"] });
    const { body } = await soap(local, "<getUserInfo/>", "", token);
    expect(body).toContain(`<organizationId>${organizationId}</organizationId>`);
    expect(body).toContain(`<userId>${deployer.userId}</userId>`);
    expect(body).toContain(`<userName>${deployer.username}</userName>`);
    expect((await soap(local, "<logout/>", "", token)).body).toContain("<logoutResponse/>");
    const after = await soap(local, "<getUserInfo/>", "", token);
    expect(after.body).toContain("<faultcode>sf:INVALID_SESSION_ID</faultcode>");
  }));

test("[partner.describe] sObjects are described", () =>
  withOrg(async (local) => {
    const { body } = await soap(local, "<describeSObjects><sObjectType>Account</sObjectType></describeSObjects>");
    expect(body).toContain("<keyPrefix>001</keyPrefix>");
    expect(body).toMatch(/<fields>(?:(?!<\/fields>).)*<name>Name<\/name>(?:(?!<\/fields>).)*<type>string<\/type>/);
    expect((await soap(local, "<describeSObject><sObjectType>User</sObjectType></describeSObject>")).body).toContain(
      '<defaultValue xsi:type="xsd:boolean">',
    );
    const all = await soap(local, "<describeGlobal/>");
    expect(all.body).toContain("<encoding>UTF-8</encoding><maxBatchSize>200</maxBatchSize><sobjects>");
    const unknown = await soap(local, "<describeSObject><sObjectType>Nothing</sObjectType></describeSObject>");
    expect(unknown.body).toContain("<sf:InvalidSObjectFault ");
  }));

test("[partner.fault] a fault has a detail, that of a query with its place", () =>
  withOrg(async (local) => {
    const { status, body } = await query(local, "SELECT Nothing FROM Account");
    expect(status).toBe(500);
    expect(body).toContain('xmlns:sf="urn:fault.partner.soap.sforce.com"');
    expect(body).toContain("<faultcode>sf:INVALID_FIELD</faultcode><faultstring>INVALID_FIELD: ");
    expect(body).toMatch(
      /<detail><sf:InvalidFieldFault xsi:type="sf:InvalidFieldFault"><sf:exceptionCode>INVALID_FIELD<\/sf:exceptionCode><sf:exceptionMessage>[^<]+<\/sf:exceptionMessage><sf:row>1<\/sf:row><sf:column>8<\/sf:column><\/sf:InvalidFieldFault><\/detail>/,
    );
    const type = await soap(local, "<create><sObjects><type>Nothing</type></sObjects></create>");
    expect(type.body).toContain("<faultcode>sf:INVALID_TYPE</faultcode>");
  }));

test("[partner.session] a bad session and a user without API access are refused", () =>
  withOrg(async (local) => {
    const { body, status } = await soap(local, "<getUserInfo/>", "", "nonsense");
    expect(status).toBe(500);
    expect(body).toContain(
      '<detail><sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault"><sf:exceptionCode>INVALID_SESSION_ID</sf:exceptionCode>',
    );
    const { records } = local.org;
    const [profile] = records.find("Profile", { Name: "System Administrator" });
    const [owned] = records.find("PermissionSet", { ProfileId: String(profile?.Id) });
    records.update("PermissionSet", String(owned?.Id), { PermissionsApiEnabled: false });
    expect((await soap(local, "<getUserInfo/>")).body).toContain(
      "API_CURRENTLY_DISABLED: API is disabled for this User",
    );
  }));

test("[partner.unspoken] calls and endpoints that are not spoken say so", () =>
  withOrg(async (local) => {
    const login = await soap(local, "<login><username>a</username><password>b</password></login>");
    expect([login.status, /<faultstring>(.*)<\/faultstring>/.exec(login.body)?.[1]]).toEqual([
      501,
      "NOT_IMPLEMENTED: The local org does not speak the SOAP call login.",
    ]);
    expect((await soap(local, "<search><searchString>FIND {A}</searchString></search>")).status).toBe(501);
    expect((await soap(local, "<foo/>")).body).toContain("No operation available for request");
    const enterprise = await fetch(`${local.url}/services/Soap/c/64.0`, { method: "POST", body: "" });
    expect(enterprise.status).toBe(501);
  }));
