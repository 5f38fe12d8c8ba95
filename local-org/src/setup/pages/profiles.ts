import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, facts, link, panel, section, table } from "../parts.ts";
import { byText, licenceName, permissionSetOfProfile, permissionsOn, userState } from "../records.ts";
import { accessSections, permissionsSection } from "./grants.ts";

export function profileList(view: View): Page {
  const { org } = view;
  const rows = byText(org.records.find("Profile"), "Name").map((profile) => [
    link(`/setup/profiles/${profile.Id}`, String(profile.Name)),
    licenceName(org, profile.UserLicenseId),
    isCustom(view, profile) ? badge("Custom") : "Standard",
    permissionsOn(profile).size,
    org.records.find("User", { ProfileId: String(profile.Id) }).length,
  ]);
  return {
    title: "Profiles",
    summary: "Each user has one; it brings the user licence.",
    content: panel(
      table("Profiles", ["Name", "User licence", "Kind", "Permissions on", "Users"], rows, "There is no profile."),
    ),
  };
}

export function profilePage(view: View, id: string): Page | undefined {
  const { org } = view;
  const profile = org.records.get("Profile", id);
  if (profile === undefined) return undefined;
  const own = permissionSetOfProfile(org, String(profile.Id));
  return {
    title: String(profile.Name),
    summary: "Profile",
    content: [
      panel(
        facts([
          ["User licence", licenceName(org, profile.UserLicenseId)],
          ["Kind", isCustom(view, profile) ? "Custom" : "Standard"],
          ["Description", profile.Description],
          ["Id", html`<code>${profile.Id}</code>`],
        ]),
      ),
      permissionsSection(view, profile),
      ...(own === undefined ? [] : accessSections(view, own)),
      userSection(view, profile),
    ],
  };
}

function userSection(view: View, profile: RecordFields): Markup {
  const rows = byText(view.org.records.find("User", { ProfileId: String(profile.Id) }), "Name").map((user) => [
    link(`/setup/users/${user.Id}`, String(user.Name)),
    html`<code>${user.Username}</code>`,
    userState(view.org, user).isActive ? badge("Active", "good") : badge("Inactive", "off"),
  ]);
  return section("users", "Users", table("Users", ["User", "Username", "State"], rows, "Nobody has this profile."));
}

function isCustom({ org }: View, profile: RecordFields): boolean {
  return permissionSetOfProfile(org, String(profile.Id))?.IsCustom === true;
}
