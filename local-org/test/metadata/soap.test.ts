import { expect, test } from "@jest/globals";
import { appFiles, appName, deploy, deployerConnection, withOrg } from "./kit.ts";
import { envelope, faultString, post } from "./soap.ts";

const describe = "<describeMetadata><asOfVersion>68.0</asOfVersion></describeMetadata>";

test("[metadata.request-tolerance] prefixes, parameter names and namespaces of parameters do not count", async () => {
  await withOrg(async (local) => {
    const { accessToken } = local.org.deployer;
    await deploy(local, appFiles());
    const prefixed = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://soap.sforce.com/2006/04/metadata"><e:Header><t:SessionHeader><t:sessionId>${accessToken}</t:sessionId></t:SessionHeader></e:Header><e:Body><t:readMetadata><anything>ExternalClientApplication</anything><name>${appName}</name></t:readMetadata></e:Body></e:Envelope>`;
    const answer = await post(local, prefixed);
    expect([answer.status, answer.contentType]).toEqual([200, "text/xml; charset=UTF-8"]);
    expect(answer.body).toContain(
      `<result><records xsi:type="ExternalClientApplication"><fullName>${appName}</fullName><contactEmail>admin@example.com</contactEmail>`,
    );
    const withOrgId = await fetch(`${local.url}/services/Soap/m/68.0/${local.org.organizationId}`, {
      method: "POST",
      body: envelope(local, describe),
    });
    expect(withOrgId.status).toBe(200);
  });
});

test("[metadata.describe] the answer has the wire form of an org: order, namespaces, empty namespace", async () => {
  await withOrg(async (local) => {
    const { body } = await post(local, envelope(local, describe));
    expect(body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><soapenv:Envelope xmlns:soapenv="http:\/\/schemas.xmlsoap.org\/soap\/envelope\/" xmlns="http:\/\/soap.sforce.com\/2006\/04\/metadata"><soapenv:Body><describeMetadataResponse><result><metadataObjects>/,
    );
    expect(body).toContain(
      "<metadataObjects><directoryName>extlClntAppGlobalOauthSets</directoryName><inFolder>false</inFolder><metaFile>false</metaFile><suffix>ecaGlblOauth</suffix><xmlName>ExtlClntAppGlobalOauthSettings</xmlName></metadataObjects>",
    );
    expect(body).toContain(
      "<organizationNamespace></organizationNamespace><partialSaveAllowed>true</partialSaveAllowed><testRequired>false</testRequired>",
    );
    const before = await post(local, envelope(local, describe), "59.0");
    expect(before.body).not.toContain("ExtlClntAppConfigurablePolicies");
    const older = await post(local, envelope(local, describe), "58.0");
    expect(older.body).not.toContain("ExternalClientApplication");
  });
});

test("[metadata.unknown-operation] an operation or namespace that does not exist is a client fault", async () => {
  await withOrg(async (local) => {
    const answer = await post(local, envelope(local, "<foo/>"));
    expect(answer.status).toBe(500);
    expect(answer.body).toContain("<faultcode>soapenv:Client</faultcode>");
    expect(faultString(answer)).toBe(
      "No operation available for request {http://soap.sforce.com/2006/04/metadata}foo, please check the WSDL for the service.",
    );
    const partner = await post(local, envelope(local, '<describeMetadata xmlns="urn:partner.soap.sforce.com"/>'));
    expect(faultString(partner)).toContain("{urn:partner.soap.sforce.com}describeMetadata");
  });
});

test("[metadata.unspoken-operation] what the local org does not speak is named in a fault with status 501", async () => {
  await withOrg(async (local) => {
    const type = await post(local, envelope(local, "<readMetadata><type>CustomObject</type></readMetadata>"));
    expect([type.status, faultString(type)]).toEqual([
      501,
      "The local org does not speak metadata of type CustomObject.",
    ]);
  });
});

