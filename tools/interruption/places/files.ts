import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Call, namedCalls } from "../calls.ts";
import type { Disturbance } from "../disturbances.ts";
import type { Place } from "./place.ts";

/** The files that an operation of the package commits, as `fileHook.ts` writes them down within its process. */
export class FilesPlace implements Place {
  readonly #folder: string;

  /** @param folder a folder to be made */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder);
  }

  /** What Node needs for the hook to be there. */
  get hook(): { arguments: string[]; environment: Record<string, string> } {
    return {
      arguments: ["--import", new URL("./fileHook.ts", import.meta.url).href],
      environment: { INTERRUPTION_FILES: this.#folder },
    };
  }

  forgetCalls(): void {
    this.#remove("calls");
  }

  async calls(): Promise<Call[]> {
    const names = existsSync(this.#file("calls")) ? readFileSync(this.#file("calls"), "utf8").split("\n") : [];
    return namedCalls(
      "files",
      names.filter(Boolean).map((name) => ({ kind: "file", title: `commit of ${name}`, operation: name })),
    );
  }

  disturb({ match: { operation, after } }: Call, { fault: { kind } }: Disturbance): void {
    writeFileSync(this.#file("fault"), JSON.stringify({ name: operation, after, kind }));
  }

  isParked(): boolean {
    return existsSync(this.#file("parked"));
  }

  release(): void {
    writeFileSync(this.#file("go"), "");
  }

  clear(): boolean {
    const isStruck = existsSync(this.#file("struck"));
    for (const name of ["fault", "struck", "parked", "go"]) this.#remove(name);
    return isStruck;
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  #remove(name: string): void {
    rmSync(this.#file(name), { force: true });
  }
}
