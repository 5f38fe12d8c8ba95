import { describe, expect, test } from "@jest/globals";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { type PolicyOptions, salesforcePolicies, type ValidatedResource } from "../../policies/index.ts";

const options: PolicyOptions = {
  allowedPermissions: ["ApiEnabled", "ApiUserOnly", "ApexRestServices", "ModifyAllData"],
};
const type = (kind: string) => `pulumi-nodejs:dynamic/salesforce:${kind}`;

/** A resource of stack `dev`. */
const resource = (
  kind: string,
  props: ValidatedResource["props"],
  more: Partial<ValidatedResource> = {},
): ValidatedResource => ({
  type: kind.includes(":") ? kind : type(kind),
  name: "a",
  urn: `urn:pulumi:dev::access::${type(kind)}::a`,
  props,
  ...more,
});
const inProduction = (kind: string, props: ValidatedResource["props"], protect: boolean): ValidatedResource =>
  resource(kind, props, { urn: `urn:pulumi:emea-production::access::${type(kind)}::a`, opts: { protect } });

/** What the policies say of a resource, by the name of the policy. */
function findings(checked: ValidatedResource, given: PolicyOptions = options): Record<string, string[]> {
  const said: Record<string, string[]> = {};
  for (const { name, enforcementLevel, validateResource } of salesforcePolicies(given)) {
    if (enforcementLevel === "disabled") continue;
    validateResource(checked, (message) => {
      said[name] = [...(said[name] ?? []), message];
    });
  }
  return said;
}

const certificatePem = selfSigned(365).certificatePem;
const certificate = "tls:index/selfSignedCert:SelfSignedCert";

