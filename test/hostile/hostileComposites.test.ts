/** Answers to calls that create and read at once, and that no org should give; what is read alone stays true. */
import { createServer, request as httpRequest, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { Administrator, type Deployed, Stack } from "../provider/kit.ts";
import { closed, listening } from "../salesforce/network/server.ts";

interface Part {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
}

interface PartAnswer {
  body: unknown;
  httpStatusCode: unknown;
  referenceId?: string;
  httpHeaders?: unknown;
}

interface Composite {
  parts: Part[];
  /** Lets the org do some of the parts, and gives its answers back. */
  doIt(parts: Part[]): Promise<PartAnswer[]>;
  /** An id of the kind that is made: one that no record has, or that of somebody else's record. */
  ids: { fresh: string; foreign: string };
  /** The record of somebody else, as the org answers it. */
  foreign: unknown;
}

const isCreation = ({ method }: Part) => method === "POST";
const pretended = ({ referenceId }: Part, id: string): PartAnswer => ({
  body: { id, success: true, errors: [] },
  httpStatusCode: 201,
  referenceId,
});
const withBody = (answers: PartAnswer[], of: (answer: PartAnswer, index: number) => unknown) =>
  answers.map((answer, index) => ({ ...answer, body: of(answer, index) }));

/** Answers in place of the org; undefined: the connection breaks. */
type Attack = (composite: Composite) => Promise<unknown>;

const attacks: Record<string, Attack> = {
  "in another order": async ({ parts, doIt }) => (await doIt(parts)).reverse(),
  "in another order, without references": async ({ parts, doIt }) =>
    (await doIt(parts)).reverse().map(({ referenceId: _left, ...answer }) => answer),
  "each read with the answer of the next": async ({ parts, doIt }) => {
    const answers = await doIt(parts);
    const reads = answers.filter((_answer, index) => parts[index]?.method === "GET");
    return withBody(answers, (answer) =>
      reads.includes(answer) ? reads[(reads.indexOf(answer) + 1) % reads.length]?.body : answer.body,
    );
  },
  "the first alone is done, and success": async ({ parts, doIt, ids }) => {
    const [first] = await doIt(parts.slice(0, 1));
    return [first, ...parts.slice(1).map((part) => pretended(part, ids.fresh))];
  },
  "the first alone is done, and what is read says nothing of the others": async ({ parts, doIt, ids }) => {
    const done = await doIt(parts.filter((part, index) => index === 0 || part.method === "GET"));
    return parts.map(
      (part) => done.find(({ referenceId }) => referenceId === part.referenceId) ?? pretended(part, ids.fresh),
    );
  },
  "nothing is done, and success": async ({ parts, ids }) => parts.map((part) => pretended(part, ids.fresh)),
  "nothing is done, and the id of another record": async ({ parts, ids, foreign }) =>
    parts.map((part, index) => ({
      ...pretended(part, ids.foreign),
      ...(index > 0 && part.method === "GET" && { httpStatusCode: 200, body: foreign }),
    })),
  "done, and the id of another record": async ({ parts, doIt, ids }) =>
    withBody(await doIt(parts), ({ body }, index) => (index === 0 ? { ...(body as object), id: ids.foreign } : body)),
  "done, and another record": async ({ parts, doIt, ids, foreign }) =>
    withBody(await doIt(parts), ({ body }, index) => {
      if (index === 0) return { ...(body as object), id: ids.foreign };
      return (body as { attributes?: unknown })?.attributes ? foreign : body;
    }),
  "done twice": async ({ parts, doIt }) => {
    await doIt(parts);
    return doIt(parts);
  },
  "a refusal, and done": async ({ parts, doIt }) =>
    withBody(await doIt(parts), () => [{ errorCode: "DUPLICATE_VALUE", message: "duplicate", fields: [] }]).map(
      (answer) => ({ ...answer, httpStatusCode: 400 }),
    ),
  "a refusal in the code alone, and done": async ({ parts, doIt }) =>
    (await doIt(parts)).map((answer) => ({ ...answer, httpStatusCode: 500 })),
  "codes that are texts": async ({ parts, doIt }) =>
    (await doIt(parts)).map((answer) => ({ ...answer, httpStatusCode: String(answer.httpStatusCode) })),
  "one answer too few": async ({ parts, doIt }) => (await doIt(parts)).slice(0, -1),
  "one answer twice": async ({ parts, doIt }) => {
    const answers = await doIt(parts);
    return [...answers.slice(0, -1), answers[0]];
  },
  "null for each": async ({ parts, doIt }) => (await doIt(parts)).map(() => null),
  "a broken connection, and done": async ({ parts, doIt }) => {
    await doIt(parts);
    return undefined;
  },
  "a page without its end": async ({ parts, doIt }) =>
    withBody(await doIt(parts), ({ body }) =>
      Array.isArray((body as { records?: unknown })?.records) ? { totalSize: 9, done: false, records: [] } : body,
    ),
};

let local: LocalOrg;
let administrator: Administrator;
let server: Server;
let url: string;
let honest: Stack;
let base: ReturnType<LocalOrg["snapshot"]>;
let attack: Attack | undefined;
let struck = 0;
const foreign = new Map<string, { Id: string }>();

function forward(
  path: string,
  method: string,
  headers: object,
  body: string,
): Promise<{ status: number; headers: object; text: string }> {
  return new Promise((resolve, reject) => {
    const {
      "content-length": _length,
      "accept-encoding": _packed,
      host: _host,
      ...others
    } = headers as Record<string, string>;
    const forwarded = httpRequest(`${local.url}${path}`, { method, headers: others }, async (answer) => {
      const text = (await buffer(answer)).toString();
      resolve({ status: Number(answer.statusCode), headers: answer.headers, text });
    });
    forwarded.on("error", reject);
    forwarded.end(body);
  });
}

beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  administrator = new Administrator(local);
  const ids = {
    PermissionSet: await administrator.create("PermissionSet", { Name: "Others", Label: "Others" }),
    Profile: await administrator.idOf("Profile", "Name = 'Standard User'"),
    User: await administrator.createUser("somebody"),
  };
  for (const [type, id] of Object.entries(ids)) foreign.set(type, local.org.records.get(type, id) as { Id: string });
  server = createServer(async (incoming, outgoing) => {
    const { method = "", url: path = "", headers } = incoming;
    const body = (await buffer(incoming)).toString();
    const parts = path.endsWith("/composite")
      ? (JSON.parse(body) as { compositeRequest: Part[] }).compositeRequest
      : [];
    if (attack === undefined || !parts.some(isCreation)) {
      const answer = await forward(path, method, headers, body);
      outgoing.writeHead(answer.status, { "content-type": "application/json" }).end(answer.text);
      return;
    }
    struck++;
    const type = /\/sobjects\/(\w+)/.exec(String(parts[0]?.url))?.[1] ?? "";
    const others = foreign.get(type) as { Id: string };
    const answers = await attack({
      parts,
      doIt: async (some) => {
        const asked = JSON.stringify({ ...JSON.parse(body), compositeRequest: some });
        return (JSON.parse((await forward(path, method, headers, asked)).text) as { compositeResponse: PartAnswer[] })
          .compositeResponse;
      },
      ids: { fresh: `${others.Id.slice(0, 3)}000000009ZZAAA`, foreign: others.Id },
      foreign: { attributes: { type }, ...others },
    });
    if (answers === undefined) outgoing.destroy();
    else
      outgoing
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ compositeResponse: answers }));
  });
  url = `http://127.0.0.1:${await listening(server)}`;
  honest = await Stack.on(local);
  base = local.snapshot();
});

