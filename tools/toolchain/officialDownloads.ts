import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fetch, type Response } from "undici";
import { connectionsTo } from "../../salesforce/proxies.ts";
import pinned from "./digests.json" with { type: "json" };
import { runProgram } from "./processes.ts";
import { type Report, withProgress } from "./progress.ts";
import { pulumiVersion, tlsPluginVersion } from "./versions.ts";

/** Where Pulumi publishes its releases; each repository has its own below. */
export const officialReleases = "https://github.com/pulumi";

/** SHA-256 of the archives that may be used, by file name, as `node tools/toolchain/pinDigests.ts` has written them. */
export const pinnedDigests: Readonly<Record<string, string>> = pinned;

/** A closed network should be noticed at once, not after a minute. */
const answerWithinMilliseconds = 5_000;
const stalledAfterMilliseconds = 30_000;

/** A part that was made ready, or the reason why this route does not give it. */
export type RouteResult = { path: string } | { problem: string };

/** An archive that Pulumi publishes for one kind of machine. */
export interface Archive {
  name: string;
  /** Its address below `officialReleases`. */
  path: string;
  /** The program in it, from the folder into which it is unpacked. */
  program: string;
}

/** The kinds of machines that Pulumi publishes for and these commands run on, as Node.js calls them. */
export const machines = [
  { platform: "linux", architecture: "x64" },
  { platform: "linux", architecture: "arm64" },
  { platform: "darwin", architecture: "x64" },
  { platform: "darwin", architecture: "arm64" },
] as const;

/** The CLI and the tls plugin for a kind of machine, or undefined when Pulumi publishes none for it. */
export function archivesFor(platform: string, architecture: string): { cli: Archive; tlsPlugin: Archive } | undefined {
  if (!machines.some((machine) => machine.platform === platform && machine.architecture === architecture)) {
    return undefined;
  }
  const cli = `pulumi-v${pulumiVersion}-${platform}-${architecture}.tar.gz`;
  // Plugins are named as Go names machines.
  const plugin = `pulumi-resource-tls-v${tlsPluginVersion}-${platform}-${architecture === "x64" ? "amd64" : architecture}.tar.gz`;
  return {
    cli: { name: cli, path: `pulumi/releases/download/v${pulumiVersion}/${cli}`, program: join("pulumi", "pulumi") },
    tlsPlugin: {
      name: plugin,
      path: `pulumi-tls/releases/download/v${tlsPluginVersion}/${plugin}`,
      program: "pulumi-resource-tls",
    },
  };
}

/** Where archives come from, and which may be used. */
export interface Downloads {
  /** The address that stands for `officialReleases`. */
  releases: string;
  digests: Readonly<Record<string, string>>;
  platform: string;
  architecture: string;
}

/**
 * Downloads an archive, compares it with its digest in this repository and unpacks it. One without a digest is not
 * downloaded.
 *
 * @param folder for the archive and what is in it; made when it is not there
 * @returns the path of the program in that folder; what belongs to it is beside it
 */
export async function downloadArchive(
  part: "cli" | "tlsPlugin",
  { releases, digests, platform, architecture }: Downloads,
  folder: string,
  report: Report,
): Promise<RouteResult> {
  const archive = archivesFor(platform, architecture)?.[part];
  if (!archive) return { problem: `there is no official download for ${platform} on ${architecture}` };
  const expected = digests[archive.name];
  if (expected === undefined) {
    return {
      problem: `the official download is not used: this repository has no digest of ${archive.name} to check it`,
    };
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, archive.name);
  try {
    return await withProgress(report, `Downloading ${archive.name}`, async () => {
      const actual = await fetchFile(`${releases}/${archive.path}`, file);
      if (actual !== expected) {
        return {
          problem: `the official download is not the one of this repository's digest (${actual}, not ${expected})`,
        };
      }
      const unpacked = await runProgram("tar", ["-xzf", file, "-C", folder]);
      return unpacked.exitCode === 0
        ? { path: join(folder, archive.program) }
        : { problem: `the official download cannot be unpacked (${unpacked.stderr.trim()})` };
    });
  } catch (error) {
    return { problem: `the official download cannot be reached (${describeFailure(error)})` };
  }
}

async function fetchAnswer(url: string, signal: AbortSignal): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no answer within ${answerWithinMilliseconds / 1000} s`)),
    answerWithinMilliseconds,
  );
  try {
    const answer = await fetch(url, {
      dispatcher: connectionsTo(url),
      signal: AbortSignal.any([signal, controller.signal]),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new Error(`HTTP status ${answer.status}`);
    }
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

/** Writes the body to a file and returns its SHA-256. */
export async function fetchFile(url: string, file: string): Promise<string> {
  const stalled = new AbortController();
  const answer = await fetchAnswer(url, stalled.signal);
  if (!answer.body) throw new Error("an empty answer");
  const hash = createHash("sha256");
  let timer: NodeJS.Timeout | undefined;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(new Error("the download stopped")), stalledAfterMilliseconds);
  };
  watch();
  try {
    await pipeline(
      Readable.fromWeb(answer.body),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          watch();
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
  } finally {
    clearTimeout(timer);
  }
  return hash.digest("hex");
}

/** `fetch` hides why it failed in `cause`; a core error is told by its code. */
function describeFailure(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}
