/**
 * How long a window stays open after the last arrival, in milliseconds: the engine asks for several resources at a time,
 * each in a message of its own. With half of it, a refresh of 50 integrations makes a quarter more calls and is no faster.
 */
const quietTime = 10;
/** How often a window is kept open because more has arrived: then it closes, whatever arrives. */
const mostExtensions = 6;

/**
 * A short time in which what is asked for gathers, to leave together. It ends when nothing more has arrived for a few
 * milliseconds, so that a refresh fills its calls.
 */
export class JoinWindow {
  /** What sends that which has gathered; nobody while the window is closed. */
  readonly #leaving = new Set<() => void>();
  #lastAt = 0;

  /**
   * Something has arrived: opens the window, or keeps it open.
   *
   * @param leave sends what has gathered; called once when the window closes, however often it was given
   */
  arrived(leave: () => void): void {
    this.#lastAt = performance.now();
    const isOpen = this.#leaving.size > 0;
    this.#leaving.add(leave);
    if (!isOpen) this.#wait(quietTime, 0);
  }

  /** An answer has come: what it was waited for will soon ask for more, or make room for others. */
  answered(): void {
    this.#lastAt = performance.now();
  }

  #wait(milliseconds: number, extensions: number): void {
    const seenAt = this.#lastAt;
    const dueAt = performance.now() + milliseconds;
    // Timers run before what has come in since is read: a busy process would not see it.
    setTimeout(() => setImmediate(() => this.#look(seenAt, dueAt, extensions)), milliseconds);
  }

  /**
   * @param seenAt the last arrival when the wait began: once nothing has followed it, the window closes
   * @param dueAt when the wait should have ended: where the machine is busy, what is to come is late as well
   */
  #look(seenAt: number, dueAt: number, extensions: number): void {
    const now = performance.now();
    const isLate = now > dueAt + quietTime;
    if ((this.#lastAt !== seenAt || isLate) && extensions < mostExtensions) {
      this.#wait(isLate ? quietTime : Math.max(0, this.#lastAt + quietTime - now), extensions + 1);
      return;
    }
    const leaving = [...this.#leaving];
    this.#leaving.clear();
    for (const leave of leaving) leave();
  }
}
