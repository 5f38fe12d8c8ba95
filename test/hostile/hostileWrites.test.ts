import { createServer, request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";
import { beforeAll, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { makeAccess } from "../provider/access.ts";
import { Administrator, type Deployed, Stack } from "../provider/kit.ts";
import { closed, listening } from "../salesforce/network/server.ts";
import type { Asked } from "./hostileOrg.ts";
import { type Answer, isWrite, pretendedAnswer, send, type WriteAttack, writeAttacks } from "./hostileWrites.ts";

function forward(target: string, { method, path, headers, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { "content-length": _length, host: _host, ...others } = headers;
    const forwarded = httpRequest(`${target}${path}`, { method, headers: others }, async (answer) => {
      const text = (await buffer(answer)).toString();
      resolve({ status: Number(answer.statusCode), headers: answer.headers, body: text });
    });
    forwarded.on("error", reject);
    forwarded.end(body);
  });
}

const typeOf = (path: string) => /\/sobjects\/(\w+)/.exec(path)?.[1] ?? "";

/** An org that can be told to answer every write as an attack does; reads stay true. */
async function startOrg() {
  const [local, elsewhere] = await Promise.all([0, 1].map(() => createLocalOrg({ settings: { deployMs: 0 } })));
  if (!local || !elsewhere) throw new Error("an org is missing");
  const told: { attack?: WriteAttack; writes: number } = { writes: 0 };
  const administrator = new Administrator(local);
  const foreignIds: Record<string, string> = {
    PermissionSet: await administrator.create("PermissionSet", { Name: "Others", Label: "Others" }),
    Profile: await administrator.idOf("Profile", "Name = 'Standard User'"),
    User: await administrator.createUser("somebody"),
  };
  let earlierDeploy: Answer = { status: 500, headers: {}, body: "" };
  const server = createServer(async (incoming, outgoing) => {
    const { method = "", url: path = "", headers } = incoming;
    const { "accept-encoding": _packed, ...plain } = headers;
    const asked = { method, path, headers: plain, body: (await buffer(incoming)).toString() };
    if (!isWrite(asked) || told.attack === undefined) {
      const answer = await forward(local.url, asked);
      if (isWrite(asked) && path.startsWith("/services/Soap/m/")) earlierDeploy = answer;
      return send(outgoing, answer);
    }
    told.writes++;
    const foreignId = method === "POST" ? foreignIds[typeOf(path)] : undefined;
    return told.attack(outgoing, {
      asked,
      doIt: (instead) => forward(local.url, { ...asked, ...instead }),
      doItElsewhere: () => {
        const { accessToken } = elsewhere.org.deployer;
        const body = asked.body.replace(local.org.deployer.accessToken, accessToken);
        return forward(elsewhere.url, {
          ...asked,
          headers: { ...plain, authorization: `Bearer ${accessToken}` },
          body,
        });
      },
      pretended: pretendedAnswer(asked, earlierDeploy, `${foreignId?.slice(0, 3) ?? "0Pa"}000000009ZZAAA`),
      foreignId,
    });
  });
  const url = `http://127.0.0.1:${await listening(server)}`;
  const stop = async () => {
    await closed(server);
    await Promise.all([local.stop(), elsewhere.stop()]);
  };
  return { local, administrator, told, url, foreignIds: Object.values(foreignIds), stop };
}

/** What the operations work on: an access that this stack has made, records that it has taken over, a bare app. */
async function makeThings(honest: Stack, administrator: Administrator) {
  const pair = selfSigned();
  const access = await makeAccess(honest, pair);
  const bareApp = await honest.create("ExternalClientApp", "bare", {
    label: "Bare",
    contactEmail: "admin@mycompany.example",
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
    certificatePem: pair.certificatePem,
  });
  const ofOld = { Description: "Of old" };
  await administrator.create("PermissionSet", { Name: "Held", Label: "Held", ...ofOld });
  const UserLicenseId = await administrator.idOf("UserLicense", "Name = 'Salesforce Integration'");
  const profileId = await administrator.create("Profile", { Name: "Held", UserLicenseId, ...ofOld });
  await administrator.create("Profile", { Name: "Held by nobody", UserLicenseId, ...ofOld });
  await administrator.createUser("held", "Held");
  const description = "Of old";
  return {
    ...access,
    bareApp,
    freeProfile: await honest.create("IntegrationProfile", "free", { name: "Free" }),
    heldSet: await honest.create("PermissionSet", "held-set", { label: "Held", description, adopt: true }),
    heldProfile: await honest.create("IntegrationProfile", "held-profile", {
      name: "Held by nobody",
      description,
      adopt: true,
    }),
    heldUser: await honest.create("IntegrationUser", "held-user", {
      username: "held@mycompany.example",
      email: "held@mycompany.example",
      lastName: "held",
      profileId,
      adopt: true,
    }),
  };
}

type Things = Awaited<ReturnType<typeof makeThings>>;

/** An operation, and what tells that the org has really done what it says; empty when it has. */
type Operation = [name: string, run: (stack: Stack) => Promise<() => Promise<string>>];

/**
 * Everything that writes. What stands in one list can run at the same time.
 *
 * @param honest reads the org past every attack
 */
function operations(things: Things, honest: Stack, administrator: Administrator): Operation[][] {
  const { set, profile, user, app, policy, bareApp, freeProfile, heldSet, heldProfile, heldUser } = things;
  const differences = async (deployed: Deployed) => {
    const drift = await honest.drift(deployed);
    return Object.keys(drift).length === 0 ? "" : `the org holds ${JSON.stringify(drift)}`;
  };
  const made = (kind: Deployed["kind"], name: string, inputs: Record<string, unknown>): Operation => [
    `${kind}.create`,
    async (stack) => {
      const deployed = await stack.create(kind, name, inputs);
      return () => differences(deployed);
    },
  ];
  const another = (deployed: Deployed, inputs: Record<string, unknown>) => {
    const { owner: _owner, __provider, ...others } = deployed.inputs;
    return made(deployed.kind, "another", { ...others, ...inputs });
  };
  const changed = (deployed: Deployed, inputs: Record<string, unknown>): Operation => [
    `${deployed.kind}.update`,
    async (stack) => {
      const after = await stack.update(deployed, inputs);
      return () => differences(after);
    },
  ];
  const removed = (deployed: Deployed, left: () => Promise<string>): Operation => [
    `${deployed.kind}.delete of ${deployed.name}`,
    async (stack) => {
      await stack.delete(deployed);
      return left;
    },
  ];
  const isGone =
    (type: string, { id }: Deployed) =>
    async () =>
      (await administrator.query(`SELECT Id FROM ${type} WHERE Id = '${id}'`)).length === 0 ? "" : "it is still there";
  const hasNoMark =
    (type: string, { id }: Deployed, field: string) =>
    async () => {
      const [row] = await administrator.query(`SELECT ${field} FROM ${type} WHERE Id = '${id}'`);
      return String(row?.[field]).includes("pulumi") ? `its mark is still there: ${row?.[field]}` : "";
    };
  const isRetired = async () => {
    const [[found], sets, licenses] = await Promise.all([
      administrator.query(`SELECT IsActive, Division, Profile.Name FROM User WHERE Id = '${user.id}'`),
      administrator.query(
        `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${user.id}' AND PermissionSet.IsOwnedByProfile = false`,
      ),
      administrator.query(`SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${user.id}'`),
    ]);
    const isAway = found?.IsActive === false && String(found.Division).startsWith("pulumi-retired:");
    if (isAway && sets.length + licenses.length === 0) return "";
    return `it is ${JSON.stringify(found)} with ${sets.length} sets and ${licenses.length} licences`;
  };
  const isClosed = async () => {
    const { permissionSetIds } = await honest.drift(policy);
    return JSON.stringify(permissionSetIds) === "[]" ? "" : "it still lets somebody in";
  };
  return [
    [
      another(set, { apiName: "Another", label: "Another" }),
      another(profile, { name: "Another" }),
      another(user, { username: "another@mycompany.example", nickname: "another", alias: "another" }),
      another(app, { apiName: "Another", label: "Another" }),
      made("PolicyAssignment", "bare-policy", { appId: bareApp.id, permissionSetIds: [set.id] }),
      changed(set, { description: "New", userPermissions: ["ApiEnabled"], apexClasses: [] }),
      changed(profile, { description: "New", userPermissions: ["ApiEnabled", "ApiUserOnly", "ChatterInternalUser"] }),
      changed(user, { lastName: "New", firstName: "Very", permissionSetIds: [] }),
      changed(app, { description: "New", isIntrospectAllTokens: true }),
      changed(policy, { ipRelaxation: "Enforce", isEnabled: false }),
      removed(heldSet, hasNoMark("PermissionSet", heldSet, "Description")),
      removed(heldProfile, hasNoMark("Profile", heldProfile, "Description")),
      removed(heldUser, hasNoMark("User", heldUser, "Division")),
      removed(freeProfile, isGone("Profile", freeProfile)),
    ],
    [removed(user, isRetired), removed(app, isGone("ExternalClientApplication", app))],
    [removed(set, isGone("PermissionSet", set)), removed(policy, isClosed)],
  ];
}

/** Tables of which the org itself writes rows: its count of seats and of deploys. */
const keptByOrg = ["UserLicense", "PermissionSetLicense", "_document"];

/** Rows in which none of these ids occurs. */
function rowsOfOthers(snapshot: ReturnType<LocalOrg["snapshot"]>, ids: string[]): string[] {
  return [...snapshot.rows]
    .filter(([table]) => !keptByOrg.includes(table))
    .flatMap(([table, rows]) => rows.map((row) => `${table} ${JSON.stringify(row)}`))
    .filter((row) => !ids.some((id) => row.includes(id)));
}

/** Tries all operations under some attacks, one attack after another, in an org of its own. */
async function tryOut(names: string[], problemsOf: Map<string, string[]>): Promise<void> {
  const { local, administrator, told, url, foreignIds, stop } = await startOrg();
  try {
    // The bounds are those of the process, so they are the same for all.
    const bounded = { requestTimeoutSeconds: "2", retryAttempts: "1" };
    // In a call that writes and reads, no org can lie about the one and be honest about the other.
    const settings = { instanceUrl: url, loginUrl: url, ...bounded, composeWrites: "false" };
    const honest = await Stack.on(local, settings);
    const things = await makeThings(honest, administrator);
    const ids = Object.values(things).map(({ id }) => id.slice(0, 15));
    const base = local.snapshot();
    const before = new Set(rowsOfOthers(base, ids));
    for (const name of names) {
      const problems: string[] = [];
      for (const together of operations(things, honest, administrator)) {
        local.restore(base);
        told.writes = 0;
        const stack = await Stack.on(local, settings);
        await stack.read(things.set);
        told.attack = writeAttacks[name] as WriteAttack;
        const ended = await Promise.allSettled(together.map(([, run]) => run(stack)));
        delete told.attack;
        for (const [index, outcome] of ended.entries()) {
          const problem = outcome.status === "fulfilled" ? await outcome.value() : "";
          if (problem !== "") problems.push(`${together[index]?.[0]} succeeded, but ${problem}`);
        }
        if (told.writes < together.length) problems.push(`only ${told.writes} writes of ${together.length} operations`);
        if (told.writes > 15 * together.length) problems.push(`${told.writes} writes of ${together.length} operations`);
        const after = rowsOfOthers(local.snapshot(), ids);
        const given = after.filter((row) => !before.has(row) && foreignIds.some((id) => row.includes(id)));
        problems.push(...[...before].filter((row) => !after.includes(row)), ...given);
      }
      problemsOf.set(name, problems);
    }
  } finally {
    await stop();
  }
}

const problemsOf = new Map<string, string[]>();
const names = Object.keys(writeAttacks);

/** Orgs that are tried at the same time: most of the time is spent waiting before a write is tried again. */
const lanes = 4;

beforeAll(async () => {
  const ofLane = Array.from({ length: lanes }, (_, lane) => names.filter((_name, index) => index % lanes === lane));
  await Promise.all(ofLane.map((some) => tryOut(some, problemsOf)));
}, 120_000);

test.each(names)("%s: no lifecycle takes a write for done that is not, and nothing of others changes", (name) => {
  expect(problemsOf.get(name)).toEqual([]);
});
