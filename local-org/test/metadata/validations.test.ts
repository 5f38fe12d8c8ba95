import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { deploy, deployerConnection, manifest, metadataFile, read, withOrg } from "./kit.ts";

const set = (label: string, name = "Access") => ({
  "package.xml": manifest({ PermissionSet: [name] }),
  [`permissionsets/${name}.permissionset`]: metadataFile("PermissionSet", `<label>${label}</label>`),
});

async function validate(local: LocalOrg, testLevel: string): Promise<string> {
  const result = await deploy(local, set("Validated"), { checkOnly: true, testLevel });
  expect(result.status).toBe("Succeeded");
  return result.id;
}

test.each([false, true])("[deploy.validation] a validation is deployed by its id (over REST: %s)", (rest) =>
  withOrg(async (local) => {
    const { metadata } = deployerConnection(local);
    const id = await validate(local, "RunLocalTests");
    expect(await read(local, "PermissionSet", "Access")).toBeUndefined();
    const deployed = String(await metadata.deployRecentValidation({ id, rest }));
    expect(deployed).toMatch(/^0Af\w{15}$/);
    expect(deployed).not.toBe(id);
    expect(await metadata.checkDeployStatus(deployed)).toMatchObject({ status: "Succeeded", checkOnly: false });
    expect(await read(local, "PermissionSet", "Access")).toMatchObject({ label: "Validated" });
  }),
);

test("[deploy.validation] the documented REST address takes the id in its path; an unknown one is not there", () =>
  withOrg(async (local) => {
    const connection = deployerConnection(local);
    const id = await validate(local, "RunLocalTests");
    const post = (path: string) => connection.requestPost<{ id: string }>(`/metadata/deployRequest/${path}`, {});
    expect((await post(id)).id).not.toBe(id);
    await expect(post("0Af000000000000AAA")).rejects.toMatchObject({ errorCode: "NOT_FOUND" });
  }));

test("[deploy.validation-overtaken] a validation is refused once another deploy changed the org", () =>
  withOrg(async (local) => {
    const id = await validate(local, "RunLocalTests");
    await deploy(local, set("Other", "Other"));
    await expect(deployerConnection(local).metadata.deployRecentValidation({ id, rest: true })).rejects.toMatchObject({
      errorCode: "INVALID_ID_FIELD",
      message: "There have been deploys in the org since the source validate happened",
    });
  }));
