import { createHash } from "node:crypto";
import { stripTypeScriptTypes } from "node:module";

/** Makes JavaScript of TypeScript for jest the way Node.js itself does, which keeps lines and columns. */
export default {
  getCacheKey: (text, path) => createHash("sha256").update(process.version).update(path).update(text).digest("hex"),
  process: (text) => ({ code: stripTypeScriptTypes(text) }),
};
