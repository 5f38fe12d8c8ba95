import { operationCommand } from "../common/commands.ts";
import { type Confirmations, confirmationOf, isBefore } from "../common/confirmedKeys.ts";

/** What a connector holds, as far as people have confirmed it. */
export type HandOff = "neverHandedOver" | "upToDate" | "needsNewValues" | "needsNewKey" | "unknown";

/** What is known of a connector. */
export interface ConnectorFacts {
  /** Fingerprint of the key that it has to hold; undefined while that key is not made yet. */
  keySha256: string | undefined;
  confirmations: Confirmations;
  /** Whether it is made for this key alone, so that it cannot hold another one. */
  hasOwnKey: boolean;
  /** Day since which the key is the one that it has to hold. */
  keySince: string | undefined;
  /** Day since which Client ID or Email ID are others; absent where they are those of the confirmation. */
  valuesSince?: string | undefined;
}

/** The state of a connector. */
export interface ConnectorState {
  is: HandOff;
  /** Day, such as `2026-11-29`; undefined where nobody has written it. */
  since?: string;
}

/** The state of a connector: exactly one, whatever is known. Pure. */
export function connectorState(facts: ConnectorFacts): ConnectorState {
  const { keySha256, confirmations, hasOwnKey, keySince, valuesSince } = facts;
  if (keySha256 === undefined) {
    // A connector that is made for the new key alone stands beside those that others log in through.
    const isFirstKey = hasOwnKey || confirmations === "nothingSaid" || confirmations.length === 0;
    return { is: isFirstKey ? "neverHandedOver" : "needsNewKey" };
  }
  const since = keySince === undefined ? {} : { since: keySince };
  const confirmed = confirmationOf(confirmations, keySha256);
  if (confirmed && valuesSince !== undefined && isBefore(confirmed, valuesSince)) {
    return { is: "needsNewValues", since: valuesSince };
  }
  if (confirmed) return { is: "upToDate", ...(confirmed.day !== undefined && { since: confirmed.day }) };
  if (confirmations === "nothingSaid") return { is: "unknown", ...since };
  return { is: confirmations.length === 0 || hasOwnKey ? "neverHandedOver" : "needsNewKey", ...since };
}

/** Who and what the words for a state are about. */
export interface ConnectorInWords {
  /** Name of the connector. */
  name: string;
  /** Name of the stack, for the commands. */
  stack: string;
}

/** Says which state a connector is in, since when, and what to do. */
export function connectorInWords({ is, since }: ConnectorState, { name, stack }: ConnectorInWords): string {
  const connector = `connector "${name}" in Control Hub`;
  const sinceWhen = since === undefined ? "" : ` since ${since}`;
  const sheet = operationCommand(`connector sheet --stack ${stack}`);
  const confirm = operationCommand(`connector confirm --stack ${stack}`);
  const hand = `The values: ${sheet} --key-out FILE; when they are saved: ${confirm} --key FILE`;
  switch (is) {
    case "upToDate":
      return `${connector} holds the key, as was confirmed${since === undefined ? "" : ` on ${since}`}`;
    case "neverHandedOver":
      return `${connector} was never given the key${since === undefined ? "" : `, which is there${sinceWhen}`}. ${hand}`;
    case "needsNewKey":
      return `${connector} must be given a new key${sinceWhen}: until then every login of Webex fails. ${hand}`;
    case "needsNewValues":
      return `${connector} must be given another Client ID or Email ID${sinceWhen}, with the same key: until then every login of Webex fails. ${hand}`;
    case "unknown":
      return `nobody has said whether the ${connector} holds the key. If you know the file that its key came from: ${confirm} --key FILE. Else give it the key again: ${sheet} --key-out FILE`;
  }
}
