import { highPrivilegesAmong } from "../provider/highPrivilege.ts";
import type { PolicyOptions } from "./options.ts";
import { review, type SalesforcePolicy, texts, typeOf } from "./policy.ts";

const holders = [typeOf("PermissionSet"), typeOf("IntegrationProfile")];
const isHolder = (type: string) => holders.includes(type);

/** What an integration may do, and who it may be. */
export function leastPrivilegePolicies(options: PolicyOptions): SalesforcePolicy[] {
  const { allowedPermissions, allowedHighPrivileges = [], allowedScopes = ["Api", "RefreshToken"] } = options;
  return [
    {
      name: "salesforce-no-high-privileges",
      description: "Permission sets and profiles grant nothing that reaches beyond what an integration needs.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps:
        "Leave the permission out, or have it added to allowedHighPrivileges of the policies. allowHighPrivilege in the program does not suffice.",
      framework: review("shr_api_integration_security", "Review Integrated User"),
      validateResource({ type, props }, report) {
        if (!isHolder(type)) return;
        const objects = Array.isArray(props.objectPermissions) ? props.objectPermissions : [];
        for (const { name, opens } of highPrivilegesAmong(texts(props.userPermissions), objects)) {
          if (!includes(allowedHighPrivileges, name)) report(`${name} ${opens}.`);
        }
      },
    },
    {
      name: "salesforce-permissions-listed",
      description: "Permission sets and profiles grant only user permissions that are on a list.",
      enforcementLevel: allowedPermissions === undefined ? "disabled" : "mandatory",
      severity: "high",
      remediationSteps: "Leave the permission out, or have it added to allowedPermissions of the policies.",
      framework: review("shr_api_integration_security", "Review Integrated User"),
      validateResource({ type, props }, report) {
        if (!isHolder(type) || allowedPermissions === undefined) return;
        for (const name of texts(props.userPermissions)) {
          if (!includes(allowedPermissions, name)) report(`${name} is not on the list of permissions.`);
        }
      },
    },
    {
      name: "salesforce-api-only-users",
      description:
        "The profile of an integration user lets it call the API and keeps it from logging in to the user interface.",
      enforcementLevel: "mandatory",
      severity: "medium",
      remediationSteps: "Add ApiUserOnly to userPermissions of the profile.",
      framework: review("shr_api_integration_security", "Review Integrated User"),
      validateResource({ type, props }, report) {
        if (type !== typeOf("IntegrationProfile") || !Array.isArray(props.userPermissions)) return;
        if (!includes(texts(props.userPermissions), "ApiUserOnly")) report("The profile has no ApiUserOnly.");
      },
    },
    {
      name: "salesforce-least-scopes",
      description: "External client apps give out tokens for scopes that are on a list alone.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Leave the scope out, or have it added to allowedScopes of the policies.",
      framework: review("shr_external_client_apps", "OAuth Scope Least Privilege Control"),
      validateResource({ type, props }, report) {
        if (type !== typeOf("ExternalClientApp")) return;
        for (const scope of texts(props.scopes)) {
          if (!includes(allowedScopes, scope)) report(`The scope ${scope} is not on the list of scopes.`);
        }
      },
    },
  ];
}

const includes = (names: readonly string[], name: string) =>
  names.some((other) => other.toLowerCase() === name.toLowerCase());
