import { html } from "hono/html";
import type { RecordFields } from "../../contracts.ts";
import type { MetadataRecord } from "../../metadata/typeSchema.ts";
import { type AppParts, appParts } from "../appParts.ts";
import { certificateFacts, validity } from "../certificateFacts.ts";
import type { Markup, Page, View } from "../page.ts";
import {
  badge,
  checkboxes,
  facts,
  form,
  inline,
  link,
  panel,
  section,
  select,
  table,
  tickedBefore,
  time,
} from "../parts.ts";
import { byText, permissionSetOfProfile, permissionSets } from "../records.ts";

/** Values of the policies, in the words of Salesforce's own pages. */
const permittedUsers = [
  { value: "AdminApprovedPreAuthorized", text: "Admin approved users are pre-authorized" },
  { value: "AllSelfAuthorized", text: "All users can self-authorize" },
];
const ipRelaxation = [
  { value: "Enforce", text: "Enforce IP restrictions" },
  { value: "Enforce_relaxrefresh", text: "Enforce IP restrictions, but relax for refresh tokens" },
  { value: "Bypass_2factor", text: "Relax IP restrictions with second factor" },
  { value: "Bypass", text: "Relax IP restrictions" },
];
const refreshToken = [
  { value: "Zero", text: "Immediately expire refresh token" },
  { value: "SpecificLifetime", text: "Expire refresh token after a specific time" },
  { value: "SpecificInactivity", text: "Expire refresh token if not used for a specific time" },
  { value: "Infinite", text: "Refresh token is valid until revoked" },
];

export function appList(view: View): Page {
  const { org } = view;
  const rows = byText(org.records.find("ExternalClientApplication"), "MasterLabel").flatMap(({ Id }) => {
    const parts = appParts(org, String(Id));
    return parts === undefined ? [] : [appRow(view, parts)];
  });
  return {
    title: "External Client Apps",
    summary: "Apps that users and integrations log in through.",
    content: panel(
      table(
        "External client apps",
        ["Name", "API name", "State", "Permitted users", "Certificate"],
        rows,
        "There is no external client app yet.",
      ),
    ),
  };
}

function appRow({ org }: View, { application, policies, oauthPolicies, globalOauthSettings }: AppParts): Markup[] {
  const stored = globalOauthSettings?.record.certificate;
  const state = stored === undefined ? undefined : validity(certificateFacts(String(stored)), org.now());
  return [
    link(`/setup/apps/${application.id}`, String(application.record.label)),
    html`<code>${application.fullName}</code>`,
    enabledBadge(policies),
    html`${wordsOf(permittedUsers, oauthPolicies.permittedUsersPolicyType)}`,
    state === undefined ? html`<span class="faint">None</span>` : badge(state.text, state.isValid ? "good" : "warning"),
  ];
}

export function appPage(view: View, id: string): Page | undefined {
  const parts = appParts(view.org, id);
  if (parts === undefined) return undefined;
  const { application, oauthSettings, globalOauthSettings, policies } = parts;
  const { record } = application;
  return {
    title: String(record.label),
    summary: "External client app",
    content: [
      panel(
        facts([
          ["API name", html`<code>${application.fullName}</code>`],
          ["State", enabledBadge(policies)],
          ["Description", text(record.description)],
          ["Contact e-mail", text(record.contactEmail)],
          ["Distribution state", text(record.distributionState)],
          ["Id", html`<code>${application.id}</code>`],
        ]),
      ),
      section(
        "oauth-settings",
        "OAuth Settings",
        oauthSettings === undefined && globalOauthSettings === undefined
          ? html`<p class="empty">The app has no OAuth settings.</p>`
          : settingFacts(oauthSettings?.record ?? {}, globalOauthSettings?.record ?? {}),
      ),
      ...(globalOauthSettings === undefined ? [] : [certificateSection(view, globalOauthSettings.record)]),
      ...(oauthSettings === undefined ? [] : [oauthPolicySection(view, parts)]),
      appPolicySection(view, policies),
    ],
  };
}

function settingFacts(settings: MetadataRecord, globalSettings: MetadataRecord): Markup {
  const on = Object.keys(globalSettings).filter((name) => /^is[A-Z]/.test(name) && globalSettings[name] === true);
  const callbacks = String(globalSettings.callbackUrl ?? "").split("\n");
  return facts([
    ["Scopes", html`<code>${settings.commaSeparatedOauthScopes ?? "none"}</code>`],
    ["Callback URL", html`${callbacks.map((url) => html`<code>${url}</code> `)}`],
    [
      "Consumer key",
      globalSettings.consumerKey === undefined
        ? undefined
        : html`<code class="long">${globalSettings.consumerKey}</code>`,
    ],
    [
      "Flags that are on",
      inline(
        on.map((name) => html`<code>${name}</code>`),
        "None",
      ),
    ],
  ]);
}

