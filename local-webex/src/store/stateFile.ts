/** The one file of a tenant. Private keys and tokens are in there: it is for its owner alone. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { TenantState } from "../state.ts";

/** @returns undefined when there is no such file @throws Error when it is no tenant's */
export function readStateFile(file: string): TenantState | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
  chmodSync(file, 0o600);
  const state = parsed(text);
  if (state?.version !== 1) throw new Error(`${file} is not the file of a local Webex tenant. Name another one.`);
  return state;
}

function parsed(text: string): TenantState | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as TenantState | undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: an interrupted write leaves the file of before. */
export function writeStateFile(file: string, state: TenantState): void {
  const next = `${file}.new`;
  writeFileSync(next, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(next, file);
}
