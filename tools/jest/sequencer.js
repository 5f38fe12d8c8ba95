import Sequencer from "@jest/test-sequencer";

/**
 * Suites that drive the real engine, install packages or wait for long. Jest knows no times in a fresh clone and goes by the
 * size of the files: one of these would then start last, and the other cores would wait for it.
 */
const long = /\/test\/(engine|package)\/|\/test\/docs\/runBlocks\.|\/test\/tools\/recipe\.|\/local-org\/test\/safety\//;

/** Starts the long suites first. */
export default class extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isLong = ({ path }) => long.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
