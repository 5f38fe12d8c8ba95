import { describe, expect, test } from "@jest/globals";
import { buildEnvironment, explainBuildFailure, judgeGo } from "../../../tools/toolchain/goBuild.ts";

const answer = (stdout: string, exitCode: number | undefined = 0) => ({ exitCode, stdout, stderr: "" });

describe("Go", () => {
  test("a suitable one gives its version", () => {
    expect(judgeGo(answer("go version go1.26.8 linux/amd64"))).toBe("1.26.8");
  });

  test("a missing one is one sentence that says what to install", () => {
    expect(() => judgeGo(answer("", undefined))).toThrow(
      /^Go is needed .* not installed: install Go 1\.25\.11 or later .* or install Pulumi .* plugin install resource tls/,
    );
  });

  test("an old one is one sentence that names both versions", () => {
    expect(() => judgeGo(answer("go version go1.22.1 darwin/arm64"))).toThrow(/^Go 1\.22\.1 is too old .* 1\.25\.11/);
  });
});

describe("the environment of a build", () => {
  const environment = buildEnvironment(
    { GOPROXY: "https://proxy.example", GOFLAGS: "-mod=vendor", GOOS: "plan9", GOWORK: "/w", PATH: "/bin" },
    "/scratch",
  );

  test("keeps where modules come from and the PATH", () => {
    expect(environment).toMatchObject({ GOPROXY: "https://proxy.example", PATH: "/bin" });
  });

  test("drops what aims at other work", () => {
    expect(environment.GOOS).toBeUndefined();
    expect(environment.GOWORK).toBe("off");
    expect(environment.GOFLAGS).not.toContain("vendor");
  });

  test("stores everything in the scratch folder, removably", () => {
    expect(environment.GOMODCACHE).toMatch(/^\/scratch\//);
    expect(environment.GOCACHE).toMatch(/^\/scratch\//);
    expect(environment.GOFLAGS).toContain("-modcacherw");
  });
});

describe("a failed build", () => {
  test("without network says so in one sentence", () => {
    expect(explainBuildFailure("go: x: dial tcp 1.2.3.4:443: connect: connection refused")).toMatch(
      /^Neither .* can be reached: connect/,
    );
  });

  test("on a full disk says how much is needed", () => {
    expect(explainBuildFailure("write /x: no space left on device")).toContain("about 5 GB");
  });

  test("otherwise gives Go's own last lines without its download messages", () => {
    expect(explainBuildFailure("go: downloading a v1\nmain.go:3: undefined: x\n")).toBe(
      "Building with Go failed: main.go:3: undefined: x",
    );
  });
});
