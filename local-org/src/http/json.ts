import type { Context } from "hono";
import type { HttpEnvironment } from "../contracts.ts";

/** A JSON answer as an org gives it: compact, unless the caller asked for a readable one. */
export function json(
  context: Context<HttpEnvironment>,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const text = context.req.header("x-prettyprint") === "1" ? pretty(body) : JSON.stringify(body);
  return new Response(text, {
    status,
    headers: {
      "Content-Type": "application/json;charset=UTF-8",
      "Cache-Control": "no-cache,must-revalidate,max-age=0,no-store,private",
      ...headers,
    },
  });
}

/** Two blanks a level and a blank before the colon too. */
function pretty(body: unknown): string {
  return JSON.stringify(body, null, 2).replace(/^(\s*"(?:[^"\\]|\\.)*"): /gm, "$1 : ");
}
