/** Makes a copy of an org as a sandbox refresh does. Sources: the rules `sandbox.…` of the ledger. */

import type { RequestContext } from "../contracts.ts";
import { applicationType } from "../externalClientApps/applicationType.ts";
import { allComponents, putComponent } from "../externalClientApps/componentStore.ts";
import { newConsumerKey } from "../externalClientApps/consumerKey.ts";
import { dropCredentials } from "../externalClientApps/credentials.ts";
import { createOrg, type OwnedOrg } from "../org.ts";
import { contextOfUser } from "../requestContext.ts";
import { latestApiVersion } from "../rest/versions.ts";
import { recountUserLicences } from "../rules/licences.ts";
import { copiedRows } from "./copiedRows.ts";
import type { SandboxRequest } from "./request.ts";

/**
 * A new org with the content of another. Lives in memory; its settings are those that the source has now.
 *
 * @throws Error when a user who is to be inactive is not there, or is the one who refreshes
 */
export function createSandbox(source: OwnedOrg, request: SandboxRequest): OwnedOrg {
  const { name, inactiveUsers = [] } = request;
  const inactive = new Set(inactiveUsers.map((username) => username.toLowerCase()));
  for (const username of inactive) {
    if (source.records.find("User", { Username: username }).length === 0)
      throw new Error(`inactiveUsers: the org has no user ${username}.`);
    if (username === source.deployer.username)
      throw new Error(`inactiveUsers: ${username} is the deployer, who refreshes and stays active.`);
  }
  return createOrg({
    settings: source.settings,
    copyOf: {
      org: source,
      usernameSuffix: `.${name.toLowerCase()}`,
      rows: (rows, to) =>
        copiedRows(rows, {
          from: source.organizationId,
          to,
          name,
          refreshedBy: source.deployer.userId,
          inactive,
        }),
      finish(org) {
        changeApps(contextOfUser(org, org.deployer.userId, latestApiVersion), request);
        recountUserLicences(org);
      },
    },
  });
}

const oauthSettings = "ExtlClntAppGlobalOauthSettings";

function changeApps(
  context: RequestContext,
  { apps = "newConsumerKeys", certificates = "kept" }: SandboxRequest,
): void {
  const { org, userId } = context;
  if (apps === "gone") {
    for (const { fullName } of allComponents(org, "ExternalClientApplication"))
      applicationType.remove(context, fullName);
    return;
  }
  for (const { id, fullName, applicationId, record } of allComponents(org, oauthSettings)) {
    const { certificate, ...rest } = record;
    const consumerKey = apps === "kept" ? record.consumerKey : newConsumerKey();
    if (apps === "newConsumerKeys") dropCredentials(org, applicationId);
    const kept = certificate === undefined || certificates === "gone" ? {} : { certificate };
    putComponent(org, oauthSettings, userId, {
      id,
      fullName,
      applicationId,
      record: { ...rest, ...kept, consumerKey },
    });
  }
}
