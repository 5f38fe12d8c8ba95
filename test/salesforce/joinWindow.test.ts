import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { JoinWindow } from "../../salesforce/joinWindow.ts";

/** Uses up the time of the process, as a burst of messages does. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test("what arrives at the same time leaves together, once for each who waits", async () => {
  const left: string[] = [];
  const [first, second] = [() => left.push("first"), () => left.push("second")];
  const window = new JoinWindow();
  for (const leave of [first, second, first]) window.arrived(leave);
  await turn();
  expect(left).toEqual([]);
  while (left.length === 0) await wait(5);
  await wait(20);
  expect(left).toEqual(["first", "second"]);
});

test("a window stays open while more arrives, also in a process that is too busy to keep its times", async () => {
  let [arrived, seen] = [0, 0];
  const window = new JoinWindow();
  const left = new Promise<void>((resolve) => {
    const leave = () => {
      seen = arrived;
      resolve();
    };
    const arrive = () => {
      arrived++;
      window.arrived(leave);
      work(4);
      // The next one is there already, as a message is that waits in a socket.
      if (arrived < 4) setImmediate(arrive);
    };
    arrive();
  });
  await left;
  expect(seen).toBe(4);
});

test("a window closes although more and more arrives", async () => {
  const window = new JoinWindow();
  const opened = performance.now();
  let closed = 0;
  const leave = () => {
    closed = performance.now();
  };
  while (closed === 0 && performance.now() - opened < 5_000) {
    window.arrived(leave);
    await wait(1);
  }
  expect(closed).toBeGreaterThan(opened + 25);
});
