/**
 * What the engine itself costs: the same key, certificate and graph as in access.ts, but each resource of this package
 * is one that does nothing. What access.ts takes longer is due to the org and to the code that talks to it.
 */
import * as pulumi from "@pulumi/pulumi";
import { SigningCertificate } from "pulumi-salesforce-access";

/** A constant text, as the resources of this package have one: nothing is made of functions in a run. */
const idleText =
  "exports.handler = () => ({ create: async (i) => ({ id: i.name, outs: { ...i, revision: 1 } }), update: async (_, o, n) => ({ outs: { ...n, revision: o.revision + 1 } }) });";

class Idle extends pulumi.CustomResource {
  declare readonly revision: pulumi.Output<number>;

  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    const all = { revision: undefined, ...inputs, name, __provider: idleText };
    super("pulumi-nodejs:dynamic/benchmark:Idle", name, all, options);
  }
}

class IdleIntegration extends pulumi.ComponentResource {
  constructor(name: string, generation: number, hasExtraPermission: boolean) {
    super("benchmark:index:IdleIntegration", name);
    const parent = { parent: this };
    const readiness = new Idle(`${name}-readiness`, { hasExtraPermission, generation }, parent);
    const ready = { ...parent, dependsOn: [readiness] };
    const permissionSet = new Idle(`${name}-permission-set`, { hasExtraPermission }, ready);
    const profile = new Idle(`${name}-profile`, {}, ready);
    const user = new Idle(`${name}-user`, { permissionSetIds: [permissionSet.id], profileId: profile.id }, parent);
    const certificate = new SigningCertificate(`${name}-signing`, { commonName: "WxCC - SCV", generation }, ready);
    const app = new Idle(
      `${name}-app`,
      { certificatePem: certificate.certificatePem },
      { ...parent, dependsOn: [readiness, permissionSet] },
    );
    const policy = new Idle(
      `${name}-policy`,
      { permissionSetIds: [permissionSet.id], appId: app.id },
      { ...parent, deletedWith: app },
    );
    const dependencies = { permissionSet, profile, user, app, policy };
    new Idle(
      `${name}-proof`,
      {
        appId: app.id,
        userId: user.id,
        privateKeyPem: certificate.privateKeyPem,
        revisions: Object.fromEntries(Object.entries(dependencies).map(([key, { revision }]) => [key, revision])),
      },
      parent,
    );
    this.registerOutputs({});
  }
}

const config = new pulumi.Config();
for (let number = 1; number <= config.requireNumber("integrations"); number++) {
  new IdleIntegration(
    number === 1 ? "scv" : `scv-${number}`,
    config.requireNumber("keyGeneration"),
    config.requireBoolean("hasExtraPermission"),
  );
}
