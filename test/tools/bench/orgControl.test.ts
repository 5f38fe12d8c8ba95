import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import { callDepth } from "../../../tools/bench/callDepth.ts";
import { OrgControl } from "../../../tools/bench/orgControl.ts";

let localOrg: LocalOrg;
let control: OrgControl;
beforeEach(async () => {
  localOrg = await createLocalOrg({ port: 0 });
  control = new OrgControl(localOrg.url);
});
afterEach(() => localOrg.stop());

async function callOrg(): Promise<void> {
  const { accessToken, instanceUrl } = await control.credentials();
  const answer = await fetch(`${instanceUrl}/services/data/v67.0/`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  await answer.text();
}

describe("the control of a local org", () => {
  test("takes each call once", async () => {
    await callOrg();
    expect(await control.takeRequests()).toMatchObject([{ method: "GET", path: "/services/data/v67.0/" }]);
    expect(await control.takeRequests()).toEqual([]);
  });

  test("shows calls one after the other and calls at once as they were, with latency", async () => {
    await control.setLatency(250);
    await callOrg();
    await callOrg();
    await Promise.all([callOrg(), callOrg(), callOrg()]);
    const requests = await control.takeRequests();
    expect(requests).toHaveLength(5);
    expect(callDepth(requests)).toBe(3);
  });

  test("says what the org answers to a wrong setting", async () => {
    await expect(control.setLatency(-1)).rejects.toThrow("answers 400 to POST /_local/settings");
  });
});
