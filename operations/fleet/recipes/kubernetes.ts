import { CommandError } from "../../commandLine.ts";
import { aboutVault, copied, type FleetFacts, head, type RecipeFile, scripts } from "./recipe.ts";

/** A CronJob that checks all orgs for drift, a part of them in each pod. Plans and updates are a forge's. */
export async function kubernetes(fleet: FleetFacts): Promise<RecipeFile[]> {
  const { image, shards, command } = fleet;
  if (image === undefined) {
    throw new CommandError("kubernetes needs --image: the image that has this project with its node_modules.", 2);
  }
  const about = [
    "Checks for drift every hour. Plans and updates are those of the forge.",
    ...aboutVault(fleet, ["drift"]),
    "Make the ConfigMap salesforce-access with the key vault-address first. The volume must be one that several pods write",
    "to; the whole result and its reports are in the folder latest of it.",
  ];
  const text = `${head("kubernetes", "#", about)}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: salesforce-access
automountServiceAccountToken: false
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: salesforce-access
spec:
  accessModes: [ReadWriteMany]
  resources:
    requests:
      storage: 1Gi
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: salesforce-access-drift
spec:
  schedule: "17 * * * *"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 24
  jobTemplate:
    spec:
      completionMode: Indexed
      completions: ${shards}
      parallelism: ${shards}
      # Drift fails its pod. The others go on, and none is repeated.
      backoffLimitPerIndex: 0
      activeDeadlineSeconds: 1800
      ttlSecondsAfterFinished: 604800
      template:
        spec:
          restartPolicy: Never
          serviceAccountName: salesforce-access
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            runAsUser: 10001
            runAsGroup: 10001
            fsGroup: 10001
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: drift
              image: ${JSON.stringify(image)}
              command: [sh, -euc]
              args:
                - |
${indented(script(command, shards), 18)}
              env:
                - name: VAULT_ADDR
                  valueFrom:
                    configMapKeyRef:
                      name: salesforce-access
                      key: vault-address
                - name: ID_TOKEN_FILE
                  value: /var/run/secrets/vault/token
                - name: SALESFORCE_READ_ONLY
                  value: "true"
                - name: REPORTS
                  value: /reports
                - name: JOB
                  valueFrom:
                    fieldRef:
                      fieldPath: metadata.labels['batch.kubernetes.io/job-name']
                # Nothing else can be written to.
                - name: PULUMI_HOME
                  value: /tmp/pulumi
                - name: HOME
                  value: /tmp
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities:
                  drop: [ALL]
              resources:
                requests:
                  cpu: 500m
                  memory: 512Mi
                limits:
                  memory: 1Gi
              volumeMounts:
                - name: tmp
                  mountPath: /tmp
                - name: reports
                  mountPath: /reports
                - name: vault-token
                  mountPath: /var/run/secrets/vault
                  readOnly: true
          volumes:
            - name: tmp
              emptyDir: {}
            - name: reports
              persistentVolumeClaim:
                claimName: salesforce-access
            - name: vault-token
              projected:
                sources:
                  - serviceAccountToken:
                      path: token
                      audience: vault
                      expirationSeconds: 600
`;
  return [
    { path: "kubernetes/salesforce-access.yaml", text },
    ...(await copied({ "with-secrets.mjs": "with-secrets.mjs" })),
  ];
}

const indented = (text: string, spaces: number) =>
  text
    .split("\n")
    .map((line) => `${" ".repeat(spaces)}${line}`.trimEnd())
    .join("\n");

/** What a pod does: it asks its part, and the one that is last joins the parts. */
const script = (command: string, shards: number) => `run="$REPORTS/$JOB"
mkdir -p "$run"
code=0
node ${scripts}/with-secrets.mjs drift -- ${command} drift \\
  --shard "$((JOB_COMPLETION_INDEX + 1))/${shards}" --json "$run/$JOB_COMPLETION_INDEX.new" || code=$?
mv "$run/$JOB_COMPLETION_INDEX.new" "$run/$JOB_COMPLETION_INDEX.part"
if [ "$(ls "$run" | grep -c '\\.part$')" = ${shards} ]; then
  whole=0
  ${command} merge "$run"/*.part --json "$run/fleet.json" || whole=$?
  ${command} report "$run/fleet.json" --html "$run/fleet.html" --prometheus "$run/fleet.prom"
  ln -sfn "$JOB" "$REPORTS/latest"
fi
exit "$code"`;
