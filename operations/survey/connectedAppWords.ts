import type { FoundConnectedApp } from "./findConnectedApps.ts";

/** How many users are named. */
const mostNames = 5;

/** Lines about the connected apps of an org, with the ways out of them; none where there is none. Pure. */
export function connectedAppLines(apps: readonly FoundConnectedApp[]): string[] {
  if (apps.length === 0) return [];
  return [
    "Connected apps that approved users log in through; their support ends in Summer '27 (Salesforce Release Notes):",
    ...apps.flatMap((app) => [`! ${app.label}: ${factsOf(app).join("; ")}`, `  ${wayOut(app)}`]),
    "Connected apps are only looked at, and never changed: docs/connected-app.md.",
  ];
}

function factsOf(app: FoundConnectedApp): string[] {
  const { certificateEnds, scopes, permissionSets, profiles, users } = app;
  const named = users
    .slice(0, mostNames)
    .map(({ username, lastDay }) => `${username} (${lastDay ? `last login ${lastDay}` : "no login in 30 days"})`);
  return [
    certificateEnds === undefined
      ? "its settings are not shown to the deployer, so whether it has a certificate is not known"
      : `certificate until ${certificateEnds}`,
    ...(scopes.length > 0 ? [`scopes ${scopes.join(", ")}`] : []),
    ...(permissionSets.length > 0 ? [`permission sets ${permissionSets.map(({ label }) => label).join(", ")}`] : []),
    ...(profiles.length > 0 ? [`profiles ${profiles.join(", ")}`] : []),
    `users ${named.join(", ") || "none"}${users.length > mostNames ? ` and ${users.length - mostNames} more` : ""}`,
  ];
}

function wayOut({ label, externalClientApp }: FoundConnectedApp): string {
  if (externalClientApp !== undefined) {
    return "An external client app of that name is there. If somebody has migrated the connected app, that one has taken its place: adopt it.";
  }
  return `Two ways out: migrate it in App Manager (Migrate to External Client App) and run this again, which adopts what comes of it. Or have the stack make an app of its own beside it: --beside "${label}".`;
}
