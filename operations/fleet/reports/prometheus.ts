import { type FleetResult, namesNotLookedAt, type OrgResult } from "../result.ts";

interface Gauge {
  name: string;
  help: string;
  /** Samples of one org: further labels, and the value. */
  of(org: OrgResult, now: Date): [{ [label: string]: string }, number][];
}

const gauges: Gauge[] = [
  {
    name: "salesforce_access_drifted_properties",
    help: "Properties that the org has otherwise than the state of the stack; absent where the org was not asked.",
    of: ({ verdict, drift }) => (["clean", "drifted", "unapplied"].includes(verdict) ? [[{}, drift.length]] : []),
  },
  {
    name: "salesforce_access_properties_not_looked_at",
    help: "Properties that queries do not show, of an org whose login may not use the Metadata API; absent where the org was not asked.",
    of: (org) => (org.depth === undefined ? [] : [[{}, namesNotLookedAt(org).length]]),
  },
  {
    name: "salesforce_access_unreachable",
    help: "1 when the org or the state of the stack could not be asked.",
    of: ({ verdict }) => [[{}, Number(verdict === "unreachable")]],
  },
  {
    name: "salesforce_access_unapplied",
    help: "1 when the program says something else than what was applied.",
    of: ({ verdict }) => [[{}, Number(verdict === "unapplied")]],
  },
  {
    name: "salesforce_access_certificate_seconds_left",
    help: "Seconds until a certificate of an app ends; negative when it has ended.",
    of: ({ certificates }, now) =>
      certificates.map(({ resource, validTo }) => [{ resource }, (Date.parse(validTo) - now.getTime()) / 1000]),
  },
  {
    name: "salesforce_access_proof_age_seconds",
    help: "Seconds since the access was last proved by a login.",
    of: ({ provedAt }, now) => (provedAt ? [[{}, (now.getTime() - Date.parse(provedAt)) / 1000]] : []),
  },
];

/** Gauges in Prometheus' text format. */
export function prometheusReport(result: FleetResult, now: Date): string {
  const lines = gauges.flatMap(({ name, help, of }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...result.orgs.flatMap((org) =>
      of(org, now).map(([labels, value]) => `${name}{${labelsOf({ stack: org.stack, ...labels })}} ${value}`),
    ),
  ]);
  const asked = "salesforce_access_asked_timestamp_seconds";
  return [
    ...lines,
    `# HELP ${asked} When the orgs were asked.`,
    `# TYPE ${asked} gauge`,
    `${asked} ${Date.parse(result.askedAt) / 1000}`,
    "",
  ].join("\n");
}

function labelsOf(labels: { [label: string]: string }): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`)
    .join(",");
}
