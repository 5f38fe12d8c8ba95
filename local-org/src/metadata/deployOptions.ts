import { childText, type XmlElement } from "./xmlReader.ts";

/** How a deploy runs. */
export interface DeployOptions {
  readonly allowMissingFiles: boolean;
  readonly autoUpdatePackage: boolean;
  readonly checkOnly: boolean;
  readonly ignoreWarnings: boolean;
  readonly performRetrieve: boolean;
  readonly purgeOnDelete: boolean;
  readonly rollbackOnError: boolean;
  readonly singlePackage: boolean;
  /** Whether Apex tests run. There are none in this org, so they always pass. */
  readonly runsTests: boolean;
}

const names = [
  "allowMissingFiles",
  "autoUpdatePackage",
  "checkOnly",
  "ignoreWarnings",
  "performRetrieve",
  "purgeOnDelete",
  "rollbackOnError",
  "singlePackage",
] as const;

/** Test levels under which tests run. */
const testLevels = new Set(["RunSpecifiedTests", "RunLocalTests", "RunAllTestsInOrg", "RunRelevantTests"]);

/** Options of a SOAP deploy; what is absent is false. */
export function deployOptionsFromXml(source: XmlElement | undefined): DeployOptions {
  return optionsFrom((name) => source && childText(source, name));
}

/** Options of a REST deploy; booleans may come as strings. What is absent is false. */
export function deployOptionsFromJson(source: Record<string, unknown>): DeployOptions {
  return optionsFrom((name) => source[name]);
}

function optionsFrom(value: (name: string) => unknown): DeployOptions {
  const entries = names.map((name) => [name, String(value(name)) === "true"]);
  const testLevel = String(value("testLevel") ?? "");
  const runsTests = testLevels.has(testLevel) || String(value("runAllTests")) === "true";
  return { ...Object.fromEntries(entries), runsTests } as unknown as DeployOptions;
}
