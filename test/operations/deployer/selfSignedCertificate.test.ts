import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { expect, test } from "@jest/globals";
import { selfSignedCertificate } from "../../../operations/deployer/selfSignedCertificate.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

test.each([
  ["2026-11-29T00:00:00Z", "2027-11-29T00:00:00Z"],
  ["2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z"],
])("OpenSSL reads a certificate from %s to %s, and its signature is that of the key", (from, to) => {
  const certificate = new X509Certificate(
    selfSignedCertificate("Access Deployer", privateKey, new Date(from), new Date(to)),
  );
  expect(certificate.subject).toBe("CN=Access Deployer");
  expect(certificate.issuer).toBe("CN=Access Deployer");
  expect([certificate.validFrom, certificate.validTo].map((text) => new Date(text).toISOString())).toEqual(
    [from, to].map((text) => new Date(text).toISOString()),
  );
  expect(certificate.verify(publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.checkPrivateKey(privateKey)).toBe(true);
});

test("two certificates have different serial numbers of at most 20 bytes", () => {
  const serial = () =>
    new X509Certificate(selfSignedCertificate("x", privateKey, new Date(0), new Date(1))).serialNumber;
  const [one, other] = [serial(), serial()];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^0?1[0-9A-F]{30}$/);
});
