import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { certificateDetails, certificateProblem, normaliseCertificate } from "../../provider/certificates.ts";
import { anyPrivateKey } from "./declarations.ts";
import { certificate } from "./kit.ts";

const now = new Date("2026-01-01T00:00:00Z");

describe("a certificate", () => {
  test("is known by the SHA-256 of its DER form and the end of its validity", () => {
    const pem = certificate("valid");
    const details = certificateDetails(pem);
    expect(details).toEqual({
      pem,
      sha256: new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase(),
      validTo: "2120-01-01T00:00:00.000Z",
    });
    expect(details.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("with an RSA key of 2048 bits that is valid is in order", () => {
    expect(certificateProblem(certificate("valid"), now)).toBeUndefined();
  });

  test.each([
    ["an RSA key that is too small", certificate("rsa1024"), /at least 2048 bits, not RSA with 1024 bits/],
    ["an elliptic-curve key", certificate("ellipticCurve"), /must have an RSA key of at least 2048 bits, not ec/],
    ["an end that has passed", certificate("expired"), /expired at 2021-01-01T00:00:00\.000Z/],
    ["nothing of a certificate", "nonsense", /must be an X\.509 certificate as PEM/],
    ["half of it missing", certificate("valid").slice(0, 500), /must be an X\.509 certificate as PEM/],
    ["nothing in it", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", /must be an X\.509 certificate/],
    ["a private key in its place", anyPrivateKey, /this is a private key.*treat the key as exposed/],
    ["a private key behind it", `${certificate("valid")}${anyPrivateKey}`, /this is a private key/],
  ])("with %s is refused", (_case, text, problem) => {
    expect(certificateProblem(text, now)).toMatch(problem);
  });

  test("expires at the very end of its validity", () => {
    const end = new Date("2021-01-01T00:00:00Z");
    expect(certificateProblem(certificate("expired"), new Date(end.getTime() - 1))).toBeUndefined();
    expect(certificateProblem(certificate("expired"), end)).toMatch(/expired at/);
  });
});

test("a text that is no certificate is normalised to itself", () => {
  expect(normaliseCertificate("nonsense")).toBe("nonsense");
  expect(normaliseCertificate("")).toBe("");
});
