import { beforeAll, describe, expect, test } from "@jest/globals";
import { lifecycleOf, type ResourceKind } from "../../provider/registry.ts";
import { type Declared, known, mockEngine } from "./mocks.ts";

type Resources = typeof import("../../resources/index.ts");
type Arguments = ConstructorParameters<Resources["DriftReader"]>[1];

let declared: Declared[];
let resources: Resources;

beforeAll(async () => {
  declared = await mockEngine("dev");
  resources = await import("../../resources/index.ts");
});

const least = { contactEmail: "admin@mycompany.example", username: "reader@mycompany.example" };

async function declare(name: string, args: Partial<Arguments> = {}) {
  const reader = new resources.DriftReader(name, { ...least, ...args });
  await Promise.all([reader.policy, reader.user, reader.readiness].map(({ urn }) => known(urn)));
  return reader;
}

const inputsOf = (name: string) => declared.find((resource) => resource.name === name)?.inputs ?? {};

/** What check says of a resource without its references, which the stand-in of the engine makes up. */
async function problemsOf(kind: ResourceKind, name: string): Promise<string[]> {
  const { failures } = await lifecycleOf(kind).check({}, inputsOf(name), () =>
    Promise.reject(new Error("no org here")),
  );
  return failures.map(({ reason }) => reason);
}

describe("a reader", () => {
  test("has a permission set without a permission that writes, which the provider takes", async () => {
    await declare("looking");
    const { userPermissions } = inputsOf("looking-permission-set");
    expect(userPermissions).toEqual([
      "ApiEnabled",
      "ViewSetup",
      "ViewRoles",
      "ViewAllProfiles",
      "ViewAllUsers",
      "ExternalClientAppViewer",
    ]);
    expect(await problemsOf("PermissionSet", "looking-permission-set")).toEqual([]);
    expect(await problemsOf("IntegrationProfile", "looking-profile")).toEqual([]);
  });

  test("has the one permission more for the Metadata API only where all is to be read", async () => {
    await declare("all", { depth: "all" });
    expect(inputsOf("all-permission-set").userPermissions).toContain("ModifyMetadata");
    expect(await problemsOf("PermissionSet", "all-permission-set")).toEqual([]);
  });

  test("has an app that admits its own permission set, and a user with no other", async () => {
    await declare("own");
    expect(inputsOf("own-policy")).toMatchObject({ permissionSetIds: ["own-permission-set-id"] });
    expect(inputsOf("own-user")).toMatchObject({
      permissionSetIds: ["own-permission-set-id"],
      profileId: "own-profile-id",
    });
  });

  test("can have another label, fields of the user and validity of the certificate", async () => {
    await declare("other", {
      label: "Night Watch",
      user: { fields: { Department: "Platform" } },
      certificate: { validityDays: 90 },
    });
    expect(inputsOf("other-permission-set").label).toBe("Night Watch");
    expect(inputsOf("other-profile").name).toBe("Night Watch");
    expect(inputsOf("other-user").fields).toEqual({ Department: "Platform" });
    expect(inputsOf("other-signing-certificate-1").validityPeriodHours).toBe(90 * 24);
  });

  test("refuses what it does not know", () => {
    expect(() => new resources.DriftReader("misspelt", { ...least, dept: "all" } as Arguments)).toThrow(
      "did you mean depth?",
    );
    expect(() => new resources.DriftReader("wrong", { ...least, depth: "everything" as "all" })).toThrow(
      "depth must be queries or all.",
    );
  });
});
