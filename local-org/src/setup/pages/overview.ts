import { html } from "hono/html";
import { latestApiVersion } from "../../rest/versions.ts";
import type { Page, View } from "../page.ts";
import { facts, link, panel, section } from "../parts.ts";
import { permissionSets } from "../records.ts";

export function overviewPage({ org, log }: View): Page {
  const organization = org.records.get("Organization", org.organizationId);
  const users = org.records.find("User");
  const active = users.filter(({ IsActive }) => IsActive === true).length;
  const deployer = org.records.get("User", org.deployer.userId);
  return {
    title: String(organization?.Name ?? "Local Org"),
    summary: "A Salesforce org of your own, on this machine only.",
    content: [
      panel(
        facts([
          ["Address", html`<code>${org.instanceUrl}</code>`],
          ["Organization id", html`<code>${org.organizationId}</code>`],
          ["Edition", String(organization?.OrganizationType)],
          ["API version", html`<code>${latestApiVersion}</code>`],
          ["Deployments log in as", link(`/setup/users/${deployer?.Id}`, org.deployer.username)],
        ]),
      ),
      section(
        "inside",
        "What Is In It",
        html`<ul class="plain">
<li>${link("/setup/permission-sets", counted(permissionSets(org).length, "permission set"))}</li>
<li>${link("/setup/profiles", counted(org.records.find("Profile").length, "profile"))}</li>
<li>${link("/setup/users", counted(users.length, "user"))}, ${active} of them active</li>
<li>${link("/setup/apps", counted(org.records.find("ExternalClientApplication").length, "external client app"))}</li>
<li>${link("/setup/requests", counted(log.list().length, "call"))} of clients so far</li>
</ul>`,
      ),
      section(
        "drift",
        "Make Drift",
        html`<p>Change something here by hand: tick a permission, deactivate a user, loosen a policy, replace a
certificate. The org keeps its rules and answers as it would answer an administrator. Then see whether your program
finds it.</p>`,
      ),
    ],
  };
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
