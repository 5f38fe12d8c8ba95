export declare function isOwnerGone(
  owner: { pid: number; host: string },
  ageMilliseconds: number,
  host: string,
  isAlive: (pid: number) => boolean,
): boolean;
export declare function isProcessAlive(pid: number): boolean;
export declare function acquireFileLock(path: string, onWait: (ownerPid: number) => void): Promise<() => void>;
