import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, buttonForm, facts, form, link, panel, section, select, table } from "../parts.ts";
import { byText, licenceName, permissionSets, type UserState, userState } from "../records.ts";

export function userList(view: View): Page {
  const { org } = view;
  const rows = byText(org.records.find("User"), "Name").map((user) => {
    const profile = org.records.get("Profile", String(user.ProfileId));
    return [
      link(`/setup/users/${user.Id}`, String(user.Name)),
      html`<code>${user.Username}</code>`,
      profile === undefined ? undefined : link(`/setup/profiles/${profile.Id}`, String(profile.Name)),
      licenceName(org, profile?.UserLicenseId),
      states(userState(org, user)),
    ];
  });
  return {
    title: "Users",
    summary: "Users are never deleted; an inactive one gives its licence back and keeps its username.",
    content: panel(table("Users", ["Name", "Username", "Profile", "User licence", "State"], rows, "There is no user.")),
  };
}

function states({ isActive, isFrozen, pendingEmail }: UserState): Markup {
  return html`${isActive ? badge("Active", "good") : badge("Inactive", "off")}${
    isFrozen ? html` ${badge("Frozen", "warning")}` : undefined
  }${pendingEmail === undefined ? undefined : html` ${badge("E-mail unconfirmed", "warning")}`}`;
}

export function userPage(view: View, id: string): Page | undefined {
  const { org } = view;
  const user = org.records.get("User", id);
  if (user === undefined) return undefined;
  const profile = org.records.get("Profile", String(user.ProfileId));
  const state = userState(org, user);
  return {
    title: String(user.Name),
    summary: user.Id === org.deployer.userId ? "User that deployments log in as" : "User",
    content: [
      panel(
        facts([
          ["State", states(state)],
          ["Username", html`<code>${user.Username}</code>`],
          ["E-mail", user.Email],
          ["Profile", profile === undefined ? undefined : link(`/setup/profiles/${profile.Id}`, String(profile.Name))],
          ["User licence", licenceName(org, profile?.UserLicenseId)],
          ["Alias", user.Alias],
          ["Time zone", user.TimeZoneSidKey],
          ["Locale", user.LocaleSidKey],
          ["Language", user.LanguageLocaleKey],
          ["Id", html`<code>${user.Id}</code>`],
        ]),
      ),
      stateSection(view, user, state),
      emailSection(view, user, state),
      permissionSetSection(view, user),
      licenceSection(view, user),
    ],
  };
}

function stateSection(view: View, user: RecordFields, { isActive, isFrozen }: UserState): Markup {
  const name = String(user.Name);
  const active = isActive
    ? buttonForm(view, "deactivate", "Deactivate", name)
    : buttonForm(view, "activate", "Activate", name);
  const frozen = isFrozen ? buttonForm(view, "unfreeze", "Unfreeze", name) : buttonForm(view, "freeze", "Freeze", name);
  return section("state", "State", html`<div class="row">${active}${frozen}</div>`);
}

function emailSection(view: View, user: RecordFields, { pendingEmail }: UserState): Markup {
  const pending =
    pendingEmail === undefined
      ? undefined
      : html`<p><strong>${pendingEmail}</strong> waits for its confirmation; until then the old address holds.</p>
${buttonForm(view, "confirm-email", "Confirm the new address", pendingEmail)}`;
  return section("email", "E-mail", [
    html`${pending}`,
    form(
      view,
      "email",
      html`<div class="row"><label class="field"><span>E-mail address</span>
<input type="email" name="email" value="${user.Email}" required autocomplete="off"></label>
<button type="submit">Save e-mail</button></div>`,
      "Change the e-mail address",
    ),
  ]);
}

function permissionSetSection(view: View, user: RecordFields): Markup {
  const { records } = view.org;
  const assigned = records.find("PermissionSetAssignment", { AssigneeId: String(user.Id) }).flatMap((assignment) => {
    const set = records.get("PermissionSet", String(assignment.PermissionSetId));
    return set === undefined || set.IsOwnedByProfile === true ? [] : [{ assignment, set }];
  });
  const held = new Set(assigned.map(({ set }) => set.Id));
  const choices = permissionSets(view.org)
    .filter(({ Id }) => !held.has(Id ?? null))
    .map(({ Id, Label }) => ({ value: String(Id), text: String(Label) }));
  const rows = assigned.map(({ assignment, set }) => [
    link(`/setup/permission-sets/${set.Id}`, String(set.Label)),
    html`<code>${set.Name}</code>`,
    buttonForm(view, "unassign", "Unassign", String(set.Label), { assignment: String(assignment.Id) }),
  ]);
  return section("permission-sets", "Permission Set Assignments", [
    table("Permission set assignments", ["Permission set", "API name", "Change"], rows, "None is assigned."),
    assignForm(view, "assign", "permission-set", "Assign a permission set", choices),
  ]);
}

function licenceSection(view: View, user: RecordFields): Markup {
  const { records } = view.org;
  const held = records.find("PermissionSetLicenseAssign", { AssigneeId: String(user.Id) });
  const heldIds = new Set(held.map(({ PermissionSetLicenseId }) => PermissionSetLicenseId));
  const choices = records
    .find("PermissionSetLicense")
    .filter(({ Id }) => !heldIds.has(Id ?? null))
    .map(({ Id, MasterLabel }) => ({ value: String(Id), text: String(MasterLabel) }));
  const rows = held.map((assign) => {
    const licence = records.get("PermissionSetLicense", String(assign.PermissionSetLicenseId));
    return [
      String(licence?.MasterLabel),
      html`<code>${licence?.DeveloperName}</code>`,
      buttonForm(view, "remove-licence", "Remove", String(licence?.MasterLabel), { assignment: String(assign.Id) }),
    ];
  });
  return section("licences", "Permission Set Licences", [
    table("Permission set licences", ["Licence", "API name", "Change"], rows, "None is assigned."),
    assignForm(view, "add-licence", "licence", "Assign a permission set licence", choices),
  ]);
}

function assignForm(
  view: View,
  change: string,
  field: string,
  label: string,
  choices: readonly { value: string; text: string }[],
): Markup {
  if (choices.length === 0) return html``;
  return form(
    view,
    change,
    html`<div class="row">${select(field, label, choices)}<button type="submit">Assign</button></div>`,
    label,
  );
}
