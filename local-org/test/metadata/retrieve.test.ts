import { expect, jest, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import type { LocalOrg } from "../../src/server.ts";
import {
  appFiles,
  appName,
  closedPolicies,
  deploy,
  deployerConnection,
  manifest,
  metadataFile,
  withOrg,
} from "./kit.ts";
import { envelope, faultString, post } from "./soap.ts";

interface Retrieved {
  id: string;
  files: Record<string, string>;
  fileNames: string[];
  problems: string[];
  status: string;
  errorMessage?: string;
  errorStatusCode?: string;
}

/** Retrieves as an ordinary client does, and unpacks what came. */
async function retrieve(
  local: LocalOrg,
  request: { members?: Record<string, string[]>; version?: string; [more: string]: unknown },
): Promise<Retrieved> {
  const { members = {}, version = "68.0", ...more } = request;
  const connection = deployerConnection(local);
  const types = Object.entries(members).map(([name, names]) => ({ members: names, name }));
  const job = connection.metadata.retrieve({
    apiVersion: "68.0",
    singlePackage: false,
    unpackaged: { types, version },
    ...more,
    // biome-ignore lint/suspicious/noExplicitAny: jsforce demands more than it sends
  } as any);
  // biome-ignore lint/suspicious/noExplicitAny: jsforce converts XML by rules of its own
  const result: any = await job.complete();
  const zip = result.zipFile ? unzipSync(Buffer.from(result.zipFile, "base64")) : {};
  return {
    ...result,
    files: Object.fromEntries(Object.entries(zip).map(([path, data]) => [path, strFromU8(data)])),
    fileNames: [result.fileProperties ?? []].flat().map((properties) => properties.fileName),
    problems: [result.messages ?? []].flat().map((message) => `${message.fileName}: ${message.problem}`),
  };
}

const access =
  "<classAccesses><apexClass>cnxscv__ServiceUtils</apexClass><enabled>true</enabled></classAccesses><label>Access</label><userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>";

async function withApp(work: (local: LocalOrg) => Promise<void>): Promise<void> {
  await withOrg(async (local) => {
    const files = {
      "package.xml": manifest({ PermissionSet: ["Access"] }),
      "permissionsets/Access.permissionset": metadataFile("PermissionSet", access),
    };
    expect((await deploy(local, files)).status).toBe("Succeeded");
    expect((await deploy(local, appFiles({ oauthPolicies: closedPolicies("Access") }))).status).toBe("Succeeded");
    await work(local);
  });
}

test("[retrieve.manifest] [retrieve.wildcard] [retrieve.permission-set-whole] names and wildcards are retrieved below unpackaged/", () =>
  withApp(async (local) => {
    const { files, fileNames, problems, status } = await retrieve(local, {
      members: {
        PermissionSet: ["*"],
        ExternalClientApplication: [appName],
        ExtlClntAppOauthConfigurablePolicies: ["*"],
      },
    });
    expect([status, problems]).toEqual(["Succeeded", []]);
    const paths = [
      "unpackaged/permissionsets/Access.permissionset",
      `unpackaged/externalClientApps/${appName}.eca`,
      `unpackaged/extlClntAppOauthPolicies/${appName}_oauthPlcy.ecaOauthPlcy`,
      "unpackaged/package.xml",
    ];
    expect(Object.keys(files)).toEqual(expect.arrayContaining(paths));
    expect(fileNames).toEqual(expect.arrayContaining(paths));
    expect(files["unpackaged/permissionsets/Access.permissionset"]).toContain(
      "<apexClass>cnxscv__ServiceUtils</apexClass>",
    );
    expect(files["unpackaged/package.xml"]).toContain(
      `    <types>\n        <members>${appName}</members>\n        <name>ExternalClientApplication</name>\n    </types>\n`,
    );
    expect(files["unpackaged/package.xml"]).not.toContain("*");
    expect(files["unpackaged/package.xml"]).toContain("    <version>68.0</version>\n</Package>");
  }));

test("[retrieve.file-form] [retrieve.manifest-version] a file has the form of an org's, at the manifest's version", () =>
  withApp(async (local) => {
    const settings = `${appName}_glbloauth`;
    const path = `unpackaged/extlClntAppGlobalOauthSets/${settings}.ecaGlblOauth`;
    const members = { ExtlClntAppGlobalOauthSettings: [settings], ExternalClientApplication: [appName] };
    const { files } = await retrieve(local, { members, version: "65.0" });
    const organization = local.org.organizationId.slice(0, 15);
    expect(files[`unpackaged/externalClientApps/${appName}.eca`]).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata">',
        "    <contactEmail>admin@example.com</contactEmail>",
        "    <distributionState>Local</distributionState>",
        "    <isProtected>false</isProtected>",
        "    <label>WxCC - SCV</label>",
        `    <orgScopedExternalApp>${organization}:${appName}</orgScopedExternalApp>`,
        "</ExternalClientApplication>",
        "",
      ].join("\n"),
    );
    expect(files[path]).toMatch(/ {4}<consumerKey>3MVG9/);
    expect(files[path]).not.toContain("isEnforceRefreshTokenTTL");
    expect((await retrieve(local, { members })).files[path]).toContain("isEnforceRefreshTokenTTL");
  }));

