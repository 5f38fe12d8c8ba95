import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { rotationOperations } from "./rotationOperations.ts";

/** What is run by itself, with a measured section of its own in the document. */
export const parts = {
  access: { operations, section: "interruptions" },
  rotation: { operations: rotationOperations, section: "interruptions of a rotation" },
} as const satisfies Record<string, { operations: readonly Operation[]; section: string }>;

export type Part = keyof typeof parts;
