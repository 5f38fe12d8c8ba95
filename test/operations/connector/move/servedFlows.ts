import type { LocalWebex } from "../../../../local-webex/src/server.ts";

type Flow = LocalWebex["tenant"]["state"]["flows"][number];

/** What an export adds to the document, which then comes along with an import. */
const ofVersion =
  /^(?:orgId|flowId|flowType|id|version|comment|createdBy|createdDate|lastModifiedBy|lastModifiedDate)$/;

/** A document without what belongs to its version. */
export const contentOf = (document: object) =>
  Object.fromEntries(Object.entries(document).filter(([key]) => !ofVersion.test(key)));

/** What each tag of each flow leads to, and what its draft holds. */
export function servedBy(flows: readonly Flow[]): Record<string, unknown> {
  return Object.fromEntries(
    flows.map(({ name, tags, versions, draft, lock }) => [
      name,
      {
        draft: contentOf(draft.document),
        lock,
        tags: Object.fromEntries(
          Object.entries(tags).map(([tag, id]) => [
            tag,
            contentOf(versions.find((version) => version.id === id)?.document ?? {}),
          ]),
        ),
      },
    ]),
  );
}

/** A connector as flows name it. */
interface Named {
  id: string;
  name: string;
}

/** The same with one connector in place of the other, worked out on the text. */
export function repointed<T>(served: T, from: Named, to: Named): T {
  const text = JSON.stringify(served).replaceAll(from.id, to.id).replaceAll(`"${from.name}"`, `"${to.name}"`);
  return JSON.parse(text) as T;
}
