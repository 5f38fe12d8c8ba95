import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { blocksOf } from "../docs/pages.ts";
import { engineTimeout, succeeded } from "./engine.ts";
import { Follower } from "./guide.ts";

jest.setTimeout(engineTimeout);

type StackFile = { config: Record<string, unknown> };

/** Each example with the heading that it stands below. */
const examples = blocksOf("docs/customise.md", "yaml").map(
  (text, index) => [index + 1, parse(text) as StackFile] as const,
);

describe("the examples of docs/customise.md, as they stand there, in the configuration of a stack on a local org", () => {
  let local: LocalOrg;
  let stack: Follower;

  beforeAll(async () => {
    local = await createLocalOrg();
    stack = await Follower.start(local);
    succeeded(await stack.engine.up());
  });
  afterAll(async () => {
    await stack?.engine.stop();
    await local?.stop();
  });

  test.each(examples)("number %i is built and proved", async (_number, { config }) => {
    const own = { contactEmail: "crm-team@mycompany.example", username: "scv.integration@mycompany.example" };
    const names = Object.entries(own).map(([name, value]) => [`scv-integration:${name}`, value]);
    const text = stringify({ config: { ...Object.fromEntries(names), ...config } });
    await writeFile(stack.path("Pulumi.dev.yaml"), text);
    succeeded(await stack.engine.up());
    expect(succeeded(await stack.engine.preview(["--expect-no-changes"])).changes).toEqual({});
  });
});
