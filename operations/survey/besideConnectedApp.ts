import { scvDefaults } from "../../resources/scvDefaults.ts";
import { CommandError } from "../commandLine.ts";
import type { Plain } from "../stackConfiguration.ts";
import type { FoundConnectedApp } from "./findConnectedApps.ts";
import { accessInputs, type Declaration } from "./stack.ts";

/** The connected app of that name. @throws CommandError when there is none */
export function connectedAppNamed(apps: readonly FoundConnectedApp[], name: string): FoundConnectedApp {
  const app = apps.find(({ label }) => label.toLowerCase() === name.toLowerCase());
  if (app) return app;
  const known = apps.map(({ label }) => `"${label}"`).join(", ") || "none";
  throw new CommandError(
    `The org has no such connected app "${name}"; those that approved users log in through: ${known}.`,
  );
}

/**
 * The configuration of a stack whose app stands beside a connected app, for the same user, profile and permission set.
 *
 * @param declarations the permission sets, users and profiles of the connected app
 * @throws CommandError when the program of this project cannot declare them
 */
export function configurationBeside(declarations: Declaration[], app: FoundConnectedApp): { [key: string]: Plain } {
  const access = accessInputs(declarations, app.contactEmail);
  if (access === undefined) {
    const found = declarations.map(({ kind, name }) => `${kind} ${name}`).join(", ") || "none that can be adopted";
    throw new CommandError(
      `The program of this project declares one permission set, one user with it, and one profile, and ${app.label} admits others: ${found}${app.profiles.length > 0 ? `; profiles ${app.profiles.join(", ")}` : ""}. Declare them in a program of your own: docs/connected-app.md.`,
    );
  }
  const { configuration, overrides } = access;
  const isSameName = app.label.toLowerCase() === scvDefaults.app.label.toLowerCase();
  const all = { ...overrides, ...(isSameName && { app: { label: `${scvDefaults.app.label} ECA` } }) };
  return {
    contactEmail: app.contactEmail ?? access.email,
    ...configuration,
    adopt: true,
    rotationStrategy: "blueGreen",
    confirmedKey: "none",
    connectedApp: app.label,
    ...(Object.keys(all).length > 0 && { overrides: all as Plain }),
  };
}