test("[retrieve.missing-member] [retrieve.unserved-type] what is missing is told, and the rest comes", () =>
  withApp(async (local) => {
    const { files, problems, status } = await retrieve(local, {
      members: { PermissionSet: ["Access", "Nobody"], CustomObject: ["Account"] },
    });
    expect(status).toBe("Succeeded");
    expect(problems).toEqual([
      "unpackaged/package.xml: Entity of type 'PermissionSet' named 'Nobody' cannot be found",
      "unpackaged/package.xml: The local org does not have metadata of type CustomObject",
    ]);
    expect(Object.keys(files)).toHaveLength(2);
    const older = await retrieve(local, { members: { ExternalClientApplication: [appName] }, version: "58.0" });
    expect(older.problems).toEqual([
      "unpackaged/package.xml: Unknown type name 'ExternalClientApplication' specified in package.xml",
    ]);
  }));

test("[retrieve.profile-by-manifest] a profile shows classes only when the manifest names them, disabled ones too", () =>
  withApp(async (local) => {
    const path = "unpackaged/profiles/Minimum Access - API Only Integrations.profile";
    const Profile = ["Minimum Access - API Only Integrations"];
    const alone = (await retrieve(local, { members: { Profile } })).files[path];
    expect(alone).toContain("<name>ApiEnabled</name>");
    expect(alone).not.toContain("classAccesses");
    const members = { Profile, ApexClass: ["cnxscv__ServiceUtils"] };
    expect((await retrieve(local, { members })).files[path]).toContain(
      "    <classAccesses>\n        <apexClass>cnxscv__ServiceUtils</apexClass>\n        <enabled>false</enabled>\n    </classAccesses>",
    );
  }));

test("[retrieve.asynchronous] [retrieve.zip-once] a retrieve takes its time, and its zip is given out once", () =>
  withApp(async (local) => {
    local.org.settings.deployMs = 600_000;
    const call =
      "<retrieve><request><apiVersion>68.0</apiVersion><singlePackage>false</singlePackage><unpackaged><types><members>*</members><name>PermissionSet</name></types></unpackaged></request></retrieve>";
    const queued = (await post(local, envelope(local, call))).body;
    const id = /<result><done>false<\/done><id>(09S\w{15})<\/id><state>Queued<\/state><\/result>/.exec(queued)?.[1];
    const check = async (rest = "") =>
      (await post(local, envelope(local, `<checkRetrieveStatus><id>${id}</id>${rest}</checkRetrieveStatus>`))).body;
    const state = async () =>
      (await post(local, envelope(local, `<checkStatus><asyncProcessId>${id}</asyncProcessId></checkStatus>`))).body;
    expect(await check()).toContain("<status>InProgress</status>");
    expect(await state()).toContain(`<done>false</done><id>${id}</id><state>InProgress</state>`);
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 600_000);
    try {
      expect(await check("<includeZip>false</includeZip>")).toContain(
        '<status>Succeeded</status><success>true</success><zipFile xsi:nil="true"/>',
      );
      expect(await state()).toContain(`<done>true</done><id>${id}</id><state>Completed</state>`);
      expect(await check()).toContain("<zipFile>UEsD");
      expect(await check()).toContain('<zipFile xsi:nil="true"/>');
    } finally {
      clock.mockRestore();
    }
    const unknown = await post(local, envelope(local, "<checkRetrieveStatus><id>09S</id></checkRetrieveStatus>"));
    expect(faultString(unknown)).toBe("INVALID_CROSS_REFERENCE_KEY: invalid cross reference id");
  }));
