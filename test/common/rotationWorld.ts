import { type DeclaredRotation, type PlannedApp, planRotation, type RotationRecord } from "../../common/rotation.ts";
import { nextStep, type RotationStep } from "../../common/rotationSteps.ts";

/** How far an `up` gets: so many of its writes, in this order of them. */
export interface Interruption {
  writes: number;
  order: readonly number[];
}

/** A stack with its org, its connectors and the flows that use them, with people who do what they are told. */
export class RotationWorld {
  declared: DeclaredRotation;
  last: RotationRecord | undefined;
  apps: { generation: number; is: PlannedApp["is"] }[] = [];
  /** Generations whose key a connector holds. */
  held = new Set<number>();
  confirmed: number[] = [];
  /** The generation whose connector the flows use; undefined before the first. */
  flowsUse: number | undefined;
  /** Whether the flows' login worked after each single thing that happened. */
  outages: string[] = [];
  readonly #history: DeclaredRotation[] = [];

  constructor(generation: number) {
    this.declared = {
      strategy: "blueGreen",
      generation,
      activeGeneration: generation,
      movedFlows: 0,
      revoke: false,
    };
  }

  declare(change: Partial<DeclaredRotation>): void {
    this.#history.push(this.declared);
    this.declared = { ...this.declared, ...change };
  }

  /** Takes the last change of the declaration back, as the refusal of it says. */
  #undo(): void {
    this.declared = this.#history.pop() ?? this.declared;
  }

  next(): RotationStep {
    return nextStep({ declared: this.declared, last: this.last, apps: this.apps, confirmed: this.confirmed });
  }

  /** `pulumi up`: makes, opens and closes in any order, deletes at the end, and records only when all of it is done. */
  up(interruption?: Interruption): void {
    const plan = planRotation(this.declared, this.last);
    if ("problems" in plan) return;
    const { generation, movedFlows, revoke } = this.declared;
    const missing = plan.apps.filter((app) => !this.apps.some((each) => each.generation === app.generation));
    const makes = missing.map((app) => () => void this.apps.push({ generation: app.generation, is: app.is }));
    const changes = plan.apps
      .filter((app) => !missing.includes(app))
      // What is closed waits for the connector that takes over, which refuses a key that nobody has confirmed.
      .filter(
        (app) => app.is === "open" || revoke || (movedFlows === generation && this.confirmed.includes(generation)),
      )
      .map(
        (app) => () =>
          void this.apps.filter(({ generation: of }) => of === app.generation).map((each) => (each.is = app.is)),
      );
    const order = interruption?.order ?? [];
    const first = [...makes, ...changes]
      .map((write, index) => ({ write, rank: order[index] ?? index }))
      .sort((left, right) => left.rank - right.rank)
      .map(({ write }) => write);
    const removes = this.apps
      .filter((app) => !plan.apps.some(({ generation: of }) => of === app.generation))
      .map((app) => () => void this.apps.splice(this.apps.indexOf(app), 1));
    for (const [done, write] of [...first, ...removes].entries()) {
      if (interruption && done >= interruption.writes) return;
      write();
      this.#look(`an up with ${JSON.stringify(this.declared)}`);
    }
    if (interruption) return;
    const isRefused = plan.apps.some(({ is, generation: of }) => is === "closed" && this.#isOpen(of));
    if (!isRefused) this.last = plan.record;
  }

  /** Does the one next step as it says. */
  follow(): RotationStep {
    const step = this.next();
    switch (step.do) {
      case "correct":
        this.#undo();
        break;
      case "up":
        this.up();
        break;
      case "handOver":
        this.held.add(step.generation);
        this.confirmed = [...this.confirmed, step.generation].slice(-2);
        this.flowsUse ??= step.generation;
        break;
      case "moveFlows":
        this.flowsUse = step.to;
        this.declare({ movedFlows: step.to });
        break;
      case "activate":
        this.declare({ activeGeneration: step.generation });
        break;
      case "nothing":
        break;
    }
    this.#look(`the step ${step.do}`);
    return step;
  }

  raise(): void {
    const generation = this.declared.generation + 1;
    this.declare({ generation, activeGeneration: generation });
  }

  /** Declares the step back, runs it, and moves the flows back once the old app is open. @returns whether that works */
  stepBack(): boolean {
    const before = this.declared.generation - 1;
    this.declare({ activeGeneration: before, movedFlows: Math.min(this.declared.movedFlows, before) });
    if (this.next().do === "correct") {
      this.#undo();
      return false;
    }
    this.up();
    if (this.flowsUse !== undefined && this.held.has(before)) this.flowsUse = before;
    this.#look("the step back");
    return this.#isOpen(before);
  }

  /** Follows until there is nothing left to do. @returns the steps */
  finish(): string[] {
    const steps: string[] = [];
    for (let count = 0; count < 20; count++) {
      const step = this.follow();
      if (step.do === "nothing") return steps;
      steps.push(step.do);
    }
    throw new Error(`it does not end: ${steps.join(", ")}`);
  }

  #isOpen(generation: number): boolean {
    return this.apps.some((app) => app.generation === generation && app.is === "open");
  }

  #look(after: string): void {
    if (this.flowsUse === undefined) return;
    if (!this.#isOpen(this.flowsUse) || !this.held.has(this.flowsUse)) this.outages.push(after);
  }
}
