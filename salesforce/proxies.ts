import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { isLoopback } from "./loopback.ts";
import { holdSecret } from "./redaction.ts";

/** The proxies that an environment names; empty where it names none. */
export interface ProxySettings {
  httpProxy: string;
  httpsProxy: string;
  /** Hosts that are called directly: names, which hold for what is below them too, `*`, each with a port or without. */
  noProxy: string;
}

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as most programs do: small letters win, an address without a scheme
 * is one of http, and where only `HTTP_PROXY` is set, it serves https as well.
 *
 * @throws Error with the code `INVALID_PROXY` that names the variable
 */
export function proxySettings(environment: Record<string, string | undefined>): ProxySettings {
  const variable = (name: string) => environment[name.toLowerCase()]?.trim() || environment[name]?.trim() || "";
  const proxy = (name: string): string => {
    const value = variable(name);
    if (value === "") return "";
    const url = URL.parse(/^[a-z0-9+.-]+:\/\//i.test(value) ? value : `http://${value}`);
    if (url && ["http:", "https:", "socks5:"].includes(url.protocol) && url.hostname !== "") return url.href;
    const message = `the environment variable ${name} must be the address of a proxy such as http://proxy.mycompany.com:8080`;
    throw Object.assign(new Error(message), { code: "INVALID_PROXY" });
  };
  const httpProxy = proxy("HTTP_PROXY");
  return { httpProxy, httpsProxy: proxy("HTTPS_PROXY") || httpProxy, noProxy: variable("NO_PROXY") };
}

/** As jsforce does: orgs are spoken to in HTTP/1.1. */
const options = { allowH2: false };

let direct: Agent | undefined;
let outward: EnvHttpProxyAgent | undefined;

/**
 * The connections over which an address is called. What this machine itself serves is called directly, whatever the
 * environment says; everything else goes through the proxy that the environment names, with CONNECT.
 */
export function connectionsTo(url: string): Dispatcher {
  if (isLoopback(url)) {
    direct ??= new Agent(options);
    return direct;
  }
  if (!outward) {
    const settings = proxySettings(process.env);
    for (const proxy of [settings.httpProxy, settings.httpsProxy]) holdPassword(proxy);
    outward = new EnvHttpProxyAgent({ ...options, ...settings });
  }
  return outward;
}

function holdPassword(proxy: string): void {
  const password = URL.parse(proxy)?.password;
  if (!password) return;
  holdSecret(password);
  holdSecret(decodeURIComponent(password));
}
