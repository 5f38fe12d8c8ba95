import type { Org } from "./contracts.ts";
import { withChecksum } from "./identifiers.ts";
import { moveNamespace } from "./namespace.ts";
import {
  consumerKey,
  createDeployer,
  deployerScopes,
  type Identity,
  identityCollection,
  instances,
  keptRows,
  randomLetters,
  unusedInstance,
} from "./orgIdentity.ts";
import type { OrgSettings } from "./orgSettings.ts";
import { declareUserFields } from "./schema/declaredFields.ts";
import { firstUserId } from "./seeds/index.ts";
import { seedDatabase, seedSerial } from "./seeds/template.ts";
import { changedSettings, defaultSettings } from "./settings.ts";
import { type OrgShape, readShape } from "./shape.ts";
import { addNewColumns, type Database, openDatabase } from "./store/database.ts";
import { createDocumentStore } from "./store/documentStore.ts";
import { createRecordStore } from "./store/recordStore.ts";
import { createSessionTable } from "./store/sessionTable.ts";
import { type Rows, readRows, writeRows } from "./store/snapshot.ts";

/** An org with what only its owner, the server, does with it. */
export interface OwnedOrg extends Org {
  instanceUrl: string;
  settings: OrgSettings;
  readonly database: Database;
  /**
   * Changes how the org behaves.
   *
   * @param change what a caller sent
   * @throws Error with one sentence that names the wrong setting and what is allowed
   */
  changeSettings(change: unknown): void;
  /** Makes the org as new: seeds, start settings. Its id and the deployer's credentials stay, so that clients still fit. */
  reset(): void;
  /** The records, documents, sessions and settings as they are now. */
  snapshot(): OrgSnapshot;
  /** Goes back to a snapshot of this org. @throws Error when it is one of another org */
  restore(snapshot: OrgSnapshot): void;
  close(): void;
}

/** All that can change about an org, at one moment. Lives in memory and fits only its own org. */
export interface OrgSnapshot {
  readonly organizationId: string;
  readonly settings: OrgSettings;
  readonly rows: Rows;
}

export interface OrgOptions {
  databaseFile?: string | undefined;
  settings?: Partial<OrgSettings> | undefined;
  /** How a new org is made; one that the data base file has already keeps the shape that it was made with. */
  shape?: OrgShape | undefined;
  /** The new org is a copy of another. */
  copyOf?: OrgCopy | undefined;
}

/** How one org becomes the copy of another. */
export interface OrgCopy {
  org: OwnedOrg;
  /** What the deployer's username ends in. */
  usernameSuffix: string;
  /** The rows of the copy, made of those of the source. */
  rows(rows: Rows, organizationId: string): Rows;
  /** Does the rest, in the same transaction. */
  finish(org: OwnedOrg): void;
}

/**
 * Opens the org in the data base file, or makes a new one.
 *
 * @throws Error with one sentence that names a wrong setting, or what is wrong about its shape
 */
