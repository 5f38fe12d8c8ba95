import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { withOrg } from "../metadata/kit.ts";

async function send(local: LocalOrg, encoding: string, body: Uint8Array): Promise<{ status: number; text: string }> {
  const response = await fetch(`${local.url}/services/data/v68.0/sobjects/Account`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${local.org.deployer.accessToken}`,
      "content-type": "application/json",
      "content-encoding": encoding,
    },
    body: new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}

const account = Buffer.from(JSON.stringify({ Name: "Packed" }));

test("[http.packed-requests] packed requests are read like others", () =>
  withOrg(async (local) => {
    expect((await send(local, "gzip", gzipSync(account))).status).toBe(201);
    expect((await send(local, "deflate", deflateSync(account))).status).toBe(201);
    expect(local.org.records.find("Account", { Name: "Packed" })).toHaveLength(2);
    const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>${local.org.deployer.accessToken}</sessionId></SessionHeader></e:Header><e:Body><getUserInfo/></e:Body></e:Envelope>`;
    const soap = await fetch(`${local.url}/services/Soap/u/64.0`, {
      method: "POST",
      headers: { "content-encoding": "gzip" },
      body: new Uint8Array(gzipSync(envelope)),
    });
    expect(await soap.text()).toContain(`<userName>${local.org.deployer.username}</userName>`);
  }));

test("[http.packed-requests] what is not packed as it says, or grows too large, is refused", () =>
  withOrg(async (local) => {
    expect((await send(local, "gzip", account)).status).toBe(400);
    expect((await send(local, "br", account)).status).toBe(415);
    expect((await send(local, "gzip", gzipSync(Buffer.alloc(60_000_000)))).status).toBe(413);
    expect(local.org.records.find("Account")).toEqual([]);
  }));
