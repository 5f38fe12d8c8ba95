interface LockedPackage {
  version?: string;
  integrity?: string;
  optional?: boolean;
  devOptional?: boolean;
}
export declare function isInstalled(
  wanted: Record<string, LockedPackage>,
  installed: Record<string, LockedPackage>,
): boolean;
export declare function ensureDependencies(root: string, say: (line: string) => void): Promise<number>;
