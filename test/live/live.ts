import { liveDomain, liveNames } from "../../tools/live/names.ts";

/** The class that the access is given to; any class of the org serves. */
export const apexClass = process.env.LIVE_TEST_APEX_CLASS ?? "cnxscv.ServiceRouting";

/** Arguments of `ScvIntegration` whose names nobody else has in the org. */
export function liveArguments() {
  const names = liveNames();
  return {
    names,
    scvArguments: {
      contactEmail: `platform-team@${liveDomain}`,
      username: names.username,
      permissionSet: { label: names.permissionSet, apexClasses: [apexClass] },
      profile: { name: names.profile },
      app: { label: names.app, apiName: names.appApiName },
      ...(process.env.LIVE_TEST_AUDIENCE && { proof: { audience: process.env.LIVE_TEST_AUDIENCE } }),
    },
  };
}
