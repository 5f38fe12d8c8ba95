/** What an org says about itself. */
export interface Organization {
  name: string;
  /** For example `Enterprise Edition`. */
  edition: string;
  /** Sandboxes and scratch orgs say so. */
  isSandbox: boolean;
  /** Trials end at a moment. */
  isTrial: boolean;
  /** Prefix of the org's own namespace, which a packaging org or a Dev Hub may have; most orgs have none. */
  namespace?: string;
}

/** Fields of the one record of the type Organization. Source: Object Reference, Organization. */
export const organizationQuery =
  "SELECT Id, Name, OrganizationType, IsSandbox, TrialExpirationDate, NamespacePrefix FROM Organization LIMIT 1";

export function organizationOf(record: { [field: string]: unknown } | undefined): Organization | undefined {
  if (!record) return undefined;
  return {
    name: String(record.Name),
    edition: String(record.OrganizationType),
    isSandbox: record.IsSandbox === true,
    isTrial: record.TrialExpirationDate != null,
    ...(record.NamespacePrefix != null && { namespace: String(record.NamespacePrefix) }),
  };
}

/**
 * Whether people work in an org: it is no sandbox, no scratch org, no trial and no Developer Edition. An org that does
 * not say what it is counts as one.
 */
export function isProduction(organization: Organization | undefined): boolean {
  if (organization === undefined) return true;
  const { isSandbox, isTrial, edition } = organization;
  return !isSandbox && !isTrial && edition !== "Developer Edition";
}
