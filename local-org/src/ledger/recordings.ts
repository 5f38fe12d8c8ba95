/** Public recordings of real orgs' answers, as sources of rules. */
export const developerEdition2023 =
  "HTTP archives of a Developer Edition at API 50.0, recorded in 2023 (JupiterOne, graph-salesforce)";
export const developerEdition2026 =
  "Recorded answers of a Developer Edition at API 57.0 to 66.0, 2026 (NangoHQ, integration-templates)";
export const production2024 = "Cassettes of a production org at API 51.0, recorded 2022 to 2024 (openstax)";
export const scratchOrgs = "Cassettes of scratch orgs, recorded 2020 to 2025 (CumulusCI)";
export const liveAssertions = "Assertions that run against a live org until 2026 (Jetstream)";
