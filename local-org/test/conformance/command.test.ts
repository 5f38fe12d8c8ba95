import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { targetAt } from "../../conformance/target.ts";
import { createLocalOrg } from "../../src/server.ts";

const program = fileURLToPath(new URL("../../../tools/commands/conformance.ts", import.meta.url));

interface Ended {
  code: number;
  output: string;
}

/** Runs the command with this environment, beside the path and where Node.js keeps compiled code. */
function run(programArguments: string[], environment: { [name: string]: string } = {}): Promise<Ended> {
  const flags = ["--disable-warning=ExperimentalWarning", program, ...programArguments];
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }), ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, flags, { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

describe("the command", () => {
  test("asks a new local org and says what came of it", async () => {
    const { code, output } = await run(["--target", "local", "--only", "user.al"]);
    expect(output).toContain("holds      user.alias-length");
    expect(output).toContain("1 rules hold, 0 differ, 0 could not be asked.");
    expect(code).toBe(0);
  });

  test("says what it would create and asks nothing of another org that it was not let into", async () => {
    const local = await createLocalOrg();
    try {
      const environment = { SALESFORCE_ACCESS_TOKEN: local.org.deployer.accessToken };
      const { code, output } = await run(["--target", local.url], environment);
      expect(output).toContain("The questions create accounts, ");
      expect(output).toContain(`Nothing was asked. To let this happen in ${local.url}, add --change-org.`);
      expect(code).toBe(1);
      expect(await (await fetch(`${local.url}/_local/requests`)).json()).toEqual([]);
    } finally {
      await local.stop();
    }
  });

  test("asks nothing when its result cannot be written", async () => {
    const file = join(tmpdir(), "no such folder", "result.json");
    const { code, output } = await run(["--target", "local", "--only", "user.al", "--result", file]);
    expect(output).toContain(`Nothing was asked: ${file} cannot be written: ENOENT. Name a place`);
    expect(output).not.toContain("holds      ");
    expect(code).toBe(1);
  });

  test("asks an org at a URL with an access token, and tells a difference", async () => {
    const local = await createLocalOrg({ settings: { inactiveUserProfileChange: "refused" } });
    try {
      const programArguments = ["--target", `${local.url}/`, "--change-org", "--only", "user.inactive-profile"];
      const environment = { SALESFORCE_ACCESS_TOKEN: local.org.deployer.accessToken };
      const { code, output } = await run(programArguments, environment);
      expect(output).toMatch(/DIFFERS {4}user\.inactive-profile\n +expected .*204.*\n +found .*400/);
      expect(output).toContain("The ledger says otherwise about:");
      expect(code).toBe(1);
    } finally {
      await local.stop();
    }
  });

  test("writes a result without anything of the org, and does not take that of a local org", async () => {
    const local = await createLocalOrg();
    const folder = await mkdtemp(join(tmpdir(), "conformance-"));
    const file = join(folder, "result.json");
    try {
      const environment = { SALESFORCE_ACCESS_TOKEN: local.org.deployer.accessToken };
      const asked = ["--target", local.url, "--change-org", "--only", "user.al", "--result", file];
      expect(await run(asked, environment)).toMatchObject({ code: 0, output: expect.stringContaining(file) });
      const text = await readFile(file, "utf8");
      expect(JSON.parse(text)).toMatchObject({ isLocalOrg: true, holds: ["user.alias-length"], differs: [] });
      const { organizationId, deployer } = local.org;
      for (const own of [organizationId.slice(0, 15), deployer.username, deployer.clientId, local.url, "Local Org"]) {
        expect(text).not.toContain(own);
      }
      const taken = await run(["--take", file]);
      expect(taken).toEqual({
        code: 1,
        output: `${file} is not taken: a local org was asked, which verifies nothing.\n`,
      });
    } finally {
      await rm(folder, { recursive: true });
      await local.stop();
    }
  });

  test("explains itself", async () => {
    expect(await run([])).toMatchObject({ code: 2, output: expect.stringContaining("--target local|URL") });
    expect(await run(["--help"])).toMatchObject({ code: 0, output: expect.stringContaining("--change-org") });
    expect(await run(["--wrong"])).toMatchObject({ code: 2, output: expect.stringContaining("--wrong") });
    const unknown = await run(["--target", "local", "--only", "no-such-rule"]);
    expect(unknown).toMatchObject({ code: 2, output: expect.stringContaining("No rule's id contains no-such-rule") });
  });
});

describe("a target that cannot be asked is told in one sentence, before any question", () => {
  const token = { SALESFORCE_ACCESS_TOKEN: "00Dsecret!token" };
  const free = "http://127.0.0.1:9";
  const key = { SALESFORCE_CLIENT_ID: "3MVG9a", SALESFORCE_USERNAME: "a@b.example" };
  const cases: [what: string, target: string, environment: { [name: string]: string }, sentence: RegExp][] = [
    ["no credentials", free, {}, /^Set SALESFORCE_ACCESS_TOKEN, or /],
    ["no address", "nonsense", token, /^nonsense is neither "local" nor an address such as https/],
    ["an address of another kind", "ftp://org.example", token, /^ftp:\/\/org\.example is not asked: /],
    ["an unencrypted address elsewhere", "http://org.example", token, /^http:\/\/org\.example is not asked: /],
    ["nobody there", free, token, /^http:\/\/127\.0\.0\.1:9 cannot be reached: .+\.$/],
    [
      "nobody there to log in",
      free,
      { ...key, SALESFORCE_PRIVATE_KEY: "x" },
      /^What is given as private key is no RSA/,
    ],
    [
      "no key file",
      free,
      { ...key, SALESFORCE_PRIVATE_KEY_FILE: "/nowhere.pem" },
      /nowhere\.pem cannot be read: ENOENT\.$/,
    ],
  ];

  test.each(cases)("%s", async (_what, target, environment, sentence) => {
    const { code, output } = await run(["--target", target, "--change-org", "--only", "error.array"], environment);
    const [said = "", ...more] = output.trim().split("\n").slice(2);
    expect(said).toMatch(sentence);
    expect(more).toEqual([]);
    expect(output).not.toContain("secret");
    expect(code).toBe(1);
  });

  test("a refused token", async () => {
    const local = await createLocalOrg();
    try {
      const { code, output } = await run(["--target", local.url, "--change-org"], token);
      expect(output).toContain(`${local.url} refuses the access token: 401 INVALID_SESSION_ID.`);
      expect(code).toBe(1);
    } finally {
      await local.stop();
    }
  });
});

describe("credentials", () => {
  test("a private key logs in by JWT", async () => {
    const local = await createLocalOrg();
    try {
      const { clientId, username } = local.org.deployer;
      const target = await targetAt(local.url, {
        SALESFORCE_CLIENT_ID: clientId,
        SALESFORCE_USERNAME: username,
        SALESFORCE_PRIVATE_KEY: local.org.deployer.privateKeyPem(),
      });
      expect(local.org.sessions.resolve(target.accessToken)).toMatchObject({ clientId });
    } finally {
      await local.stop();
    }
  });

  test("missing ones are named, and a refused login is told without its assertion", async () => {
    await expect(targetAt("https://org.example", {})).rejects.toThrow("Set SALESFORCE_ACCESS_TOKEN, or");
    const local = await createLocalOrg();
    try {
      const environment = {
        SALESFORCE_CLIENT_ID: "3MVG9nothing",
        SALESFORCE_USERNAME: local.org.deployer.username,
        SALESFORCE_PRIVATE_KEY: local.org.deployer.privateKeyPem(),
      };
      await expect(targetAt(local.url, environment)).rejects.toThrow(
        "The org refused the login: client identifier invalid",
      );
    } finally {
      await local.stop();
    }
  });
});
