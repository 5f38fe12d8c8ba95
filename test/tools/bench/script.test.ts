import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { scvDefaults } from "../../../resources/scvDefaults.ts";
import { resultsOfScript, scriptReport } from "../../../tools/bench/scriptReport.ts";
import { machine } from "./machine.ts";
import { request } from "./requests.ts";

const sample = (seconds: number, calls: number) => ({
  seconds,
  processorSeconds: seconds / 2,
  requests: Array.from({ length: calls }, (_, index) => request(index * 160, 150)),
});

test("the script is told in calls and time beside the first up, and how much longer it takes", () => {
  const results = resultsOfScript({
    up: [sample(4, 20), sample(6, 20)],
    upWithoutPreview: [sample(3, 17), sample(5, 17)],
    script: [sample(14, 16), sample(16, 16)],
  });
  const text = scriptReport(results, { machine, runs: 2, latencyMs: 150 });
  expect(text.split("\n").find((line) => line.startsWith("| script"))).toMatch(
    /\| +16 \| +16 \| 14\.0 \/ 15\.0 \/ 16\.0 \| +7\.0 \/ 7\.5 \/ 8\.0 \|$/,
  );
  expect(text).toContain(
    "the script takes 3.0 times as long as the first `up`, and 3.8 times as long as one without its preview.",
  );
});

test("the files of the script say what the defaults of this package say", () => {
  const folder = join(import.meta.dirname, "../../../tools/bench/programs/script");
  const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  const all = texts.join("\n");
  const { permissionSet, profile, user, app } = scvDefaults;
  const said = [
    permissionSet.label,
    ...permissionSet.apexClasses.map((name) => name.replace(".", "__")),
    ...permissionSet.userPermissions,
    profile.name,
    profile.userLicense,
    ...profile.userPermissions,
    user.firstName,
    user.lastName,
    user.alias,
    ...user.permissionSetLicenses,
    app.label,
    app.apiName,
    ...app.callbackUrls,
    ...app.scopes,
  ];
  expect(said.filter((value) => !all.includes(value))).toEqual([]);
});
