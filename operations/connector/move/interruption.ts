import { CommandError } from "../../commandLine.ts";

/** Ctrl-C, and what ends a job of a pipeline or a terminal: nothing more is begun, and what was begun is left in order. */
export class Interruption {
  #hasCome = false;
  readonly #came = () => {
    this.#hasCome = true;
  };

  constructor() {
    for (const signal of signals) process.on(signal, this.#came);
  }

  /** @throws CommandError once it has come */
  check(): void {
    if (!this.#hasCome) return;
    throw new CommandError("Interrupted. The same command goes on where this one has stopped.");
  }

  end(): void {
    for (const signal of signals) process.off(signal, this.#came);
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
