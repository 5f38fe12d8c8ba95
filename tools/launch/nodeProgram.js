import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/**
 * Whether a version of Node.js runs the commands: 22.19, 23.6, 24 or later. Earlier ones do not run TypeScript by
 * themselves, and undici needs 22.19.
 * @param {string} version such as "22.19.0"
 */
export function runsCommands(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 19);
}

/**
 * The Node.js to go on with: the running one when it is new enough, else the one of the npm package `node`.
 * @param {string} root the checkout
 * @returns {{ program: string } | { problem: string }}
 */
export function chooseNode(root, version = process.versions.node, running = process.execPath) {
  if (runsCommands(version)) return { program: running };
  const program = join(root, "node_modules", "node", "bin", "node");
  try {
    accessSync(program, constants.X_OK);
    return { program };
  } catch {
    return {
      problem:
        `Node.js 22.19 or later is needed, this is ${version}, and the one that comes as the npm package "node" is missing ` +
        'because npm did not run its install script: install Node.js 22.19 or later, or allow the script and run "npm rebuild node".',
    };
  }
}
