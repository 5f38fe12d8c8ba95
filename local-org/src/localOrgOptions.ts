import { type Check, type Checks, isObject, readNamedValues } from "./namedValues.ts";
import type { OrgSettings } from "./orgSettings.ts";
import { settingNames } from "./settings.ts";
import { type OrgShape, shapeNames } from "./shape.ts";

export interface LocalOrgOptions {
  /** SQLite file that keeps the org; without one it lives in memory and ends with `stop`. */
  databaseFile?: string;
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number;
  /** How the org behaves, from its start and after each reset. Default: the settings' own defaults. */
  settings?: Partial<OrgSettings>;
  /** Listens with TLS too; the org then calls itself by that address. Default: not. */
  tls?: {
    /** Port on 127.0.0.1; 0, the default, takes any free one. */
    port?: number;
    /** Folder that keeps the authority which signs the certificate; without one each start has another. */
    directory?: string;
  };
  /** Edition, sandbox or not, seats, packages and clock of a new org: what stays for its whole life. */
  shape?: OrgShape;
  /** What `GET /_local/orgs` calls it; among several orgs of one process. Default: no name. */
  name?: string;
}

const text: Check = { accepts: (value) => typeof value === "string", allowed: "a text" };
const port: Check = {
  accepts: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
  allowed: "a number from 0 to 65535",
};
const tlsChecks: Checks<NonNullable<LocalOrgOptions["tls"]>> = { port, directory: text };
/** The values of `settings` and `shape` are checked by those who read them. */
const object: Check = { accepts: isObject, allowed: "an object" };

const checks: Checks<LocalOrgOptions> = {
  databaseFile: text,
  port,
  settings: object,
  tls: object,
  shape: object,
  name: text,
};

const elsewhere = new Map([
  ...settingNames.map((name) => [name, "its settings"] as const),
  ...shapeNames.map((name) => [name, "its shape"] as const),
]);

/**
 * The options that a caller gave.
 *
 * @throws Error with one sentence that names a wrong option
 */
export function readLocalOrgOptions(given: LocalOrgOptions): LocalOrgOptions {
  const options = readNamedValues<LocalOrgOptions>(given, { what: "the options of a local org", elsewhere }, checks);
  if (options.tls !== undefined) readNamedValues(options.tls, { what: "its option tls" }, tlsChecks);
  return options;
}
