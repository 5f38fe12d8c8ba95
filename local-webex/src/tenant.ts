/** Makes tenants: new ones, and those that a file has kept. */
import { seededState } from "./seeds.ts";
import { defaultSettings, readSettings, type TenantSettings } from "./settings.ts";
import type { Tenant, TenantShape } from "./state.ts";
import { readStateFile, writeStateFile } from "./store/stateFile.ts";

export interface TenantOptions {
  /** JSON file that keeps the tenant. Without one it lives in memory. */
  file?: string | undefined;
  settings?: Partial<TenantSettings> | undefined;
  shape?: TenantShape | undefined;
}

/** @throws Error when the file is there and is no tenant's, or a setting is wrong */
export function createTenant({ file, settings = {}, shape = {} }: TenantOptions): Tenant {
  const given = readSettings(settings);
  const kept = file === undefined ? undefined : readStateFile(file);
  const state = kept ?? seededState(shape);
  const tenant: Tenant = {
    state,
    now: () => new Date(Date.now() + state.settings.clockOffsetSeconds * 1_000),
    changed() {
      if (file !== undefined) writeStateFile(file, state);
    },
    set(sent) {
      Object.assign(state.settings, readSettings(sent));
      tenant.changed();
    },
    reset() {
      const { orgId, name, region, access } = state;
      Object.assign(state, seededState({ name, region }), {
        orgId,
        access,
        settings: { ...defaultSettings, ...given },
      });
      tenant.changed();
    },
  };
  tenant.set(given);
  return tenant;
}
