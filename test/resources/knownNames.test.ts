import { beforeAll, describe, expect, test } from "@jest/globals";
import { mockEngine } from "./mocks.ts";

type Resources = typeof import("../../resources/index.ts");

let resources: Resources;

beforeAll(async () => {
  await mockEngine("dev");
  resources = await import("../../resources/index.ts");
});

describe("arguments of ScvIntegration that a JavaScript program or a YAML file misspells", () => {
  const minimal = { contactEmail: "team@mycompany.example", username: "scv@mycompany.example" };

  test.each<[object, string]>([
    [{ permissionset: {} }, "ScvIntegration has no permissionset; did you mean permissionSet?"],
    [{ contactEmial: "x" }, "ScvIntegration has no contactEmial; did you mean contactEmail?"],
    [{ "contactEmail ": "x" }, 'ScvIntegration has no "contactEmail "; did you mean contactEmail?'],
    [{ colour: "red" }, "ScvIntegration has no colour; known are adopt, app, certificate, "],
    [{ user: "Jane" }, "user must be an object of settings by name."],
    [{ permissionSet: ["ApiEnabled"] }, "permissionSet must be an object of settings by name."],
    [{ proof: true }, "proof must be an object of settings by name."],
    [{ certificate: "-----BEGIN CERTIFICATE-----" }, "certificate must be an object of settings by name."],
    [{ certificate: { keyGeneration: 2 } }, "certificate has no keyGeneration; did you mean generation?"],
    [{ certificate: { validityDay: 30 } }, "certificate has no validityDay; did you mean validityDays?"],
    [
      { certificate: { certificatePem: "x", generation: 2 } },
      "certificate has no generation; known are certificatePem, ",
    ],
    [{ proof: { probepath: "/services/" } }, "proof has no probepath; did you mean probePath?"],
    [{ readiness: { enabled: false } }, "readiness has no enabled; did you mean isEnabled?"],
    [{ user: { username: "x@y.example" } }, "user.username cannot be set: it is the argument username."],
    [{ user: { profileId: "00e" } }, "user.profileId cannot be set: it is the profile of this component."],
    [{ app: { certificatePem: "x" } }, "app.certificatePem cannot be set: it comes from the argument certificate."],
    [{ policy: { appId: "0xI" } }, "policy.appId cannot be set: it is the app of this component."],
  ])("%j is refused", (wrong, problem) => {
    expect(() => new resources.ScvIntegration("wrong", { ...minimal, ...wrong } as never)).toThrow(problem);
  });

  test("are all named at once, without their values", () => {
    const wrong = { ...minimal, permissionset: "hunter2", proof: { audienc: "hunter2" } } as never;
    let message = "";
    try {
      new resources.ScvIntegration("wrong", wrong);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split("\n")).toEqual([
      "ScvIntegration has no permissionset; did you mean permissionSet?",
      "proof has no audienc; did you mean audience?",
    ]);
  });
});

test("arguments of SigningCertificate that are misspelt are refused", () => {
  const wrong = { commonName: "x", keyGenration: 2, validitydays: 30 } as never;
  expect(() => new resources.SigningCertificate("wrong", wrong)).toThrow(
    /SigningCertificate has no keyGenration; .*\nSigningCertificate has no validitydays; did you mean validityDays\?/,
  );
});

test("a setting of the connection in a namespace that nobody reads stops the program before anything is declared", async () => {
  const pulumi = await import("@pulumi/pulumi");
  pulumi.runtime.setConfig("Pulumi-NodeJS:salesforce.readOnly", "true");
  expect(() => new resources.PermissionSet("set", { label: "Set" })).toThrow(
    /Pulumi-NodeJS:salesforce\.readOnly is no key that is read; did you mean pulumi-nodejs:salesforce\.readOnly\?/,
  );
  pulumi.runtime.setAllConfig({});
});
