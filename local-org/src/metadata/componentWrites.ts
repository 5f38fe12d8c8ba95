import type { ApiError, RequestContext } from "../contracts.ts";
import { componentWriteError } from "./componentAccess.ts";
import { schemaIn } from "./laterElements.ts";
import type { MetadataType } from "./metadataType.ts";
import { ComponentProblem, isComponentProblem, readRecord } from "./recordReader.ts";
import { childText, type XmlElement } from "./xmlReader.ts";

/** The CRUD calls that write. */
export type WriteCall = "createMetadata" | "updateMetadata" | "upsertMetadata";

/** What a CRUD call says about one component. */
export interface SaveResult {
  readonly fullName: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly error?: { readonly statusCode: string; readonly message: string };
}

const rolledBack = {
  statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
  message: "Record rolled back because not all records were valid and the request was using AllOrNone header",
};

/**
 * Does one step for each component, each in a transaction of its own; with allOrNone a single failure undoes them all.
 */
export function saveEach<Item>(
  context: RequestContext,
  items: readonly Item[],
  allOrNone: boolean,
  fullNameOf: (item: Item) => string,
  save: (item: Item) => boolean | undefined,
): SaveResult[] {
  const { records } = context.org;
  const results: SaveResult[] = [];
  try {
    records.transaction(() => {
      for (const item of items) {
        const fullName = fullNameOf(item);
        try {
          const created = records.transaction(() => save(item));
          results.push({ fullName, success: true, ...(created === undefined ? {} : { created }) });
        } catch (error) {
          results.push({ fullName, success: false, error: errorOf(error) });
        }
      }
      if (allOrNone && results.some((result) => !result.success)) throw new ComponentProblem("All or none");
    });
  } catch (error) {
    if (!isComponentProblem(error)) throw error;
    return results.map(({ fullName, success, error: cause }) => ({
      fullName,
      success: false,
      error: success || !cause ? rolledBack : cause,
    }));
  }
  return results;
}

/** Writes one component of a CRUD call. @returns whether it was created @throws ComponentProblem, ApiError */
export function writeComponent(
  context: RequestContext,
  type: MetadataType,
  call: WriteCall,
  source: XmlElement,
  apiVersion: number,
): boolean {
  const fullName = childText(source, "fullName") ?? "";
  if (fullName === "") throw new ComponentProblem("Required field is missing: fullName", "REQUIRED_FIELD_MISSING");
  const refusal = componentWriteError(context, type);
  if (refusal) throw refusal;
  const existing = type.find(context.org, fullName);
  if (call === "createMetadata" && existing)
    throw new ComponentProblem(
      "This unique name already exists or has been previously used.",
      "DUPLICATE_DEVELOPER_NAME",
    );
  if (call === "updateMetadata" && !existing) throw missingComponent(type, fullName);
  const keepOmitted = call === "updateMetadata" && context.org.settings.crudUpdateOmittedFields === "keep";
  const given = readRecord(source, schemaIn(context.org, type), apiVersion, !keepOmitted);
  return type.write(context, fullName, given, { channel: "crud", keepOmitted, apiVersion }).created;
}

function errorOf(error: unknown): { statusCode: string; message: string } {
  if (isComponentProblem(error)) return { statusCode: error.statusCode, message: error.problem };
  const { name, message } = error as Error;
  if (name === "ApiError") return { statusCode: (error as ApiError).errorCode, message };
  throw error;
}

/** The problem of a component that should be there. */
export function missingComponent(type: MetadataType, fullName: string): ComponentProblem {
  return new ComponentProblem(`no ${type.schema.name} named ${fullName} found`, "INVALID_CROSS_REFERENCE_KEY");
}
