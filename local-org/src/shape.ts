/** How one org differs from another from its start: edition, seats, packages, clock. */
import { type Checks, isObject, readNamedValues } from "./namedValues.ts";
import { apexClasses } from "./seeds/apexClasses.ts";
import { permissionSetLicences, userLicences } from "./seeds/licences.ts";

export interface OrgShape {
  /** `Organization.OrganizationType`. Default `Enterprise Edition`. */
  edition?: Edition;
  /** `Organization.IsSandbox`. Default false. */
  isSandbox?: boolean;
  /** Seats by name of a user licence or developer name of a permission set licence; the others have those of the edition. */
  seats?: { [licence: string]: number };
  /** Namespaces of the managed packages that are installed. Default all that the local org has: `cnxscv`. */
  packages?: string[];
  /** Milliseconds that the org's clock is ahead of this machine's; negative for behind. Default 0. */
  clockOffsetMs?: number;
}

export const editions = [
  "Enterprise Edition",
  "Unlimited Edition",
  "Professional Edition",
  "Developer Edition",
] as const;

export type Edition = (typeof editions)[number];

/** Seats of a Developer Edition where they are fewer. Source: licence list of a live org of that edition. */
const developerSeats: { readonly [licence: string]: number } = {
  Salesforce: 4,
  "Salesforce Platform": 6,
  "Salesforce Integration": 1,
  SalesforceAPIIntegrationPsl: 1,
};

const namespaces = new Set(apexClasses.flatMap(({ namespace }) => namespace ?? []));
const licences = new Set([
  ...userLicences.map(({ name }) => name),
  ...permissionSetLicences.map(({ developerName }) => developerName),
]);
const mostOffsetMs = 100 * 365 * 86_400_000;

/** Seats of a licence in an org of this shape. */
export function seatsOf({ edition, seats = {} }: OrgShape, licence: string, usual: number): number {
  const ofEdition = edition === "Developer Edition" ? developerSeats[licence] : undefined;
  return seats[licence] ?? ofEdition ?? usual;
}

/** Whether a class with this namespace (`null`: the org's own) is in an org of this shape. */
export function hasPackage({ packages }: OrgShape, namespace: string | null): boolean {
  return namespace === null || packages === undefined || packages.includes(namespace);
}

/**
 * The shape that a caller wrote.
 *
 * @throws Error with one sentence that names what is wrong and what is allowed
 */
export function readShape(sent: unknown): OrgShape {
  return readNamedValues<OrgShape>(sent, { what: "the shape of an org" }, allChecks);
}

const allChecks: Checks<OrgShape> = {
  edition: { accepts: (value) => editions.includes(value as Edition), allowed: editions.join(", ") },
  isSandbox: { accepts: (value) => typeof value === "boolean", allowed: "true or false" },
  seats: {
    accepts: (value) =>
      isObject(value) &&
      Object.entries(value).every(
        ([licence, seats]) => licences.has(licence) && Number.isInteger(seats) && Number(seats) >= 0,
      ),
    allowed: `numbers by licence, of ${[...licences].join(", ")}`,
  },
  packages: {
    accepts: (value) => Array.isArray(value) && value.every((namespace) => namespaces.has(namespace)),
    allowed: `an array of namespaces, of ${[...namespaces].join(", ")}`,
  },
  clockOffsetMs: {
    accepts: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= mostOffsetMs,
    allowed: "whole milliseconds, up to a hundred years either way",
  },
};

export const shapeNames = Object.keys(allChecks);
