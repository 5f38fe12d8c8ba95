import type { Org } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { bringToEnd } from "./convergence.ts";
import type { Progress } from "./lifecycle.ts";
import { splitMark } from "./marks.ts";
import { handBack, type LastRun } from "./ownership.ts";

/** A record whose mark stands in its description, as a destroy finds it: handed back or deleted, and looked at again. */
export function describedRecord(org: Org, type: "PermissionSet" | "Profile", id: string, what: string) {
  /** The description, in text and mark; undefined where there is no such record. */
  const look = async (doing: string) => {
    const [record] = await org.query(`SELECT Id, Description FROM ${type} WHERE Id = ${quoted(id)}`, doing);
    return record && splitMark(record.Description);
  };
  return {
    look,
    async isHandedBack(
      found: ReturnType<typeof splitMark> | undefined,
      state: LastRun & { deleteAdopted?: boolean },
      progress: Progress,
    ): Promise<boolean> {
      if (!found) return false;
      const doing = `taking the mark from ${what}`;
      const takeMarkAway = () => org.update(type, id, { Description: found.text || null }, doing);
      const markNow = async () => (await look(doing))?.mark;
      return handBack({ what, id, mark: found.mark, takeMarkAway, markNow }, state, progress);
    },
    remove(): Promise<void> {
      const doing = `deleting ${what}`;
      return bringToEnd(what, {
        doing,
        act: () => org.delete(type, id, doing),
        isDone: async () => (await look(doing)) === undefined,
      });
    },
  };
}
