import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from "../../src/server.ts";
import { type Client, clientOf } from "../rest/client.ts";

export interface Shown {
  status: number;
  /** Address after redirects, without the org's own. */
  address: string;
  text: string;
  headers: Headers;
}

/** Somebody who looks at Setup, without a browser: reads pages and sends their forms. */
export interface Visitor {
  local: LocalOrg;
  /** Reads the same org over REST. */
  rest: Client;
  open(path: string): Promise<Shown>;
  /** Sends a form of a page as a browser does, with the fields that the page's form has hidden and those given. */
  send(path: string, change: string, fields?: [string, string][]): Promise<Shown>;
  /** Sends just this; for what no page would send. */
  post(path: string, body: URLSearchParams | string, headers?: Record<string, string>): Promise<Shown>;
}

export async function withVisitor(work: (visitor: Visitor) => Promise<void>, options: LocalOrgOptions = {}) {
  const local = await createLocalOrg({ ...options, settings: { deployMs: 0, ...options.settings } });
  const shown = async (response: Response): Promise<Shown> => ({
    status: response.status,
    address: response.url.slice(local.url.length),
    text: await response.text(),
    headers: response.headers,
  });
  const visitor: Visitor = {
    local,
    rest: clientOf(local, local.org.deployer.accessToken),
    open: async (path) => shown(await fetch(local.url + path)),
    async post(path, body, headers = { origin: local.url }) {
      const response = await fetch(local.url + path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: String(body),
      });
      return shown(response);
    },
    async send(path, change, fields = []) {
      const hidden = hiddenFields((await visitor.open(path)).text, change);
      return visitor.post(path, new URLSearchParams([...hidden, ...fields]));
    },
  };
  try {
    await work(visitor);
  } finally {
    await local.stop();
  }
}

/** The hidden fields of the first form of a page that asks for a change. */
export function hiddenFields(page: string, change: string): [string, string][] {
  const form = page.split("<form ").find((text) => text.includes(`name="change" value="${change}"`));
  if (form === undefined) throw new Error(`The page has no form for ${change}.`);
  const end = form.indexOf("</form>");
  return [...form.slice(0, end).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
    ([, name = "", value = ""]) => [name, value],
  );
}

/** The text of what became of a change. */
export function noticeOf({ text }: Shown): string | undefined {
  const notice = /<(p|div) class="notice [^>]*>([\s\S]*?)<\/\1>/.exec(text)?.[2];
  return notice
    ?.replace(/<[^>]+>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}
