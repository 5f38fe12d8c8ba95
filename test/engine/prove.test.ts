import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { exported } from "./accessInOrg.ts";
import { handOf } from "./byHand.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({
    program: { scvArguments: { ...scvArguments, proof: { propagationTimeoutSeconds: 5 } } },
  });
});
afterAll(() => engine?.stop());

const prove = (environment: Record<string, string | undefined> = {}) =>
  engine.operate(["prove", "--stack", "dev"], environment);

test("a stack that has proved nothing yet has nothing to prove with, and one that is not there is named", async () => {
  const empty = await prove();
  expect([empty.exitCode, empty.output]).toEqual([1, expect.stringContaining("has no AccessProof: run pulumi up")]);
  const absent = await engine.operate(["prove", "--stack", "prod"]);
  expect([absent.exitCode, absent.output]).toEqual([1, expect.stringContaining("no stack named 'prod' found")]);
});

test("the key of the state logs in, nothing is changed, and nothing secret is printed", async () => {
  succeeded(await engine.up());
  const before = [await exported(engine.local), await engine.state()];
  const { exitCode, output } = await prove();
  expect([exitCode, output]).toEqual([
    0,
    expect.stringMatching(
      /scv-proof: .* logs in by JWT[\s\S]*may do what is declared and nothing[\s\S]*The access works\./,
    ),
  ]);
  expect(output).not.toContain("PRIVATE KEY");
  expect(output).not.toContain(engine.local.org.deployer.accessToken);
  expect([await exported(engine.local), await engine.state()]).toEqual(before);
});

test("a frozen user is said at once, with 3 as the exit code", async () => {
  const freeze = (IsFrozen: boolean) =>
    handOf(engine.local).change("UserLogin", `User.Username = '${scvArguments.username}'`, { IsFrozen });
  await freeze(true);
  const { exitCode, output } = await prove();
  expect([exitCode, output]).toEqual([3, expect.stringMatching(/scv-proof: User .* is frozen/)]);
  expect(output).not.toContain("The access works");
  await freeze(false);
  expect((await prove()).exitCode).toBe(0);
});

test("a login to another org than that of the state is refused before anything is asked there", async () => {
  const other = await Engine.start({ program: { scvArguments } });
  try {
    const { url, org } = other.local;
    const { exitCode, output } = await prove({
      SALESFORCE_INSTANCE_URL: url,
      SALESFORCE_ACCESS_TOKEN: org.deployer.accessToken,
    });
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining(`but the login leads to org ${org.organizationId}`),
    ]);
  } finally {
    await other.stop();
  }
});

test("a passphrase that is missing, or a CLI that is, is said in words", async () => {
  const locked = await prove({ PULUMI_CONFIG_PASSPHRASE: undefined });
  expect([locked.exitCode, locked.output]).toEqual([1, expect.stringContaining("passphrase")]);
  const without = await prove({ PATH: "/nowhere" });
  expect([without.exitCode, without.output]).toEqual([1, expect.stringContaining("install the Pulumi CLI")]);
});

test("after a rotation whose proof failed, the key that the app has now logs in", async () => {
  const freeze = (IsFrozen: boolean) =>
    handOf(engine.local).change("UserLogin", `User.Username = '${scvArguments.username}'`, { IsFrozen });
  await engine.declare({
    ...scvArguments,
    certificate: { generation: 2 },
    proof: { propagationTimeoutSeconds: 5 },
    readiness: { isEnabled: false },
  });
  await freeze(true);
  expect((await engine.up()).exitCode).not.toBe(0);
  await freeze(false);
  const { exitCode, output } = await prove();
  expect([exitCode, output]).toEqual([0, expect.stringContaining("The access works.")]);
});
