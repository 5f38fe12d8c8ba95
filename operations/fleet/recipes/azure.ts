import {
  aboutVariables,
  byApproval,
  copied,
  type FleetFacts,
  head,
  listOf,
  type RecipeFile,
  scripts,
  variablesOf,
} from "./recipe.ts";

/** A pipeline of Azure Pipelines: plan, apply and drift. */
export async function azure(fleet: FleetFacts): Promise<RecipeFile[]> {
  const { approved, atOnce } = byApproval(fleet);
  const about = [
    "",
    "The secrets are in an Azure Key Vault. Make the variable groups salesforce-access-drift, -plan and -apply, linked to it by",
    "a service connection with workload identity federation. Each has a secret for each variable, with - for _:",
    ...aboutVariables(fleet),
    "Make the environment salesforce-access, and salesforce-production with the check Approvals; give both the check Exclusive",
    "Lock. Make this pipeline a build validation of the branch policy, and let the build service contribute to pull requests.",
  ];
  const text = `${head("azure", "#", about)}
trigger: ${listOf([fleet.branch])}
pr: ${listOf([fleet.branch])}
schedules:
  - cron: "17 * * * *"
    displayName: Drift
    always: true
    branches:
      include: ${listOf([fleet.branch])}
pool:
  vmImage: ubuntu-24.04
# An update that has begun is not overtaken.
lockBehavior: sequential
stages:
  - stage: plan
    condition: eq(variables['Build.Reason'], 'PullRequest')
    dependsOn: []
    variables:
      - group: salesforce-access-plan
    jobs:
      - job: plan
        container: pulumi/pulumi-nodejs-24:${fleet.pulumiVersion}
        steps:
          - script: npm ci
          - script: ${fleet.command} preview --json preview.json
            displayName: Preview every stack
            env:
              SALESFORCE_READ_ONLY: "true"
${variables("plan", fleet)}
          - script: |
              ${fleet.command} report preview.json --markdown preview.md
              node ${scripts}/comment.mjs preview.md
            condition: succeededOrFailed()
            displayName: Comment on the pull request
            env:
              SYSTEM_ACCESSTOKEN: $(System.AccessToken)
${artefacts("preview", ["preview.json", "preview.md", "fleet-logs"], 10)}
${[...apply(fleet, "apply", atOnce), ...apply(fleet, "production", approved, atOnce)].join("")}  - stage: drift
    condition: eq(variables['Build.Reason'], 'Schedule')
    dependsOn: []
    variables:
      - group: salesforce-access-drift
    jobs:
      - job: drift
        container: pulumi/pulumi-nodejs-24:${fleet.pulumiVersion}
        steps:
          - script: npm ci
          - script: ${fleet.command} drift --json fleet.json
            displayName: Ask every org
            env:
              SALESFORCE_READ_ONLY: "true"
${variables("drift", fleet)}
          - script: |
              ${fleet.command} report fleet.json --markdown fleet.md --junit fleet.xml --html fleet.html
              echo "##vso[task.uploadsummary]$PWD/fleet.md"
            condition: succeededOrFailed()
            displayName: Make the reports
          - task: PublishTestResults@2
            condition: succeededOrFailed()
            inputs:
              testResultsFormat: JUnit
              testResultsFiles: fleet.xml
              testRunTitle: Drift
${artefacts("fleet", ["fleet.json", "fleet.md", "fleet.html"], 10)}
`;
  const names = { "comment.mjs": "comment.mjs", "http.mjs": "http.mjs", "forge.mjs": "forge-azure.mjs" };
  return [{ path: "azure-pipelines.yml", text }, ...(await copied(names))];
}

/** The variables of a step: secrets are not among those of every process. */
const variables = (
  role: "drift" | "plan" | "apply",
  fleet: Pick<FleetFacts, "stacks" | "backEndVariables">,
  spaces = 14,
) =>
  variablesOf(role, fleet)
    .map((name) => `${" ".repeat(spaces)}${name}: $(${name.replaceAll("_", "-")})`)
    .join("\n");

const artefacts = (name: string, paths: readonly string[], spaces: number) =>
  [
    `- script: mkdir -p artefacts && for path in ${paths.join(" ")}; do if [ -e "$path" ]; then cp -r "$path" artefacts/; fi; done`,
    "  condition: always()",
    "  displayName: Keep the artefacts",
    "- publish: artefacts",
    "  condition: always()",
    `  artifact: ${name}`,
  ]
    .map((line) => " ".repeat(spaces) + line)
    .join("\n");

/** The update of each of several stacks, behind that of all others. */
function apply(
  fleet: FleetFacts,
  stage: "apply" | "production",
  stacks: readonly string[],
  before?: readonly string[],
): string[] {
  if (stacks.length === 0) return [];
  const environment = stage === "apply" ? "salesforce-access" : "salesforce-production";
  const jobs = stacks.map(
    (stack) => `      - deployment: stack_${stack.replace(/\W/g, "_")}
        displayName: ${JSON.stringify(stack)}
        container: pulumi/pulumi-nodejs-24:${fleet.pulumiVersion}
        environment: ${environment}
        strategy:
          runOnce:
            deploy:
              steps:
                - checkout: self
                - script: npm ci
                - script: ${fleet.command} up ${stack} --json update.json
                  displayName: Update the org
                  env:
${variables("apply", { ...fleet, stacks: fleet.stacks.filter((each) => each.stack === stack) }, 20)}
${artefacts(`update-${stack}`, ["update.json", "fleet-logs"], 16)}
`,
  );
  return [
    `  - stage: ${stage}
    condition: and(succeeded(), in(variables['Build.Reason'], 'IndividualCI', 'BatchedCI'))
    dependsOn: ${before && before.length > 0 ? "apply" : "[]"}
    variables:
      - group: salesforce-access-apply
    jobs:
${jobs.join("")}`,
  ];
}
