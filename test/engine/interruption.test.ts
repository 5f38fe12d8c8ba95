import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { type Case, casesOf, nameOf, type Recording } from "../../tools/interruption/cases.ts";
import { missing, runMatrix } from "../../tools/interruption/matrix.ts";
import { type Part, parts } from "../../tools/interruption/parts.ts";
import { toolchainEnvironment } from "./engine.ts";

jest.setTimeout(900_000);

type Sample = readonly (readonly [operation: string, call: string, disturbance: string])[];

/**
 * What differs most, at calls where it matters most: operation, part of the call's title, disturbance. All of them are
 * run by npm run interruptions.
 */
const samples: { readonly [part in Part]: Sample } = {
  access: [
    ["create", "oauth2/token", "truncate"],
    ["create", "SOAP deploy", "503"],
    ["create", "sobjects/User", "drop-after"],
    ["create", "sobjects/User", "expire-session"],
    ["create", "SOAP deploy", "fail-deploy"],
    ["create", "SOAP deploy", "slow-deploy"],
    ["create", "SOAP deploy", "sigkill-after"],
    ["create", "sobjects/Profile", "sigint-after"],
    ["destroy", "sobjects/User", "sigkill-before"],
    ["adopt", "sobjects/User", "sigkill-after"],
  ],
  rotation: [
    ["second-app", "SOAP deploy", "sigkill-after"],
    ["confirm", "commit of Pulumi.dev.yaml", "sigkill-before"],
    ["move", "commit of connector-moves.json", "sigkill-after"],
    ["move", "Webex lock", "drop-after"],
    ["move", "Webex publish", "sigkill-after"],
    ["flows-moved", "Webex legacyExport", "503"],
    ["flows-moved", "Webex choices", "429"],
    ["close", "SOAP deploy", "sigkill-after"],
    ["remove", "SOAP", "drop-after"],
    ["step-back", "SOAP deploy", "sigkill-before"],
    ["undo", "Webex legacyImport", "sigkill-after"],
  ],
};
/** Operations that no sampled one needs. */
const leftOut = ["permission-set", "profile", "user", "app", "policy", "renewal", "rotation", "hand-back"];
/** What may pass is waited for; what will not is said. */
const riddenOutOf: { readonly [part in Part]: readonly string[] } = {
  access: ["truncate", "drop-after", "expire-session"],
  rotation: ["429", "drop-after"],
};

const wanted = (sample: Sample, recordings: readonly Recording[]): Case[] => {
  const all = casesOf(recordings);
  return sample.flatMap(([operation, call, disturbance]) => {
    const found = all.find(
      (one) =>
        one.operation.name === operation && one.call.title.includes(call) && one.disturbance.name === disturbance,
    );
    return found ?? [];
  });
};

test.each(Object.keys(parts) as Part[])(
  "a run that is disturbed or killed at a call is followed by one that leads to the same org, by a sample of part %s",
  async (part) => {
    const sample = samples[part];
    const { NODE_OPTIONS, ...base } = process.env;
    const folder = await mkdtemp(join(tmpdir(), "interruptions-"));
    // The option of jest is not for the processes that Pulumi starts.
    delete process.env.NODE_OPTIONS;
    try {
      let chosen: Case[] = [];
      const { results } = await runMatrix({
        folder,
        toolchain: { pulumi: "pulumi", environment: toolchainEnvironment() },
        operations: parts[part].operations.filter(({ name }) => !leftOut.includes(name)),
        workers: 1,
        choose: (recordings) => {
          chosen = wanted(sample, recordings);
          return [...chosen];
        },
        done: () => {},
        report: () => {},
        stop: new AbortController().signal,
      });
      expect(chosen).toHaveLength(sample.length);
      expect(missing(chosen, results)).toEqual([]);
      expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
      const riddenOut = results.filter(({ isRiddenOut }) => isRiddenOut).map(({ disturbance }) => disturbance);
      expect(riddenOut).toEqual(expect.arrayContaining([...riddenOutOf[part]]));
      expect(riddenOut).not.toContain("503");
      expect(chosen.map(nameOf)).toEqual(expect.arrayContaining(results.map(({ name }) => name)));
    } finally {
      Object.assign(process.env, base, { NODE_OPTIONS });
      await rm(folder, { recursive: true, force: true });
    }
  },
);
