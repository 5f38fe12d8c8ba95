/** What a permission set, or a profile's own one, grants: the parts that both of their pages have. */
import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { Markup, View } from "../page.ts";
import { checkboxes, form, inline, link, section, table, tickedBefore } from "../parts.ts";
import {
  appsPermittedTo,
  compareTexts,
  fieldPermissions,
  grantableObjects,
  objectPermissions,
  permissionableFields,
  permissionsOn,
  qualifiedName,
  userPermissions,
} from "../records.ts";

/** @param record the permission set or profile that has the columns `PermissionsXxx` */
export function permissionsSection(view: View, record: RecordFields): Markup {
  const on = permissionsOn(record);
  const choices = userPermissions.map(({ name, label }) => ({
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
      objectPermissions.filter(([column]) => row[column] === true).map(([column]) => `${row.SobjectType}.${column}`),
    ),
  );
  const boxes = grantableObjects.map((object) => [
    html`<code>${object}</code>`,
    ...objectPermissions.map(([column, word]) => box("object", `${object}.${column}`, granted, `${word}, ${object}`)),
  ]);
  return section(
    "objects",
    "Object Permissions",
    form(
      view,
      "objects",
      html`${tickedBefore("object", granted)}
${table("Object permissions", ["Object", ...objectPermissions.map(([, word]) => word)], boxes, "There is no object.")}
<p class="actions"><button type="submit">Save object permissions</button></p>`,
      "Object permissions",
    ),
  );
}

/** The fields of each object that permissions decide about; those of an object with grants are open. */
function fieldSection(view: View, set: RecordFields): Markup {
  const rows = view.org.records.find("FieldPermissions", { ParentId: String(set.Id) });
  const granted = new Set(
    rows.flatMap((row) =>
      fieldPermissions.filter(([column]) => row[column] === true).map(([column]) => `${row.Field}.${column}`),
    ),
  );
  const groups = grantableObjects.map((object) => {
    const fields = permissionableFields(object);
    const open = rows.some(({ SobjectType }) => SobjectType === object) ? html` open` : undefined;
    const boxes = fields.map((field) => [
      html`<code>${field}</code>`,
      ...fieldPermissions.map(([column, word]) => box("field", `${field}.${column}`, granted, `${word}, ${field}`)),
    ]);
    const columns = ["Field", ...fieldPermissions.map(([, word]) => word)];
    return html`<details${open}><summary>${object}: ${fields.length} fields</summary>
${table(`Field permissions, ${object}`, columns, boxes, "Permissions decide about no field.")}</details>
`;
  });
  return section(
    "fields",
    "Field Permissions",
    form(
      view,
      "fields",
      html`${tickedBefore("field", granted)}${groups}
<p class="actions"><button type="submit">Save field permissions</button></p>`,
      "Field permissions",
    ),
  );
}

/** A box in a table. @param words what it is about, for those who do not see where it stands */
function box(name: string, value: string, ticked: ReadonlySet<string>, words: string): Markup {
  const checked = ticked.has(value) ? html` checked` : undefined;
  return html`<label class="box"><input type="checkbox" name="${name}" value="${value}"${checked}><span class="aside">${words}</span></label>`;
}

function appSection(view: View, set: RecordFields): Markup {
  const apps = appsPermittedTo(view.org, String(set.Id)).map(({ Id, MasterLabel }) =>
    link(`/setup/apps/${Id}`, String(MasterLabel)),
  );
  return section("apps", "App Policies That Name It", html`<p>${inline(apps, "None.")}</p>`);
}
