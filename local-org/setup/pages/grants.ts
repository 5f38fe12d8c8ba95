/** What a permission set, or a profile's own one, grants: the parts that both of their pages have. */
import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { Markup, View } from "../page.ts";
import { checkboxes, form, inline, link, section, table, tickedBefore } from "../parts.ts";
import {
  appsPermittedTo,
  byText,
  compareTexts,
  GRANTABLE_OBJECTS,
  OBJECT_PERMISSIONS,
  permissionsOn,
  qualifiedName,
  USER_PERMISSIONS,
} from "../records.ts";

/** @param record the permission set or profile that has the columns `PermissionsXxx` */
export function permissionsSection(view: View, record: RecordFields): Markup {
  const on = permissionsOn(record);
  const choices = USER_PERMISSIONS.map(({ name, label }) => ({
    value: name,
    text: html`${label} <code>${name}</code>`,
  }));
  const chosen = choices.filter(({ value }) => on.has(value));
  const others = choices.filter(({ value }) => !on.has(value));
  return section(
    "permissions",
    "System Permissions",
    form(
      view,
      "permissions",
      html`${tickedBefore("permission", on)}
${on.size === 0 ? html`<p class="empty">None is on.</p>` : checkboxes("permission", chosen, on)}
<details><summary>${others.length} that are off</summary>${checkboxes("permission", others, on)}</details>
<p class="actions"><button type="submit">Save permissions</button></p>`,
      "System permissions",
    ),
  );
}

/** @param set the permission set that access hangs on */
export function accessSections(view: View, set: RecordFields): Markup[] {
  return [classSection(view, set), objectSection(view, set), fieldSection(view, set), appSection(view, set)];
}

function classSection(view: View, set: RecordFields): Markup {
  const { records } = view.org;
  const granted = new Set(
    records
      .find("SetupEntityAccess", { ParentId: String(set.Id), SetupEntityType: "ApexClass" })
      .map(({ SetupEntityId }) => String(SetupEntityId)),
  );
  const choices = records
    .find("ApexClass")
    .map((row) => ({ value: String(row.Id), text: qualifiedName(row) }))
    .sort((one, other) => compareTexts(one.text, other.text));
  return section(
    "classes",
    "Apex Class Access",
    form(
      view,
      "classes",
      html`${tickedBefore("class", granted)}${checkboxes("class", choices, granted)}
<p class="actions"><button type="submit">Save class access</button></p>`,
      "Apex class access",
    ),
  );
}

/** A row of boxes for each object that access can be granted to. */
function objectSection(view: View, set: RecordFields): Markup {
  const rows = view.org.records.find("ObjectPermissions", { ParentId: String(set.Id) });
  const granted = new Set(
    rows.flatMap((row) =>
      OBJECT_PERMISSIONS.filter(([column]) => row[column] === true).map(([column]) => `${row.SobjectType}.${column}`),
    ),
  );
  const boxes = GRANTABLE_OBJECTS.map((object) => [
    html`<code>${object}</code>`,
    ...OBJECT_PERMISSIONS.map(([column, word]) => {
      const value = `${object}.${column}`;
      const checked = granted.has(value) ? html` checked` : undefined;
      return html`<label class="box"><input type="checkbox" name="object" value="${value}"${checked}><span class="aside">${word}, ${object}</span></label>`;
    }),
  ]);
  return section(
    "objects",
    "Object Permissions",
    form(
      view,
      "objects",
      html`${tickedBefore("object", granted)}
${table("Object permissions", ["Object", ...OBJECT_PERMISSIONS.map(([, word]) => word)], boxes, "There is no object.")}
<p class="actions"><button type="submit">Save object permissions</button></p>`,
      "Object permissions",
    ),
  );
}

function fieldSection(view: View, set: RecordFields): Markup {
  const rows = byText(view.org.records.find("FieldPermissions", { ParentId: String(set.Id) }), "Field");
  return section(
    "fields",
    "Field Permissions",
    table(
      "Field permissions",
      ["Field", "Permissions"],
      rows.map((row) => [html`<code>${row.Field}</code>`, row.PermissionsEdit === true ? "Read, Edit" : "Read"]),
      "No field is granted.",
    ),
  );
}

function appSection(view: View, set: RecordFields): Markup {
  const apps = appsPermittedTo(view.org, String(set.Id)).map(({ Id, MasterLabel }) =>
    link(`/setup/apps/${Id}`, String(MasterLabel)),
  );
  return section("apps", "App Policies That Name It", html`<p>${inline(apps, "None.")}</p>`);
}
