import { sep } from "node:path";

// Plain JavaScript, because launch.js needs it before there is a Node that runs TypeScript.

const codes = ["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR"];

/**
 * What a person can do about a folder that cannot be used.
 * @param {unknown} error what the file system has thrown
 * @param {readonly { path: string, name: string, advice: string }[]} folders the folders that these commands use
 * @returns {string | undefined} a sentence; undefined when the error is of another kind
 */
export function explainUnwritable(error, folders) {
  const { code, path } = error;
  if (!codes.includes(code) || typeof path !== "string") return undefined;
  const isWithin = (inner, outer) => inner === outer || inner.startsWith(outer + sep);
  // Or it is a folder above one of them, which would have to be made first.
  const folder =
    folders.find((folder) => isWithin(path, folder.path)) ?? folders.find((folder) => isWithin(folder.path, path));
  const why = code === "ENOSPC" ? "the disk is full" : `${path} cannot be written or read (${code})`;
  if (!folder) return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
  return `The ${folder.name} ${folder.path} cannot be used: ${why}. ${folder.advice}`;
}

/**
 * The checkout as a folder for `explainUnwritable`.
 * @param {string} root
 */
export function checkoutFolder(root) {
  return {
    path: root,
    name: "checkout",
    advice:
      "These commands keep what they make in .local and node_modules: make both yours, or work in a copy of the checkout.",
  };
}