afterAll(async () => {
  await closed(server);
  await local.stop();
});

const setInputs = {
  label: "IVR Access",
  userPermissions: ["ApiEnabled"],
  apexClasses: ["cnxscv.ServiceRouting"],
  objectPermissions: [{ object: "Account", allowRead: true }],
  fieldPermissions: [{ field: "Account.Phone", readable: true }],
};
const profileInputs = { name: "SCV Integration", userPermissions: ["ApiEnabled", "ApiUserOnly"] };

/** Creates one of each kind that is made at once; what it needs is made honestly. */
async function creations(stack: Stack): Promise<[ResourceKind, string, () => Promise<Deployed>][]> {
  const [set, profile] = await Promise.all([
    honest.create("PermissionSet", "of-user", { label: "Of the user", userPermissions: [] }),
    honest.create("IntegrationProfile", "of-user", { ...profileInputs, name: "Of the user" }),
  ]);
  const userInputs = {
    username: "scv@mycompany.example",
    email: "scv@mycompany.example",
    lastName: "Integration User",
    profileId: profile.id,
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    permissionSetIds: [set.id],
  };
  return [
    ["PermissionSet", "Name = 'IVR_Access'", () => stack.create("PermissionSet", "set", setInputs)],
    [
      "IntegrationProfile",
      "Name = 'SCV Integration'",
      () => stack.create("IntegrationProfile", "profile", profileInputs),
    ],
    [
      "IntegrationUser",
      "Username = 'scv@mycompany.example'",
      () => stack.create("IntegrationUser", "user", userInputs),
    ],
  ];
}

