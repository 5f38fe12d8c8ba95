import {
  collectionErrors,
  compositeAnswers,
  confirm,
  createdId,
  type FieldDescription,
  fieldsOf,
  objectOf,
  pageOf,
  type ReadAnswer,
  recordOf,
  type SalesforceRecord,
} from "./answers.ts";
import { type ApiUsage, bounds, tooFewRequestsLeft } from "./bounds.ts";
import { type DeployFile, type DeployOptions, deployFiles } from "./deploys.ts";
import { errorOfBody, SalesforceError } from "./errors.ts";
import { JoinedReads, type Read } from "./joinedReads.ts";
import { elementsOf } from "./metadataElements.ts";
import { type Organization, organizationOf, organizationQuery } from "./organization.ts";
import { OrgCalls } from "./orgCalls.ts";
import type { OrgIdentity, OrgSession } from "./orgSession.ts";

export type { FieldDescription, SalesforceRecord } from "./answers.ts";

/** Fields to write. */
export type RecordFields = { [field: string]: string | number | boolean | null };

const maximumCollection = 200;
const maximumReadMetadata = 10;
/** Most records that one query is followed to: an org that has more of what is asked for is not what it seems. */
const maximumRecords = 200_000;

/**
 * One org, logged in: records and metadata as the lifecycles need them. Reads are joined into few calls; every error
 * is a `SalesforceError`.
 */
export class Org {
  readonly identity: OrgIdentity;
  readonly #session: OrgSession;
  readonly #calls: OrgCalls;
  readonly #reads: JoinedReads;
  #hasBegunToWrite = false;
  #organization: Promise<Organization | undefined> | undefined;
  #writeGuard: (() => Promise<void>) | undefined;
  #writingAllowed: Promise<void> | undefined;

  constructor(session: OrgSession) {
    this.#session = session;
    this.identity = session.identity;
    this.#calls = new OrgCalls(session);
    this.#reads = new JoinedReads((reads) => this.#send(reads));
  }

  /**
   * What is left of the org's daily requests, as its last answer told; undefined before the first one, and from an
   * org that does not tell.
   */
  get apiUsage(): ApiUsage | undefined {
    return this.#session.apiUsage;
  }

