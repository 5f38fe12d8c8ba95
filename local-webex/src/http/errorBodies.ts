/** The forms that errors have: one for each service. */
import type { Refusal } from "../answers.ts";

/** `webexapis.com`. */
export function identityError({ message }: Refusal, trackingId: string): object {
  return { message, errors: [{ description: message }], trackingId };
}

/** Everything that is about flows. */
export function flowStoreError({ message, status, details }: Refusal, trackingId: string): object {
  return { status, errors: [{ description: message, type: details.type ?? "" }], trackingId };
}

/** The configuration interfaces, and what the gateway itself refuses there. */
export function configError({ message, status }: Refusal, trackingId: string): object {
  return { trackingId, error: { key: String(status), message: [{ description: message }] } };
}
