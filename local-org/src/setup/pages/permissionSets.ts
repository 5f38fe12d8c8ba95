import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, buttonForm, facts, form, link, panel, section, select, table } from "../parts.ts";
import {
  appsPermittedTo,
  byText,
  licenceName,
  permissionSets,
  permissionsOn,
  qualifiedName,
  userState,
} from "../records.ts";
import { accessSections, permissionsSection } from "./grants.ts";

export function permissionSetList(view: View): Page {
  const { org } = view;
  const rows = permissionSets(org).map((set) => [
    link(`/setup/permission-sets/${set.Id}`, String(set.Label)),
    html`<code>${qualifiedName(set)}</code>`,
    licenceName(org, set.LicenseId) ?? html`<span class="faint">None</span>`,
    permissionsOn(set).size,
    org.records.find("PermissionSetAssignment", { PermissionSetId: String(set.Id) }).length,
    appsPermittedTo(org, String(set.Id)).length,
  ]);
  return {
    title: "Permission Sets",
    summary: "Access that users get on top of their profiles.",
    content: panel(
      table(
        "Permission sets",
        ["Label", "API name", "Licence", "Permissions on", "Assigned to", "Named by apps"],
        rows,
        "There is no permission set yet.",
      ),
    ),
  };
}

export function permissionSetPage(view: View, id: string): Page | undefined {
  const { org } = view;
  const set = org.records.get("PermissionSet", id);
  if (set === undefined || set.IsOwnedByProfile === true) return undefined;
  return {
    title: String(set.Label),
    summary: "Permission set",
    content: [
      panel(
        facts([
          ["API name", html`<code>${qualifiedName(set)}</code>`],
          ["Description", set.Description],
          ["Licence", licenceName(org, set.LicenseId) ?? "None"],
          ["Id", html`<code>${set.Id}</code>`],
        ]),
      ),
      permissionsSection(view, set),
      ...accessSections(view, set),
      assignmentSection(view, set),
    ],
  };
}

function assignmentSection(view: View, set: RecordFields): Markup {
  const { records } = view.org;
  const assigned = records
    .find("PermissionSetAssignment", { PermissionSetId: String(set.Id) })
    .flatMap(({ Id, AssigneeId }) => {
      const user = records.get("User", String(AssigneeId));
      return user === undefined ? [] : [{ assignmentId: String(Id), user }];
    });
  const holders = new Set(assigned.map(({ user }) => user.Id));
  const others = byText(records.find("User"), "Name").filter(({ Id }) => !holders.has(Id ?? null));
  const rows = assigned.map(({ assignmentId, user }) => [
    link(`/setup/users/${user.Id}`, String(user.Name)),
    html`<code>${user.Username}</code>`,
    userState(view.org, user).isActive ? badge("Active", "good") : badge("Inactive", "off"),
    buttonForm(view, "unassign", "Unassign", String(user.Name), { assignment: assignmentId }),
  ]);
  const choices = others.map(({ Id, Name, Username }) => ({ value: String(Id), text: `${Name} (${Username})` }));
  return section("assignments", "Assignments", [
    table("Assignments", ["User", "Username", "State", "Change"], rows, "It is assigned to nobody."),
    choices.length === 0
      ? html``
      : form(
          view,
          "assign",
          html`<div class="row">${select("user", "Assign to", choices)}<button type="submit">Assign</button></div>`,
          "Assign to a user",
        ),
  ]);
}
