import { type FleetResult, namesNotLookedAt, type OrgResult } from "../result.ts";

/** A test case for each org: a failure for drift and for what is not applied, an error for what could not be asked. */
export function junitReport({ orgs, askedAt }: FleetResult): string {
  const count = (...verdicts: OrgResult["verdict"][]) =>
    orgs.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites><testsuite name="Salesforce access" tests="${orgs.length}" failures="${count("drifted", "unapplied")}" errors="${count("unreachable")}" skipped="${count("skipped")}" timestamp="${attribute(askedAt.replace(/\.\d+Z$/, ""))}">`,
    ...orgs.map(
      (org) =>
        `<testcase classname="fleet" name="${attribute(org.stack)}">${outcomeOf(org)}${notLookedAt(org)}</testcase>`,
    ),
    "</testsuite></testsuites>",
    "",
  ].join("\n");
}

function notLookedAt(org: OrgResult): string {
  const names = namesNotLookedAt(org);
  return names.length === 0 ? "" : `<system-out>${attribute(`not looked at: ${names.join(", ")}`)}</system-out>`;
}

function outcomeOf({ verdict, drift, reason }: OrgResult): string {
  const details = drift.map(({ resource, property, from, to }) => `${resource}.${property}: ${from} -> ${to}`);
  switch (verdict) {
    case "clean":
      return "";
    case "skipped":
      return `<skipped message="${attribute(reason)}"/>`;
    case "unreachable":
      return `<error message="${attribute(reason)}"/>`;
    default:
      return `<failure message="${attribute(reason || `${details.length} changed in the org`)}">${attribute(details.join("\n"))}</failure>`;
  }
}

function attribute(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
