import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrgOptions } from "../../src/server.ts";

interface Answer {
  status: number;
  body: string;
}

function fetchSecurely(url: string, ca: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, (response) => {
      let body = "";
      response.on("data", (part) => {
        body += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    }).on("error", reject);
  });
}

test("with TLS the org calls itself by its https address, which clients trust by its authority", async () => {
  const local = await createLocalOrg({ tls: {} });
  try {
    const { secure, org } = local;
    expect(secure?.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(org.instanceUrl).toBe(secure?.url);
    expect((await fetch(`${local.url}/services/data`)).status).toBe(200);
    const address = `${secure?.url}/services/data`;
    expect((await fetchSecurely(address, secure?.authorityPem)).status).toBe(200);
    expect((await fetchSecurely(address.replace("127.0.0.1", "localhost"), secure?.authorityPem)).status).toBe(200);
    await expect(fetchSecurely(address, undefined)).rejects.toThrow(/certificate/);
    const credentials = await fetchSecurely(`${secure?.url}/_local/credentials`, secure?.authorityPem);
    expect(JSON.parse(credentials.body)).toMatchObject({ instanceUrl: secure?.url });
  } finally {
    await local.stop();
  }
});

test("the authority is kept beside the state, its key for the owner alone", async () => {
  const directory = await mkdtemp(join(tmpdir(), "local-org-tls-"));
  const options: LocalOrgOptions = { databaseFile: join(directory, "org.sqlite"), tls: { directory } };
  try {
    const authorities: (string | undefined)[] = [];
    for (let start = 0; start < 2; start += 1) {
      const local = await createLocalOrg(options);
      authorities.push(local.secure?.authorityPem);
      const file = await readFile(String(local.secure?.authorityFile), "utf8");
      expect((await fetchSecurely(`${local.secure?.url}/services/data`, file)).status).toBe(200);
      await local.stop();
    }
    expect(authorities[1]).toBe(authorities[0]);
    expect((await stat(join(directory, "authority-key.pem"))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(directory, { recursive: true });
  }
});
