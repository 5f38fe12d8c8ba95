/** What a tenant is: everything it keeps, and its clock. */
import type { Connector } from "./connectors/connector.ts";
import type { EntryPoint, Flow } from "./flows/flow.ts";
import type { Region } from "./identifiers.ts";
import type { Access } from "./identity/model.ts";
import type { TenantSettings } from "./settings.ts";

/** What a tenant is made as. It keeps that through resets and restarts. */
export interface TenantShape {
  /** Default `us1`. */
  region?: Region;
  /** Name of the organization. Default `Local Tenant`. */
  name?: string;
}

/** All that a tenant keeps: plain JSON. */
export interface TenantState {
  version: 1;
  orgId: string;
  name: string;
  region: Region;
  settings: TenantSettings;
  access: Access;
  connectors: Connector[];
  flows: Flow[];
  entryPoints: EntryPoint[];
}

export interface Tenant {
  readonly state: TenantState;
  /** The tenant's clock. */
  now(): Date;
  /** Writes the state down where the tenant has a file. */
  changed(): void;
  /** @throws Error with one sentence that names what is wrong */
  set(settings: unknown): void;
  /** As new, with its id, its region and the credentials of before. */
  reset(): void;
}
