import { expect, test } from "@jest/globals";
import { appFiles, appName, deploy, deployerConnection, manifest, metadataFile, read, withOrg } from "./kit.ts";
import { envelope, faultString, post } from "./soap.ts";

test("[metadata.rename] a permission set and a custom profile get other names", async () => {
  await withOrg(async (local) => {
    await deploy(local, {
      "package.xml": manifest({ PermissionSet: ["Access"], Profile: ["Own"] }),
      "permissionsets/Access.permissionset": metadataFile("PermissionSet", "<label>Access</label>"),
      "profiles/Own.profile": metadataFile("Profile", "<custom>true</custom><userLicense>Salesforce</userLicense>"),
    });
    const { metadata } = deployerConnection(local);
    expect(await metadata.rename("PermissionSet", "Access", "Entry")).toMatchObject({
      fullName: "Entry",
      success: true,
    });
    expect(await read(local, "PermissionSet", "Entry")).toMatchObject({ label: "Access" });
    expect(await read(local, "PermissionSet", "Access")).toBeUndefined();
    expect(await metadata.rename("Profile", "Own", "Other %2E")).toMatchObject({ fullName: "Other .", success: true });
    expect(await metadata.rename("PermissionSet", "Access", "Entry")).toMatchObject({
      success: false,
      errors: [{ statusCode: "INVALID_CROSS_REFERENCE_KEY", message: "no PermissionSet named Access found" }],
    });
  });
});

test("[metadata.rename-standard-profile] a standard profile keeps its name", async () => {
  await withOrg(async (local) => {
    expect(await deployerConnection(local).metadata.rename("Profile", "Standard", "Mine")).toMatchObject({
      success: false,
      errors: [{ message: "Cannot rename standard profile" }],
    });
  });
});

test("[metadata.unspoken-operation] renaming an app is not spoken, since nobody told what an org answers", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles());
    const call = `<renameMetadata><type>ExternalClientApplication</type><oldFullName>${appName}</oldFullName><newFullName>B</newFullName></renameMetadata>`;
    const answer = await post(local, envelope(local, call));
    expect([answer.status, faultString(answer)]).toEqual([
      501,
      "The local org does not speak renameMetadata of type ExternalClientApplication.",
    ]);
  });
});

test("[metadata.describe-value-type] a type tells its elements, by version", async () => {
  await withOrg(async (local) => {
    const call = (type: string) =>
      `<describeValueType><type>{http://soap.sforce.com/2006/04/metadata}${type}</type></describeValueType>`;
    const { body } = await post(local, envelope(local, call("PermissionSet")));
    expect(body).toContain(
      "<describeValueTypeResponse><result><apiCreatable>true</apiCreatable><apiDeletable>true</apiDeletable><apiReadable>true</apiReadable><apiUpdatable>true</apiUpdatable><valueTypeFields><isForeignKey>false</isForeignKey><isNameField>true</isNameField><minOccurs>1</minOccurs><name>fullName</name><soapType>string</soapType><valueRequired>true</valueRequired></valueTypeFields>",
    );
    expect(body).toMatch(
      /<fields>(?:(?!<\/fields>).)*<name>apexClass<\/name>.*?<name>classAccesses<\/name><soapType>PermissionSetApexClassAccess<\/soapType>/,
    );
    const policies = call("ExtlClntAppConfigurablePolicies");
    expect((await post(local, envelope(local, policies))).body).toContain(
      "<name>startPage</name><picklistValues><active>true</active><defaultValue>false</defaultValue><label>None</label><value>None</value></picklistValues>",
    );
    expect((await post(local, envelope(local, policies), "62.0")).body).not.toContain("startPage");
  });
});
