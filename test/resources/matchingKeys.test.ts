import { beforeAll, describe, expect, test } from "@jest/globals";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { keyMismatch } from "../../resources/matchingKeys.ts";

let signed: SelfSigned;
let other: SelfSigned;

beforeAll(() => {
  signed = selfSigned();
  other = selfSigned();
});

describe("a certificate and its key", () => {
  test("that belong together are no mismatch; nor are texts that cannot be read, which their own checks judge", () => {
    const { certificatePem, privateKeyPem } = signed;
    expect(keyMismatch(certificatePem, privateKeyPem)).toBeUndefined();
    expect(keyMismatch(certificatePem, "no key")).toBeUndefined();
    expect(keyMismatch("no certificate", privateKeyPem)).toBeUndefined();
  });

  test("that do not belong together are refused by the fingerprint of the certificate, without the key", () => {
    const problem = keyMismatch(signed.certificatePem, other.privateKeyPem);
    expect(problem).toMatch(/privateKeyPem does not belong to certificatePem \(SHA-256 [0-9a-f]{64}, valid until 20/);
    expect(problem).not.toContain("PRIVATE KEY");
  });
});