  /** What the org says about itself, asked once; undefined where the deployer may not see it. */
  organization(): Promise<Organization | undefined> {
    this.#organization ??= this.query(organizationQuery, "looking which org this is").then(
      ([record]) => organizationOf(record),
      (error) => {
        this.#organization = undefined;
        throw error;
      },
    );
    return this.#organization;
  }

  /**
   * Whether records that carry the marks of the stack of another org are copies, which this stack takes over: a sandbox
   * of which somebody has said that it has replaced another org.
   */
  async takesCopies(): Promise<boolean> {
    if (this.identity.replacedOrganizationId === undefined) return false;
    return (await this.organization())?.isSandbox === true;
  }

  /** Sets what every write waits for; when it throws, nothing is written. */
  guardWrites(guard: () => Promise<void>): void {
    this.#writeGuard = guard;
  }

  /**
   * Settles when writing is allowed. Every write waits for it; whoever is about to write asks early, so that what the
   * guard reads leaves together with its own first reads.
   */
  writingAllowed(): Promise<void> {
    this.#writingAllowed ??= Promise.resolve(this.#writeGuard?.()).catch((error) => {
      this.#writingAllowed = undefined;
      throw error;
    });
    return this.#writingAllowed;
  }

  /** Why the Metadata API will refuse everything, as far as the token alone says; undefined if it says nothing. */
  metadataRefusal(doing: string): SalesforceError | undefined {
    return this.#session.metadataRefusal(doing);
  }

  /** All records of a SOQL query. */
  async query(soql: string, doing: string): Promise<SalesforceRecord[]> {
    let page = pageOf(await this.#read({ path: `/query?q=${encodeURIComponent(soql)}`, isQuery: true, doing }), doing);
    const all = [...page.records];
    const seen = new Set<string>();
    while (page.next !== undefined) {
      const url = page.next;
      if (seen.has(url) || all.length > maximumRecords) {
        const message = `the answer has no end: ${all.length} records so far, and then page ${url}${seen.has(url) ? " again" : ""}`;
        throw new SalesforceError("ENDLESS_ANSWER", message, doing);
      }
      seen.add(url);
      page = pageOf(await this.#get(url, doing), doing);
      all.push(...page.records);
    }
    return all;
  }

  /** A record with all its fields, or undefined if the org says that exactly this record does not exist. */
  async record(type: string, id: string, doing: string): Promise<SalesforceRecord | undefined> {
    try {
      return recordOf(await this.#read({ path: `/sobjects/${type}/${id}`, isQuery: false, doing }), id, doing);
    } catch (error) {
      if (error instanceof SalesforceError && (error.code === "NOT_FOUND" || error.code === "ENTITY_IS_DELETED")) {
        return undefined;
      }
      throw error;
    }
  }

  /** API names of the fields of a type, as this user sees them. */
  async fieldNames(type: string, doing: string): Promise<string[]> {
    return (await this.fields(type, doing)).map(({ name }) => name);
  }

  /** The fields of a type, as this user sees them. */
  async fields(type: string, doing: string): Promise<FieldDescription[]> {
    return fieldsOf(await this.#read({ path: `/sobjects/${type}/describe`, isQuery: false, doing }), doing);
  }

  /** Creates one record and answers its id. */
  async create(type: string, fields: RecordFields, doing: string): Promise<string> {
    return createdId(await this.#write(json("POST", this.#path(`/sobjects/${type}`), fields), doing), doing);
  }

  /** Changes fields of one record. */
  async update(type: string, id: string, fields: RecordFields, doing: string): Promise<void> {
    confirm(await this.#write(json("PATCH", this.#path(`/sobjects/${type}/${id}`), fields), doing), doing);
  }

  /** Deletes one record; one that is gone already is no error. */
  async delete(type: string, id: string, doing: string): Promise<void> {
    try {
      confirm(await this.#write({ method: "DELETE", url: this.#path(`/sobjects/${type}/${id}`) }, doing), doing);
    } catch (error) {
      if (!(error instanceof SalesforceError) || !isGone(error)) throw error;
    }
  }

  /**
   * Creates records of one type, all or none. One that exists already (`DUPLICATE_VALUE`) is a race that was lost to
   * an equal write; the caller looks at the org afterwards.
   */
  async createMany(type: string, records: RecordFields[], doing: string): Promise<void> {
    for (let start = 0; start < records.length; start += maximumCollection) {
      const chunk = records.slice(start, start + maximumCollection);
      const body = { allOrNone: true, records: chunk.map((record) => ({ attributes: { type }, ...record })) };
      const answer = await this.#write(json("POST", this.#path("/composite/sobjects"), body), doing);
      const failed = collectionErrors(answer, chunk.length, doing).filter((error) => error !== undefined);
      const cause = failed.find((error) => error.code !== "ALL_OR_NONE_OPERATION_ROLLED_BACK") ?? failed[0];
      if (cause) throw cause;
    }
  }

  /**
   * Deletes records by id; those that are gone already are no error. What is refused because another of the records
   * depends on it is asked for again once that one is gone.
   */
  async deleteMany(ids: string[], doing: string): Promise<void> {
    let left = ids;
    while (left.length > 0) {
      const failures = await this.#deleteOnce(left, doing);
      if (failures.length === left.length) throw failures[0]?.error;
      left = failures.map(({ id }) => id);
    }
  }

  async #deleteOnce(ids: string[], doing: string): Promise<{ id: string; error: SalesforceError }[]> {
    const failures: { id: string; error: SalesforceError }[] = [];
    for (let start = 0; start < ids.length; start += maximumCollection) {
      const chunk = ids.slice(start, start + maximumCollection);
      const url = this.#path(`/composite/sobjects?ids=${chunk.join(",")}&allOrNone=false`);
      const answer = await this.#write({ method: "DELETE", url }, doing);
      for (const [index, error] of collectionErrors(answer, chunk.length, doing).entries()) {
        if (error && !isGone(error)) failures.push({ id: chunk[index] as string, error });
      }
    }
    return failures;
  }

  /** Reads metadata components by full name, in the form of their files; a name that does not exist is left out. */
  async readMetadata(type: string, fullNames: string[], doing: string): Promise<MetadataRecord[]> {
    const found: MetadataRecord[] = [];
    for (let start = 0; start < fullNames.length; start += maximumReadMetadata) {
      const names = fullNames.slice(start, start + maximumReadMetadata);
      const answer = await this.#calls.read("Metadata API", doing, (connection) =>
        // The types of external client apps are not in the client's table of types.
        connection.metadata.read(type as "PermissionSet", names),
      );
      for (const record of answer as unknown as MetadataRecord[]) {
        if (typeof record?.fullName === "string" && record.fullName !== "") {
          found.push(elementsOf(record) as MetadataRecord);
        }
      }
    }
    return found;
  }

  /** Full names of all components of a type. */
  async listMetadata(type: string, doing: string): Promise<string[]> {
    const found = await this.#calls.read("Metadata API", doing, (connection) =>
      connection.metadata.list([{ type }], this.identity.apiVersion),
    );
    return (Array.isArray(found) ? found : [found]).flatMap((item) => (item?.fullName ? [item.fullName] : []));
  }

  /** Deploys metadata files in one transaction and waits for the result. */
  async deploy(files: DeployFile[], options: DeployOptions, doing: string): Promise<void> {
    await this.#beginToWrite(doing);
    await deployFiles(this.#calls, files, options, doing);
  }

  async #write(request: RestRequest, doing: string): Promise<unknown> {
    await this.#beginToWrite(doing);
    return this.#calls.write("REST API", doing, (connection) => connection.request<unknown>(request));
  }

  #get(url: string, doing: string): Promise<unknown> {
    return this.#calls.read("REST API", doing, async (connection) =>
      objectOf(await connection.request<unknown>({ method: "GET", url }), doing),
    );
  }

  /** A run does not begin to write what the org's daily limit would not let it finish; once begun, it goes on. */
  async #beginToWrite(doing: string): Promise<void> {
    await this.writingAllowed();
    if (this.#hasBegunToWrite) return;
    const reason = tooFewRequestsLeft(this.apiUsage, bounds());
    if (reason !== undefined) throw new SalesforceError("API_LIMIT_NEARLY_REACHED", reason, doing);
    this.#hasBegunToWrite = true;
  }

  async #read(read: Read): Promise<unknown> {
    const { status, body } = await this.#reads.get(read);
    if (status !== 200) throw errorOfBody(body, read.doing);
    return objectOf(body, read.doing);
  }

  /** Sends the reads of one call. An answer that cannot be read is asked for again, so it is looked at here. */
  #send(reads: Read[]): Promise<ReadAnswer[]> {
    const [first] = reads as [Read];
    return this.#calls.read("REST API", first.doing, async (connection) => {
      if (reads.length === 1) {
        const body = await connection.request<unknown>({ method: "GET", url: this.#path(first.path) });
        return [{ status: 200, body: objectOf(body, first.doing) }];
      }
      const compositeRequest = reads.map((read, index) => ({
        method: "GET",
        url: this.#path(read.path),
        referenceId: `read${index}`,
      }));
      const request = json("POST", this.#path("/composite"), { allOrNone: false, compositeRequest });
      return compositeAnswers(await connection.request<unknown>(request), reads.length, first.doing);
    });
  }

  #path(path: string): string {
    return `/services/data/v${this.identity.apiVersion}${path}`;
  }
}

/** A metadata component as read; what it holds depends on its type. */
export type MetadataRecord = { fullName: string; [element: string]: unknown };

interface RestRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: string;
  body?: string;
  headers?: Record<string, string>;
}

function json(method: "POST" | "PATCH", url: string, body: unknown): RestRequest {
  return { method, url, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

function isGone(error: SalesforceError): boolean {
  return ["ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"].includes(error.code);
}
