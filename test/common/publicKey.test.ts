import { createPrivateKey, createPublicKey } from "node:crypto";
import { expect, test } from "@jest/globals";
import { fingerprintIn } from "../../common/publicKey.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { certificate } from "../provider/kit.ts";

const signed = selfSigned();

/** What `openssl x509 -pubkey -noout -in valid.pem | openssl pkey -pubin -outform DER | openssl dgst -sha256` prints. */
const ofOpenssl = "52f4b5eca84282ae499c15cbd8fd4379adb5c30cef9f93b08b8b04280db5bab1";

test("a private key, its certificate and its public key have one fingerprint, in every form of the key", () => {
  const sha256 = fingerprintIn(signed.privateKeyPem);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  const key = createPrivateKey(signed.privateKeyPem);
  const others = [
    signed.certificatePem,
    String(key.export({ type: "pkcs1", format: "pem" })),
    String(createPublicKey(key).export({ type: "spki", format: "pem" })),
    signed.privateKeyPem.replaceAll("\n", "\\n"),
  ];
  expect(others.map(fingerprintIn)).toEqual(others.map(() => sha256));
  expect(fingerprintIn(selfSigned().certificatePem)).not.toBe(sha256);
});

test("it is the one that OpenSSL prints", () => {
  expect(fingerprintIn(certificate("valid"))).toBe(ofOpenssl);
});

test("other texts have none", () => {
  expect(["", "nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"].map(fingerprintIn)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
