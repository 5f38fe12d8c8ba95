import { whereToSet } from "../salesforce/settings.ts";
import type { ConnectedAppLogin } from "./connectedAppLogins.ts";

/** What a stack is, as far as the dates below depend on it. */
export interface DatedStack {
  apiVersion: number;
  /** Undefined in an org that does not know the permission View All Profiles. */
  seesAllProfiles: boolean | undefined;
  /** Whether the e-mail address of an existing user is about to change. */
  changesEmail: boolean;
  /** Names of apps that have the device flow on, and a callback that leads elsewhere than to the user's own machine. */
  deviceFlowApps: readonly string[];
  /** The address by which the org is called, if it is that of an instance and not the org's own. */
  instancedUrl: string | undefined;
  isSandbox: boolean;
  /** Names of connected apps that have the name of an app of this stack. */
  connectedApps: readonly string[];
  /** Connected apps that the stack's user still logs in through. */
  connectedAppLogins: readonly ConnectedAppLogin[];
}

/** A change that Salesforce has announced. Source of all: Salesforce Release Notes, as of Winter '27. */
interface ReleaseDate {
  /** The release or, as ISO 8601, the day from which it holds. */
  from: string;
  /** What changes for a stack, and what to do; undefined where it does not concern it. */
  concerns(stack: DatedStack): string | undefined;
}

const releaseDates: readonly ReleaseDate[] = [
  {
    from: "Winter '27",
    concerns: ({ seesAllProfiles }) =>
      seesAllProfiles === false
        ? 'Profile Filtering is enforced: without the permission "View All Profiles" (ViewAllProfiles) the deployer sees its own profile only. Give it that permission'
        : undefined,
  },
  {
    from: "Winter '27",
    concerns: ({ instancedUrl, isSandbox }) => (isSandbox ? instancedUrlEnds(instancedUrl) : undefined),
  },
  {
    from: "2026-11-30",
    concerns: ({ deviceFlowApps }) =>
      deviceFlowApps.length > 0
        ? `the device flow works for local external client apps with a localhost callback only, which ${deviceFlowApps.join(", ")} has not. Switch the flow off, or change the callback`
        : undefined,
  },
  {
    from: "2026-12-01",
    concerns: ({ changesEmail }) =>
      changesEmail
        ? "a changed e-mail address of a user takes effect only when the link that is sent to it is followed. Make sure that somebody reads that mailbox"
        : undefined,
  },
  {
    from: "Spring '27",
    concerns: ({ instancedUrl, isSandbox }) => (isSandbox ? undefined : instancedUrlEnds(instancedUrl)),
  },
  {
    from: "Summer '27",
    concerns: ({ apiVersion }) =>
      apiVersion <= 40
        ? `versions 31 to 40 of the API are no longer supported. Set ${whereToSet("apiVersion")} to a later one`
        : undefined,
  },
  {
    from: "Summer '27",
    concerns: ({ connectedApps, connectedAppLogins }) => {
      const others = connectedApps.filter((name) => !connectedAppLogins.some(({ app }) => app === name));
      const found = [
        ...connectedAppLogins.map(
          ({ app, lastDay }) => `the stack's user has logged in through ${app}, last on ${lastDay}`,
        ),
        ...others.map((name) => `this org has one with the name of the app, ${name}`),
      ];
      return found.length === 0
        ? undefined
        : `connected apps are no longer supported, and ${found.join(", and ")}. Migrate it to an external client app and adopt that, or move to the app of the stack beside it: docs/connected-app.md`;
    },
  },
];

function instancedUrlEnds(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  return `addresses of instances such as ${url} stop working. Set ${whereToSet("instanceUrl")} to the My Domain address of the org`;
}

/** Names of instances, such as na139, cs12, eu45 or um9, in front of Salesforce's own domain. */
const instanceHost = /^[a-z]{2,4}\d{1,4}s?\.salesforce\.com$/i;

/** The address, if it is that of an instance; undefined for the org's own, and for any other. */
export function instancedUrlIn(url: string): string | undefined {
  return instanceHost.test(URL.parse(url)?.hostname ?? "") ? url : undefined;
}

/** What a person is told of the dates that concern a stack; nothing is refused because of them. Pure. */
export function dateNotices(stack: DatedStack, now: Date): string[] {
  return releaseDates.flatMap(({ from, concerns }) => {
    const text = concerns(stack);
    if (text === undefined) return [];
    const when = new Date(from) <= now ? `since ${from}` : `from ${from} on`;
    return [`${when}, ${text} (Salesforce Release Notes)`];
  });
}
