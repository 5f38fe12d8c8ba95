/** Changes of a connected app, as App Manager makes them. */
import { connectedAppType } from "../../connectedApps/connectedAppType.ts";
import { migrateConnectedApp } from "../../connectedApps/migration.ts";
import { connectedAppById } from "../../connectedApps/store.ts";
import { applicationType } from "../../externalClientApps/applicationType.ts";
import { notFound } from "../../http/errors.ts";
import { componentWriteError } from "../../metadata/componentAccess.ts";
import type { Changes } from "./change.ts";

export const connectedAppChanges: Changes = {
  migrate(context, id) {
    const refusal = componentWriteError(context, applicationType);
    if (refusal) throw refusal;
    migrateConnectedApp(context, id);
    return "Migrated to an external client app. The connected app stays, read-only.";
  },
  delete(context, id) {
    const app = connectedAppById(context.org, id);
    if (app === undefined) throw notFound();
    const refusal = componentWriteError(context, connectedAppType);
    if (refusal) throw refusal;
    context.org.records.transaction(() => connectedAppType.remove(context, app.fullName));
    return "Deleted the connected app.";
  },
};
