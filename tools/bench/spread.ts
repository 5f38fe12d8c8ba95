/** What repeated measurements of one thing came to. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** @throws RangeError without any measurement */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const [min, max] = [sorted.at(0), sorted.at(-1)];
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (min === undefined || max === undefined || lower === undefined || upper === undefined) {
    throw new RangeError("There is nothing to summarise.");
  }
  return { min, median: (lower + upper) / 2, max };
}

/** `12` where all measurements agree, else `11–13`. */
export function spellCounts({ min, max }: Spread): string {
  return min === max ? String(min) : `${min}–${max}`;
}

/** `3.1 / 3.3 / 4.0`: minimum, median, maximum; `3.1` where there is nothing between them. */
export function spellSeconds(spread: Spread): string {
  return spread.min === spread.max ? spread.median.toFixed(1) : spelled(spread, 1);
}

/** The same; "not told" where the system does not tell it. */
export function spellSecondsIfTold(spread: Spread | undefined): string {
  return spread === undefined ? "not told" : spellSeconds(spread);
}

/** `310 / 330 / 400`: minimum, median, maximum. */
export function spellWhole(spread: Spread): string {
  return spelled(spread, 0);
}

/** `0.31 / 0.33 / 0.40`: minimum, median, maximum. */
export function spellHundredths(spread: Spread): string {
  return spelled(spread, 2);
}

function spelled({ min, median, max }: Spread, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join(" / ");
}
