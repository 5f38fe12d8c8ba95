import { lifecycles } from "../../provider/registry.ts";

/** Whether what a stopped run says is fit for a person. */

const kinds = Object.keys(lifecycles).join("|");
const resource = new RegExp(`\\b(${kinds})\\b[^\\n]*: [^\\n]*(failed with|refused|Nothing was)`);
const nextStep =
  /\b(run again|Run again|Set |set |get a new|Correct|Check|See Setup|Is the address right|give it by|Give )/;
const trace = /^\s+at .*[:(]\d+:\d+\)?$/m;
const secrets: readonly (readonly [string, RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["an access token", /00D[a-zA-Z0-9]{12,15}![a-zA-Z0-9._]+/],
  ["an assertion", /\beyJ[a-zA-Z0-9_-]{10,}\.[a-zA-Z0-9_-]{10,}\./],
];

/** What is wrong with the output of a run, whether it failed or not. */
export function leaksIn(output: string): string[] {
  return secrets.filter(([, pattern]) => pattern.test(output)).map(([what]) => `${what} is printed`);
}

/** What is missing in the words of an operation of the package that stopped with an error. */
export function unclearOperation(output: string): string[] {
  const said = output.split("\n").findLast((line) => line.trim() !== "") ?? "";
  return [
    ...(/^(Webex|Flow|Interrupted)\b|cannot be written|left alone/.test(said) ? [] : ["no message says what failed"]),
    ...(trace.test(output) ? ["a stack trace is printed"] : []),
  ];
}

/** What is missing in the words of a run of Pulumi that stopped with an error. */
export function unclear(output: string): string[] {
  const said = output
    .split("\n")
    .filter((line) => resource.test(line))
    .join("\n");
  return [
    ...(said === "" ? ["no message names the resource and what failed"] : []),
    ...(said !== "" && !nextStep.test(said) ? ["no message says what to do next"] : []),
    ...(trace.test(output) ? ["a stack trace is printed"] : []),
  ];
}
