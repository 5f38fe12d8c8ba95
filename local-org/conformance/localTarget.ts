import { createLocalOrg } from "../src/server.ts";
import { send } from "./http.ts";
import { audiencesAt, type Target } from "./target.ts";

/** Starts a local org without data, works with it and ends it. */
export async function withNewLocalOrg<T>(work: (target: Target) => Promise<T>): Promise<T> {
  const local = await createLocalOrg();
  try {
    return await work(await localTarget(local.url));
  } finally {
    await local.stop();
  }
}

/** The local org at a URL, with the credentials that it gives out. */
export async function localTarget(url: string): Promise<Target> {
  const { body } = await send(`${url}/_local/credentials`);
  return {
    instanceUrl: body.instanceUrl,
    loginUrl: body.instanceUrl,
    audiences: audiencesAt(body.instanceUrl),
    apiVersion: body.apiVersion,
    accessToken: body.accessToken,
    spreadMs: 0,
  };
}
