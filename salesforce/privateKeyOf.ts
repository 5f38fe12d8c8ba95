import { readPrivateKey } from "../common/pem.ts";
import type { LoginNames } from "./loginNames.ts";
import { type ConnectionSources, settingReader } from "./settingReader.ts";
import { shown } from "./shown.ts";

/** The private key of a login, from a file or a variable; what is wrong with it is added to the problems. */
export function privateKeyOf(
  login: LoginNames,
  sources: ConnectionSources,
  problems: string[],
): { wantsKey: boolean; privateKeyPem: string | undefined } {
  const { value, source, variableIn } = settingReader(sources);
  const variable = variableIn(login.privateKeyVariable, login.usualKeyVariable);
  const ofVariable = sources.environment[variable]?.trim() || undefined;
  const path = value(login.privateKeyFile);
  if (path !== undefined && ofVariable !== undefined) {
    problems.push(`Both a private key file and the environment variable ${variable} are set; keep one.`);
    return { wantsKey: true, privateKeyPem: undefined };
  }
  if (path === undefined && ofVariable === undefined) return { wantsKey: false, privateKeyPem: undefined };
  let text = ofVariable ?? "";
  let subject = `The private key in the environment variable ${variable}`;
  if (path !== undefined) {
    subject = `The private key file ${shown(path)} of ${source(login.privateKeyFile)}`;
    if ("pem" in readPrivateKey(path) || path.includes("-----BEGIN")) {
      problems.push(
        `${source(login.privateKeyFile)} holds a key where the path of a file belongs: put the key into the environment variable ${variable}, or its path here.`,
      );
      return { wantsKey: true, privateKeyPem: undefined };
    }
    try {
      text = sources.readFile(path);
    } catch (error) {
      problems.push(`${subject} cannot be read: ${whyUnreadable(error, path)}`);
      return { wantsKey: true, privateKeyPem: undefined };
    }
  }
  const reading = readPrivateKey(text);
  if ("problem" in reading) {
    problems.push(`${subject} ${reading.problem}`);
    return { wantsKey: true, privateKeyPem: undefined };
  }
  return { wantsKey: true, privateKeyPem: reading.pem };
}

/** Why a file cannot be read, in words; the system's own would repeat the path. */
function whyUnreadable(error: unknown, path: string): string {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  const isOfShell = /^~|\$/.test(path);
  const words: Record<string, string> = {
    ENOENT: isOfShell
      ? "there is no such file. No shell replaces ~ and $ here: write the whole path."
      : `there is no such file.${path.startsWith("/") ? "" : " A path that does not start with / is relative to the project's folder."}`,
    EACCES: "this user may not read it.",
    EISDIR: "it is a folder.",
    ENAMETOOLONG: "no path is so long.",
  };
  return words[code] ?? `${code}.`;
}
