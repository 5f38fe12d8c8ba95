import type { RequestContext } from "../../contracts.ts";

/**
 * Makes one change of the record that a page shows, with the rights and by the rules of the person's user.
 *
 * @param id the record of the page
 * @param sent the fields of the form
 * @returns what was done, in one sentence
 * @throws ApiError or ComponentProblem when the org refuses
 */
export type Change = (context: RequestContext, id: string, sent: URLSearchParams) => string;

export type Changes = { readonly [name: string]: Change };

export const nothingChanged = "Nothing was changed.";

/** A field that the form always has; one that a caller left out is as if empty. */
export function field(sent: URLSearchParams, name: string): string {
  return sent.get(name) ?? "";
}