test("[metadata.permission] a user without the metadata permissions is refused", async () => {
  await withOrg(async (local) => {
    const { records, deployer } = local.org;
    const [profile] = records.find("Profile", { Name: "System Administrator" });
    const [owned] = records.find("PermissionSet", { ProfileId: String(profile?.Id) });
    records.update("PermissionSet", String(owned?.Id), {
      PermissionsModifyMetadata: false,
      PermissionsModifyAllData: false,
    });
    const answer = await post(local, envelope(local, describe));
    expect(faultString(answer)).toBe(
      "INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions",
    );
    records.update("PermissionSet", String(owned?.Id), { PermissionsModifyMetadata: true });
    expect((await post(local, envelope(local, describe))).status).toBe(200);
    records.update("PermissionSet", String(owned?.Id), { PermissionsApiEnabled: false });
    expect(faultString(await post(local, envelope(local, describe)))).toBe(
      "API_CURRENTLY_DISABLED: API is disabled for this User",
    );
    expect(deployer.userId).toMatch(/^005/);
  });
});

test("[metadata.read-missing] a missing component is a nil record at its place", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles());
    const call = `<readMetadata><type>ExternalClientApplication</type><fullNames>Nothing</fullNames><fullNames>${appName}</fullNames></readMetadata>`;
    const { body } = await post(local, envelope(local, call));
    expect(body).toContain('<result><records xsi:nil="true"/><records xsi:type="ExternalClientApplication">');
    expect(body).toContain('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
  });
});

test("[metadata.list] a list names every component of a type, an empty one is an empty answer", async () => {
  await withOrg(async (local) => {
    const call = "<listMetadata><queries><type>ExternalClientApplication</type></queries></listMetadata>";
    expect((await post(local, envelope(local, call))).body).toContain("<soapenv:Body><listMetadataResponse/>");
    await deploy(local, appFiles());
    const { deployer } = local.org;
    const listed = await deployerConnection(local).metadata.list([
      { type: "ExternalClientApplication" },
      { type: "ExtlClntAppOauthConfigurablePolicies" },
    ]);
    expect(listed).toMatchObject([
      {
        createdById: deployer.userId,
        createdByName: "Local Deployer",
        fileName: `externalClientApps/${appName}.eca`,
        fullName: appName,
        id: expect.stringMatching(/^0xI/),
        manageableState: "unmanaged",
        type: "ExternalClientApplication",
      },
      {
        fileName: `extlClntAppOauthPolicies/${appName}_oauth_defaultPolicy.ecaOauthPlcy`,
        fullName: `${appName}_oauth_defaultPolicy`,
      },
    ]);
    const older = await post(local, envelope(local, call), "58.0");
    expect(faultString(older)).toBe("INVALID_TYPE: Cannot use: ExternalClientApplication in this version");
  });
});

test("[metadata.list-unknown-type] a list of a type that the org does not have is a fault, as in an org without it", async () => {
  await withOrg(async (local) => {
    const answer = await post(
      local,
      envelope(local, "<listMetadata><queries><type>CustomObject</type></queries></listMetadata>"),
    );
    expect(answer.status).toBe(500);
    expect(faultString(answer)).toBe("INVALID_TYPE: Cannot use: CustomObject in this organization");
  });
});

function application(
  fullName: string,
  elements = "<contactEmail>a@example.com</contactEmail><label>A</label>",
): string {
  return `<metadata xsi:type="ExternalClientApplication"><fullName>${fullName}</fullName>${elements}</metadata>`;
}

test("[metadata.all-or-none] one failure undoes the others only with AllOrNone", async () => {
  await withOrg(async (local) => {
    const call = `<createMetadata>${application("Good")}${application("Bad", "<label>B</label>")}</createMetadata>`;
    const header = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>";
    const together = await post(local, envelope(local, call, header));
    expect(together.body).toContain(
      "<result><errors><message>Record rolled back because not all records were valid and the request was using AllOrNone header</message><statusCode>ALL_OR_NONE_OPERATION_ROLLED_BACK</statusCode></errors><fullName>Good</fullName><success>false</success></result>",
    );
    expect(local.org.records.find("ExternalClientApplication")).toEqual([]);
    const alone = await post(local, envelope(local, call));
    expect(alone.body).toContain("<result><fullName>Good</fullName><success>true</success></result>");
    expect(alone.body).toContain("<statusCode>REQUIRED_FIELD_MISSING</statusCode>");
    expect(local.org.records.find("ExternalClientApplication")).toHaveLength(1);
  });
});