const violations: [policy: string, violated: ValidatedResource, kept: ValidatedResource, message: RegExp][] = [
  [
    "salesforce-no-high-privileges",
    resource("PermissionSet", {
      userPermissions: ["ApiEnabled", "ModifyAllData"],
      allowHighPrivilege: ["ModifyAllData"],
    }),
    resource("PermissionSet", { userPermissions: ["ApiEnabled"] }),
    /ModifyAllData changes all data of the org/,
  ],
  [
    "salesforce-no-high-privileges",
    resource("PermissionSet", { objectPermissions: [{ object: "Account", allowRead: true, viewAllRecords: true }] }),
    resource("PermissionSet", { objectPermissions: [{ object: "Account", allowRead: true }] }),
    /Account\.viewAllRecords reads all records/,
  ],
  [
    "salesforce-permissions-listed",
    resource("IntegrationProfile", { userPermissions: ["ApiEnabled", "ApiUserOnly", "RunReports"] }),
    resource("IntegrationProfile", { userPermissions: ["apienabled", "ApiUserOnly"] }),
    /RunReports is not on the list/,
  ],
  [
    "salesforce-api-only-users",
    resource("IntegrationProfile", { userPermissions: ["ApiEnabled"] }),
    resource("IntegrationProfile", { userPermissions: ["ApiEnabled", "ApiUserOnly"] }),
    /no ApiUserOnly/,
  ],
  [
    "salesforce-least-scopes",
    resource("ExternalClientApp", { scopes: ["Api", "Full"] }),
    resource("ExternalClientApp", { scopes: ["Api", "RefreshToken"] }),
    /The scope Full/,
  ],
  [
    "salesforce-certificate-validity",
    resource(certificate, { validityPeriodHours: 24 * 3650 }),
    resource(certificate, { validityPeriodHours: 24 * 365 }),
    /valid for 3650 days, longer than 398/,
  ],
  [
    "salesforce-certificate-validity",
    resource("ExternalClientApp", { certificatePem: selfSigned(1000).certificatePem }),
    resource("ExternalClientApp", { certificatePem }),
    /longer than 398/,
  ],
  [
    "salesforce-certificate-not-ending",
    resource("ExternalClientApp", { certificatePem: selfSigned(5).certificatePem }),
    resource("ExternalClientApp", { certificatePem }),
    /ends on \d{4}-\d\d-\d\d, in [45] days/,
  ],
  [
    "salesforce-certificate-not-ending",
    resource("ExternalClientApp", { certificatePem: selfSigned(-2).certificatePem }),
    resource("ExternalClientApp", { certificatePem: undefined }),
    /ended on/,
  ],
  [
    "salesforce-admin-approved-users-only",
    resource("PolicyAssignment", { permittedUsers: "AllSelfAuthorized" }),
    resource("PolicyAssignment", { permittedUsers: "AdminApprovedPreAuthorized" }),
    /Everybody may approve/,
  ],
  [
    "salesforce-ip-restrictions-enforced",
    resource("PolicyAssignment", { ipRelaxation: "Enforce_relaxrefresh" }),
    resource("PolicyAssignment", { ipRelaxation: "Enforce" }),
    /ipRelaxation is Enforce_relaxrefresh/,
  ],
  [
    "salesforce-refresh-tokens-end",
    resource("PolicyAssignment", { refreshTokenPolicy: "Infinite" }),
    resource("PolicyAssignment", { refreshTokenPolicy: "Zero" }),
    /never end/,
  ],
  [
    "salesforce-refresh-tokens-end",
    resource("PolicyAssignment", {
      refreshTokenPolicy: "SpecificLifetime",
      refreshTokenValidityPeriod: 2,
      refreshTokenValidityUnit: "Days",
    }),
    resource("PolicyAssignment", {
      refreshTokenPolicy: "SpecificInactivity",
      refreshTokenValidityPeriod: 24,
      refreshTokenValidityUnit: "Hours",
    }),
    /live for 2 Days/,
  ],
  [
    "salesforce-no-client-credentials",
    resource("ExternalClientApp", { keepFlows: true }),
    resource("PolicyAssignment", { keepFlows: ["isTokenExchangeFlowEnabled"] }),
    /client credentials flow/,
  ],
  [
    "salesforce-production-protected",
    inProduction("ExternalClientApp", {}, false),
    inProduction("ExternalClientApp", {}, true),
    /must be protected/,
  ],
  [
    "salesforce-production-keeps-adopted",
    inProduction("IntegrationProfile", { deleteAdopted: true }, false),
    inProduction("IntegrationProfile", { adopt: true }, false),
    /deleteAdopted/,
  ],
];

describe("policies", () => {
  test.each(violations)(
    "%s says what violates it, and nothing of what keeps to it (%#)",
    (policy, violated, kept, message) => {
      expect(findings(violated)[policy]).toEqual([expect.stringMatching(message)]);
      expect(findings(kept)[policy]).toBeUndefined();
    },
  );

  test("are each tried above", () => {
    const tried = new Set(violations.map(([policy]) => policy));
    expect(
      salesforcePolicies()
        .map(({ name }) => name)
        .filter((name) => !tried.has(name)),
    ).toEqual([]);
  });

  test("each say what to do", () => {
    for (const { name, remediationSteps, description } of salesforcePolicies()) {
      expect([remediationSteps, description]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
      const [, violated] = violations.find(([policy]) => policy === name) ?? [];
      expect(violated && findings(violated)[name]?.[0]).toContain(remediationSteps);
    }
  });

  test("say nothing of values that are not known yet, of other stacks than those of production, and of resources of others", () => {
    for (const kind of [
      "PermissionSet",
      "IntegrationProfile",
      "ExternalClientApp",
      "PolicyAssignment",
      "aws:s3:Bucket",
    ]) {
      expect(findings(resource(kind, { deleteAdopted: true }))).toEqual({});
    }
  });

  test("allow what a company allows", () => {
    const set = resource("PermissionSet", { userPermissions: ["ModifyAllData", "RunReports"] });
    expect(findings(set, { allowedHighPrivileges: ["ModifyAllData"] })).toEqual({});
    expect(findings(inProduction("ExternalClientApp", {}, false), { isProduction: () => false })).toEqual({});
  });
});
