import { aboutVault, byApproval, copied, type FleetFacts, head, listOf, type RecipeFile, scripts } from "./recipe.ts";

/** A pipeline of GitLab: plan, apply and drift. */
export async function gitlab(fleet: FleetFacts): Promise<RecipeFile[]> {
  const { approved, atOnce } = byApproval(fleet);
  const about = [
    ...aboutVault(fleet),
    "and in drift and plan also GITLAB_TOKEN, a project access token (scope api, role Reporter) for issues and comments.",
    "Set the variable VAULT_ADDR of the project, protect the environments production/*, and make a pipeline schedule for",
    `every hour (17 * * * *) on ${fleet.branch}.`,
  ];
  const text = `${head("gitlab", "#", about)}
stages: [plan, apply, production, drift]

default:
  image: pulumi/pulumi-nodejs-24:${fleet.pulumiVersion}
  interruptible: false
  before_script:
    - npm ci

.access:
  id_tokens:
    ID_TOKEN:
      aud: $VAULT_ADDR

plan:
  extends: .access
  stage: plan
  interruptible: true
  rules:
    # A merge request of a fork runs in the fork, where there is no VAULT_ADDR.
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    SALESFORCE_READ_ONLY: "true"
  script:
    - code=0
    - node ${scripts}/with-secrets.mjs plan -- ${fleet.command} preview --json preview.json || code=$?
    - ${fleet.command} report preview.json --markdown preview.md
    - node ${scripts}/with-secrets.mjs plan -- node ${scripts}/comment.mjs preview.md
    - exit $code
${artefacts(["preview.json", "preview.md", "fleet-logs/"])}

${[...apply(fleet, "apply", atOnce), ...apply(fleet, "production", approved, atOnce)].join("\n")}
drift:
  extends: .access
  stage: drift
  resource_group: salesforce-access/drift
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  variables:
    SALESFORCE_READ_ONLY: "true"
  script:
    - code=0
    - node ${scripts}/with-secrets.mjs drift -- ${fleet.command} drift --json fleet.json || code=$?
    - ${fleet.command} report fleet.json --markdown fleet.md --junit fleet.xml --html fleet.html
    - node ${scripts}/with-secrets.mjs drift -- node ${scripts}/issues.mjs fleet.json
    - exit $code
${artefacts(["fleet.json", "fleet.md", "fleet.html"], "fleet.xml")}
`;
  const names = {
    "with-secrets.mjs": "with-secrets.mjs",
    "comment.mjs": "comment.mjs",
    "issues.mjs": "issues.mjs",
    "http.mjs": "http.mjs",
  };
  return [{ path: ".gitlab-ci.yml", text }, ...(await copied({ ...names, "forge.mjs": "forge-gitlab.mjs" }))];
}

const artefacts = (paths: readonly string[], junit?: string) => `  artifacts:
    when: always
    expire_in: 30 days
    paths: ${listOf(paths)}${junit === undefined ? "" : `\n    reports:\n      junit: ${junit}`}`;

/** The update of each of several stacks, behind that of all others. */
function apply(
  fleet: FleetFacts,
  job: "apply" | "production",
  stacks: readonly string[],
  before?: readonly string[],
): string[] {
  if (stacks.length === 0) return [];
  const isApproved = job === "production";
  return [
    `${job}:
  extends: .access
  stage: ${job}
${before && before.length > 0 ? "  needs: [apply]\n" : ""}  resource_group: salesforce-access/$STACK
  environment: ${isApproved ? "production" : "test"}/$STACK
  parallel:
    matrix:
      - STACK: ${listOf(stacks)}
  rules:
    - if: $CI_COMMIT_BRANCH == "${fleet.branch}" && $CI_PIPELINE_SOURCE == "push"
${isApproved ? "      when: manual\n      allow_failure: false\n" : ""}  script:
    - node ${scripts}/with-secrets.mjs apply -- ${fleet.command} up "$STACK" --json update.json
${artefacts(["update.json", "fleet-logs/"])}
`,
  ];
}
