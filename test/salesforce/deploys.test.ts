import { describe, expect, test } from "@jest/globals";
import { XMLParser } from "fast-xml-parser";
import { strFromU8, unzipSync } from "fflate";
import { deployArchive } from "../../salesforce/deploys.ts";

/** Files of an archive by their path. */
function opened(archive: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(archive)).map(([path, content]) => [path, strFromU8(content)]));
}

/** XML as an independent parser sees it, with all values as texts. */
function parsed(xml: string) {
  return new XMLParser({ parseTagValue: false, trimValues: false, ignoreAttributes: false }).parse(xml);
}

describe("the archive of a deploy", () => {
  const files = [
    { type: "A", fullName: "One", path: "as/One.a", content: "<A/>" },
    { type: "B", fullName: "Two & Three", path: "bs/Two.b", content: "<B/>" },
    { type: "A", fullName: "Four", path: "as/Four.a", content: "<A/>" },
  ];

  test("has the files and a manifest that names each once, grouped by type", () => {
    const entries = opened(deployArchive(files, "67.0"));
    expect(Object.keys(entries).sort()).toEqual(["as/Four.a", "as/One.a", "bs/Two.b", "package.xml"]);
    const manifest = parsed(entries["package.xml"] ?? "").Package;
    expect(manifest.version).toBe("67.0");
    expect(manifest.types).toMatchObject([
      { name: "A", members: ["One", "Four"] },
      { name: "B", members: "Two & Three" },
    ]);
  });

  test("deletes what has no content, with a manifest that installs nothing", () => {
    const entries = opened(deployArchive([{ type: "ExternalClientApplication", fullName: "App" }], "67.0"));
    expect(Object.keys(entries).sort()).toEqual(["destructiveChanges.xml", "package.xml"]);
    expect(parsed(entries["package.xml"] ?? "").Package.types).toBeUndefined();
    expect(parsed(entries["destructiveChanges.xml"] ?? "").Package.types).toMatchObject({
      name: "ExternalClientApplication",
      members: "App",
    });
  });
});
