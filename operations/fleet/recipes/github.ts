import { aboutVault, byApproval, copied, type FleetFacts, head, listOf, type RecipeFile, scripts } from "./recipe.ts";

const actions = {
  checkout: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  node: "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  pulumi: "pulumi/actions@8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0",
  upload: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
};

/** A workflow of GitHub Actions: plan, apply and drift. */
export async function github(fleet: FleetFacts): Promise<RecipeFile[]> {
  const { approved, atOnce } = byApproval(fleet);
  const about = [
    ...aboutVault(fleet),
    "Set the variable VAULT_ADDR of the repository, and the reviewers of the environment salesforce-production.",
  ];
  const workflow = `${head("github", "#", about)}
name: Salesforce access
on:
  pull_request:
  push:
    branches: ${listOf([fleet.branch])}
  schedule:
    - cron: "17 * * * *"
  workflow_dispatch:
permissions: {}
env:
  VAULT_ADDR: \${{ vars.VAULT_ADDR }}
jobs:
${[plan(fleet), ...apply(fleet, "apply", atOnce), ...apply(fleet, "production", approved, atOnce), drift(fleet)].join("\n")}`;
  const names = {
    "with-secrets.mjs": "with-secrets.mjs",
    "comment.mjs": "comment.mjs",
    "issues.mjs": "issues.mjs",
    "http.mjs": "http.mjs",
  };
  return [
    { path: ".github/workflows/salesforce-access.yml", text: workflow },
    ...(await copied({ ...names, "forge.mjs": "forge-github.mjs" })),
  ];
}

const prepare = ({ pulumiVersion }: FleetFacts) => `    steps:
      - uses: ${actions.checkout}
        with:
          persist-credentials: false
      - uses: ${actions.node}
        with:
          node-version: 24
          cache: npm
      - uses: ${actions.pulumi}
        with:
          pulumi-version: ${pulumiVersion}
      - run: npm ci`;

const artefacts = (name: string, paths: readonly string[]) => `      - if: \${{ !cancelled() }}
        uses: ${actions.upload}
        with:
          name: ${name}
          path: |
${paths.map((path) => `            ${path}`).join("\n")}
          retention-days: 30`;

const plan = (fleet: FleetFacts) => `  plan:
    # A fork gets no identity token, and so no secrets.
    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      id-token: write
      pull-requests: write
    concurrency:
      group: salesforce-access-plan-\${{ github.ref }}
      cancel-in-progress: true
    env:
      SALESFORCE_READ_ONLY: "true"
${prepare(fleet)}
      - name: Preview every stack
        run: node ${scripts}/with-secrets.mjs plan -- ${fleet.command} preview --json preview.json
      - name: Comment on the pull request
        if: \${{ !cancelled() }}
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: |
          ${fleet.command} report preview.json --markdown preview.md
          node ${scripts}/comment.mjs preview.md
${artefacts("preview", ["preview.json", "preview.md", "fleet-logs/"])}
`;

/** The update of each of several stacks, behind that of all others. */
function apply(
  fleet: FleetFacts,
  job: "apply" | "production",
  stacks: readonly string[],
  before?: readonly string[],
): string[] {
  if (stacks.length === 0) return [];
  return [
    `  ${job}:
    if: github.event_name == 'push'
${before && before.length > 0 ? "    needs: apply\n" : ""}    runs-on: ubuntu-24.04
    environment: salesforce-${job === "apply" ? "access" : job}
    permissions:
      contents: read
      id-token: write
    strategy:
      fail-fast: false
      matrix:
        stack: ${listOf(stacks)}
    concurrency:
      group: salesforce-access-\${{ matrix.stack }}
      cancel-in-progress: false
${prepare(fleet)}
      - name: Update the org
        env:
          STACK: \${{ matrix.stack }}
        run: node ${scripts}/with-secrets.mjs apply -- ${fleet.command} up "$STACK" --json update.json
${artefacts(`update-\${{ matrix.stack }}`, ["update.json", "fleet-logs/"])}
`,
  ];
}

const drift = (fleet: FleetFacts) => `  drift:
    if: github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      id-token: write
      issues: write
    concurrency:
      group: salesforce-access-drift
      cancel-in-progress: false
    env:
      SALESFORCE_READ_ONLY: "true"
${prepare(fleet)}
      - name: Ask every org
        id: drift
        run: |
          code=0
          node ${scripts}/with-secrets.mjs drift -- ${fleet.command} drift --json fleet.json || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"
      - name: Make the reports
        run: |
          ${fleet.command} report fleet.json --markdown fleet.md --junit fleet.xml --html fleet.html
          cat fleet.md >> "$GITHUB_STEP_SUMMARY"
      - name: Open an issue for each org that has drifted, and close those of clean orgs
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: node ${scripts}/issues.mjs fleet.json
${artefacts("fleet", ["fleet.json", "fleet.md", "fleet.xml", "fleet.html"])}
      - name: End as the check has ended
        env:
          CODE: \${{ steps.drift.outputs.code }}
        run: exit "$CODE"
`;
