/**
 * What people have confirmed that the connectors in Control Hub hold, as the stack's configuration `confirmedKey` has it:
 * nothing while nobody has said anything, `none` for "no key was handed over yet", else one entry a key, with the day of
 * the confirmation, separated by commas: `3f…9a 2026-11-29, 7c…01 2027-10-30`.
 */
export interface ConfirmedKey {
  /** Fingerprint of the public key (`common/publicKey.ts`). */
  sha256: string;
  /** Day of the confirmation, `2026-11-29`; undefined where nobody has written it. */
  day?: string;
}

/** What was said of the connectors. */
export type Confirmations = "nothingSaid" | readonly ConfirmedKey[];

/** The entry that says that no key was handed over. */
const noneConfirmed = "none";

/** How many entries are kept: that of the key before as well, whose connector may still be in use. */
const kept = 2;

const wanted =
  'must be empty, "none", or SHA-256 fingerprints of public keys (64 hexadecimal digits) with the day of the confirmation, separated by commas; "connector confirm" writes it';

/** Reads `confirmedKey`. @returns a problem, as a sentence without the value, for a text that is none */
export function readConfirmations(text: string): { confirmations: Confirmations } | { problem: string } {
  const given = text.trim();
  if (given === "") return { confirmations: "nothingSaid" };
  if (given === noneConfirmed) return { confirmations: [] };
  const entries = given.split(",").map((entry) => /^([0-9a-f]{64})(?: (\d{4}-\d{2}-\d{2}))?$/i.exec(entry.trim()));
  if (entries.some((entry) => entry === null)) return { problem: `${wanted}.` };
  return {
    confirmations: entries.map((entry) => {
      const [, sha256 = "", day] = entry as RegExpExecArray;
      return { sha256: sha256.toLowerCase(), ...(day !== undefined && { day }) };
    }),
  };
}

/** The text after one more confirmation: the newest last, each key once. */
export function withConfirmation(before: Confirmations, confirmed: ConfirmedKey): string {
  const others = before === "nothingSaid" ? [] : before.filter(({ sha256 }) => sha256 !== confirmed.sha256);
  return [...others, confirmed]
    .slice(-kept)
    .map(({ sha256, day }) => (day === undefined ? sha256 : `${sha256} ${day}`))
    .join(", ");
}

/** The confirmation of a key; undefined where nobody has confirmed it. */
export function confirmationOf(confirmations: Confirmations, sha256: string): ConfirmedKey | undefined {
  return confirmations === "nothingSaid" ? undefined : confirmations.find((each) => each.sha256 === sha256);
}

/** Whether a confirmation was made before a day; one without its day was not, as far as anybody knows. */
export const isBefore = ({ day }: ConfirmedKey, other: string): boolean => day !== undefined && day < other;
