import { beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { lifecycleOf, type ResourceKind } from "../../provider/registry.ts";
import { anyPrivateKey } from "../provider/declarations.ts";
import { certificate } from "../provider/kit.ts";
import { type Declared, known, mockEngine } from "./mocks.ts";

type Resources = typeof import("../../resources/index.ts");
type ScvIntegration = InstanceType<Resources["ScvIntegration"]>;
type Arguments = ConstructorParameters<Resources["ScvIntegration"]>[1];

let declared: Declared[];
let resources: Resources;
const options = new Map<string, pulumi.CustomResourceOptions>();

const minimal = { contactEmail: "admin@mycompany.example", username: "scv@mycompany.example" };

/** Declares the component and waits until all of its resources are known. */
async function declare(name: string, args: Partial<Arguments> = {}): Promise<ScvIntegration> {
  const scv = new resources.ScvIntegration(
    name,
    { ...minimal, ...args },
    {
      transformations: [
        ({ name: resource, props, opts }) => {
          options.set(resource, opts);
          return { props, opts };
        },
      ],
    },
  );
  await Promise.all(
    [scv.proof, scv.policy, scv.user, scv.app, scv.readiness].flatMap((made) => (made ? [known(made.urn)] : [])),
  );
  return scv;
}

beforeAll(async () => {
  declared = await mockEngine("dev");
  resources = await import("../../resources/index.ts");
  await declare("scv");
});

const inputsOf = (name: string) => declared.find((resource) => resource.name === name)?.inputs ?? {};

/** Real values in the places of those that the stand-in of the engine makes up. */
const real: Record<string, unknown> = {
  "scv-profile-id": "00e000000000001AAA",
  "scv-permission-set-id": "0PS000000000001GAA",
  "scv-user-id": "005000000000001AAA",
  "scv-app-id": "0xI000000000001EAA",
  "PKCS#8 key": anyPrivateKey,
  certificate: certificate("valid"),
};
const realOf = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(realOf) : typeof value === "string" ? (real[value] ?? value) : value;

/** What the provider makes of the inputs of a resource: the values that it writes. */
async function written(kind: ResourceKind, name: string) {
  const news = Object.fromEntries(Object.entries(inputsOf(name)).map(([key, value]) => [key, realOf(value)]));
  const { inputs, failures } = await lifecycleOf(kind).check({}, news, () => Promise.reject(new Error("no org here")));
  expect(failures).toEqual([]);
  return inputs;
}

describe("the access that is built without any override", () => {
  test("has the permission set of the instructions", async () => {
    expect(await written("PermissionSet", "scv-permission-set")).toMatchObject({
      label: "IVR Access to SCV Apex Classes",
      apiName: "IVR_Access_to_SCV_Apex_Classes",
      license: "",
      apexClasses: ["cnxscv.ServiceRouting"],
      userPermissions: ["ApexRestServices", "ApiEnabled"].sort(),
      customPermissions: [],
      objectPermissions: [],
      fieldPermissions: [],
    });
  });

  test("has a profile with nothing but the API", async () => {
    expect(await written("IntegrationProfile", "scv-profile")).toMatchObject({
      name: "SCV Integration",
      sourceProfile: "Minimum Access - API Only Integrations",
      userLicense: "Salesforce Integration",
      userPermissions: ["ApiEnabled", "ApiUserOnly"],
      otherGrants: [],
    });
  });

  test("has a user with that profile, that permission set, the licence for integrations and no other", async () => {
    expect(await written("IntegrationUser", "scv-user")).toMatchObject({
      username: "scv@mycompany.example",
      email: "admin@mycompany.example",
      profileId: "00e000000000001AAA",
      permissionSetIds: ["0PS000000000001GAA"],
      permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
      isActive: true,
      retirementProfile: "Minimum Access - API Only Integrations",
    });
  });

  test("has the app of the instructions with the certificate", async () => {
    expect(await written("ExternalClientApp", "scv-app")).toMatchObject({
      label: "WxCC - SCV",
      apiName: "WxCC_SCV",
      contactEmail: "admin@mycompany.example",
      distributionState: "Local",
      callbackUrls: ["http://localhost:1717/OauthRedirect"],
      scopes: ["Api", "RefreshToken"],
      certificatePem: certificate("valid"),
      isConsumerSecretOptional: true,
    });
  });

  test("has the policies of the instructions for that permission set", async () => {
    expect(await written("PolicyAssignment", "scv-policy")).toMatchObject({
      appId: "0xI000000000001EAA",
      permittedUsers: "AdminApprovedPreAuthorized",
      permissionSetIds: ["0PS000000000001GAA"],
      profileNames: [],
      refreshTokenPolicy: "Zero",
      ipRelaxation: "Enforce",
      startPage: "None",
      isEnabled: true,
    });
  });

  test("has a key of RSA 2048 with a certificate of 365 days that is renewed 30 days before", () => {
    expect(inputsOf("scv-signing-key-1")).toMatchObject({ algorithm: "RSA", rsaBits: 2048 });
    expect(inputsOf("scv-signing-certificate-1")).toMatchObject({
      privateKeyPem: "PKCS#1 key",
      subject: { commonName: "WxCC - SCV" },
      validityPeriodHours: 365 * 24,
      earlyRenewalHours: 30 * 24,
    });
  });

  test("is proved by a login as that user with that key through that app", async () => {
    expect(await written("AccessProof", "scv-proof")).toMatchObject({
      appId: "0xI000000000001EAA",
      userId: "005000000000001AAA",
      username: "scv@mycompany.example",
      consumerKey: "3MVG9key",
      privateKeyPem: anyPrivateKey,
      audience: "",
      apexClasses: ["cnxscv.ServiceRouting"],
      probePath: "",
    });
    expect(inputsOf("scv-proof").revisions).toEqual({ permissionSet: 1, profile: 1, user: 1, app: 1, policy: 1 });
  });

  test("is looked for in the org before anything is touched", () => {
    expect(inputsOf("scv-readiness")).toMatchObject({
      apexClasses: ["cnxscv.ServiceRouting"],
      userPermissions: ["ApexRestServices", "ApiEnabled", "ApiUserOnly"],
      sourceProfile: "Minimum Access - API Only Integrations",
      userLicense: "Salesforce Integration",
      permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
      username: "scv@mycompany.example",
    });
  });
});

describe("the order", () => {
  test("lets everything that is made first wait for the readiness", () => {
    for (const name of ["scv-permission-set", "scv-profile", "scv-signing", "scv-app"]) {
      const dependsOn = [options.get(name)?.dependsOn].flat() as { __name?: string }[];
      expect([name, dependsOn.map((resource) => resource?.__name)]).toEqual([
        name,
        expect.arrayContaining(["scv-readiness"]),
      ]);
    }
  });

  test("lets the permission set outlive the app that names it, and the policies end with the app", () => {
    const dependsOn = [options.get("scv-app")?.dependsOn].flat() as { __name?: string }[];
    expect(dependsOn.map((resource) => resource?.__name)).toContain("scv-permission-set");
    expect((options.get("scv-policy")?.deletedWith as { __name?: string } | undefined)?.__name).toBe("scv-app");
  });
});

describe("what comes out", () => {
  test("is what the connector in Control Hub asks for, and the key as a secret", async () => {
    const scv = await declare("hand-off");
    expect(await known(scv.webexConnector)).toEqual({
      name: "WxCC - SCV",
      clientId: "3MVG9key",
      emailId: "scv@mycompany.example",
      url: "https://login.salesforce.com",
    });
    const privateKeyPem = scv.privateKeyPem as pulumi.Output<string>;
    expect(await known(privateKeyPem)).toBe("PKCS#8 key");
    expect(await pulumi.isSecret(privateKeyPem)).toBe(true);
    expect(await pulumi.isSecret(scv.webexConnector)).toBe(false);
  });

  test("names the audience that the proof has logged in with, unless a certain one is declared", async () => {
    const { url } = await known((await declare("found")).webexConnector);
    expect(url).toBe("https://found.my.salesforce.com");
    const declared = await declare("wanted", { proof: { audience: "https://login.salesforce.com" } });
    expect((await known(declared.webexConnector)).url).toBe("https://login.salesforce.com");
    const unproved = await declare("unproved", { certificate: { certificatePem: certificate("valid") } });
    expect((await known(unproved.webexConnector)).url).toBe("https://login.salesforce.com");
  });
});

describe("overrides", () => {
  test("reach the resource that they are for, and whatever must follow them", async () => {
    await declare("other", {
      permissionSet: { label: "Other set", apexClasses: ["c.OrderService"], userPermissions: ["ApiEnabled"] },
      profile: { name: "Other profile", userLicense: "Salesforce", sourceProfile: "Standard User" },
      user: { email: "user@mycompany.example", alias: "other", permissionSetLicenses: [] },
      app: { label: "Other app", scopes: ["Api"] },
      certificate: { commonName: "other", rsaBits: 4096, validityDays: 90, renewalWindowDays: 10 },
      policy: { ipRelaxation: "Bypass", profileNames: ["Standard User"] },
      proof: { audience: "https://test.salesforce.com", probePath: "/services/apexrest/x" },
    });
    expect(inputsOf("other-permission-set")).toMatchObject({ label: "Other set", apexClasses: ["c.OrderService"] });
    expect(inputsOf("other-profile")).toMatchObject({ name: "Other profile", userLicense: "Salesforce" });
    expect(inputsOf("other-user")).toMatchObject({
      email: "user@mycompany.example",
      alias: "other",
      permissionSetLicenses: [],
      retirementProfile: "Standard User",
    });
    expect(inputsOf("other-app")).toMatchObject({ label: "Other app", scopes: ["Api"] });
    expect(inputsOf("other-policy")).toMatchObject({ ipRelaxation: "Bypass", appId: "other-app-id" });
    expect(inputsOf("other-signing-key-1")).toMatchObject({ rsaBits: 4096 });
    expect(inputsOf("other-signing-certificate-1")).toMatchObject({
      subject: { commonName: "other" },
      validityPeriodHours: 90 * 24,
      earlyRenewalHours: 10 * 24,
    });
    expect(inputsOf("other-proof")).toMatchObject({
      audience: "https://test.salesforce.com",
      probePath: "/services/apexrest/x",
      apexClasses: ["c.OrderService"],
    });
    expect(inputsOf("other-readiness")).toMatchObject({
      apexClasses: ["c.OrderService"],
      userPermissions: ["ApiEnabled", "ApiUserOnly"],
      sourceProfile: "Standard User",
      userLicense: "Salesforce",
      permissionSetLicenses: [],
      profileNames: ["Standard User"],
    });
  });

  test("that are undefined leave the defaults", async () => {
    await declare("undefined", {
      permissionSet: { label: undefined, apexClasses: undefined } as Arguments["permissionSet"],
      profile: { name: undefined, sourceProfile: undefined } as Arguments["profile"],
      user: { permissionSetLicenses: undefined } as Arguments["user"],
      app: { label: undefined, scopes: undefined } as Arguments["app"],
    });
    expect(inputsOf("undefined-permission-set")).toMatchObject({
      label: "IVR Access to SCV Apex Classes",
      apexClasses: ["cnxscv.ServiceRouting"],
    });
    expect(inputsOf("undefined-profile")).toMatchObject({
      name: "SCV Integration",
      sourceProfile: "Minimum Access - API Only Integrations",
    });
    expect(inputsOf("undefined-app")).toMatchObject({ label: "WxCC - SCV", scopes: ["Api", "RefreshToken"] });
  });

  test("rotate the key: the one before stays, and the app has the certificate of the one in use", async () => {
    await declare("rotated", { certificate: { generation: 2 } });
    const names = declared.map(({ name }) => name).filter((name) => name.startsWith("rotated-signing-"));
    expect(names.sort()).toEqual(["rotated-signing-certificate-2", "rotated-signing-key-1", "rotated-signing-key-2"]);
  });
});

describe("a component that adopts", () => {
  const adopting = { adopt: true, deleteAdopted: true };

  test("hands adopt and deleteAdopted to each part that can be adopted, and tells the readiness of them", async () => {
    await declare("adopting", adopting);
    for (const part of ["permission-set", "profile", "user", "app"]) {
      expect(inputsOf(`adopting-${part}`)).toMatchObject({ adopt: true, deleteAdopted: true });
    }
    expect(inputsOf("adopting-readiness").adoptions).toEqual([
      expect.objectContaining({ kind: "PermissionSet", name: "adopting-permission-set" }),
      expect.objectContaining({ kind: "IntegrationProfile", name: "adopting-profile" }),
      expect.objectContaining({
        kind: "IntegrationUser",
        name: "adopting-user",
        profile: "adopting-profile",
        permissionSets: ["adopting-permission-set"],
      }),
      expect.objectContaining({ kind: "ExternalClientApp", name: "adopting-app" }),
    ]);
  });

  test.each<[string, Partial<Arguments>]>([
    ["proof.audience", { proof: { audience: anyPrivateKey } }],
    ["connector.name", { connector: { name: anyPrivateKey } }],
  ])("a private key in %s, which is an output as it is, is refused and not repeated", (place, args) => {
    const refused = () => new resources.ScvIntegration("misplaced", { ...minimal, ...args });
    expect(refused).toThrow(`${place} holds a private key`);
    expect(refused).not.toThrow(anyPrivateKey.split("\n")[1]);
  });

  test("leaves a part out that says otherwise", async () => {
    await declare("partly", { ...adopting, app: { adopt: false } });
    const kinds = (inputsOf("partly-readiness").adoptions as { kind: string }[]).map(({ kind }) => kind);
    expect(kinds).toEqual(["PermissionSet", "IntegrationProfile", "IntegrationUser"]);
  });

  test("makes no key where the certificate is one that is in use, and no proof without its private key", async () => {
    const scv = await declare("keyless", { ...adopting, certificate: { certificatePem: "certificate in use" } });
    expect([scv.certificate, scv.proof, scv.privateKeyPem]).toEqual([undefined, undefined, undefined]);
    expect(inputsOf("keyless-app").certificatePem).toBe("certificate in use");
    expect(declared.filter(({ name }) => name.startsWith("keyless-signing"))).toEqual([]);
  });

  test("proves the access with the private key that it is given, which is a secret", async () => {
    const certificate = { certificatePem: "certificate in use", privateKeyPem: "its key" };
    const scv = await declare("keyed", { ...adopting, certificate });
    expect(scv.certificate).toBeUndefined();
    expect(inputsOf("keyed-proof").privateKeyPem).toBe("its key");
    expect(await pulumi.isSecret(scv.privateKeyPem as pulumi.Output<string>)).toBe(true);
  });
});
