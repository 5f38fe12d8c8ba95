import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, section, table } from "../parts.ts";
import { byText } from "../records.ts";

export function licenceList({ org }: View): Page {
  return {
    title: "Licences",
    summary: "Active users take the seats of user licences; assignments take those of permission set licences.",
    content: [
      section(
        "user-licences",
        "User Licences",
        seatTable("User licences", byText(org.records.find("UserLicense"), "Name")),
      ),
      section(
        "permission-set-licences",
        "Permission Set Licences",
        seatTable("Permission set licences", byText(org.records.find("PermissionSetLicense"), "MasterLabel")),
      ),
    ],
  };
}

function seatTable(label: string, licences: readonly RecordFields[]): Markup {
  return table(
    label,
    ["Licence", "Key", "Used", "Total", "Left"],
    licences.map((licence) => {
      const used = Number(licence.UsedLicenses);
      const total = Number(licence.TotalLicenses);
      return [
        String(licence.MasterLabel),
        html`<code>${licence.LicenseDefinitionKey ?? licence.DeveloperName}</code>`,
        html`<meter min="0" max="${total}" value="${used}" aria-hidden="true"></meter> ${used}`,
        total,
        used >= total ? badge("None left", "warning") : total - used,
      ];
    }),
    "There is no licence.",
  );
}
