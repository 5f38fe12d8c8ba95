import type { Org } from "../salesforce/org.ts";

/** The ends of certificates that were told, by session: several resources may find the same. */
const told = new WeakMap<Org, Set<string>>();

/** Whether this is the first time in this run that the end of the certificate of an app is told. */
export function isFirstTold(org: Org, app: string, certificateSha256: string): boolean {
  const known = told.get(org) ?? new Set();
  told.set(org, known);
  const key = `${app} ${certificateSha256}`;
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
