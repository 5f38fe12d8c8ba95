export interface UsedFolder {
  path: string;
  name: string;
  advice: string;
}
export declare function explainUnwritable(error: unknown, folders: readonly UsedFolder[]): string | undefined;
export declare function checkoutFolder(root: string): UsedFolder;
