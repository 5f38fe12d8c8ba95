/** A machine as reports describe it. */
export const machine = {
  version: "1.2.3",
  date: "2026-01-31",
  cores: 2,
  processor: "Some processor",
  memoryGibibytes: 8,
  system: "linux x64",
  node: "24.0.0",
  pulumi: { cli: "3.0.0", sdk: "3.0.1" },
  loadBefore: 0.2,
};