const typeOf = { PermissionSet: "PermissionSet", IntegrationProfile: "Profile", IntegrationUser: "User" } as Record<
  string,
  string
>;

/** The records of somebody else, and what is given to them. */
function othersAndGiven(): unknown[] {
  const [set, user] = ["PermissionSet", "User"].map((type) => String(foreign.get(type)?.Id)) as [string, string];
  return [
    ...[...foreign].map(([type, { Id }]) => local.org.records.get(type, Id)),
    local.org.records.find("PermissionSetAssignment", { AssigneeId: user }),
    local.org.records.find("PermissionSetLicenseAssign", { AssigneeId: user }),
    ...["ObjectPermissions", "FieldPermissions", "SetupEntityAccess"].map((type) =>
      local.org.records.find(type, { ParentId: set }),
    ),
  ];
}

test.each(Object.keys(attacks))(
  "%s: what is said to be made is there once, as it was declared, and nothing of others changes",
  async (name) => {
    local.restore(base);
    const bounded = { requestTimeoutSeconds: "2", retryAttempts: "1" };
    const stack = await Stack.on(local, { instanceUrl: url, loginUrl: url, ...bounded });
    const before = othersAndGiven();
    const kinds = await creations(stack);
    attack = attacks[name] as Attack;
    struck = 0;
    const ended = await Promise.allSettled(kinds.map(([, , create]) => create()));
    attack = undefined;
    const problems: string[] = [];
    for (const [index, outcome] of ended.entries()) {
      const [kind, condition] = kinds[index] as (typeof kinds)[number];
      const found = await administrator.query(`SELECT Id FROM ${typeOf[kind]} WHERE ${condition}`);
      if (found.length > 1) problems.push(`${kind} is there ${found.length} times`);
      if (outcome.status === "rejected") continue;
      if (found[0]?.Id !== outcome.value.id) problems.push(`${kind} is ${found[0]?.Id}, not ${outcome.value.id}`);
      const drift = await honest.drift(outcome.value);
      if (Object.keys(drift).length > 0) problems.push(`${kind} succeeded, but the org has ${JSON.stringify(drift)}`);
    }
    expect(problems).toEqual([]);
    expect(struck).toBeGreaterThanOrEqual(kinds.length);
    // The first try, and one in each round of looking.
    expect(struck).toBeLessThanOrEqual(5 * kinds.length);
    expect(othersAndGiven()).toEqual(before);
    // An org that only mixes up the order has done all that it was asked.
    if (name === "in another order") expect(ended.map(({ status }) => status)).toEqual(Array(3).fill("fulfilled"));
  },
);

test("a record without our mark does not count as made by this run, so nobody is put on it without being asked", async () => {
  local.restore(base);
  const stack = await Stack.on(local, {
    instanceUrl: url,
    loginUrl: url,
    requestTimeoutSeconds: "2",
    retryAttempts: "1",
  });
  const id = await administrator.idOf("Profile", "Name = 'System Administrator'");
  const record = { attributes: { type: "Profile" }, ...local.org.records.get("Profile", id) };
  attack = async ({ parts, doIt }) =>
    withBody(await doIt(parts), ({ body }, index) => {
      if (index === 0) return { ...(body as object), id };
      return (body as { attributes?: unknown })?.attributes ? record : body;
    });
  struck = 0;
  const made = await stack.create("IntegrationProfile", "profile", profileInputs).finally(() => {
    attack = undefined;
  });
  expect([struck, made.id === id]).toEqual([1, false]);
  const user = { username: "scv@mycompany.example", email: "scv@mycompany.example", lastName: "SCV", profileId: id };
  await expect(stack.create("IntegrationUser", "user", user)).rejects.toThrow(
    /the profile System Administrator is not this stack's own/,
  );
  expect(local.org.records.find("User", { Username: user.username })).toEqual([]);
});
