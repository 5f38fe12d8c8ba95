/**
 * New orgs are copies: what is in one from the start is made once for each shape, in a data base that no caller sees,
 * and copied with ids and times of its own. To make it anew takes several times as long.
 */

import { normalizedId, shortId, withChecksum } from "../identifiers.ts";
import type { OrgSettings } from "../orgSettings.ts";
import { objects } from "../schema/index.ts";
import type { OrgShape } from "../shape.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { createRecordStore } from "../store/recordStore.ts";
import { apiDateTime } from "../times.ts";
import { firstUserId, seedOrg } from "./index.ts";
import type { SeedTarget } from "./target.ts";

/** What an org starts with. */
export interface Seeds {
  /** Id of the deployer. */
  userId: string;
  username: string;
  /** The highest number that the ids were made of; absent when the org gave the numbers out itself. */
  serial?: number;
}

interface Template {
  image: Uint8Array;
  seeds: Required<Seeds>;
}

/** Serial number before the first one of a seed. */
export const seedSerial = 1;

const templateInstance = "Tt";
const templateOrgId = withChecksum(`00D${templateInstance}0000000001`);
/** Templates that a process keeps; the one used longest ago gives way. */
const mostTemplates = 8;
const templates = new Map<string, Template>();

/** Columns that tell when a record was made and changed. */
const stamps: ReadonlySet<string> = new Set(["CreatedDate", "LastModifiedDate", "SystemModstamp"]);
/** Texts with the id of the org or of a record in them. */
const textsWithIds: ReadonlySet<string> = new Set([
  "PermissionSet.Label",
  "PermissionSet.Name",
  "User.Email",
  "User.Username",
]);

/**
 * Puts the seeds in the place of all records of an org. Not in a transaction.
 *
 * @param finish does the rest in the same transaction
 */
export function seedDatabase(
  org: SeedTarget,
  database: Database,
  shape: OrgShape,
  finish: (seeds: Seeds) => void,
): void {
  const empty = (): void => {
    for (const { name } of objects) database.execute(`DELETE FROM ${name}`);
  };
  const template = templateOf(shape, org.settings);
  if (template === undefined) {
    org.records.transaction(() => {
      empty();
      finish(seedOrg(org, shape));
    });
    return;
  }
  const own = (text: string): string => ownText(org.organizationId, text);
  database.readImage(template.image, own, () =>
    org.records.transaction(() => {
      empty();
      const time = apiDateTime(org.now());
      for (const { name } of objects) database.execute(copyStatement(name, time));
      const { userId, username, serial } = template.seeds;
      finish({ userId: own(userId), username: own(username), serial });
    }),
  );
}

function copyStatement(table: string, time: string): string {
  const fields = [...(objects.find(({ name }) => name === table)?.fields.values() ?? [])];
  const values = fields.map(({ name, type }) => {
    if (stamps.has(name)) return `'${time}'`;
    // The template may be older than the field.
    if (name.endsWith("__c")) return type === "boolean" ? "0" : "NULL";
    const isMapped = type === "id" || type === "reference" || textsWithIds.has(`${table}.${name}`);
    return isMapped ? `seed_value(${name})` : name;
  });
  const names = fields.map(({ name }) => name);
  return `INSERT INTO ${table} (${names.join(", ")}) SELECT ${values.join(", ")} FROM seed.${table} ORDER BY rowid`;
}

/** A text of the template as the org with this id has it. */
function ownText(organizationId: string, text: string): string {
  if (text === templateOrgId) return organizationId;
  const prefix = text.startsWith("X") && text.length > templateOrgId.length ? "X" : "";
  const id = normalizedId(text.slice(prefix.length));
  if (id?.slice(3, 5) === templateInstance)
    return prefix + withChecksum(id.slice(0, 3) + organizationId.slice(3, 5) + shortId(id).slice(5));
  return text
    .replaceAll(templateOrgId.toLowerCase(), organizationId.toLowerCase())
    .replaceAll(shortId(templateOrgId).toLowerCase(), shortId(organizationId).toLowerCase());
}

function templateOf(shape: OrgShape, settings: OrgSettings): Template | undefined {
  const { clockOffsetMs: _clock, ...rest } = shape;
  const key = JSON.stringify([rest, settings.namespace]);
  const template = templates.get(key) ?? madeTemplate(shape, settings);
  if (template === undefined) return undefined;
  templates.delete(key);
  templates.set(key, template);
  if (templates.size > mostTemplates) templates.delete(templates.keys().next().value ?? "");
  return template;
}

function madeTemplate(shape: OrgShape, settings: OrgSettings): Template | undefined {
  const database = openDatabase(undefined);
  try {
    let serial = seedSerial;
    const now = (): Date => new Date();
    const records = createRecordStore(database, {
      instance: templateInstance,
      now,
      automatedUserId: () => firstUserId(database),
      nextSerial() {
        serial += 1;
        return serial;
      },
    });
    const org = { organizationId: templateOrgId, records, settings, now };
    const seeds = records.transaction(() => seedOrg(org, shape));
    const image = database.image();
    return image && { image, seeds: { ...seeds, serial } };
  } finally {
    database.close();
  }
}
