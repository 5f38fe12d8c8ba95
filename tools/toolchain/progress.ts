/** Takes one line for the user. */
export type Report = (line: string) => void;

const everyMilliseconds = 15_000;

/** `75` seconds as `1 min 15 s`. */
export function spellDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.floor(seconds % 60);
  return minutes === 0 ? `${rest} s` : `${minutes} min ${rest} s`;
}

/** Says that a step begins, then every 15 seconds that it still runs, and at its end how long it took. */
export async function withProgress<T>(report: Report, step: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const elapsed = () => spellDuration((performance.now() - start) / 1000);
  report(`${step} …`);
  const timer = setInterval(
    () => report(`  still ${step.charAt(0).toLowerCase()}${step.slice(1)} (${elapsed()})`),
    everyMilliseconds,
  );
  try {
    const result = await work();
    report(`  done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
