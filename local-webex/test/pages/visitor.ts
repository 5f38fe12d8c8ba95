import type { Bench } from "../client.ts";

export interface Shown {
  status: number;
  /** Address after redirects, without the tenant's own and without the query. */
  path: string;
  text: string;
}

/** Opens a page. */
export async function open({ webex }: Bench, path: string): Promise<Shown> {
  return shown(await fetch(webex.url + path));
}

/** Sends a form of a page as a browser does. */
export async function send(bench: Bench, path: string, change: string, fields: Record<string, string>): Promise<Shown> {
  const { text } = await open(bench, path);
  const token = new RegExp(`name="token" value="(\\w+)"><input type="hidden" name="change" value="${change}"`).exec(
    text,
  )?.[1];
  if (token === undefined) throw new Error(`${path} has no form ${change}.`);
  const answer = await fetch(bench.webex.url + path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: bench.webex.url },
    body: String(new URLSearchParams({ token, change, ...fields })),
  });
  return shown(answer);
}

async function shown(answer: Response): Promise<Shown> {
  return { status: answer.status, path: new URL(answer.url).pathname, text: await answer.text() };
}

/** What became of a change. */
export function noticeOf({ text }: Shown): string {
  const [, notice = ""] = /<p class="notice [^>]*>([\s\S]*?)<\/p>/.exec(text) ?? [];
  return notice.replace(/<[^>]+>/g, "").replaceAll("&#39;", "'");
}
