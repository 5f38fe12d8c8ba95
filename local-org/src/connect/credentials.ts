/** `/apps/oauth`: which external client apps there are, and their keys and secrets with staged rotation. */
import { seesExternalClientApps } from "../access.ts";
import { ApiError, type RequestContext } from "../contracts.ts";
import { mayReadSecretsOverRest } from "../externalClientApps/appSettingsType.ts";
import {
  type AppComponent,
  allComponents,
  applicationById,
  componentOf,
} from "../externalClientApps/componentStore.ts";
import {
  consumerSecret,
  dropStaged,
  isExpired,
  rotateCredential,
  type StagedCredential,
  stageCredential,
  stagedCredentials,
} from "../externalClientApps/credentials.ts";
import { useConsumerKey } from "../externalClientApps/globalOauthSettingsType.ts";
import { consumerId } from "../externalClientApps/oauthSettingsType.ts";
import { notFound } from "../http/errors.ts";
import { normalizedId, withChecksum } from "../identifiers.ts";
import { dataPath, type RestAnswer, type RestCall } from "../rest/call.ts";
import { objectBody } from "../rest/jsonBody.ts";

const usageSince = 59;
const credentialsSince = 60;
const stagedSince = 65;
const usualPage = 100;

export function listUsage({ context, query }: RestCall): RestAnswer {
  requireVersion(context, usageSince);
  if (!seesExternalClientApps(context)) throw insufficientAccess();
  const { org } = context;
  const apps = allComponents(org, "ExternalClientApplication").filter(({ id }) =>
    componentOf(org, "ExtlClntAppOauthSettings", id),
  );
  const page = wholeNumber(query.get("page"), 0);
  const size = Math.max(1, wholeNumber(query.get("pageSize"), usualPage));
  const address = (number: number) => `${dataPath(context)}/apps/oauth/usage?page=${number}&pageSize=${size}`;
  return {
    status: 200,
    body: {
      apps: apps.slice(page * size, (page + 1) * size).map(({ id, fullName, record }) => ({
        developerName: fullName,
        identifier: id,
        label: record.label ?? fullName,
      })),
      currentPageUrl: address(page),
      nextPageUrl: (page + 1) * size < apps.length ? address(page + 1) : null,
    },
  };
}

export function listConsumers(call: RestCall): RestAnswer {
  const consumer = addressedConsumer(call, false);
  const base = `${dataPath(call.context)}/apps/oauth/credentials/${consumer.application.id}`;
  const body = { consumers: [consumerBody(call, consumer)], currentPageUrl: base, nextPageUrl: null };
  return { status: 200, body };
}

export function readConsumer(call: RestCall): RestAnswer {
  const consumer = addressedConsumer(call, true);
  const part = (call.query.get("part") ?? "key").toLowerCase();
  if (!["key", "secret", "keyandsecret"].includes(part))
    throw new ApiError(400, "INVALID_PARAMETER_VALUE", `Invalid value for the parameter part: ${part}`);
  const { id, key, name, ...addresses } = consumerBody(call, consumer);
  const secret = consumerSecret(call.context.org, consumer.application.id);
  return {
    status: 200,
    body: { id, ...(part === "secret" ? {} : { key }), name, ...(part === "key" ? {} : { secret }), ...addresses },
  };
}

export function listStaged(call: RestCall): RestAnswer {
  const consumer = stagedConsumer(call);
  return { status: 200, body: stagedCollection(call, consumer) };
}

export function stage(call: RestCall): RestAnswer {
  const consumer = stagedConsumer(call);
  const { org, userId } = call.context;
  const { id } = consumer.application;
  if (stagedCredentials(org, id).some((pair) => pair.state === "Active" && !isExpired(org, pair)))
    throw new ApiError(400, "LIMIT_EXCEEDED", "Only one set of staged credentials is allowed");
  for (const pair of stagedCredentials(org, id)) if (isExpired(org, pair)) dropStaged(org, id, pair.id);
  const made = stageCredential(org, id, userId);
  return {
    status: 201,
    body: { stagedCredentials: [stagedBody(call, consumer, made)], url: stagedAddress(call, consumer) },
  };
}

export function readStaged(call: RestCall): RestAnswer {
  const consumer = stagedConsumer(call);
  return { status: 200, body: stagedBody(call, consumer, addressedPair(call, consumer)) };
}

