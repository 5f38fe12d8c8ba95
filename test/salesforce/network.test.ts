import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as httpRequest, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { proxySettings } from "../../salesforce/proxies.ts";
import { testAuthority } from "./network/authority.ts";
import { startProxy, type TestProxy } from "./network/proxy.ts";
import { closed, listening } from "./network/server.ts";

const host = "mycompany.my.salesforce.com";
const address = `https://${host}`;
const program = fileURLToPath(new URL("network/callOrg.ts", import.meta.url));
const authority = testAuthority();

let folder: string;
let authorityFile: string;
let local: LocalOrg;
const servers: Server[] = [];
const proxies: TestProxy[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "network-"));
  authorityFile = join(folder, "authority.pem");
  await writeFile(authorityFile, authority.pem);
  local = await createLocalOrg();
  callsItself(address);
});

/** What the org answers as its own address. */
function callsItself(url: string): void {
  Object.assign(local.org, { instanceUrl: url });
}

afterAll(async () => {
  await Promise.all([...servers.map(closed), ...proxies.map((proxy) => proxy.close())]);
  await local.stop();
  await rm(folder, { recursive: true });
});

/** The org behind TLS, as an org is; its certificate is for these hosts. */
async function secureOrg(hosts = [host], validDays?: number): Promise<number> {
  const server = createSecureServer(authority.serverFor(hosts, validDays), (incoming, outgoing) => {
    const { method, headers, url: path } = incoming;
    const forwarded = httpRequest(`${local.url}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(Number(answer.statusCode), answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
  servers.push(server);
  return listening(server);
}

async function proxyTo(target: number, refusal?: string): Promise<TestProxy> {
  const proxy = await startProxy(target, refusal);
  proxies.push(proxy);
  return proxy;
}

interface Outcome {
  profiles?: number;
  apps?: number;
  probe?: number;
  error?: { code: string; message: string };
  explained?: string;
}

/** Runs a process that calls the org, with nothing about the network in its environment but what is given. */
async function callOrg(environment: Record<string, string>, url = address): Promise<Outcome> {
  const { deployer, organizationId } = local.org;
  const bare = Object.entries(process.env).filter(([name]) => !/_proxy$|^NODE_|^SSL_/i.test(name));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    env: { ...Object.fromEntries(bare), ...environment },
  });
  child.stdin.end(
    JSON.stringify({
      loginUrl: url,
      audience: "https://login.salesforce.com",
      apiVersion: "67.0",
      organizationId,
      allowsProduction: false,
      clientId: deployer.clientId,
      bounds: { retryAttempts: 2 },
      credential: { kind: "jwt", username: deployer.username, privateKeyPem: deployer.privateKeyPem() },
    }),
  );
  const [printed, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(said).toBe("");
  return JSON.parse(printed) as Outcome;
}

const everything = { profiles: expect.any(Number), apps: 0, probe: 200 };

describe("an org that only a proxy leads to", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "HTTP_PROXY"])("is reached by every kind of call with %s", async (name) => {
    const proxy = await proxyTo(await secureOrg());
    const environment = { [name]: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: authorityFile };
    expect(await callOrg(environment)).toEqual(everything);
    expect(new Set(proxy.tunnels)).toEqual(new Set([`${host}:443`]));
    expect(proxy.tunnels.length).toBeGreaterThan(0);
  });

  test("is reached with name and password, and an address without a scheme", async () => {
    const proxy = await proxyTo(await secureOrg());
    const environment = {
      HTTPS_PROXY: `deploy:p%40ss-word@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: authorityFile,
    };
    expect(await callOrg(environment)).toEqual(everything);
    expect(proxy.credentials[0]).toBe(`Basic ${Buffer.from("deploy:p@ss-word").toString("base64")}`);
  });

  test("is not reached where the proxy says no, and what it says is no answer of the org", async () => {
    const answer =
      'HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\n\r\n[{"errorCode":"NOT_FOUND","message":"gone"}]';
    const proxy = await proxyTo(1, answer);
    const { error, explained } = await callOrg({ HTTPS_PROXY: `http://me:secretword@127.0.0.1:${proxy.port}` });
    expect(error).toEqual({ code: "PROXY_REFUSED", message: "the proxy answers 403 to CONNECT" });
    expect(explained).toMatch(/HTTPS_PROXY.*NO_PROXY/);
    expect(explained).not.toMatch(/secretword/);
    expect(proxy.tunnels).toHaveLength(1);
  });

  test("is not reached through a proxy that is not there, and the variable is named", async () => {
    const { error, explained } = await callOrg({ HTTPS_PROXY: "http://127.0.0.1:9" });
    expect(error?.code).toBe("ECONNREFUSED");
    expect(explained).toMatch(/HTTPS_PROXY/);
  });

  test("is not asked for through something that is no proxy", async () => {
    const { error } = await callOrg({ HTTPS_PROXY: "ftp://me:secretword@127.0.0.1:9" });
    expect(error).toEqual({
      code: "INVALID_PROXY",
      message: expect.stringMatching(/^the environment variable HTTPS_PROXY must be/),
    });
    expect(error?.message).not.toMatch(/secretword/);
  });
});

