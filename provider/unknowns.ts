/**
 * What stands for a value that is not known yet when the engine previews: dynamic providers get this text in its
 * place, also where a list or an object belongs (pulumi/pulumi#6310).
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is unknown in this preview. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** Whether a value or anything within it is unknown in this preview. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
