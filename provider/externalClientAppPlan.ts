import { hasExpired } from "./appCertificate.ts";
import { expiry } from "./certificates.ts";
import { type AppContext, appInputs, type ExternalClientAppInputs } from "./externalClientAppFields.ts";
import { Refusal } from "./lifecycle.ts";
import { ownershipOf } from "./marks.ts";
import { partsOf, type SeenApp } from "./observedApp.ts";

export type AppStep = { do: "create" } | { do: "change"; names: string[]; isMarked: boolean };

/** Decides what is left to do, in stages. Pure but for the time of day, which ends certificates. */
export function planApp(
  seen: SeenApp | undefined,
  inputs: ExternalClientAppInputs,
  isAdopted: boolean,
  context: AppContext | undefined,
): AppStep[][] {
  const end = expiry(inputs.certificatePem, new Date());
  if (!seen || !context) {
    if (end !== undefined) throw new Refusal(`certificatePem: ${hasExpired(end)}`);
    return [[{ do: "create" }]];
  }
  const names = appInputs.differing(partsOf(seen), inputs, context);
  if (end !== undefined && names.includes("certificatePem")) {
    throw new Refusal(`certificatePem: ${hasExpired(end)} The app holds another one.`);
  }
  const isMarked = ownershipOf(seen.mark, inputs.owner) === "ours" && (seen.mark?.kind === "adopted") === isAdopted;
  return names.length === 0 && isMarked ? [] : [[{ do: "change", names, isMarked }]];
}
