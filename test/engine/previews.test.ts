import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { endCertificateIn } from "./byHand.ts";
import { engineTimeout, succeeded } from "./engine.ts";
import { Follower } from "./guide.ts";

jest.setTimeout(engineTimeout);

/** The properties that a preview shows as unknown after a change, each with its resource. */
function unknownIn(preview: string): string[] {
  let resource = "";
  return preview.split("\n").flatMap((line) => {
    resource = /\[urn=.*::(.+)\]$/.exec(line)?.[1] ?? resource;
    const property = /^ *~ (\S+?) *: .*=> \[unknown\]/.exec(line)?.[1];
    return property === undefined ? [] : [`${resource} ${property}`];
  });
}

/** How often a text stands in the messages at the end of a run. */
const saidAtTheEnd = (output: string, text: string) => (output.split("Diagnostics:")[1] ?? "").split(text).length - 1;

describe("a stack with the record of its connector", () => {
  let local: LocalOrg;
  let stack: Follower;

  beforeAll(async () => {
    local = await createLocalOrg();
    stack = await Follower.start(local);
    await stack.configure("confirmedKey", "none");
  });
  afterAll(async () => {
    await stack?.engine.stop();
    await local?.stop();
  });

  const set = (path: string, value: string) =>
    stack.engine.run(["config", "set", "--path", path, value, "--stack", "dev"]).then(succeeded);
  const unset = (path: string) => stack.engine.run(["config", "rm", "--path", path, "--stack", "dev"]).then(succeeded);

  test("says once in an update what the connector must be given", async () => {
    const { output } = succeeded(await stack.engine.up());
    expect(saidAtTheEnd(output, "was never given the key")).toBe(1);
  });

  // The revision of what is written rises, and a key or certificate that is made has a text that nobody knows yet.
  test.each<[string, [path: string, value: string], string[]]>([
    ["another label", ["overrides.app.label", "WxCC Routing"], ["scv-proof app"]],
    [
      "another permission",
      ["overrides.permissionSet.userPermissions", '["ApexRestServices","ApiEnabled","RunReports"]'],
      ["scv-proof permissionSet"],
    ],
    ["another policy", ["overrides.policy.sessionTimeoutInMinutes", "120"], ["scv-proof policy"]],
    ["another name of the user", ["lastName", "Routing User"], ["scv-proof user"]],
    ["another key", ["keyGeneration", "2"], ["scv-app certificatePem", "scv-connector keySha256", "scv-proof app"]],
  ])(
    "a preview of %s shows as unknown only what changes, with a refresh and without",
    async (_what, change, changing) => {
      await (change[1].startsWith("[") ? setList(...change) : set(...change));
      try {
        for (const more of [["--diff"], ["--diff", "--refresh"]]) {
          const { output } = succeeded(await stack.engine.preview(more));
          expect(unknownIn(output).sort()).toEqual(changing);
        }
      } finally {
        await unset(change[0]);
      }
    },
  );

  const setList = async (path: string, list: string) => {
    for (const [index, item] of (JSON.parse(list) as string[]).entries()) await set(`${path}[${index}]`, item);
  };

  test("a preview of a certificate that is due shows as unknown only what changes", async () => {
    await endCertificateIn(stack.engine, 29);
    const { output } = succeeded(await stack.engine.preview(["--diff"]));
    // The certificate itself is made again, by another plugin.
    const ours = unknownIn(output).filter((line) => !line.startsWith("scv-signing-certificate-1 "));
    expect(ours.sort()).toEqual(["scv-app certificatePem", "scv-proof app"]);
  });

  test("refuses a change of the strategy that would bring another key into the app, and status says the way out", async () => {
    await stack.configure("rotationStrategy", "blueGreen");
    await stack.configure("keyGeneration", "2");
    const { exitCode, output } = await stack.engine.preview();
    expect([exitCode, output]).toEqual([
      expect.any(Number),
      expect.stringMatching(/is not given that of generation 2.*set keyGeneration to its generation for one up/),
    ]);
    expect(exitCode).not.toBe(0);
    expect(await stack.operate("connector", "status", "--stack", "dev")).toContain(
      "the app has the key of generation 1: set keyGeneration to 1 for one up",
    );
    await stack.configure("keyGeneration", "1");
    succeeded(await stack.engine.preview());
    await stack.configure("rotationStrategy", "cutOver");
  });

  test("connector status says of a rotation whose proof failed that it did not finish, until it has", async () => {
    const statusNow = () => stack.operate("connector", "status", "--stack", "dev");
    expect(await statusNow()).not.toContain("did not finish");
    await stack.configure("keyGeneration", "2");
    await stack.configure("probePath", "/services/apexrest/cnxscv/nothing");
    expect((await stack.engine.up()).output).toContain("Nothing is found at that path");
    const said = await statusNow();
    expect(said).toMatch(
      /The last run did not finish, since \d{4}-\d\d-\d\d \d\d:\d\d UTC: scv-app was changed, and no login through it has been proved since/,
    );
    expect(said).toMatch(/Next: run pulumi up.*to go back to the key of generation 1, set activeKeyGeneration to 1/);
    await stack.configure("probePath", "");
    succeeded(await stack.engine.up());
    expect(await statusNow()).not.toContain("did not finish");
  });

  test("says which key a lower generation loses for good", async () => {
    await stack.configure("keyGeneration", "1");
    const { output } = succeeded(await stack.engine.preview());
    expect(output).toContain("the key of generation 2 is removed and never comes back");
  });
});