describe("what needs no proxy", () => {
  test("is an org on this machine, whatever the environment says", async () => {
    callsItself(local.url);
    try {
      const dead = "http://127.0.0.1:9";
      const environment = { HTTPS_PROXY: dead, https_proxy: dead, HTTP_PROXY: dead, http_proxy: dead };
      expect(await callOrg(environment, local.url)).toEqual(everything);
    } finally {
      callsItself(address);
    }
  });

  test("is a host that NO_PROXY names", async () => {
    const proxy = await proxyTo(await secureOrg());
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, no_proxy: "other.example, .salesforce.com" };
    // There is no such host where the test runs: that it was looked for says that the proxy was left out.
    expect((await callOrg(environment)).error?.code).toMatch(
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT/,
    );
    expect(proxy.tunnels).toEqual([]);
  });
});

describe("a certificate", () => {
  const through = async (port: number, environment: Record<string, string> = {}) =>
    callOrg({ HTTPS_PROXY: `http://127.0.0.1:${(await proxyTo(port)).port}`, ...environment });
  const trusting = () => ({ NODE_EXTRA_CA_CERTS: authorityFile });

  test("of an authority that Node does not know names the variable that makes it known", async () => {
    const { error, explained } = await through(await secureOrg());
    expect(error?.code).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    expect(explained).toMatch(/NODE_EXTRA_CA_CERTS/);
  });

  test("that has expired says that it has", async () => {
    const { error, explained } = await through(await secureOrg([host], -1), trusting());
    expect(error?.code).toBe("CERT_HAS_EXPIRED");
    expect(explained).toMatch(/clock/);
    expect(explained).not.toMatch(/NODE_EXTRA_CA_CERTS/);
  });

  test("of another host says so, and nothing is sent", async () => {
    const { error, explained } = await through(await secureOrg(["other.my.salesforce.com"]), trusting());
    expect(error?.code).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    expect(explained).toMatch(/instanceUrl/);
  });
});

test.each([
  [{}, { httpProxy: "", httpsProxy: "", noProxy: "" }],
  [{ HTTPS_PROXY: "proxy:8080" }, { httpProxy: "", httpsProxy: "http://proxy:8080/", noProxy: "" }],
  [
    { HTTPS_PROXY: "http://a:1", https_proxy: "http://b:1" },
    { httpProxy: "", httpsProxy: "http://b:1/", noProxy: "" },
  ],
  [
    { HTTPS_PROXY: "http://a:1", https_proxy: " " },
    { httpProxy: "", httpsProxy: "http://a:1/", noProxy: "" },
  ],
  [{ http_proxy: "http://a:1" }, { httpProxy: "http://a:1/", httpsProxy: "http://a:1/", noProxy: "" }],
  [
    { NO_PROXY: "a,b", no_proxy: "c" },
    { httpProxy: "", httpsProxy: "", noProxy: "c" },
  ],
  [{ HTTPS_PROXY: "socks5://a:1080" }, { httpProxy: "", httpsProxy: "socks5://a:1080", noProxy: "" }],
])("the proxies of %j are %j", (environment, settings) => {
  expect(proxySettings(environment)).toEqual(settings);
});
