import { apiDateTime } from "../times.ts";
import { type DeployMessage, type DeployRecord, deployStatus, isDone } from "./deployRecord.ts";

type Json = { [key: string]: unknown };

/** The answer to a POST of a deploy, or to a PATCH that cancels one. */
export function deployAccepted(record: DeployRecord, now: Date): Json {
  const { options } = record;
  const status = deployStatus(record, now);
  return {
    id: record.id,
    deployOptions: {
      checkOnly: options.checkOnly,
      singlePackage: options.singlePackage,
      allowMissingFiles: options.allowMissingFiles,
      performRetrieve: options.performRetrieve,
      autoUpdatePackage: options.autoUpdatePackage,
      rollbackOnError: options.rollbackOnError,
      ignoreWarnings: options.ignoreWarnings,
      purgeOnDelete: options.purgeOnDelete,
      runAllTests: false,
    },
    deployResult: {
      id: record.id,
      success: false,
      checkOnly: options.checkOnly,
      ignoreWarnings: options.ignoreWarnings,
      rollbackOnError: options.rollbackOnError,
      status: status === "Canceled" ? status : "Pending",
      runTestsEnabled: options.runsTests,
      done: isDone(record) && status === "Canceled",
    },
  };
}

/** The answer to a GET of a deploy. Keys, nulls and the repeated messages are those of a recorded answer. */
export function deployStatusBody(record: DeployRecord, now: Date, includeDetails: boolean): Json {
  const { options, outcome } = record;
  const status = deployStatus(record, now);
  const started = status !== "Pending";
  return {
    id: record.id,
    validatedDeployRequestId: null,
    deployOptions: null,
    deployResult: {
      id: record.id,
      messages: null,
      retrieveResult: null,
      success: status === "Succeeded",
      checkOnly: options.checkOnly,
      ignoreWarnings: options.ignoreWarnings,
      rollbackOnError: options.rollbackOnError,
      status,
      numberComponentsDeployed: outcome?.numberComponentsDeployed ?? 0,
      numberComponentsTotal: outcome?.numberComponentsTotal ?? 0,
      numberComponentErrors: outcome?.numberComponentErrors ?? 0,
      numberTestsCompleted: 0,
      numberTestsTotal: 0,
      numberTestErrors: 0,
      details: includeDetails ? details(record) : null,
      createdDate: apiDateTime(record.createdDate),
      startDate: started ? apiDateTime(record.startDate) : null,
      lastModifiedDate: apiDateTime(record.completedDate ?? (started ? record.startDate : record.createdDate)),
      completedDate: record.completedDate === undefined ? null : apiDateTime(record.completedDate),
      errorStatusCode: outcome?.errorStatusCode ?? null,
      errorMessage: outcome?.errorMessage ?? null,
      stateDetail: null,
      createdBy: record.createdById.slice(0, 15),
      createdByName: record.createdByName,
      canceledBy: record.canceledById?.slice(0, 15) ?? null,
      canceledByName: record.canceledByName ?? null,
      done: isDone(record),
      runTestsEnabled: options.runsTests,
      runTestResult: null,
    },
  };
}

function details({ outcome }: DeployRecord): Json {
  const componentFailures = (outcome?.componentFailures ?? []).map(messageBody);
  const componentSuccesses = (outcome?.componentSuccesses ?? []).map(messageBody);
  return {
    componentFailures,
    componentSuccesses,
    retrieveResult: null,
    allComponentMessages: [...componentSuccesses, ...componentFailures],
    runTestResult: {
      successes: [],
      failures: [],
      totalTime: 0,
      apexLogId: null,
      flowCoverage: [],
      numFailures: 0,
      codeCoverage: [],
      codeCoverageWarnings: [],
      flowCoverageWarnings: [],
      numTestsRun: 0,
    },
  };
}

function messageBody(message: DeployMessage): Json {
  return {
    componentType: message.componentType,
    fileName: message.fileName,
    fullName: message.fullName,
    id: message.id ?? null,
    success: message.success,
    changed: message.changed,
    created: message.created,
    deleted: message.deleted,
    createdDate: apiDateTime(message.createdDate),
    problem: message.problem ?? null,
    problemType: message.problemType ?? null,
    lineNumber: message.lineNumber ?? 0,
    columnNumber: message.columnNumber ?? 0,
    warning: message.problemType === "Warning",
    requiresProductionTestRun: false,
    knownPackagingProblem: false,
    forPackageManifestFile: message.fileName.endsWith("package.xml"),
  };
}
