/** One HTTP call, with the answer as it came. */

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with what a rule expects, whatever they are.
export type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON of the text; undefined when it is none. */
  body: Json;
}

const timeLimitMs = 120_000;

/** @throws Error when no answer comes within two minutes */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init, signal: AbortSignal.timeout(timeLimitMs) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