function certificateSection(view: View, settings: MetadataRecord): Markup {
  return section("certificate", "Certificate", [
    settings.certificate === undefined
      ? html`<p class="empty">None; nobody can log in with a JWT.</p>`
      : storedCertificate(String(settings.certificate), view.org.now()),
    form(
      view,
      "certificate",
      html`<details><summary>Replace the certificate</summary>
<label class="field wide"><span>New certificate (PEM)</span><textarea name="certificate" rows="8" required spellcheck="false"
 autocomplete="off" placeholder="-----BEGIN CERTIFICATE-----"></textarea></label>
<p class="actions"><button type="submit">Replace certificate</button></p></details>`,
      "Replace the certificate",
    ),
  ]);
}

function storedCertificate(stored: string, now: Date): Markup {
  const certificate = certificateFacts(stored);
  const state = validity(certificate, now);
  return facts([
    ["Subject", html`<code>${certificate.subject}</code>`],
    ["SHA-256 fingerprint", html`<code class="long">${certificate.fingerprint}</code>`],
    [
      "Valid",
      html`${time(certificate.validFrom.toISOString())} to ${time(certificate.validTo.toISOString())} ${badge(state.text, state.isValid ? "good" : "warning")}`,
    ],
    ["Key", certificate.key],
  ]);
}

function oauthPolicySection(view: View, { oauthPolicies, permitted }: AppParts): Markup {
  const { org } = view;
  const sets = permissionSets(org).map((set) => ({ value: String(set.Name), text: String(set.Label), set }));
  const profiles = byText(org.records.find("Profile"), "Name").map((profile) => ({
    value: String(profile.Name),
    text: String(profile.Name),
    set: permissionSetOfProfile(org, String(profile.Id)),
  }));
  return section(
    "oauth-policies",
    "OAuth Policies",
    form(
      view,
      "oauth-policies",
      html`<div class="fields">
${select("permittedUsersPolicyType", "Permitted users", permittedUsers, text(oauthPolicies.permittedUsersPolicyType))}
${select("refreshTokenPolicyType", "Refresh token policy", refreshToken, text(oauthPolicies.refreshTokenPolicyType))}
${select("ipRelaxationPolicyType", "IP relaxation", ipRelaxation, text(oauthPolicies.ipRelaxationPolicyType))}
</div>
<fieldset><legend>Permission sets that may use the app</legend>${permittedBoxes("permission-set", sets, permitted)}</fieldset>
<details${profiles.some(({ set }) => isPermitted(set, permitted)) ? html` open` : undefined}><summary>Profiles that may use the app</summary>${permittedBoxes("profile", profiles, permitted)}</details>
<p class="actions"><button type="submit">Save OAuth policies</button></p>`,
      "OAuth policies",
    ),
  );
}

interface PermittedChoice {
  readonly value: string;
  readonly text: string;
  readonly set: RecordFields | undefined;
}

function isPermitted(set: RecordFields | undefined, permitted: ReadonlySet<string>): boolean {
  return set !== undefined && permitted.has(String(set.Id));
}

function permittedBoxes(name: string, choices: readonly PermittedChoice[], permitted: ReadonlySet<string>): Markup {
  const ticked = new Set(choices.filter(({ set }) => isPermitted(set, permitted)).map(({ value }) => value));
  if (choices.length === 0) return html`<p class="empty">There is none in the org.</p>`;
  return html`${tickedBefore(name, ticked)}${checkboxes(name, choices, ticked)}`;
}

function appPolicySection(view: View, policies: MetadataRecord): Markup {
  const facet = facts([["Start page", text(policies.startPage)]]);
  const [change, button] =
    policies.isEnabled === true ? (["disable", "Turn the app off"] as const) : (["enable", "Turn the app on"] as const);
  return section("app-policies", "App Policies", [
    facet,
    form(view, change, html`<button type="submit">${button}</button>`, "App policies"),
  ]);
}

function enabledBadge(policies: MetadataRecord): Markup {
  return policies.isEnabled === true ? badge("On", "good") : badge("Off", "off");
}

function text(value: MetadataRecord[string]): string | undefined {
  return value === undefined ? undefined : String(value);
}

function wordsOf(choices: readonly { value: string; text: string }[], value: MetadataRecord[string]): string {
  return choices.find((choice) => choice.value === value)?.text ?? String(value);
}