export function rotate(call: RestCall): RestAnswer {
  const consumer = stagedConsumer(call);
  const pair = addressedPair(call, consumer);
  if (objectBody(call.body()).command !== "rotate")
    throw new ApiError(400, "INVALID_PARAMETER_VALUE", "The command must be rotate");
  const { org, userId } = call.context;
  if (pair.state !== "Active" || isExpired(org, pair))
    throw new ApiError(400, "INVALID_OPERATION", "Only active staged credentials can be rotated");
  const { application, settings } = consumer;
  const replaced = rotateCredential(org, application.id, userId, pair, String(settings.record.consumerKey));
  useConsumerKey(org, userId, settings, pair.key);
  return { status: 200, body: stagedBody(call, consumer, replaced) };
}

export function removeStaged(call: RestCall): RestAnswer {
  const consumer = stagedConsumer(call);
  const pair = addressedPair(call, consumer);
  dropStaged(call.context.org, consumer.application.id, pair.id);
  return { status: 204 };
}

interface Consumer {
  readonly application: AppComponent;
  readonly settings: AppComponent;
}

/** The app, and where the address has one the consumer, that a call means. */
function addressedConsumer({ context, parameters }: RestCall, withConsumer: boolean): Consumer {
  requireVersion(context, credentialsSince);
  requireSecretAccess(context);
  const { org } = context;
  const application = applicationById(org, normalizedId(parameters[0] ?? "") ?? "");
  const settings = application && componentOf(org, "ExtlClntAppGlobalOauthSettings", application.id);
  if (!application || !settings) throw notFound();
  if (withConsumer && normalizedId(parameters[1] ?? "") !== withChecksum(consumerId(application.id))) throw notFound();
  return { application, settings };
}

function stagedConsumer(call: RestCall): Consumer {
  requireVersion(call.context, stagedSince);
  return addressedConsumer(call, true);
}

function addressedPair({ context, parameters }: RestCall, { application }: Consumer): StagedCredential {
  const id = normalizedId(parameters[2] ?? "");
  const pair = stagedCredentials(context.org, application.id).find((staged) => staged.id === id);
  if (!pair) throw notFound();
  return pair;
}

/** The org must allow it, and the caller must be one who builds apps and may see secrets. */
function requireSecretAccess({ org, permissions }: RequestContext): void {
  if (!mayReadSecretsOverRest(org))
    throw new ApiError(403, "FUNCTIONALITY_NOT_ENABLED", "This feature is not currently enabled for this user.");
  if (!permissions.has("ExternalClientAppDeveloper") || !permissions.has("ViewClientSecret"))
    throw insufficientAccess();
}

function insufficientAccess(): ApiError {
  return new ApiError(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id");
}

/** A resource that a version does not have is not there. */
function requireVersion({ apiVersion }: RequestContext, since: number): void {
  if (Number(apiVersion) < since) throw notFound();
}

function consumerAddress({ context }: RestCall, { application }: Consumer): string {
  const consumer = withChecksum(consumerId(application.id));
  return `${dataPath(context)}/apps/oauth/credentials/${application.id}/${consumer}`;
}

function stagedAddress(call: RestCall, consumer: Consumer): string {
  return `${consumerAddress(call, consumer)}/staged`;
}

function consumerBody(
  call: RestCall,
  consumer: Consumer,
): {
  id: string;
  key: string;
  name: string;
  stagedCredentialsUrl?: string;
  url: string;
} {
  const { application, settings } = consumer;
  const hasStaged = Number(call.context.apiVersion) >= stagedSince;
  return {
    id: withChecksum(consumerId(application.id)),
    key: String(settings.record.consumerKey),
    name: application.fullName,
    ...(hasStaged ? { stagedCredentialsUrl: stagedAddress(call, consumer) } : {}),
    url: consumerAddress(call, consumer),
  };
}

function stagedCollection(call: RestCall, consumer: Consumer): object {
  const pairs = stagedCredentials(call.context.org, consumer.application.id);
  return {
    stagedCredentials: pairs.map((pair) => stagedBody(call, consumer, pair)),
    url: stagedAddress(call, consumer),
  };
}

function stagedBody(call: RestCall, consumer: Consumer, pair: StagedCredential): object {
  const { createdById, createdDate, expirationDate, id, key, secret } = pair;
  const state = isExpired(call.context.org, pair) ? "Expired" : pair.state;
  const url = `${stagedAddress(call, consumer)}/${id}`;
  return { createdBy: createdById, createdDate, expirationDate, id, key, secret, state, url };
}

function wholeNumber(text: string | null, usual: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : usual;
}
