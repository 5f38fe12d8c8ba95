import { findApp, referenceToNew } from "../salesforce/externalClientApps.ts";
import type { Org } from "../salesforce/org.ts";
import { type AdoptingLifecycle, type FoundRecord, lastModified } from "./adoption.ts";
import { announceKeyChange, certificateOf, hasExpired, keyForLifeProblem, mayBeHeld } from "./appCertificate.ts";
import { changedAppFiles, newAppFiles } from "./appFiles.ts";
import { expiry } from "./certificates.ts";
import { bringToEnd } from "./convergence.ts";
import { guardDeployerApp } from "./deployerGuard.ts";
import { type AppContext, appInputs, type ExternalClientAppInputs } from "./externalClientAppFields.ts";
import { type AppStep, planApp } from "./externalClientAppPlan.ts";
import { flowsStayOn } from "./flows.ts";
import { InputReader } from "./inputReader.ts";
import type { Progress, ResourceState } from "./lifecycle.ts";
import { withMark } from "./marks.ts";
import {
  type AppState,
  appContext,
  appState,
  consumerKeyOf,
  type ExternalClientAppOutputs,
  observeApp,
  type SeenApp,
} from "./observedApp.ts";
import { bringAbout, countsAsAdopted, handBack, type LastRun } from "./ownership.ts";
import { keyFingerprint } from "./rules.ts";
import { rememberNewApp } from "./runMemory.ts";
import { readShownApp } from "./shownApp.ts";
import { keptSpelling } from "./spelling.ts";
import { isFirstTold } from "./toldEnds.ts";
import { isUnknown } from "./unknowns.ts";

export type { ExternalClientAppInputs } from "./externalClientAppFields.ts";
export type { ExternalClientAppOutputs } from "./observedApp.ts";

export const externalClientApp: AdoptingLifecycle<ExternalClientAppInputs, ExternalClientAppOutputs> = {
  inputNames: appInputs.names,
  unkeptNames: ["keySha256"],
  createOnly: appInputs.replacing,
  lastingOutputs: { consumerKey: [] },
  nameInput: "apiName",

  check(olds, news) {
    // A name that was derived once stays: another label must not replace the app, and with it its consumer key.
    const read = new InputReader({ ...news, apiName: keptSpelling(news.apiName, olds.apiName) });
    const inputs = appInputs.check(read);
    if (!isUnknown(inputs.callbackUrls) && inputs.callbackUrls.length === 0) {
      read.fail(
        "callbackUrls",
        "needs at least one URL. If the app uses none, give http://localhost:1717/OauthRedirect.",
      );
    }
    if (!isUnknown(inputs.scopes) && inputs.scopes.length === 0) {
      read.fail("scopes", "needs at least one scope; a JWT login needs Api and RefreshToken.");
    }
    const keySha256 = news.keySha256 === undefined ? undefined : read.text("keySha256", keyFingerprint);
    const otherKey = keyForLifeProblem(inputs, olds, keySha256);
    if (otherKey !== undefined) read.fail("keyGeneration", otherKey);
    const end = expiry(inputs.certificatePem, new Date());
    if (end !== undefined && !mayBeHeld(inputs, olds)) read.failSecretly("certificatePem", hasExpired(end));
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observeApp(org, { id }, state);
    if (!seen) return undefined;
    const isAdopted = countsAsAdopted(seen.mark, state);
    return appState(seen, state, appContext(seen, state, isAdopted, state), isAdopted);
  },

  readShown: readShownApp,

  update(org, id, olds, news, progress) {
    return reconcile(org, news, { ...olds, id }, progress);
  },

  async survey(org, inputs) {
    const seen = await observeApp(org, { developerName: inputs.apiName }, inputs);
    if (!seen) return undefined;
    // What is on stays on at an adoption, unless the program says otherwise.
    const isAdopted = seen.mark === undefined || countsAsAdopted(seen.mark, inputs);
    const state = appState(seen, inputs, appContext(seen, inputs, isAdopted, {}), isAdopted);
    return {
      found: foundRecord(org, seen, inputs),
      inputs: state.inputs,
      // Of what is ours already nothing is said here: its own update says it.
      notes: seen.mark === undefined ? notesOf(org, state.outputs, inputs, isAdopted) : [],
    };
  },

  async delete(org, id, state, progress) {
    const seen = await observeApp(org, { id }, state);
    if (!seen) return;
    const { developerName } = seen.app;
    const what = `app ${developerName}`;
    const options = { apiVersion: org.login.apiVersion, report: progress.report };
    const takeMarkAway = async () => {
      const context = appContext(seen, state, true, state);
      const files = await changedAppFiles(org, seen, state, { names: [], description: seen.description }, context);
      await org.deploy(files, options, `taking the mark from ${what}`);
    };
    const markNow = async () => (await observeApp(org, { id }, state))?.mark;
    if (await handBack({ what, id, mark: seen.mark, takeMarkAway, markNow }, state, progress)) return;
    guardDeployerApp(org, consumerKeyOf(seen), developerName);
    progress.report(`deleting ${what}: all tokens that it has issued become invalid`);
    // The application alone: the components that belong to it go with it.
    const type = "ExternalClientApplication";
    const doing = `deleting ${what}`;
    await bringToEnd(what, {
      doing,
      act: () => org.deploy([{ type, fullName: developerName }], options, doing),
      isDone: async () => (await findApp(org, { id }, doing)) === undefined,
    });
  },
};

