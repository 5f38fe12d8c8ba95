import { html } from "hono/html";
import {
  type ConnectedApp,
  connectedAppById,
  connectedApps,
  isActive,
  listOf,
  oauthConfigOf,
} from "../../connectedApps/store.ts";
import { permittedRecords } from "../../externalClientApps/permittedEntities.ts";
import type { MetadataRecord } from "../../metadata/typeSchema.ts";
import { certificateFacts, validity } from "../certificateFacts.ts";
import type { Markup, Page, View } from "../page.ts";
import { badge, buttonForm, facts, inline, link, panel, section, table } from "../parts.ts";

export function connectedAppList({ org }: View): Page {
  const rows = connectedApps(org).map((app) => [
    link(`/setup/connected-apps/${app.id}`, String(app.record.label)),
    html`<code>${app.fullName}</code>`,
    state(app, isActive(org, app)),
    permittedUsers(app),
  ]);
  return {
    title: "Connected Apps",
    summary: "What users and integrations logged in through before there were external client apps.",
    content: panel(
      table("Connected apps", ["Name", "API name", "State", "Permitted users"], rows, "There is no connected app."),
    ),
  };
}

export function connectedAppPage(view: View, id: string): Page | undefined {
  const { org } = view;
  const app = connectedAppById(org, id);
  if (app === undefined) return undefined;
  const { label, description, contactEmail } = app.record;
  const isOn = isActive(org, app);
  const { permissionSets, profiles } = permittedRecords(org, id);
  return {
    title: String(label),
    summary: "Connected app",
    content: [
      panel(
        facts([
          ["API name", html`<code>${app.fullName}</code>`],
          ["State", state(app, isOn)],
          ["Description", text(description)],
          ["Contact e-mail", text(contactEmail)],
          ["Id", html`<code>${id}</code>`],
        ]),
      ),
      section("oauth", "OAuth", oauthFacts(view, app)),
      section(
        "permitted",
        "Permitted Users",
        facts([
          ["Policy", permittedUsers(app)],
          [
            "Permission sets",
            inline(
              permissionSets.map(({ Label }) => html`${Label}`),
              "None",
            ),
          ],
          [
            "Profiles",
            inline(
              profiles.map(({ Name }) => html`${Name}`),
              "None",
            ),
          ],
        ]),
      ),
      ...(isOn ? [actions(view, String(label))] : [section("migrated", "Migrated", migrated(app))]),
    ],
  };
}

function oauthFacts({ org }: View, app: ConnectedApp): Markup {
  const { callbackUrl, certificate, consumerKey, scopes } = oauthConfigOf(app);
  const policy = (app.record.oauthPolicy ?? {}) as MetadataRecord;
  const stored = certificate === undefined ? undefined : certificateFacts(String(certificate));
  const valid = stored && validity(stored, org.now());
  return facts([
    ["Scopes", html`<code>${listOf(scopes).join(", ")}</code>`],
    ["Callback URL", html`<code>${callbackUrl}</code>`],
    ["Consumer key", html`<code class="long">${consumerKey}</code>`],
    ["Certificate", stored === undefined ? "None" : html`<code class="long">${stored.fingerprint}</code>`],
    ["Valid", valid && badge(valid.text, valid.isValid ? "good" : "warning")],
    ["IP relaxation", text(policy.ipRelaxation)],
    ["Refresh token policy", text(policy.refreshTokenPolicy)],
  ]);
}

function actions(view: View, label: string): Markup {
  return section("actions", "Actions", [
    buttonForm(view, "migrate", "Migrate to External Client App", label),
    buttonForm(view, "delete", "Delete", label),
  ]);
}

function migrated({ migratedTo }: ConnectedApp): Markup {
  return html`<p>An external client app has taken its place: ${link(`/setup/apps/${migratedTo}`, "see it")}. If that is
deleted, this one is active again.</p>`;
}

function state({ migratedTo }: ConnectedApp, isOn: boolean): Markup {
  if (!isOn) return badge("Migrated, read-only", "off");
  return migratedTo === undefined ? badge("On", "good") : badge("On again", "warning");
}

function permittedUsers(app: ConnectedApp): string {
  return oauthConfigOf(app).isAdminApproved === true
    ? "Admin approved users are pre-authorized"
    : "All users may self-authorize";
}

function text(value: MetadataRecord[string]): string | undefined {
  return value === undefined ? undefined : String(value);
}
