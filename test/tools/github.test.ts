import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { oldestGoVersion } from "../../tools/toolchain/versions.ts";

const textOf = (path: string) => readFileSync(join(root, path), "utf8");

interface Workflow {
  on: Record<string, { branches?: string[]; tags?: string[] } | null>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }>;
}
const workflow = (name: string) => parse(textOf(`.github/workflows/${name}.yml`)) as Workflow;
const commandsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));

describe("workflows", () => {
  test("run everything that CI runs for each pull request and for main", () => {
    const ci = workflow("ci");
    expect(Object.keys(ci.on)).toEqual(["push", "pull_request"]);
    expect(commandsOf(ci).filter((command) => /^\.ci\/run$/m.test(command))).toHaveLength(1);
  });

  test("release a tag of a version by the command of this checkout, without a token of npm", () => {
    const release = workflow("release");
    expect(release.on).toEqual({ push: { tags: ["v*"] } });
    expect(commandsOf(release)).toContain("npm run release");
    expect(textOf(".github/workflows/release.yml")).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
  });

  test("take only actions at a commit, and only the release may sign", () => {
    for (const name of readdirSync(join(root, ".github", "workflows"))) {
      const { permissions, jobs } = workflow(name.replace(".yml", ""));
      expect([name, permissions]).toEqual([name, { contents: "read" }]);
      for (const { permissions: ofJob = {}, steps } of Object.values(jobs)) {
        expect([name, ofJob["id-token"]]).toEqual([name, name === "release.yml" ? "write" : undefined]);
        for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      }
    }
  });
});

test("updates are proposed for each folder that pins dependencies", async () => {
  const { updates } = parse(textOf(".github/dependabot.yml")) as {
    updates: { "package-ecosystem": string; directory?: string; directories?: string[] }[];
  };
  const folders = (ecosystem: string) =>
    updates
      .filter((update) => update["package-ecosystem"] === ecosystem)
      .flatMap(({ directory, directories = [] }) => (directory ? [directory] : directories))
      .sort();
  const { stdout } = await runProgram("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const withFile = (name: string) =>
    stdout
      .split("\n")
      .filter((path) => path === name || path.endsWith(`/${name}`))
      .map((path) => join("/", dirname(path)))
      .sort();
  expect(folders("npm")).toEqual(withFile("package-lock.json"));
  expect(folders("gomod")).toEqual(withFile("go.mod"));
  expect(folders("github-actions")).toEqual(["/"]);
  expect(folders("docker")).toEqual(withFile("Dockerfile"));
});

interface IssueForm {
  name: string;
  description: string;
  body: {
    type: string;
    id?: string;
    attributes: { label?: string; value?: string; options?: (string | { label: string; required?: boolean })[] };
  }[];
}

describe("issue forms", () => {
  const forms = readdirSync(join(root, ".github", "ISSUE_TEMPLATE")).filter((name) => name !== "config.yml");

  test.each(forms)("%s begins with a warning of secrets, and is made as GitHub reads it", (name) => {
    const { name: title, description, body } = parse(textOf(`.github/ISSUE_TEMPLATE/${name}`)) as IssueForm;
    expect(title && description).toBeTruthy();
    expect(body[0]?.attributes.value).toContain("Do not paste secrets");
    const fields = body.filter(({ type }) => type !== "markdown");
    expect(fields.length).toBeGreaterThan(1);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { type, id, attributes } of fields) {
      expect(type).toMatch(/^(input|textarea|dropdown|checkboxes)$/);
      expect([id, attributes.label]).toEqual([expect.stringMatching(/^[a-z]+$/), expect.any(String)]);
      if (/^(dropdown|checkboxes)$/.test(type)) expect(attributes.options?.length).toBeGreaterThan(0);
    }
  });

  test("the one for errors asks for what an answer needs", () => {
    const { body } = parse(textOf(".github/ISSUE_TEMPLATE/error.yml")) as IssueForm;
    const asked = body.map(({ id }) => id);
    expect(asked).toEqual(
      expect.arrayContaining(["version", "tools", "org", "command", "output", "expected", "secrets"]),
    );
  });
});

test("the dev container has the Node.js of this checkout, and a Go that can build the toolchain", () => {
  const { build, remoteUser } = JSON.parse(textOf(".devcontainer/devcontainer.json")) as {
    build: { dockerfile: string };
    remoteUser: string;
  };
  const dockerfile = textOf(join(".devcontainer", build.dockerfile));
  const [major] = textOf(".nvmrc").split(".");
  expect(dockerfile).toContain(`\nFROM node:${major}-`);
  const [, minor] = /^FROM golang:1\.(\d+)-\w+ AS go$/m.exec(dockerfile) ?? [];
  expect(Number(minor)).toBeGreaterThan(Number(oldestGoVersion.split(".")[1]));
  // Files that the commands make in the checkout belong to the user, not to root.
  expect(remoteUser).toBe("node");
});
