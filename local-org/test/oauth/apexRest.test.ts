import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { withOrg } from "../metadata/kit.ts";
import { login } from "./login.ts";
import { assign, deployPermissionSet, integrationUsername, setUpLogin } from "./setUp.ts";

const create = "/services/apexrest/cnxscv/voice/v1/createVoiceCall";
const callFields = { vendorCallKey: "key-1", from: "+4930123", to: "+4930456", initiationMethod: "Inbound" };

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from case to case
  body: any;
}

async function call(
  local: LocalOrg,
  accessToken: string,
  path: string,
  method = "POST",
  body: unknown = callFields,
): Promise<Answer> {
  const response = await fetch(local.url + path, {
    method,
    headers: { Authorization: `Bearer ${accessToken}`, "Content-Type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function integrationToken(local: LocalOrg): Promise<string> {
  const { key, consumerKey } = await setUpLogin(local);
  return String((await login(local, key, { issuer: consumerKey, subject: integrationUsername })).body.access_token);
}

test("[apexrest.package-addresses] the integration user creates a voice call and works on it", async () => {
  await withOrg(async (local) => {
    const token = await integrationToken(local);
    const created = await call(local, token, create);
    expect(created.status).toBe(200);
    const voiceCallId = String(created.body.data.voiceCallId);
    expect(local.org.records.get("VoiceCall", voiceCallId)).toMatchObject({
      VendorCallKey: "key-1",
      FromPhoneNumber: "+4930123",
      ToPhoneNumber: "+4930456",
    });
    const base = "/services/apexrest/cnxscv/voice/v1";
    const flow = await call(local, token, `${base}/executeOmniFlow`, "POST", { voiceCallId, fallbackQueue: "Sales" });
    expect(flow).toEqual({ status: 200, body: { data: { queue: "Sales", agent: null } } });
    for (const resource of ["updateVoiceCall", "clearRouting"]) {
      const answer = await call(local, token, `${base}/${resource}`, "POST", { voiceCallId });
      expect(answer).toEqual({ status: 200, body: { data: { voiceCallId } } });
    }
  });
});

test("[apexrest.class-access] access to the class comes from a permission set, and its lack names the class", async () => {
  await withOrg(async (local) => {
    const token = await integrationToken(local);
    await deployPermissionSet(
      local,
      "<label>IVR Access</label><userPermissions><enabled>true</enabled><name>ApexRestServices</name></userPermissions>",
    );
    const answer = await call(local, token, create);
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual([
      { message: "You do not have access to the Apex class named: cnxscv.ServiceRouting", errorCode: "FORBIDDEN" },
    ]);
    const author = await call(local, local.org.deployer.accessToken, create);
    expect(author.status).toBe(200);
  });
});

test("[apexrest.class-access] access to the class may come from the profile", async () => {
  await withOrg(async (local) => {
    const token = await integrationToken(local);
    const { records } = local.org;
    const [row] = records.find("SetupEntityAccess", { SetupEntityType: "ApexClass" });
    const [profile] = records.find("Profile", { Name: "Minimum Access - API Only Integrations" });
    const [owned] = records.find("PermissionSet", { ProfileId: String(profile?.Id) });
    records.remove("SetupEntityAccess", String(row?.Id));
    records.insert("SetupEntityAccess", {
      ParentId: String(owned?.Id),
      SetupEntityId: String(row?.SetupEntityId),
      SetupEntityType: "ApexClass",
    });
    expect((await call(local, token, create)).status).toBe(200);
  });
});

test("[apexrest.url-mapping] an address that no class maps is not found", async () => {
  await withOrg(async (local) => {
    const token = await integrationToken(local);
    for (const path of ["/services/apexrest/cnxscv/voice/v2/createVoiceCall", "/services/apexrest/voice"]) {
      const answer = await call(local, token, path);
      expect(answer).toEqual({
        status: 404,
        body: [{ errorCode: "NOT_FOUND", message: "Could not find a match for URL" }],
      });
    }
  });
});

test("[apexrest.verb] another verb than POST is not allowed, whoever asks", async () => {
  await withOrg(async (local) => {
    const token = await integrationToken(local);
    const [row] = local.org.records.find("SetupEntityAccess", { SetupEntityType: "ApexClass" });
    local.org.records.remove("SetupEntityAccess", String(row?.Id));
    const answer = await call(local, token, create, "GET");
    expect(answer.status).toBe(405);
    expect(answer.body[0]).toEqual({
      errorCode: "METHOD_NOT_ALLOWED",
      message: "HTTP Method 'GET' not allowed. Allowed are POST",
    });
  });
});

test("[apexrest.exception] a body that the class cannot use is an unhandled exception", async () => {
  await withOrg(async (local) => {
    const token = await integrationToken(local);
    const answer = await call(local, token, create, "POST", { from: "+4930123" });
    expect([answer.status, answer.body[0].errorCode]).toEqual([500, "APEX_ERROR"]);
    expect(answer.body[0].message).toContain("(System Code)");
    const list = await call(local, token, create, "POST", []);
    expect([list.status, list.body[0].errorCode]).toEqual([400, "JSON_PARSER_ERROR"]);
  });
});

test("[apexrest.permission] a bad session never reaches the class", async () => {
  await withOrg(async (local) => {
    const answer = await call(local, "nonsense", create);
    expect([answer.status, answer.body[0].errorCode]).toEqual([401, "INVALID_SESSION_ID"]);
  });
});

test("[apexrest.class-access] an assignment that is taken away takes the access with it", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey, userId, permissionSetId } = await setUpLogin(local);
    const token = String(
      (await login(local, key, { issuer: consumerKey, subject: integrationUsername })).body.access_token,
    );
    const [assignment] = local.org.records.find("PermissionSetAssignment", { PermissionSetId: permissionSetId });
    local.org.records.remove("PermissionSetAssignment", String(assignment?.Id));
    expect((await call(local, token, create)).status).toBe(403);
    assign(local, userId, permissionSetId);
    expect((await call(local, token, create)).status).toBe(200);
  });
});
