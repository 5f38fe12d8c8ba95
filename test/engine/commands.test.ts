import { createPrivateKey, X509Certificate } from "node:crypto";
import { cp, lstat, mkdtemp, readdir, readFile, realpath, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { isProcessAlive } from "../../tools/toolchain/fileLock.js";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { engineTimeout } from "./engine.ts";
import { checkout } from "./project.ts";

jest.setTimeout(2 * engineTimeout);

/** What of a checkout no command reads, or is linked. */
const leftOut = [".git", ".local", "node_modules", "dist", "docs", "test"];

describe("up and down in a checkout whose path means much in addresses, for a user with a proxy and settings of their own", () => {
  let folder: string;
  let copy: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "commands-")));
    copy = join(folder, "job_feature%2Flogin #1 ?a=b&c=d;e [é]+~'");
    const parts = (await readdir(checkout)).filter((name) => !leftOut.includes(name));
    for (const part of parts) await cp(join(checkout, part), join(copy, part), { recursive: true });
    await symlink(join(checkout, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(async () => {
    await run("down");
    await rm(folder, { recursive: true, force: true });
  });

  async function run(command: "up" | "down" | "pulumi" | "key" | "org" | "operation", ...more: string[]) {
    const { NODE_OPTIONS: _ofJest, ...base } = process.env;
    const env = {
      ...base,
      // Nobody listens there: whatever went through this proxy would fail.
      https_proxy: "http://127.0.0.1:9",
      http_proxy: "http://127.0.0.1:9",
      HTTPS_PROXY: "http://127.0.0.1:9",
      PULUMI_SELF_MANAGED_STATE_GZIP: "1",
      PULUMI_DIY_BACKEND_GZIP: "1",
      PULUMI_BACKEND_URL: "file:///nowhere",
      SALESFORCE_ACCESS_TOKEN: "a token of another org",
    };
    const program = [
      "--disable-warning=ExperimentalWarning",
      join(copy, "tools", "commands", `${command}.ts`),
      ...more,
    ];
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, program, { cwd: copy, env });
    return { exitCode, output: `${stdout}${stderr}` };
  }

  const stacks = () => join(copy, ".local", "pulumi", ".pulumi", "stacks", "scv-integration");

  test("up builds the access; its state is in the checkout, in plain JSON", async () => {
    const up = await run("up");
    expect([up.exitCode, up.output]).toEqual([0, expect.stringContaining("+ 12 created")]);
    expect(await readdir(stacks())).toContain("dev.json");
  });

  test("the key goes to a file for its owner alone, and to no other place", async () => {
    const file = join(folder, "key.pem");
    const key = await run("key", "--out", file);
    expect([key.exitCode, key.output]).toEqual([0, expect.stringContaining(file)]);
    expect(key.output).not.toContain("PRIVATE KEY");
    expect((await lstat(file)).mode & 0o777).toBe(0o600);
    expect(createPrivateKey(await readFile(file, "utf8")).asymmetricKeyType).toBe("rsa");
    const again = await run("key", "--out", file);
    expect([again.exitCode, again.output]).toEqual([1, expect.stringContaining("nothing is overwritten")]);
  });

  test("the key is the one that the app takes, also when the proof of a rotation has failed, and the run says so", async () => {
    const [before, after] = ["before.pem", "after.pem"].map((name) => join(folder, name)) as [string, string];
    await run("key", "--out", before);
    await run("pulumi", "config", "set", "keyGeneration", "2");
    await run("pulumi", "config", "set", "probePath", "/services/apexrest/nowhere");
    expect((await run("up")).exitCode).not.toBe(0);
    const key = await run("key", "--out", after);
    expect([key.exitCode, key.output]).toEqual([0, expect.stringMatching(/did not finish.* run npm run pulumi -- up/)]);
    const sheet = await run("operation", "connector", "sheet", "--stack", "dev");
    expect(sheet.output).toMatch(/did not finish/);
    const { outputs } = JSON.parse((await run("pulumi", "stack", "export")).output).deployment.resources.find(
      ({ type }: { type: string }) => type.endsWith(":ExternalClientApp"),
    );
    const takes = async (file: string) =>
      new X509Certificate(outputs.certificatePem).checkPrivateKey(createPrivateKey(await readFile(file, "utf8")));
    expect([await takes(before), await takes(after)]).toEqual([false, true]);
    await run("pulumi", "config", "rm", "probePath");
    expect((await run("up")).exitCode).toBe(0);
    expect((await run("key", "--out", join(folder, "proven.pem"))).output).not.toContain("did not finish");
  });

  test("the operations find the local org and the state of stack dev", async () => {
    const ready = await run("operation", "check-connection", "--stack", "dev");
    expect([ready.exitCode, ready.output]).toEqual([0, expect.stringContaining("Ready: the deployer has all")]);
    expect(ready.output).toContain("Next: npm run pulumi -- preview --stack dev\n");
    const proved = await run("operation", "prove", "--stack", "dev");
    expect([proved.exitCode, proved.output]).toEqual([0, expect.stringContaining("The access works.")]);
  });

  test("next steps are the npm scripts of the checkout, for the same stack", async () => {
    const status = await run("operation", "connector", "status", "--stack", "dev");
    expect(status.output).toContain("npm run connector -- sheet --stack dev");
    const refused = await run("pulumi", "config", "set", "pulumi-nodejs:salesforce.orgid", "x");
    expect(refused.exitCode).toBe(0);
    const preview = await run("pulumi", "preview");
    expect(preview.output).toContain("npm run pulumi -- config rm pulumi-nodejs:salesforce.orgid --stack dev");
    await run("pulumi", "config", "rm", "pulumi-nodejs:salesforce.orgid");
  });

  test("a stack that is not there, and a back end that is not, are said in our words with Pulumi's as the cause", async () => {
    const wrong = await run("operation", "prove", "--stack", "organization/scv-integration/dev");
    expect(wrong.exitCode).toBe(0);
    const asked = [
      run("operation", "connector", "status", "--stack", "elsewhere"),
      run("key", "--out", join(folder, "other.pem"), "--stack", "elsewhere"),
    ];
    for (const { exitCode, output } of await Promise.all(asked)) {
      expect([exitCode, output]).toEqual([1, expect.stringMatching(/Pulumi cannot open the back end .*Pulumi says: /)]);
    }
  });

  test("what up and down do not take is refused, with the command that does it", async () => {
    for (const command of ["up", "down"] as const) {
      const { exitCode, output } = await run(command, "--stack", "production");
      expect([exitCode, output]).toEqual([2, expect.stringMatching(/npm run pulumi -- \w+ --stack production\n$/)]);
      expect(await run(command, "foo")).toMatchObject({ exitCode: 2, output: expect.stringContaining('"foo"') });
    }
  });

  test("the address of the local org is told", async () => {
    const { url } = JSON.parse(await readFile(join(copy, ".local", "org.json"), "utf8")) as { url: string };
    expect(await run("org", "--url")).toEqual({ exitCode: 0, output: `${url}\n` });
  });

  test("what it keeps is nobody else's business", async () => {
    const open: string[] = [];
    for (const path of [".", ...(await readdir(join(copy, ".local"), { recursive: true }))]) {
      if ((await lstat(join(copy, ".local", path))).mode & 0o077) open.push(path);
    }
    expect(open).toEqual([]);
  });

  test("the local org got no secret of another org", async () => {
    const { pid } = JSON.parse(await readFile(join(copy, ".local", "org.json"), "utf8")) as { pid: number };
    const environment = (await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")).split("\0");
    expect(environment.filter((variable) => variable.startsWith("SALESFORCE_"))).toEqual([]);
  });

  test("up again changes nothing, also when the state is kept in another way by now", async () => {
    const state = await run("pulumi", "stack", "export");
    expect(state.exitCode).toBe(0);
    const { exitCode, stderr } = await runProgram("gzip", [join(stacks(), "dev.json")]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const up = await run("up");
    expect([up.exitCode, up.output]).toEqual([0, expect.stringContaining("13 unchanged")]);
  });

  test("a state that cannot be read is an error, not an empty one", async () => {
    const [name = ""] = (await readdir(stacks())).filter((file) => /^dev\.json(\.gz)?$/.test(file));
    const kept = join(folder, "kept");
    await cp(join(stacks(), name), kept);
    await cp(join(checkout, "package.json"), join(stacks(), "dev.json.gz"));
    await rm(join(stacks(), "dev.json"), { force: true });
    const down = await run("down");
    expect([down.exitCode, down.output]).toEqual([1, expect.stringContaining("The state of stack dev cannot be read")]);
    await rm(join(stacks(), "dev.json.gz"));
    await cp(kept, join(stacks(), name));
  });

  test("a local org whose data is gone is not taken for the one that the state is of", async () => {
    const data = join(copy, ".local", "org");
    const endOrg = async () => {
      const { pid } = JSON.parse(await readFile(`${data}.json`, "utf8"));
      process.kill(pid, "SIGTERM");
      while (isProcessAlive(pid)) await sleep(50);
    };
    await endOrg();
    await rename(data, `${data}.kept`);
    const { exitCode, output } = await run("up");
    expect([exitCode, output]).toEqual([1, expect.stringMatching(/The state says .* npm run pulumi -- up --refresh/)]);
    await endOrg();
    await rm(data, { recursive: true });
    await rename(`${data}.kept`, data);
    expect((await run("up")).exitCode).toBe(0);
  });

  test("down destroys what is there", async () => {
    const down = await run("down");
    expect([down.exitCode, down.output]).toEqual([0, expect.stringContaining("- 13 deleted")]);
    expect(down.output).toMatch(/The local org at \S+ was stopped/);
    const again = await run("down");
    expect([again.exitCode, again.output]).toEqual([0, expect.stringContaining("there is nothing to destroy")]);
  });
});
