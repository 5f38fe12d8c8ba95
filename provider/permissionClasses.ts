/**
 * Every user permission that is known, classified once: by what it opens where that is more than an integration needs, else
 * by why it is not. Sources: descriptions of the permissions in Setup; the fields of PermissionSet in API 68, and in a recorded
 * describe of a Developer Edition. One whose description leaves it open counts as high.
 */
export interface PermissionClass {
  /** What the permissions of the class open, as a phrase behind a name. */
  opens: string;
  names: readonly string[];
}

/** A class, with its names in one text with blanks between. */
export const permissions = (opens: string, names: string): PermissionClass => ({
  opens,
  names: names.trim().split(/\s+/),
});
