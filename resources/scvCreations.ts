import type { AdoptionArgs, CreationArgs } from "./orgReadiness.ts";

/** Inputs that the readiness of an org depends on: a change of any other asks the org nothing. */
const decisive = new Set([
  ...["label", "apiName", "name", "username", "email", "timeZone", "locale", "language", "emailEncoding"],
  ...["isActive", "reactivate", "fields", "callbackUrls", "certificatePem", "keyGeneration"],
]);

/** A resource that is to be made, with what its readiness depends on. */
export function creationOf({ kind, name, inputs }: AdoptionArgs): CreationArgs {
  return { kind, name, inputs: Object.fromEntries(Object.entries(inputs).filter(([input]) => decisive.has(input))) };
}
