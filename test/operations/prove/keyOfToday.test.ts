import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { expect, test } from "@jest/globals";
import { selfSignedCertificate } from "../../../operations/deployer/selfSignedCertificate.ts";
import { withKeyOfToday } from "../../../operations/prove/keyOfToday.ts";
import { type StateResource, typeOf } from "../../../operations/prove/stackState.ts";

const key = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const pem = (of: KeyObject) => of.export({ format: "pem", type: "pkcs8" }) as string;
const [old, fresh] = [key(), key()];

const proof: StateResource = {
  type: typeOf("AccessProof"),
  name: "scv-proof",
  id: "005",
  inputs: { appId: "0xI1", consumerKey: "3MVG9old", privateKeyPem: pem(old) },
  outputs: {},
};
const appWith = (of: KeyObject): StateResource => ({
  type: typeOf("ExternalClientApp"),
  name: "scv-app",
  id: "0xI1",
  inputs: {},
  outputs: {
    consumerKey: "3MVG9new",
    certificatePem: selfSignedCertificate("x", of, new Date(), new Date(Date.now() + 86_400_000)),
  },
});
const keyResource = (of: KeyObject): StateResource => ({
  type: "tls:index/privateKey:PrivateKey",
  name: "scv-signing-key",
  id: "1",
  inputs: {},
  outputs: { privateKeyPemPkcs8: pem(of) },
});

test("after a rotation whose proof failed, the key is the one that the app has now", () => {
  const resources = [proof, keyResource(old), keyResource(fresh), appWith(fresh)];
  expect(withKeyOfToday(proof, resources, "dev").inputs).toEqual({
    appId: "0xI1",
    consumerKey: "3MVG9new",
    privateKeyPem: pem(fresh),
  });
});

test("the key that was proved stays while it is that of the app, also where it is no resource", () => {
  expect(withKeyOfToday(proof, [proof, appWith(old)], "dev").inputs.privateKeyPem).toBe(pem(old));
});

test("an app whose key is nowhere in the state is said, with the next step", () => {
  expect(() => withKeyOfToday(proof, [proof, keyResource(old), appWith(fresh)], "dev")).toThrow(
    /scv-proof: the app scv-app has another certificate .*Run pulumi up --stack dev/,
  );
});
