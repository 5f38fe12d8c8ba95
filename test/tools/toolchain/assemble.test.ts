import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { assembleToolchain, type Surroundings } from "../../../tools/toolchain/assemble.ts";
import { cacheLayout } from "../../../tools/toolchain/cacheFolder.ts";
import { ToolchainError } from "../../../tools/toolchain/errors.ts";
import { type Archive, archivesFor } from "../../../tools/toolchain/officialDownloads.ts";
import { runProgram } from "../../../tools/toolchain/processes.ts";
import { pulumiVersion } from "../../../tools/toolchain/versions.ts";
import { installFakePulumi } from "./fakePulumi.ts";

let folder: string;
let server: Server;
/** What the stand-in for the release host has, by path, and what was asked of it. */
let published: Map<string, Buffer>;
let asked: string[];
/** What the repository says of the archives. */
let digests: Record<string, string>;
let releases: string;
let lines: string[];
let builds: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "assemble-"));
  published = new Map();
  asked = [];
  digests = { [cli.name]: "0".repeat(64), [tlsPlugin.name]: "0".repeat(64) };
  lines = [];
  builds = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const body = published.get(request.url ?? "");
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function surroundings(changes: Partial<Surroundings> = {}): Surroundings {
  return {
    layout: cacheLayout(join(folder, "cache")),
    candidatePaths: [],
    userPulumiHome: join(folder, "user-home"),
    downloads: { releases, digests, platform: "linux", architecture: "x64" },
    prepareGo: async () => ({
      buildPulumi: async (target) => {
        builds.push("pulumi");
        return installFakePulumi(target, pulumiVersion);
      },
      buildTlsPlugin: async (target) => {
        builds.push("tls");
        await writeFile(join(target, "pulumi-resource-tls"), "built", { mode: 0o755 });
        return join(target, "pulumi-resource-tls");
      },
    }),
    report: (line) => lines.push(line),
    ...changes,
  };
}

const machine = ["linux", "x64"] as const;
const { cli, tlsPlugin } = archivesFor(...machine) as NonNullable<ReturnType<typeof archivesFor>>;

/** Puts an archive of a folder on the stand-in host, and its digest into the repository. */
async function publish({ name, path }: Archive, parent: string, content: string): Promise<void> {
  await runProgram("tar", ["-czf", join(folder, name), "-C", parent, content]);
  const archive = await readFile(join(folder, name));
  published.set(`/${path}`, archive);
  digests[name] = createHash("sha256").update(archive).digest("hex");
}

async function publishCli(): Promise<void> {
  await installFakePulumi(join(folder, "release/pulumi"), pulumiVersion);
  await publish(cli, join(folder, "release"), "pulumi");
}

async function publishPlugin(): Promise<void> {
  await mkdir(join(folder, "plugin"));
  await writeFile(join(folder, "plugin/pulumi-resource-tls"), "official", { mode: 0o755 });
  await publish(tlsPlugin, join(folder, "plugin"), "pulumi-resource-tls");
}

async function installUserPlugin(): Promise<void> {
  const path = join(folder, "user-home/plugins/resource-tls-v5.6.1/pulumi-resource-tls");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "the user's", { mode: 0o755 });
}

const said = () => lines.join("\n");

