import { setTimeout as wait } from "node:timers/promises";
import { TestEnvironment } from "jest-environment-node";

/** How long what a suite has ended may take to be gone, in milliseconds: the machine may be busy. */
const patience = 10_000;

/** How many of each kind of thing keep this process alive. */
function keptAlive() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** What keeps the process alive now and did not before, with its count. */
function added(before) {
  return [...keptAlive()]
    .map(([kind, count]) => ({ kind, count: count - (before.get(kind) ?? 0) }))
    .filter(({ count }) => count > 0);
}

/**
 * Where suites run. Fails one that leaves a server, a connection, a timer or a process behind: jest would kill its own
 * process then.
 */
export default class extends TestEnvironment {
  #before = new Map();

  async setup() {
    await super.setup();
    // Made when they are first asked for, and no suite's fault.
    for (const stream of [process.stdin, process.stdout, process.stderr]) stream.destroyed;
    this.#before = keptAlive();
  }

  async teardown() {
    await super.teardown();
    const deadline = Date.now() + patience;
    let left = added(this.#before);
    while (left.length > 0 && Date.now() < deadline) {
      await wait(20);
      left = added(this.#before);
    }
    if (left.length === 0) return;
    const list = left.map(({ kind, count }) => `${kind} (${count})`).join(", ");
    throw new Error(`The suite has left behind what keeps its process alive: ${list}. End it in afterAll.`);
  }
}
