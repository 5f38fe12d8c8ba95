import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { RotatedStack, type RotationConfiguration } from "./rotatedStack.ts";

let pool: SelfSigned[];
const log = jest.spyOn(console, "log");
afterAll(() => log.mockRestore());
beforeAll(() => {
  // The checks say in the preview what a person has to do.
  log.mockImplementation(() => {});
  pool = Array.from({ length: 7 }, () => selfSigned());
});

type Change = (before: RotationConfiguration, stack: RotatedStack) => Partial<RotationConfiguration>;

/** What somebody changes in the configuration before the next update; several of them at once are one change. */
const changes: Record<string, Change> = {
  blueGreen: () => ({ strategy: "blueGreen" }),
  cutOver: () => ({ strategy: "cutOver", movedFlows: 0 }),
  raise: ({ generation }) => ({ generation: generation + 1 }),
  raiseByTwo: ({ generation }) => ({ generation: generation + 2 }),
  lower: ({ generation }) => ({ generation: Math.max(1, generation - 1) }),
  useOlder: () => ({ usesOlder: true }),
  useNewest: () => ({ usesOlder: false }),
  flowsMoved: ({ generation }) => ({ movedFlows: generation }),
  flowsBack: ({ generation }) => ({ movedFlows: Math.max(0, generation - 1) }),
  revoke: () => ({ revoke: true }),
  keep: () => ({ revoke: false }),
  confirm: (_before, stack) => ({ confirmedKey: stack.allKeysConfirmed() }),
};
const step = fc.uniqueArray(fc.constantFrom(...Object.keys(changes)), { minLength: 0, maxLength: 3 });

/** Runs an update after each change; what a preview refuses is taken back. @returns what became of each */
async function live(stack: RotatedStack, steps: string[][]) {
  const all: { what: string; said: string[]; next: string; refusedByUpdate: string[] }[] = [];
  for (const names of steps) {
    let declared = stack.declared;
    for (const name of names) declared = { ...declared, ...changes[name]?.(declared, stack) };
    const next = stack.nextStep(declared);
    const said = await stack.preview(declared);
    const refusedByUpdate = said.length > 0 ? [] : await stack.update(declared);
    all.push({ what: JSON.stringify(declared), said, next, refusedByUpdate });
  }
  return all;
}

test.each(["production", "dev"])(
  "whatever an update in stack %s would refuse of a rotation, its preview refuses, and connector status says so too",
  async (name) => {
    const seen = { refused: 0, made: 0, changedStrategy: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
        const stack = await RotatedStack.start(name, pool);
        for (const { what, said, next, refusedByUpdate } of await live(stack, steps)) {
          expect([what, refusedByUpdate]).toEqual([what, []]);
          const isOfSkip = said.some((reason) => /last up had/.test(reason));
          if (said.length > 0 && !isOfSkip)
            expect([what, said, next]).toEqual([what, said, expect.stringMatching(/^(correct|handOver)$/)]);
          seen[said.length > 0 ? "refused" : "made"] += 1;
        }
        seen.changedStrategy += stack.strategyChanges;
      }),
      { numRuns: 150 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  },
  120_000,
);
