import { crudOperations } from "./crudOperations.ts";
import { deployOperations } from "./deployOperations.ts";
import { describeOperations } from "./describeOperations.ts";
import type { Operation } from "./operation.ts";
import { retrieveOperations } from "./retrieveOperations.ts";

/** Operations that the local org speaks. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...describeOperations,
  ...crudOperations,
  ...deployOperations,
  ...retrieveOperations,
]);
