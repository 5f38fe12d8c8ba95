import { isOfCaller } from "./callers.ts";
import type { LoggedRequest } from "./orgControl.ts";

/** Names of the two callers of a cut-over. */
export const [oldKey, newKey] = ["old-key", "new-key"] as const;

/** When the logins changed over, in milliseconds after the deploy with the new certificate had arrived. */
export interface CutOverWindow {
  /** Arrival of the last login with the old key that was accepted. */
  lastWithOldKey: number;
  /** Arrival of the first login with the new key that was accepted. */
  firstWithNewKey: number;
}

/**
 * Reads a cut-over from the log of the org.
 *
 * @throws Error where the log has no deploy, or more than one, or no login that was accepted with either key
 */
export function cutOverWindow(requests: readonly LoggedRequest[]): CutOverWindow {
  const deploys = requests.filter(({ operation }) => operation === "deploy");
  const accepted = (caller: string) =>
    requests.filter((request) => isOfCaller(request, caller) && request.status === 200).map(arrival);
  const [last, first] = [accepted(oldKey).at(-1), accepted(newKey).at(0)];
  const [deploy] = deploys;
  if (deploys.length !== 1 || deploy === undefined || last === undefined || first === undefined) {
    throw new Error("The log does not show one deploy, and logins with the old and the new key.");
  }
  return { lastWithOldKey: last - arrival(deploy), firstWithNewKey: first - arrival(deploy) };
}

const arrival = ({ startedAt }: LoggedRequest) => Date.parse(startedAt);
