import { createServer, request as httpRequest, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { type Access, makeAccess, proofOf } from "../provider/access.ts";
import { type Deployed, Stack } from "../provider/kit.ts";
import { closed, listening } from "../salesforce/network/server.ts";
import { type Attack, attacks } from "./hostileOrg.ts";

let local: LocalOrg;
let server: Server;
let url: string;
let access: Access;
let stack: Stack;
let attack: Attack | undefined;
let asked = 0;
const pair = selfSigned();

/** The org, whose answers somebody on the way replaces from a moment on. */
beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  server = createServer(async (incoming, outgoing) => {
    const { method = "", url: path = "", headers } = incoming;
    const body = await buffer(incoming);
    if (attack) {
      asked++;
      attack(outgoing, { method, path, headers, body: body.toString() });
      return;
    }
    const forwarded = httpRequest(`${local.url}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(Number(answer.statusCode), answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.end(body);
  });
  url = `http://127.0.0.1:${await listening(server)}`;
  access = await makeAccess(await Stack.on(local), pair);
});

afterAll(async () => {
  await closed(server);
  await local.stop();
});

/** Everything that the engine can ask of a resource which calls an org. */
function operations(): [string, () => Promise<unknown>][] {
  const { set, profile, user, app, policy } = access;
  const resources: [Deployed, Record<string, unknown>][] = [
    [set, { description: "New" }],
    [profile, { description: "New" }],
    [user, { lastName: "New" }],
    [app, { description: "New" }],
    [policy, { permissionSetIds: [] }],
  ];
  return [
    ...resources.flatMap(([resource, change]): [string, () => Promise<unknown>][] => [
      [`${resource.kind}.read`, () => stack.read(resource)],
      [`${resource.kind}.update`, () => stack.update(resource, change)],
      [`${resource.kind}.delete`, () => stack.delete(resource)],
      [
        `${resource.kind}.create`,
        () => {
          const { owner: _owner, __provider, ...inputs } = resource.inputs;
          return stack.create(resource.kind, resource.name, inputs);
        },
      ],
    ]),
    [
      "AccessProof.create",
      () => stack.create("AccessProof", "proof", { ...proofOf(access, pair), propagationTimeoutSeconds: 0 }),
    ],
  ];
}

const secrets = () => [local.org.deployer.accessToken, pair.privateKeyPem.split("\n")[5] as string];

test.each(Object.keys(attacks))(
  "%s: no operation succeeds, hangs, or tells a secret, and nothing in the org changes",
  async (name) => {
    attack = undefined;
    stack = await Stack.on(local, { instanceUrl: url, loginUrl: url, requestTimeoutSeconds: "1", retryAttempts: "1" });
    // The session is opened before anything goes wrong.
    await stack.read(access.set);
    const before = JSON.stringify(local.snapshot());
    attack = attacks[name];
    asked = 0;
    const started = Date.now();
    const outcomes = await Promise.all(
      operations().map(async ([operation, run]) => {
        try {
          return `${operation} succeeded: ${JSON.stringify(await run())}`;
        } catch (error) {
          const { message, reasons = [] } = error as Error & { reasons?: string[] };
          const text = [message, ...reasons].join(" ");
          if (secrets().some((secret) => text.includes(secret))) return `${operation} tells a secret: ${text}`;
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
          if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##vso|(^|\n)\s*::/.test(text))
            return `${operation}: ${JSON.stringify(text)}`;
          if (text.length > 25_000) return `${operation} is long-winded`;
          return undefined;
        }
      }),
    );
    attack = undefined;
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([]);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(400);
    expect(Date.now() - started).toBeLessThan(50_000);
    expect(JSON.stringify(local.snapshot())).toBe(before);
  },
);
