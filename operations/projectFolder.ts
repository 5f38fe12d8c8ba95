import { relative } from "node:path";

/** Says where the project is, for an operation that an npm script of the checkout runs in the folder of the person. */
export const projectFolderVariable = "PULUMI_SALESFORCE_ACCESS_PROJECT_FOLDER";

/** The folder of the project where nobody names one: the current one, or that of the checkout, as a person would write it. */
export function projectFolder(): string {
  const named = process.env[projectFolderVariable];
  return (named === undefined ? "" : relative(process.cwd(), named)) || ".";
}

/** A folder in a sentence. */
export const folderInWords = (folder: string): string => (folder === "." ? "this folder" : folder);
