/**
 * The namespace that an org may have of its own: names of its components carry no prefix, references between them may,
 * and packages of others are told by their prefix.
 */
import type { Org } from "../contracts.ts";

/** A name without the prefix of the org's own namespace; another prefix stays. */
export function withoutOwnNamespace({ settings: { namespace } }: Org, name: string): string {
  const prefix = `${namespace}__`;
  return namespace !== null && name.toLowerCase().startsWith(prefix.toLowerCase()) ? name.slice(prefix.length) : name;
}

/** The name of one of the org's own components as others refer to it. */
export function inOwnNamespace({ settings: { namespace } }: Org, name: string): string {
  return namespace === null ? name : `${namespace}__${name}`;
}

/** The name of a component by the namespace in its record: with a prefix only when it belongs to a package. */
export function packagedName({ settings }: Org, namespacePrefix: unknown, name: unknown): string {
  const isOwn = namespacePrefix === null || namespacePrefix === undefined || namespacePrefix === settings.namespace;
  return isOwn ? String(name) : `${namespacePrefix}__${name}`;
}
