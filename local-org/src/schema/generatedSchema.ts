/** What `generated.json` holds. */

/** A field as the types tell it. */
export interface GeneratedField {
  name: string;
  type: "string" | "boolean" | "number" | "datetime" | "reference";
  /** For a reference: the sObject that the types name for its relationship; absent for one that may point at several. */
  referenceTo?: string;
  /** For a reference: the name that a SOQL path uses, such as `CreatedBy`. */
  relationshipName?: string;
}

export interface GeneratedSchema {
  /** Fields by sObject. */
  sObjects: { [sObject: string]: GeneratedField[] };
  /** Names of all types of the Metadata API, those that are only parts of others among them; sorted. */
  metadataTypes: string[];
  /** Names of the sObjects of the Tooling API, sorted. */
  toolingTypes: string[];
}
