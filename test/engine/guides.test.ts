/** Follows the guides on one stack, with a local org and a fake Webex tenant: each command as the pages have it. */
import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { createLocalWebex, type LocalWebex } from "../../local-webex/src/server.ts";
import { selfSignedCertificate } from "../../operations/deployer/selfSignedCertificate.ts";
import { changeComponent } from "./accessInOrg.ts";
import { endCertificateIn } from "./byHand.ts";
import { engineTimeout } from "./engine.ts";
import { Follower, guideOf } from "./guide.ts";

jest.setTimeout(3 * engineTimeout);

const today = /\d{4}-\d\d-\d\d/;
const page = "docs/rotation.md";

type Connector = LocalWebex["tenant"]["state"]["connectors"][number];

let local: LocalOrg;
let webex: LocalWebex;
let person: Follower;

beforeAll(async () => {
  local = await createLocalOrg();
  const settings = { salesforceUrl: local.url, callEveryMs: 0, callTokenSeconds: 0 };
  webex = await createLocalWebex({ settings });
  person = await Follower.start(local);
});
afterAll(async () => {
  await person?.engine.stop();
  await webex?.stop();
  await local?.stop();
});

/** Follows the commands of a block, and answers what they printed. */
async function follow(block: readonly string[] | undefined): Promise<string> {
  if (!block?.length) throw new Error("The guide has no such block.");
  let printed = "";
  for (const line of block) printed += await person.follow(line);
  expect(printed).not.toContain("PRIVATE KEY");
  return printed;
}

/** Types the values of a sheet into Control Hub, as the person there does; a connector of that name is changed. */
async function saveConnector(sheet: string, keyFile: string) {
  const field = (label: string) => new RegExp(`^ +${label}: +(\\S.*)$`, "m").exec(sheet)?.[1] ?? "";
  const name = field("Name");
  const fields = { name, clientId: field("Client ID"), emailId: field("Email ID"), url: field("URL") };
  const privateKey = await readFile(person.path(keyFile), "utf8");
  const known = webex.tenant.state.connectors.find((one) => one.name === name);
  return webex.byHand.saveConnector({ ...fields, privateKey }, known?.id);
}

/** Whether the calls of the IVR get through to the org. */
async function line(): Promise<"green" | "red"> {
  const calls = await webex.callNow();
  expect(calls.length).toBeGreaterThan(0);
  return calls.every(({ works }) => works) ? "green" : "red";
}

test("first set-up: the connector is saved, the flow gets through, and the stack knows it", async () => {
  const [build, confirm] = guideOf("docs/webex.md", "First set-up: Salesforce first");
  const { id } = await saveConnector(await follow(build), "key.pem");
  const flow = webex.tenant.state.flows.find(({ name }) => name === "Service Cloud Voice")?.id ?? "";
  webex.byHand.chooseConnector(flow, id);
  webex.byHand.publish(flow, ["Live"]);
  expect(await line()).toBe("green");
  expect(await follow(confirm)).toMatch(/connector "WxCC - SCV" in Control Hub holds the key, as was confirmed on/);
});

test("cut-over: prepared without a change, cut off until the key is saved, taken back, and done again", async () => {
  const [prepare, cut, confirm, back] = guideOf(page, "Cut-over");
  const sheet = await follow(prepare);
  expect(sheet).toContain("does not take this key yet");
  expect(await line()).toBe("green");

  expect(await follow(cut)).toMatch(
    /is given the certificate of another key now: from here until the new key is saved/,
  );
  expect(await line()).toBe("red");
  await follow(back);
  expect(await line()).toBe("green");

  const cutAgain = await follow(cut);
  expect(await line()).toBe("red");
  const needs = new RegExp(`must be given a new key since ${today.source}: until then every login of Webex fails`);
  expect(cutAgain).toMatch(needs);
  expect((await person.engine.preview()).output).toMatch(needs);
  expect((await person.engine.operate(["fleet", "status"])).output).toMatch(needs);
  expect(await person.operate("connector", "status", "--stack", "dev")).toMatch(needs);

  await saveConnector(sheet, "new.pem");
  expect(await line()).toBe("green");
  expect(await follow(confirm)).toMatch(/holds the key, as was confirmed on/);
  expect((await person.engine.operate(["fleet", "status"])).output).not.toContain("Control Hub");
});

test("a key that has leaked is cut off at once, and cannot be taken back", async () => {
  const [revoke, confirm] = guideOf(page, "A key that has leaked");
  const leaked = { ...(webex.tenant.state.connectors[0] as Connector) };
  const sheet = await follow(revoke);
  expect(await line()).toBe("red");
  await expect(webex.byHand.saveConnector(leaked, leaked.id)).rejects.toThrow(/could not be validated/);
  await saveConnector(sheet, "new.pem");
  expect(await line()).toBe("green");
  expect(await follow(confirm)).toContain("The access works.");
  const publicKey = createPublicKey(leaked.privateKey).export({ type: "spki", format: "pem" });
  const state = JSON.stringify(await person.engine.state());
  expect(state).toContain("scv-signing-key-3");
  expect(state).not.toContain(JSON.stringify(String(publicKey).trim()).slice(1, -1));
});

test("a certificate that has expired is renewed for the same key, and nobody has to do anything in Webex", async () => {
  const { privateKeyPem } = (await person.engine.outputs()) as { privateKeyPem: string };
  const yesterday = new Date(Date.now() - 86_400_000);
  const expired = selfSignedCertificate("expired", createPrivateKey(privateKeyPem), new Date(0), yesterday);
  await changeComponent(local, "ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth", { certificate: expired });
  await endCertificateIn(person.engine, -1);
  expect(await line()).toBe("red");
  expect(await follow(guideOf(page, "A certificate that has expired")[0])).toContain("The access works.");
  expect(await line()).toBe("green");
});