/** What the last run knew of the app. */
type Before = LastRun & { id: string } & AppState;

async function reconcile(
  org: Org,
  inputs: ExternalClientAppInputs,
  last: Before | undefined,
  progress: Progress,
): Promise<ResourceState<ExternalClientAppInputs, ExternalClientAppOutputs>> {
  const options = { apiVersion: org.login.apiVersion, report: progress.report };
  const what = `app ${inputs.apiName}`;
  const byName = { developerName: inputs.apiName };
  let isFirstLook = true;
  let isMadeNow = false;
  let writtenPkce: boolean | undefined;
  const contextOf = (seen: SeenApp, isAdopted: boolean): AppContext => {
    const context = appContext(seen, inputs, isAdopted, last ?? {});
    return { ...context, writtenPkce: writtenPkce ?? context.writtenPkce };
  };
  const { seen, isAdopted } = await bringAbout<SeenApp, undefined, AppStep>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      lookUp: async () => undefined,
      find: async () => {
        // At the first look nothing is expected to be there, so only the record is asked for.
        const isExpected = !isFirstLook || (await findApp(org, byName, `looking for ${what}`));
        isFirstLook = false;
        const seen = isExpected ? await observeApp(org, byName, inputs) : undefined;
        return seen && { ...foundRecord(org, seen, inputs), seen };
      },
      observe: (id) => observeApp(org, { id }, { ...last, apiName: inputs.apiName }),
      plan: (seen, _lookedUp, isAdopted) => planApp(seen, inputs, isAdopted, seen && contextOf(seen, isAdopted)),
      apply: async (step, _id, seen, isAdopted) => {
        const marked = (text: string) => withMark(text, inputs.owner, isAdopted ? "adopted" : "made");
        if (step.do === "create" || !seen) {
          const reference = await referenceToNew(org, inputs.apiName);
          await org.deploy(newAppFiles(reference, inputs, marked(inputs.description)), options, `creating ${what}`);
          writtenPkce = inputs.isPkceRequired;
          isMadeNow = true;
          return undefined;
        }
        guardDeployerApp(org, consumerKeyOf(seen), inputs.apiName);
        const { names, isMarked } = step;
        if (names.includes("certificatePem")) announceKeyChange(seen, inputs, last, progress);
        const isDescribed = names.includes("description");
        const description = marked(isDescribed ? inputs.description : seen.description);
        const change = { names, ...((isDescribed || !isMarked) && { description }) };
        const files = await changedAppFiles(org, seen, inputs, change, contextOf(seen, isAdopted));
        await org.deploy(files, options, `changing ${what}`);
        if (names.includes("isPkceRequired")) writtenPkce = inputs.isPkceRequired;
        return undefined;
      },
    },
    last,
    progress,
  );
  if (isMadeNow && !isAdopted) rememberNewApp(org, seen.app);
  const state = appState(seen, inputs, contextOf(seen, isAdopted), isAdopted);
  for (const note of notesOf(org, state.outputs, inputs, isAdopted && last === undefined)) progress.report(note);
  return state;
}

/** What a person must know of an app as it is. */
function notesOf(
  org: Org,
  { certificateValidTo, certificateSha256, keptFlows = [] }: ExternalClientAppOutputs,
  { apiName, keepFlows }: ExternalClientAppInputs,
  isAdoption: boolean,
): string[] {
  const hasEnded = certificateValidTo !== "" && new Date(certificateValidTo) <= new Date();
  return [
    ...(isAdoption && keepFlows === undefined && keptFlows.length > 0
      ? [flowsStayOn(`app ${apiName}`, keptFlows)]
      : []),
    ...(hasEnded && isFirstTold(org, apiName, certificateSha256)
      ? [
          `the certificate of app ${apiName} expired at ${certificateValidTo} and stays as it is. Sources contradict each other on whether logins continue to work; renew it`,
        ]
      : []),
  ];
}

function foundRecord(org: Org, seen: SeenApp, inputs: ExternalClientAppInputs): FoundRecord {
  const { clientId } = org.login;
  const end = expiry(inputs.certificatePem, new Date());
  return {
    what: `external client app ${inputs.apiName}`,
    id: seen.app.record.Id,
    mark: seen.mark,
    owner: inputs.owner,
    ...lastModified(seen.app.record),
    obstacles: [
      ...(clientId !== undefined && clientId === consumerKeyOf(seen)
        ? ["it is the app that this deployment is logged in with."]
        : []),
      ...(end !== undefined && certificateOf(seen) !== inputs.certificatePem
        ? [`it holds another certificate than certificatePem, which ${hasExpired(end)}`]
        : []),
    ],
  };
}
