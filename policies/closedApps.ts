import type { PolicyOptions } from "./options.ts";
import { review, type SalesforcePolicy, texts, typeOf, type ValidatedResource } from "./policy.ts";

const daysOf = { Hours: 1 / 24, Days: 1, Months: 31 } as const;

/** Who may log in through an app, from where and for how long. */
export function closedAppPolicies({ longestRefreshTokenDays = 1 }: PolicyOptions): SalesforcePolicy[] {
  const ofPolicies =
    (judge: (props: ValidatedResource["props"]) => string | undefined) =>
    ({ type, props }: ValidatedResource, report: (message: string) => void) => {
      const problem = type === typeOf("PolicyAssignment") ? judge(props) : undefined;
      if (problem !== undefined) report(problem);
    };
  return [
    {
      name: "salesforce-admin-approved-users-only",
      description: "Only users whom an administrator has approved may log in through an app.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Leave permittedUsers out, or set it to AdminApprovedPreAuthorized.",
      validateResource: ofPolicies(({ permittedUsers }) =>
        permittedUsers === "AllSelfAuthorized" ? "Everybody may approve the app for themselves." : undefined,
      ),
    },
    {
      name: "salesforce-ip-restrictions-enforced",
      description: "The IP restrictions of the org hold for logins through an app.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Leave ipRelaxation out, or set it to Enforce.",
      validateResource: ofPolicies(({ ipRelaxation }) =>
        typeof ipRelaxation === "string" && ipRelaxation !== "Enforce"
          ? `ipRelaxation is ${ipRelaxation}: the IP restrictions do not hold, or not always.`
          : undefined,
      ),
    },
    {
      name: "salesforce-refresh-tokens-end",
      description: "Refresh tokens end at once, or soon.",
      enforcementLevel: "mandatory",
      severity: "medium",
      remediationSteps: "Leave refreshTokenPolicy out, or set it to Zero: a login by JWT uses no refresh token.",
      validateResource: ofPolicies((props) => {
        const { refreshTokenPolicy, refreshTokenValidityPeriod: period, refreshTokenValidityUnit: unit } = props;
        if (typeof refreshTokenPolicy !== "string" || refreshTokenPolicy === "Zero") return undefined;
        if (refreshTokenPolicy === "Infinite") return "Refresh tokens never end.";
        const days = Number(period) * (daysOf[unit as keyof typeof daysOf] ?? Number.NaN);
        return days <= longestRefreshTokenDays ? undefined : `Refresh tokens live for ${period} ${unit}.`;
      }),
    },
    {
      name: "salesforce-no-client-credentials",
      description: "No app has the client credentials flow on, in which a secret alone logs in.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Take isClientCredentialsFlowEnabled out of keepFlows, of the app and of its policies.",
      framework: review("shr_external_client_apps", "Disable Client Credentials Flow Control"),
      validateResource({ type, props }, report) {
        if (type !== typeOf("ExternalClientApp") && type !== typeOf("PolicyAssignment")) return;
        const { keepFlows } = props;
        if (keepFlows === true || texts(keepFlows).includes("isClientCredentialsFlowEnabled")) {
          report("keepFlows leaves the client credentials flow on where it is on.");
        }
      },
    },
  ];
}
