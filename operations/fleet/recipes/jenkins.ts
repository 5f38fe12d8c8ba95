import { byApproval, type FleetFacts, head, type RecipeFile, variablesOf } from "./recipe.ts";

/** A Jenkinsfile for a multibranch pipeline: plan, apply and drift. Jenkins brings no identity token: the secrets are credentials. */
export async function jenkins(fleet: FleetFacts): Promise<RecipeFile[]> {
  const { approved, atOnce } = byApproval(fleet);
  const about = [
    "",
    "Every credential is of the kind Secret text, with the name of its variable as its ID. Keep those of the deployer in the",
    "folder of this pipeline alone. The plan and the reports are artefacts of the build.",
  ];
  const update = (stacks: readonly string[], file: string) =>
    `${fleet.command} up ${stacks.join(" ")} --json ${file} --logs fleet-logs`;
  const text = `${head("jenkins", "//", about)}
pipeline {
  agent { docker { image 'pulumi/pulumi-nodejs-24:${fleet.pulumiVersion}' } }
  triggers { cron(env.BRANCH_NAME == '${fleet.branch}' ? 'H * * * *' : '') }
  options {
    disableConcurrentBuilds()
    timeout(time: 3, unit: 'HOURS')
    buildDiscarder(logRotator(daysToKeepStr: '30'))
  }
  environment {
    // The user of the container has no home of its own.
    HOME = "\${env.WORKSPACE_TMP}"
  }
  stages {
    stage('Install') {
      steps { sh 'npm ci' }
    }
    stage('Plan') {
      when { changeRequest() }
      environment { SALESFORCE_READ_ONLY = 'true' }
      steps {
        withCredentials([${credentials("plan", fleet)}]) {
          sh '''
            code=0
            ${fleet.command} preview --json preview.json || code=$?
            ${fleet.command} report preview.json --markdown preview.md
            exit $code
          '''
        }
      }
    }
${
  atOnce.length === 0
    ? ""
    : `    stage('Apply') {
      when { branch '${fleet.branch}'; not { triggeredBy 'TimerTrigger' } }
      steps {
        withCredentials([${credentials("apply", fleet)}]) {
          sh '''
            ${update(atOnce, "update.json")}
          '''
        }
      }
    }
`
}${
  approved.length === 0
    ? ""
    : `    stage('Production') {
      when { branch '${fleet.branch}'; not { triggeredBy 'TimerTrigger' } }
      input {
        message 'Update ${approved.join(", ")}?'
        ok 'Update'
      }
      steps {
        withCredentials([${credentials("apply", fleet)}]) {
          sh '''
            ${update(approved, "production.json")}
          '''
        }
      }
    }
`
}    stage('Drift') {
      when { branch '${fleet.branch}'; triggeredBy 'TimerTrigger' }
      environment { SALESFORCE_READ_ONLY = 'true' }
      steps {
        withCredentials([${credentials("drift", fleet)}]) {
          sh '''
            code=0
            ${fleet.command} drift --json fleet.json || code=$?
            ${fleet.command} report fleet.json --markdown fleet.md --junit fleet.xml --html fleet.html
            exit $code
          '''
        }
      }
    }
  }
  post {
    always {
      junit testResults: 'fleet.xml', allowEmptyResults: true
      archiveArtifacts artifacts: '*.json, *.md, fleet.html, fleet-logs/**', excludes: 'package*.json, tsconfig.json', allowEmptyArchive: true
    }
    cleanup { deleteDir() }
  }
}
`;
  return [{ path: "Jenkinsfile", text }];
}

/** The credentials of a stage, each in the variable of its name. */
const credentials = (role: "drift" | "plan" | "apply", fleet: FleetFacts) =>
  variablesOf(role, fleet)
    .map((name) => `string(credentialsId: '${name}', variable: '${name}')`)
    .join(", ");
