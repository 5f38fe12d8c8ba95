/** How large a request may be, decided before it is read. */
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ApiError, type HttpEnvironment } from "../contracts.ts";
import { SoapFault, writeSoapFault } from "../metadata/soapEnvelope.ts";
import type { App } from "./app.ts";
import { errorBody } from "./errors.ts";
import { json } from "./json.ts";

/** Documented for the Metadata API. */
const mostBytes = 52_428_800;
/** Far more than a form with an assertion, or a control call, needs. */
const mostBytesOfForm = 1_048_576;

export function limitRequestSize(app: App): void {
  const form = sizeLimit(mostBytesOfForm);
  app.use("/services/oauth2/*", form);
  app.use("/_local/*", form);
  app.use("/services/*", sizeLimit(mostBytes));
}

function sizeLimit(maxSize: number): ReturnType<typeof bodyLimit> {
  return bodyLimit({ maxSize, onError: (context) => tooLarge(context, maxSize) });
}

function tooLarge(context: Context<HttpEnvironment>, maxSize: number): Response {
  const text = `Maximum size of request reached. Maximum size of request is ${maxSize} bytes.`;
  if (context.req.path.startsWith("/services/Soap/")) {
    const fault = writeSoapFault(new SoapFault("LIMIT_EXCEEDED", text));
    return context.body(fault, 500, { "Content-Type": "text/xml; charset=UTF-8" });
  }
  return json(context, errorBody(new ApiError(413, "LIMIT_EXCEEDED", text)), 413);
}
