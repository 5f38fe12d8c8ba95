import { expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import type { Values } from "../../provider/lifecycle.ts";
import { type Asked, standBetween } from "../salesforce/network/between.ts";
import { certificate, Stack, withStack } from "./kit.ts";

/** Elements that an org gives by itself to a policy that it is asked for. */
const givenByOrg = / *<refreshTokenValidityPeriod>0<\/refreshTokenValidityPeriod>\n/;

/** Files of a deploy by their paths; none of any other call. */
function deployedFiles({ body }: Asked): Record<string, string> {
  const [, packed] = /<(?:\w+:)?ZipFile>([^<]+)</.exec(body) ?? [];
  const files = packed === undefined ? {} : unzipSync(Buffer.from(packed, "base64"));
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes).replace(givenByOrg, "")]),
  );
}

test.each<[string, Values]>([
  ["of which one is written", {}],
  ["which are both written", { startPage: "Custom", startUrl: "https://ivr.example.com/start" }],
])(
  "policies of an app that the same process has made, %s, are written as by a process that has looked at them",
  (_which, declared) =>
    withStack(async ({ local }) => {
      const between = await standBetween(local);
      let deployed: Record<string, string> = {};
      between.stranger = (asked, pass) => {
        const files = deployedFiles(asked);
        if (Object.keys(files).length > 0) deployed = files;
        return pass();
      };
      const settings = { instanceUrl: between.url, loginUrl: between.url };
      const written = async (name: string, laterProcess: (stack: Stack) => Stack | Promise<Stack>) => {
        const stack = await Stack.on(local, settings);
        const set = await stack.create("PermissionSet", `set-${name}`, { label: `IVR ${name}`, userPermissions: [] });
        const app = await stack.create("ExternalClientApp", `app-${name}`, {
          label: `SCV ${name}`,
          contactEmail: "admin@mycompany.example",
          callbackUrls: ["http://localhost:1717/OauthRedirect"],
          scopes: ["Api", "RefreshToken"],
          certificatePem: certificate("valid"),
        });
        const process = await laterProcess(stack);
        await process.create("PolicyAssignment", "policy", {
          ...declared,
          appId: app.id,
          permissionSetIds: [set.id],
        });
        return JSON.parse(JSON.stringify(deployed).replaceAll(name, "name"));
      };
      try {
        const bySame = await written("first", (stack) => stack);
        expect(bySame).toEqual(await written("second", () => Stack.on(local, settings)));
      } finally {
        await between.stop();
      }
    }),
);
