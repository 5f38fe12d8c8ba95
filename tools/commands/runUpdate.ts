import { runInForeground } from "../launch/foreground.js";

/**
 * Runs `pulumi up` to its end. Pulumi ends with 0 too when Ctrl-C has left nothing but deletes: that is said, and is no
 * success.
 *
 * @returns the exit code
 */
export async function runUpdate(
  pulumi: string,
  pulumiArguments: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  let isInterrupted = false;
  const note = () => {
    isInterrupted = true;
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, note);
  try {
    const code = await runInForeground(pulumi, pulumiArguments, options);
    if (code !== 0 || !isInterrupted) return code;
    console.error(
      "The update was interrupted, which Pulumi calls a success even where deletes are left. To finish it: npm run up",
    );
    return 1;
  } finally {
    for (const signal of signals) process.off(signal, note);
  }
}
