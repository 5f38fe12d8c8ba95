import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { runProgram } from "./processes.ts";
import { type Report, withProgress } from "./progress.ts";

/** Where Pulumi publishes its release archives with their checksums; its own install script downloads from there. */
export const officialReleases = "https://github.com/pulumi/pulumi/releases/download";

/** A closed network should be noticed at once, not after a minute. */
const answerWithinMilliseconds = 5_000;
const stalledAfterMilliseconds = 30_000;

/** A part that was made ready, or the reason why this route does not give it. */
export type RouteResult = { path: string } | { problem: string };

/** The name of the release archive, or undefined when Pulumi publishes none for this kind of machine. */
export function archiveName(version: string, platform: string, architecture: string): string | undefined {
  const published = ["linux", "darwin"].includes(platform) && ["x64", "arm64"].includes(architecture);
  return published ? `pulumi-v${version}-${platform}-${architecture}.tar.gz` : undefined;
}

/** The SHA-256 that a checksum list (`<hex>  <file name>` per line) gives for a file. */
export function publishedChecksum(list: string, file: string): string | undefined {
  for (const line of list.split("\n")) {
    const [checksum, name] = line.trim().split(/\s+\*?/);
    if (name === file && checksum && /^[0-9a-f]{64}$/.test(checksum)) return checksum;
  }
  return undefined;
}

/**
 * Downloads the release archive, compares it with its published checksum and unpacks it.
 * @param options.releases the address below which each version has its folder
 * @param options.folder an empty folder for the archive and what is in it
 * @returns the path of the CLI in that folder; its companions are beside it
 */
export async function downloadPulumi(options: {
  releases: string;
  version: string;
  platform: string;
  architecture: string;
  folder: string;
  report: Report;
}): Promise<RouteResult> {
  const { releases, version, platform, architecture, folder, report } = options;
  const archive = archiveName(version, platform, architecture);
  if (!archive) return { problem: `there is no official download for ${platform} on ${architecture}` };
  try {
    const list = await fetchAnswer(`${releases}/v${version}/pulumi-${version}-checksums.txt`);
    const expected = publishedChecksum(await list.text(), archive);
    if (!expected) return { problem: `the published checksums do not name ${archive}` };
    await mkdir(folder, { recursive: true });
    const file = join(folder, archive);
    return await withProgress(report, `Downloading Pulumi ${version}`, async () => {
      const actual = await fetchFile(`${releases}/v${version}/${archive}`, file);
      if (actual !== expected) {
        return {
          problem: `the official download does not match its published checksum (${actual} instead of ${expected})`,
        };
      }
      const unpacked = await runProgram("tar", ["-xzf", file, "-C", folder]);
      return unpacked.exitCode === 0
        ? { path: join(folder, "pulumi", "pulumi") }
        : { problem: `the official download cannot be unpacked (${unpacked.stderr.trim()})` };
    });
  } catch (error) {
    return { problem: `the official download cannot be reached (${describeFailure(error)})` };
  }
}

/** Whether anything answers at the address of the official downloads, whatever it answers. */
export async function isReachable(releases: string): Promise<true | { problem: string }> {
  try {
    await fetch(releases, { method: "HEAD", signal: AbortSignal.timeout(answerWithinMilliseconds) });
    return true;
  } catch (error) {
    return { problem: `the official downloads cannot be reached (${describeFailure(error)})` };
  }
}

async function fetchAnswer(url: string, signal?: AbortSignal): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no answer within ${answerWithinMilliseconds / 1000} s`)),
    answerWithinMilliseconds,
  );
  try {
    const answer = await fetch(url, {
      signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
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
async function fetchFile(url: string, file: string): Promise<string> {
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
