import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { expectNode } from "../../common/nodeVersion.ts";
import localOrgManifest from "../../local-org/package.json" with { type: "json" };
import localWebexManifest from "../../local-webex/package.json" with { type: "json" };
import manifest from "../../package.json" with { type: "json" };
import lock from "../../package-lock.json" with { type: "json" };

test.each(["20.20.2", "22.18.0", "18.0.0", "22.9.0"])("Node.js %s is refused in a sentence", (version) => {
  expect(() => expectNode(version)).toThrow(`needs Node.js 22.19 or later, and this is ${version}.`);
});

test.each(["22.19.0", "22.21.1", "24.0.0", "26.1.0"])("Node.js %s is taken", (version) => {
  expect(() => expectNode(version)).not.toThrow();
});

test("the oldest version is that of package.json", () => {
  expect(manifest.engines.node).toBe(">=22.19");
  for (const { engines } of [localOrgManifest, localWebexManifest]) expect(engines.node).toBe(manifest.engines.node);
});

test("every package that an installation brings along takes it, by its own word", () => {
  const installed = Object.entries(lock.packages as Record<string, { dev?: boolean; engines?: { node?: string } }>);
  const demanding = installed.filter(([, { dev, engines }]) => {
    const lowest = [...(engines?.node ?? "").matchAll(/>=? *(\d+)(?:\.(\d+))?/g)];
    const fits = ([, major, minor = "0"]: string[]) => Number(major) < 22 || (major === "22" && Number(minor) <= 19);
    return !dev && lowest.length > 0 && !lowest.some(fits);
  });
  expect(demanding).toEqual([]);
  expect(installed.filter(([, { dev, engines }]) => !dev && engines?.node).length).toBeGreaterThan(50);
});

test.each(["operations/main.ts", "resources/index.ts", "provider/index.ts"])(
  "%s looks at the version before it loads a dependency that an older Node.js cannot run",
  async (entry) => {
    const text = await readFile(new URL(`../../${entry}`, import.meta.url), "utf8");
    expect(/^import .*/m.exec(text)?.[0]).toBe('import "../common/nodeVersion.ts";');
  },
);