describe("the route to a toolchain", () => {
  test("what is installed is used where it lies, and the user's plugin is copied, not moved", async () => {
    await installUserPlugin();
    const installed = await installFakePulumi(join(folder, "bin"), "3.270.0");
    const options = surroundings({ candidatePaths: [installed] });
    expect(await assembleToolchain(options)).toBe(installed);
    expect(await readFile(options.layout.tlsPlugin, "utf8")).toBe("the user's");
    expect(await readdir(join(folder, "user-home/plugins/resource-tls-v5.6.1"))).toEqual(["pulumi-resource-tls"]);
    expect(builds).toEqual([]);
    expect(said()).toContain(`${installed}, version 3.270.0, is there already`);
  });

  test("an unsuitable CLI is named; the official one and the official plugin are downloaded and compared with their digests", async () => {
    await publishCli();
    await publishPlugin();
    const old = await installFakePulumi(join(folder, "bin"), "3.1.0");
    const options = surroundings({ candidatePaths: [old] });
    expect(await assembleToolchain(options)).toBe(options.layout.downloadedPulumi);
    expect(await readFile(options.layout.tlsPlugin, "utf8")).toBe("official");
    expect(builds).toEqual([]);
    expect(said()).toMatch(/bin\/pulumi is not used, it is 3\.1\.0[\s\S]*downloaded and compared with its digest/);
  });

  test("archives that are not those of the repository's digests are not used, whatever the host says of them; both are built", async () => {
    await publishCli();
    await publishPlugin();
    digests[cli.name] = "1".repeat(64);
    digests[tlsPlugin.name] = "2".repeat(64);
    const options = surroundings();
    expect(await assembleToolchain(options)).toBe(options.layout.builtPulumi);
    expect(await readFile(options.layout.tlsPlugin, "utf8")).toBe("built");
    expect(builds).toEqual(["pulumi", "tls"]);
    expect(said().match(/is not the one of this repository's digest/g)).toHaveLength(2);
  });

  test("archives without a digest in the repository are not even downloaded", async () => {
    await publishCli();
    await publishPlugin();
    digests = {};
    const options = surroundings();
    expect(await assembleToolchain(options)).toBe(options.layout.builtPulumi);
    expect(builds).toEqual(["pulumi", "tls"]);
    expect(asked).toEqual([]);
    expect(said()).toContain(`no digest of ${cli.name}`);
    expect(said()).toContain(`no digest of ${tlsPlugin.name}`);
  });

  test("a release that is not there leads to the build", async () => {
    await assembleToolchain(surroundings());
    expect(builds).toEqual(["pulumi", "tls"]);
    expect(said()).toContain("HTTP status 404");
  });

  test("a closed network leads to the build at once, for the CLI and for the plugin", async () => {
    server.close();
    const start = performance.now();
    const options = surroundings();
    expect(await assembleToolchain(options)).toBe(options.layout.builtPulumi);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(said()).toMatch(
      /no suitable one is there, and the official download cannot be reached \(ECONNREFUSED\); it is built here/,
    );
    expect(said()).toMatch(/Plugin tls 5\.6\.1: it is not installed, and the official download cannot be reached/);
    expect(await readFile(options.layout.tlsPlugin, "utf8")).toBe("built");
  });

  test("the second time nothing is said, asked or built", async () => {
    const options = surroundings();
    const first = await assembleToolchain(options);
    lines = [];
    builds = [];
    server.close();
    expect(await assembleToolchain(options)).toBe(first);
    expect([lines, builds]).toEqual([[], []]);
  });

  test("a CLI that has become another one since is looked at again", async () => {
    await installUserPlugin();
    const installed = await installFakePulumi(join(folder, "bin"), "3.270.0");
    const options = surroundings({ candidatePaths: [installed] });
    await assembleToolchain(options);
    await installFakePulumi(join(folder, "bin"), "3.7.0");
    expect(await assembleToolchain(options)).toBe(options.layout.builtPulumi);
  });

  test("two runs at once build once", async () => {
    const options = surroundings();
    const [one, other] = await Promise.all([assembleToolchain(options), assembleToolchain(options)]);
    expect(one).toBe(other);
    expect(builds).toEqual(["pulumi", "tls"]);
  });

  test("a failed build leaves no scratch and no lock, and the next run succeeds", async () => {
    const options = surroundings();
    const failing = surroundings({
      prepareGo: async (scratch) => {
        await mkdir(scratch, { recursive: true });
        await writeFile(join(scratch, "half"), "");
        throw new ToolchainError("Go is needed.");
      },
    });
    await expect(assembleToolchain(failing)).rejects.toThrow("Go is needed.");
    await expect(access(options.layout.scratch)).rejects.toThrow();
    await expect(access(options.layout.lock)).rejects.toThrow();
    expect(await assembleToolchain(options)).toBe(options.layout.builtPulumi);
  });

  test("what a killed run left in the scratch folder is removed", async () => {
    const options = surroundings();
    await mkdir(join(options.layout.scratch, "built"), { recursive: true });
    await writeFile(join(options.layout.scratch, "built/half"), "");
    await assembleToolchain(options);
    await expect(access(options.layout.scratch)).rejects.toThrow();
    expect(await readdir(dirname(options.layout.builtPulumi))).not.toContain("half");
  });
});