test("[metadata.create-existing] [metadata.crud-missing] creating twice and changing what is missing fail", async () => {
  await withOrg(async (local) => {
    const create = `<createMetadata>${application("App").replace('"External', '"met:External')}</createMetadata>`;
    expect((await post(local, envelope(local, create))).body).toContain("<success>true</success>");
    expect((await post(local, envelope(local, create))).body).toContain(
      "<errors><message>This unique name already exists or has been previously used.</message><statusCode>DUPLICATE_DEVELOPER_NAME</statusCode></errors>",
    );
    const missing =
      "<errors><message>no ExternalClientApplication named Other found</message><statusCode>INVALID_CROSS_REFERENCE_KEY</statusCode></errors>";
    const update = `<updateMetadata>${application("Other")}</updateMetadata>`;
    expect((await post(local, envelope(local, update))).body).toContain(missing);
    const remove =
      "<deleteMetadata><type>ExternalClientApplication</type><fullNames>Other</fullNames></deleteMetadata>";
    expect((await post(local, envelope(local, remove))).body).toContain(missing);
  });
});

test("[metadata.upsert] an upsert says whether it created, and a policy that it replaces loses what was left out", async () => {
  await withOrg(async (local) => {
    const upsert = `<upsertMetadata>${application("App")}</upsertMetadata>`;
    expect((await post(local, envelope(local, upsert))).body).toContain(
      "<result><created>true</created><fullName>App</fullName><success>true</success></result>",
    );
    expect((await post(local, envelope(local, upsert))).body).toContain("<result><created>false</created>");
    const described = application(
      "App",
      "<contactEmail>a@example.com</contactEmail><description>d</description><label>A</label>",
    );
    await post(local, envelope(local, `<upsertMetadata>${described}</upsertMetadata>`));
    expect(local.org.records.find("ExternalClientApplication")[0]?.Description).toBe("d");
    await post(local, envelope(local, upsert));
    expect(local.org.records.find("ExternalClientApplication")[0]?.Description).toBeNull();
  });
});

test("[metadata.upsert] the five types are written one call after another, as a client without deploys does", async () => {
  await withOrg(async (local) => {
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    const parent = { externalClientApplication: appName };
    const steps: [string, object][] = [
      ["ExternalClientApplication", { fullName: appName, label: "A", contactEmail: "a@example.com" }],
      ["ExtlClntAppConfigurablePolicies", { fullName: `${appName}_plcy`, ...parent, isEnabled: true }],
      ["ExtlClntAppOauthSettings", { fullName: `${appName}_oauth`, ...parent, commaSeparatedOauthScopes: "Api" }],
      [
        "ExtlClntAppGlobalOauthSettings",
        { fullName: `${appName}_glbloauth`, ...parent, callbackUrl: "https://a.example" },
      ],
      ["ExtlClntAppOauthConfigurablePolicies", { fullName: `${appName}_oauthPlcy`, ...parent }],
    ];
    for (const [type, component] of steps)
      expect(await metadata.upsert(type, component)).toMatchObject({ success: true, created: true });
    const settings = await metadata.read("ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`);
    expect(settings.consumerKey).toMatch(/^3MVG9/);
  });
});

test("[metadata.xml-safety] document types, broken and endlessly nested documents are refused", async () => {
  await withOrg(async (local) => {
    const doctype = envelope(local, describe).replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>');
    const deep = envelope(local, `${"<a>".repeat(200)}${"</a>".repeat(200)}`);
    for (const body of [doctype, deep, "<a>", "", "{}"]) {
      const answer = await post(local, body);
      expect(answer.status).toBe(500);
      expect(answer.body).toContain("<faultcode>soapenv:Client</faultcode>");
    }
  });
});

test("[metadata.request-tolerance] the request log names the operation", async () => {
  await withOrg(async (local) => {
    await post(local, envelope(local, describe));
    const log = (await (await fetch(`${local.url}/_local/requests`)).json()) as { operation?: string }[];
    expect(log.map((entry) => entry.operation)).toEqual(["describeMetadata"]);
  });
});
