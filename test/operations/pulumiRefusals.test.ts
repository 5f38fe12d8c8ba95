import { describe, expect, test } from "@jest/globals";
import { refusalOfPulumi, stackNamesIn } from "../../operations/pulumiRefusals.ts";

/** What Pulumi 3.259 prints. */
const texts = {
  noStack: "error: no stack named 'prodution' found\n",
  noLogin: "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions\n",
  passphrase:
    'error: could not deserialize deployment: constructing secrets manager of type "passphrase": constructing secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables\n',
  noFolder:
    'error: unable to open state directory "file:///srv/nowhere": stat /srv/nowhere: no such file or directory\n',
  noCloud:
    'Logging in using access token from PULUMI_ACCESS_TOKEN\nerror: performing HTTP request: Get "http://127.0.0.1:9/api/user": dial tcp 127.0.0.1:9: connect: connection refused\n',
};
const refusal = (stderr: string, known: string[] = []) =>
  refusalOfPulumi("the state of stack prodution", "prodution", stderr, known);

describe("what Pulumi refuses is said in words, with the next step and what Pulumi has said", () => {
  test("a stack that is not there, with the one that was meant or all that there are", () => {
    expect(refusal(texts.noStack, ["dev", "production"])).toBe(
      `The back end has no stack "prodution"; did you mean production? A new one is made by pulumi stack init prodution and pulumi up --stack prodution. Pulumi says: no stack named 'prodution' found.`,
    );
    expect(refusal(texts.noStack, ["eu", "dev"])).toContain('"prodution"; known are dev, eu. A new one');
    expect(refusal(texts.noStack)).toContain("it has none of this project. A new one");
  });

  test.each([
    [
      texts.noLogin,
      /^Pulumi is logged in to no back end.* PULUMI_BACKEND_URL .*PULUMI_ACCESS_TOKEN .*or run pulumi login\./,
    ],
    [texts.passphrase, /^Pulumi cannot decrypt the state of stack prodution\. Set .*PULUMI_CONFIG_PASSPHRASE_FILE/],
    [texts.noFolder, /^Pulumi cannot open the back end .*PULUMI_BACKEND_URL/],
    [texts.noCloud, /^Pulumi cannot open the back end .*PULUMI_BACKEND_URL/],
    ["error: something new.", /^Pulumi does not give the state of stack prodution\. Pulumi says: something new\.$/],
  ])("%s", (stderr, words) => {
    const said = refusal(stderr);
    expect(said).toMatch(words);
    const cause = (stderr.split("\n").find((line) => line.startsWith("error: ")) as string).replace("error: ", "");
    expect(said.endsWith(`${cause.replace(/\.$/, "")}.`)).toBe(true);
  });
});

test("a misspelt stack is seen in the files, also where Pulumi has no back end to look into", () => {
  expect(refusal(texts.noLogin, ["dev", "production"])).toContain(
    "There is no file Pulumi.prodution.yaml either; did you mean production? Pulumi says",
  );
  expect(refusal(texts.noLogin, ["prodution"])).not.toContain("Pulumi.prodution.yaml");
});

test.each([
  ['[{"name":"prod","current":true},{"name":"acme/eu"}]', ["prod", "acme/eu"]],
  ["[]", []],
  ['{"name":"prod"}', []],
  ["[null,{}]", []],
  ["error: no", []],
])("the stacks in %s", (printed, names) => {
  expect(stackNamesIn(printed)).toEqual(names);
});
