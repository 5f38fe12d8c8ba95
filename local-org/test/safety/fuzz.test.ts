import { createPrivateKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type JWTPayload, SignJWT } from "jose";
import { archive, jsonRequest, mutated, nasty, soapRequest, soql } from "./generators.ts";
import { complaintAbout, judgedCall, startTarget, stopTarget, type Target, unknownRules } from "./target.ts";

/** `FUZZ_SECONDS=300` runs each of these tests for five minutes, with other inputs each time; without it a bounded number of inputs is tried. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const runs = 120;
const timeoutMs = seconds * 1000 + 120_000;
const bounds: fc.Parameters<unknown> =
  seconds > 0
    ? {
        seed: Date.now(),
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: seconds * 1000,
        markInterruptAsFailure: false,
      }
    : { numRuns: runs };

let target: Target;
/** Of records that every org has. */
let ids: string[];
beforeAll(async () => {
  target = await startTarget();
  ids = [];
  for (const name of ["PermissionSet", "Profile", "ApexClass", "UserLicense", "PermissionSetLicense"]) {
    const { text } = await judgedCall(target, `/services/data/v68.0/query?q=SELECT+Id+FROM+${name}+LIMIT+3`);
    ids.push(...JSON.parse(text).records.map(({ Id }: { Id: string }) => Id));
  }
}, 60_000);
afterAll(() => stopTarget(target));

async function holds<T>(arbitrary: fc.Arbitrary<T>, work: (value: T) => Promise<unknown>): Promise<void> {
  const property = fc.asyncProperty(arbitrary, async (value) => {
    await work(value);
  });
  await fc.assert(property, bounds as fc.Parameters<[T]>);
}

describe("whatever comes in, the org neither crashes nor hangs, and answers as the ledger says", () => {
  test(
    "SOQL",
    () =>
      holds(soql, (query) =>
        judgedCall(target, `/services/data/v68.0/query?q=${encodeURIComponent(query.toWellFormed())}`),
      ),
    timeoutMs,
  );

  test(
    "[safety.soap-fault] XML",
    () =>
      holds(soapRequest(target.credentials.accessToken), ({ path, body }) =>
        judgedCall(target, path, { method: "POST", body, headers: { "content-type": "text/xml" } }),
      ),
    timeoutMs,
  );

  test(
    "JSON",
    () =>
      holds(jsonRequest(ids), ({ method, path, body }) => {
        const hasBody = method !== "GET" && method !== "HEAD";
        return judgedCall(target, path, {
          method,
          headers: { "content-type": "application/json" },
          ...(hasBody ? { body } : {}),
        });
      }),
    timeoutMs,
  );

  test(
    "JWT",
    () => {
      const { clientId, username, privateKeyPem } = target.credentials;
      const key = createPrivateKey(privateKeyPem);
      const claim = (usual: unknown): fc.Arbitrary<unknown> =>
        fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, nasty, fc.jsonValue({ maxDepth: 1 }));
      const claims = fc.record(
        {
          iss: claim(clientId),
          sub: claim(username),
          aud: claim("https://login.salesforce.com"),
          exp: claim(Math.floor(Date.now() / 1000) + 600),
          nbf: claim(0),
          jti: nasty,
        },
        { requiredKeys: [] },
      );
      const signed = claims.map((payload) => ({ payload, signed: true, edit: undefined }));
      const edited = fc
        .tuple(claims, mutated(`${"x".repeat(60)}.${"y".repeat(80)}.${"z".repeat(80)}`))
        .map(([payload, edit]) => ({ payload, signed: false, edit }));
      return holds(fc.oneof(signed, edited), async ({ payload, edit }) => {
        const assertion =
          edit ?? (await new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: "RS256" }).sign(key));
        const form = new URLSearchParams({
          grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
          assertion: assertion.toWellFormed(),
        });
        return judgedCall(target, "/services/oauth2/token", { method: "POST", body: form });
      });
    },
    timeoutMs,
  );

  test(
    "zip",
    () =>
      holds(archive, async (bytes) => {
        const form = new FormData();
        form.set(
          "json",
          new Blob([JSON.stringify({ deployOptions: { singlePackage: true, checkOnly: bytes.length % 2 === 0 } })]),
        );
        form.set("file", new Blob([Uint8Array.from(bytes)]), "deploy.zip");
        const sent = await judgedCall(target, "/services/data/v68.0/metadata/deployRequest", {
          method: "POST",
          body: form,
        });
        if (sent.status !== 201) return;
        const { id } = JSON.parse(sent.text);
        let result = sent;
        do {
          result = await judgedCall(target, `/services/data/v68.0/metadata/deployRequest/${id}?includeDetails=true`);
        } while (/"status":"(?:Pending|InProgress)"/.test(result.text));
      }),
    timeoutMs,
  );
});

test("a defect would be seen", () => {
  expect(unknownRules()).toEqual([]);
  expect(complaintAbout(500, '[{"errorCode":"UNKNOWN_EXCEPTION"}]')).toBe("The local org failed");
  expect(complaintAbout(500, "Internal Server Error")).toBe("No rule of the ledger answers so");
  expect(complaintAbout(503, "")).toBeDefined();
  expect(complaintAbout(400, '[{"errorCode":"MALFORMED_QUERY"}]')).toBeUndefined();
  expect(complaintAbout(501, '[{"message":"The local org does not speak x."}]')).toBeUndefined();
});
