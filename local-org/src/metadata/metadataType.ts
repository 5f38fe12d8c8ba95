import type { Org, RequestContext } from "../contracts.ts";
import type { MetadataRecord, MetadataTypeSchema } from "./typeSchema.ts";

/** A component as the org has it. Times are ISO strings in UTC. */
export interface Component {
  /** Record id, 18 characters. */
  readonly id: string;
  readonly fullName: string;
  /** All elements that the org writes back, without fullName. */
  readonly record: MetadataRecord;
  readonly createdById: string;
  readonly createdDate: string;
  readonly lastModifiedById: string;
  readonly lastModifiedDate: string;
}

/** How a component is written: CRUD calls differ from deploys in a few rules. */
export interface WriteOptions {
  readonly channel: "deploy" | "crud";
  /** Elements left out keep what they were, instead of going back to their defaults. */
  readonly keepOmitted: boolean;
  /** API version of the manifest or call, such as 68. */
  readonly apiVersion: number;
}

/** What became of a write. */
export interface WriteResult {
  readonly id: string;
  readonly created: boolean;
  readonly changed: boolean;
  /** Warnings; they fail a deploy that does not ignore them. */
  readonly warnings: readonly string[];
}

/** One metadata type of the org. Writes and removals run inside a transaction of the caller. */
export interface MetadataType {
  readonly schema: MetadataTypeSchema;
  /** User permission without which components of the type can be neither written nor deleted. */
  readonly writePermission?: string;
  all(org: Org): readonly Component[];
  /** By fullName without regard to case. */
  find(org: Org, fullName: string): Component | undefined;
  /** @throws ComponentProblem or ApiError when the component is refused */
  write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult;
  /** @returns false when there is no such component */
  remove(context: RequestContext, fullName: string): boolean;
  /** Absent where it is not known what an org does. @returns false when there is no such component */
  rename?(context: RequestContext, fullName: string, newFullName: string): boolean;
  /** Runs at the end of a deploy that wrote these components. */
  finishDeploy?(context: RequestContext, fullNames: readonly string[]): void;
}

/** Compares two full names as the org does. */
export function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
