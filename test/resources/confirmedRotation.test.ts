import { beforeAll, expect, test } from "@jest/globals";
import { certificate } from "../provider/kit.ts";
import { type Declared, known, mockEngine } from "./mocks.ts";

type Resources = typeof import("../../resources/index.ts");
type Certificate = ConstructorParameters<Resources["ScvIntegration"]>[1]["certificate"];

let declared: Declared[];
let resources: Resources;

beforeAll(async () => {
  declared = await mockEngine("production");
  resources = await import("../../resources/index.ts");
});

test.each<[string, Certificate, boolean]>([
  ["nothing", undefined, false],
  ["the number of the first key", { confirmRotation: 1 }, true],
  ["no number", { confirmRotation: 0 }, false],
  ["the number of the key", { generation: 2, confirmRotation: 2 }, true],
  ["a certificate that stays", { certificatePem: certificate("valid") }, false],
])("outside dev, the readiness is told whether a new key is confirmed: %s", async (what, given, isConfirmed) => {
  const name = `scv-${what.replaceAll(" ", "-")}`;
  const scv = new resources.ScvIntegration(name, {
    contactEmail: "admin@mycompany.example",
    username: "scv@mycompany.example",
    ...(given && { certificate: given }),
  });
  await known(scv.readiness.urn);
  const readiness = declared.find((resource) => resource.name === `${name}-readiness`);
  expect(readiness?.inputs.isRotationConfirmed).toBe(isConfirmed);
});

test.each<[string, Certificate, "cutOver" | "blueGreen", number | undefined]>([
  ["the second key of one app", { generation: 2, confirmRotation: 2 }, "cutOver", 2],
  ["a key with an app of its own", { generation: 2 }, "blueGreen", 2],
  ["no key that the stack makes", { certificatePem: certificate("valid") }, "cutOver", undefined],
  ["the first key", undefined, "cutOver", 1],
])("outside dev, the readiness is told the generation of %s", async (what, given, strategy, generation) => {
  const name = `generation-${what.replaceAll(" ", "-")}`;
  const scv = new resources.ScvIntegration(name, {
    contactEmail: "admin@mycompany.example",
    username: "scv@mycompany.example",
    rotation: { strategy },
    ...(given && { certificate: given }),
  });
  await known(scv.readiness.urn);
  expect(declared.find((resource) => resource.name === `${name}-readiness`)?.inputs.keyGeneration).toBe(generation);
});

test.each(["cutOver", "blueGreen"] as const)(
  "the confirmation of a rotation that is not declared is refused with %s",
  (strategy) => {
    const declare = () =>
      new resources.ScvIntegration(`undeclared-${strategy}`, {
        contactEmail: "admin@mycompany.example",
        username: "scv@mycompany.example",
        rotation: { strategy },
        certificate: { confirmRotation: 2 },
      });
    expect(declare).toThrow(/confirmRotation confirms a rotation to generation 2, but generation is 1/);
  },
);
