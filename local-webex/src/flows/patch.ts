/** The patch of a draft. Pure. */
import { asObject, type Json } from "./document.ts";
import type { FlowDocument } from "./flow.ts";
import { nodesOf } from "./v2Document.ts";

/**
 * A v2 document with a patch applied: nodes by their name, each replaced as a whole.
 * Edges have no key of their own, so removing them by key changes nothing.
 */
export function patched(document: FlowDocument, patch: Json): FlowDocument {
  const upserted = list(patch.upsert_nodes);
  const removed = new Set(list(patch.remove_node_names).map(String));
  const names = new Set(nodesOf({ nodes: upserted }).map(({ name }) => name));
  const stays = (node: unknown) => {
    const name = String(asObject(node).name);
    return !names.has(name) && !removed.has(name);
  };
  const edges = [...list(document.edges), ...list(patch.upsert_edges)].filter((edge) => {
    const { from, to } = asObject(edge);
    return !removed.has(String(from)) && !removed.has(String(to));
  });
  const own = ["name", "description", "variables"].filter((key) => Object.hasOwn(patch, key));
  return {
    ...document,
    ...Object.fromEntries(own.map((key) => [key, patch[key]])),
    nodes: [...list(document.nodes).filter(stays), ...upserted],
    edges,
  };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
