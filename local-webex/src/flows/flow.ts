/** A flow, its versions and its tags. Times are ISO texts. */

export type FlowType = "FLOW" | "SUBFLOW";

/** A document in the raw form that the legacy export gives and the legacy import takes: JSON, kept as it came. */
export type FlowDocument = { [key: string]: unknown };

export interface FlowVersion {
  id: string;
  /** 0 for the draft, which stays 0 whatever is saved; counted from 1 for what was published. */
  number: number;
  document: FlowDocument;
  comment: string | null;
  createdBy: string;
  createdDate: string;
}

export const tagNames = ["Live", "Test", "Dev", "Latest"] as const;

export type TagName = (typeof tagNames)[number];

export interface Lock {
  /** E-mail address of who holds it. */
  by: string;
  /** When it was taken. */
  at: string;
  /** Milliseconds since 1970 of the last call of its holder. */
  active: number;
}

export interface Flow {
  /** 24 hexadecimal digits; an import keeps it. */
  id: string;
  name: string;
  description: string;
  flowType: FlowType;
  draft: FlowVersion;
  /** Oldest first. */
  versions: FlowVersion[];
  /** Id of the version that each tag points to. */
  tags: Partial<Record<TagName, string>>;
  /** Ids of the versions that each tag has pointed to, oldest first. */
  tagHistories: Partial<Record<TagName, string[]>>;
  lock: Lock | null;
  createdBy: string;
  createdDate: string;
  lastModifiedBy: string;
  lastModifiedDate: string;
}

/** The address under which calls arrive, and the flow that they run. */
export interface EntryPoint {
  id: string;
  name: string;
  flowId: string;
  flowTagId: TagName;
}

/** The version that a tag points to. */
export function taggedVersion(flow: Flow, tag: TagName): FlowVersion | undefined {
  return flow.versions.find(({ id }) => id === flow.tags[tag]);
}
