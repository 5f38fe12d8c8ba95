const interruptions = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/**
 * Runs `work` and then `cleanUp`, also when the work fails and when this process is told to stop meanwhile; then it
 * ends with the exit code that shells use for the signal.
 */
export async function withCleanUp<T>(cleanUp: () => void, work: () => Promise<T>): Promise<T> {
  const stop = (signal: keyof typeof interruptions) => {
    cleanUp();
    process.exit(128 + interruptions[signal]);
  };
  const signals = Object.keys(interruptions) as (keyof typeof interruptions)[];
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, stop);
    cleanUp();
  }
}
