import type { RequestContext } from "../contracts.ts";
import type { DeployOptions } from "./deployOptions.ts";
import type { DeployMessage } from "./deployRecord.ts";
import { isComponentProblem } from "./recordReader.ts";
import type { XmlError } from "./xmlReader.ts";

/** What one package of a deploy is to do, in order. */
export interface Step {
  readonly componentType: string;
  readonly fullName: string;
  readonly fileName: string;
  /** Does the step inside a transaction of its own; a thrown problem fails the component. */
  run(): Partial<DeployMessage>;
}

/** What has become of the components of a deploy so far. */
export class DeployMessages {
  readonly failures: DeployMessage[] = [];
  readonly successes: DeployMessage[] = [];
  readonly #context: RequestContext;
  readonly #options: DeployOptions;
  readonly #createdDate: string;

  constructor(context: RequestContext, options: DeployOptions) {
    this.#context = context;
    this.#options = options;
    this.#createdDate = context.org.now().toISOString();
  }

  /** The manifest of a package stands among the successes. */
  addManifest(name: string, fileName: string): void {
    this.successes.push(this.#message("", name, fileName, { changed: true, success: true }));
  }

  fail(componentType: string, fullName: string, fileName: string, problem: string): void {
    this.failures.push(
      this.#message(componentType, fullName, fileName, { problem, problemType: "Error", success: false }),
    );
  }

  /** A warning fails its component unless the deploy ignores warnings. */
  warn(
    componentType: string,
    fullName: string,
    fileName: string,
    problem: string,
    done: Partial<DeployMessage> = {},
  ): void {
    const success = this.#options.ignoreWarnings;
    const message = this.#message(componentType, fullName, fileName, {
      ...done,
      problem,
      problemType: "Warning",
      success,
    });
    (success ? this.successes : this.failures).push(message);
  }

  /** Does a step. @returns whether the component was not refused */
  step(step: Step): boolean {
    const { componentType, fullName, fileName } = step;
    try {
      const done = this.#context.org.records.transaction(() => step.run());
      if (done.problem !== undefined) this.warn(componentType, fullName, fileName, done.problem, done);
      else this.successes.push(this.#message(componentType, fullName, fileName, { ...done, success: true }));
      return true;
    } catch (error) {
      this.failures.push(
        this.#message(componentType, fullName, fileName, { ...failureOf(error), problemType: "Error", success: false }),
      );
      return false;
    }
  }

  #message(
    componentType: string,
    fullName: string,
    fileName: string,
    more: Partial<DeployMessage> & { success: boolean },
  ): DeployMessage {
    const createdDate = this.#createdDate;
    return { changed: false, componentType, created: false, createdDate, deleted: false, fileName, fullName, ...more };
  }
}

/** The problem of a component that was refused. */
function failureOf(error: unknown): Partial<DeployMessage> {
  if (isComponentProblem(error)) {
    const position = error.line === undefined ? {} : { lineNumber: error.line, columnNumber: error.column ?? 1 };
    return { problem: error.problem, ...position };
  }
  const { name, message } = error as Error;
  if (name === "ApiError") return { problem: message };
  if (name !== "XmlError") throw error;
  const { line, column } = error as XmlError;
  return { problem: `Error parsing file: ${message}`, lineNumber: line, columnNumber: column };
}
