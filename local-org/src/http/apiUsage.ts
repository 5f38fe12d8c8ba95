/** How many calls of the APIs an org has answered since its start. */
export interface ApiUsage {
  /** Counts one more. */
  add(): void;
  count(): number;
}

export function createApiUsage(): ApiUsage {
  let calls = 0;
  return {
    add() {
      calls += 1;
    },
    count: () => calls,
  };
}