export function createOrg(options: OrgOptions): OwnedOrg {
  // Before the file is opened: what is refused leaves nothing.
  const startSettings = changedSettings(defaultSettings, options.settings ?? {});
  const newShape = readShape(options.shape ?? {});
  declareFields(startSettings);
  const database = openDatabase(options.databaseFile);
  const documents = createDocumentStore(database);
  const { copyOf } = options;
  const known = copyOf ? undefined : documents.get<Identity>(identityCollection, "identity");
  const instance = known?.instance ?? unusedInstance();
  const source = copyOf?.org.documents.get<Identity>(identityCollection, "identity");
  const shape = source ? { ...source.shape, isSandbox: true } : known ? (known.shape ?? {}) : newShape;
  const now = (): Date => new Date(Date.now() + (shape.clockOffsetMs ?? 0));
  const organizationId = known?.organizationId ?? withChecksum(`00D${instance}000000${randomLetters(4)}`);

  instances.add(instance);

  let serial = documents.get<number>(identityCollection, "serial") ?? seedSerial;
  let identity = known;
  const records = createRecordStore(database, {
    instance,
    now,
    automatedUserId: () => identity?.deployerUserId ?? firstUserId(database),
    nextSerial() {
      serial += 1;
      documents.set(identityCollection, "serial", serial);
      return serial;
    },
  });
  const keepSerial = (last: number): void => {
    serial = last;
    documents.set(identityCollection, "serial", serial);
  };
  const sessions = createSessionTable(database, organizationId);
  /** What the reset of a copy goes back to. */
  let copied: OrgSnapshot | undefined;

  const org: OwnedOrg = {
    organizationId,
    instanceUrl: "",
    records,
    documents,
    sessions,
    settings: structuredClone(startSettings),
    deployer: createDeployer(documents, () => identity),
    now,
    isUsernameTakenElsewhere: (username) =>
      org.settings.usernamesUnique === "acrossOrgs" &&
      [...openOrgs].some(
        (other) =>
          other !== org &&
          other.settings.usernamesUnique === "acrossOrgs" &&
          other.records.find("User", { Username: username }, ["Id"]).length > 0,
      ),
    database,
    changeSettings(change) {
      const before = org.settings;
      const after = changedSettings(before, change);
      declareFields(after);
      moveNamespace(org, before.namespace, after.namespace);
      org.settings = after;
    },
    reset() {
      if (copied !== undefined) return org.restore(copied);
      const before = serial;
      const token = identity?.accessToken ?? "";
      org.settings = structuredClone(startSettings);
      // The seeds get the ids that they had, and nothing that comes later gets an id that was used before.
      serial = seedSerial;
      seedDatabase(org, database, shape, (seeds) => {
        database.statement("DELETE FROM _document WHERE collection <> ?").run(identityCollection);
        database.statement("DELETE FROM _session WHERE accessToken <> ?").run(token);
        keepSerial(Math.max(seeds.serial ?? serial, before));
      });
    },
    snapshot: () => ({
      organizationId,
      settings: structuredClone(org.settings),
      rows: readRows(database, keptRows),
    }),
    restore(snapshot) {
      if (snapshot.organizationId !== organizationId) throw new Error("The snapshot is one of another org.");
      records.transaction(() => writeRows(database, snapshot.rows, keptRows));
      org.settings = structuredClone(snapshot.settings);
    },
    close() {
      openOrgs.delete(org);
      instances.delete(instance);
      database.close();
    },
  };

  if (copyOf && source) {
    records.transaction(() => {
      writeRows(database, copyOf.rows(readRows(copyOf.org.database, {}), organizationId), {});
      keepSerial(documents.get<number>(identityCollection, "serial") ?? seedSerial);
      const { clientId, deployerUserId, deployerUsername } = source;
      identity = {
        organizationId,
        instance,
        clientId,
        deployerUserId,
        deployerUsername: deployerUsername + copyOf.usernameSuffix,
        accessToken: sessions.open({ userId: deployerUserId, clientId, scopes: deployerScopes }),
        shape,
      };
      documents.set(identityCollection, "identity", identity);
      copyOf.finish(org);
    });
    copied = org.snapshot();
  } else if (identity === undefined) {
    seedDatabase(org, database, shape, (seeds) => {
      keepSerial(seeds.serial ?? serial);
      const clientId = consumerKey();
      const accessToken = sessions.open({ userId: seeds.userId, clientId, scopes: deployerScopes });
      identity = {
        organizationId,
        instance,
        clientId,
        accessToken,
        deployerUserId: seeds.userId,
        deployerUsername: seeds.username,
        shape,
      };
      documents.set(identityCollection, "identity", identity);
    });
    database.compact();
  } else {
    // The file may come from a process with another setting.
    const namespace = records.get("Organization", organizationId)?.NamespacePrefix;
    moveNamespace(
      org,
      namespace === undefined || namespace === null ? null : String(namespace),
      org.settings.namespace,
    );
  }
  openOrgs.add(org);
  return org;
}

/** @throws Error when a field of that name is something else in an org of this process */
function declareFields({ customUserFields }: OrgSettings): void {
  if (declareUserFields(customUserFields)) addNewColumns();
}

/** Those of this process, which know of each other's usernames. */
const openOrgs = new Set<OwnedOrg>();
