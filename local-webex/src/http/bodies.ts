/** Bodies, read no further than they may be long. */
import { Refusal } from "../answers.ts";

/** Of a flow, far more than Flow Designer makes. */
export const mostBytesOfFlow = 10_485_760;
/** Of anything else: forms, tokens, settings. */
export const mostBytesOfForm = 65_536;

/** The bytes of a body. @throws Refusal 413 */
async function bytesOf(request: Request, most: number): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = () => new Refusal(413, `The request is larger than ${most} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > most) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export async function textOf(request: Request, most: number): Promise<string> {
  return (await bytesOf(request, most)).toString("utf8");
}

/** @throws Refusal 400 when the body is no form of parts */
export async function formOf(request: Request, most: number): Promise<FormData> {
  const body = await bytesOf(request, most);
  try {
    const type = request.headers.get("content-type") ?? "";
    return await new Response(body, { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal(400, "The parts of the form cannot be read.", { type: "INVALID_FLOW" });
  }
}
