import type { Notice } from "./page.ts";

/** What became of changes, kept until the next page shows it, once. */
export interface Notes {
  /** @returns the key under which the next page finds it */
  keep(notice: Notice): string;
  take(key: string | null): Notice | undefined;
}

/** Notes of redirects that no browser followed give way beyond this many. */
const kept = 50;

export function createNotes(): Notes {
  const notes = new Map<string, Notice>();
  let last = 0;
  return {
    keep(notice) {
      last += 1;
      notes.set(String(last), notice);
      notes.delete(String(last - kept));
      return String(last);
    },
    take(key) {
      const notice = notes.get(key ?? "");
      notes.delete(key ?? "");
      return notice;
    },
  };
}
