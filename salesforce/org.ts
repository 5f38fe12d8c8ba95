import type { Connection } from "jsforce";
import { type ApiUsage, bounds, tooFewRequestsLeft } from "./bounds.ts";
import { type DeployFile, type DeployOptions, deployFiles } from "./deploys.ts";
import { errorOfBody, SalesforceError } from "./errors.ts";
import { JoinedReads, type Read, type ReadAnswer } from "./joinedReads.ts";
import { elementsOf } from "./metadataElements.ts";
import { type Organization, organizationOf, organizationQuery } from "./organization.ts";
import { readWithRetry, writeWithRetry } from "./retry.ts";

/** A record as REST answers it. */
export type SalesforceRecord = { Id: string; [field: string]: unknown };

/** What describe says of a field. */
export interface FieldDescription {
  name: string;
  label: string;
  /** For example `picklist`. */
  type: string;
  nillable: boolean;
  defaultedOnCreate: boolean;
  createable: boolean;
  updateable: boolean;
  /** Empty for other fields than picklists. */
  picklistValues: { value: string; active: boolean }[];
}

/** Fields to write. */
export type RecordFields = { [field: string]: string | number | boolean | null };

/** Who is logged in, and where. */
export interface OrgIdentity {
  /** 18-character id of the org. */
  organizationId: string;
  /** 18-character id of the user that is logged in: the deployer. */
  userId: string;
  /** Consumer key of the app that the deployer is logged in with; unknown for a bare access token that came alone. */
  clientId?: string;
  /** Whether apps may be changed where it cannot be told which of them that is. */
  allowsUnknownDeployerApp?: true;
  /** Base URL of the org. */
  instanceUrl: string;
  /** Version of the API, for example `67.0`. */
  apiVersion: string;
}

/** A failed item of a call that writes several records. */
interface CollectionResult {
  id?: string;
  success: boolean;
  errors: unknown[];
}

const maximumCollection = 200;
const maximumReadMetadata = 10;

/**
 * One org, logged in: records and metadata as the lifecycles need them. Reads are joined into few calls; every error
 * is a `SalesforceError`.
 */
export class Org {
  readonly identity: OrgIdentity;
  readonly #connection: Connection;
  readonly #reads: JoinedReads;
  #hasBegunToWrite = false;
  #organization: Promise<Organization | undefined> | undefined;
  #writeGuard: (() => Promise<void>) | undefined;
  #writingAllowed: Promise<void> | undefined;

  constructor(connection: Connection, identity: OrgIdentity) {
    this.#connection = connection;
    this.identity = identity;
    this.#reads = new JoinedReads((reads) => this.#send(reads));
  }

  /**
   * What is left of the org's daily requests, as its last answer told; undefined before the first one, and from an
   * org that does not tell.
   */
  get apiUsage(): ApiUsage | undefined {
    return this.#connection.limitInfo.apiUsage;
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

  /** All records of a SOQL query. */
  async query(soql: string, doing: string): Promise<SalesforceRecord[]> {
    const page = await this.#read({ path: `/query?q=${encodeURIComponent(soql)}`, isQuery: true, doing });
    const { records, nextRecordsUrl } = page as { records: SalesforceRecord[]; nextRecordsUrl?: string };
    const all = [...records];
    let next = nextRecordsUrl;
    while (next) {
      const url: string = next;
      const more = await readWithRetry(doing, () =>
        this.#connection.request<{ records: SalesforceRecord[]; nextRecordsUrl?: string }>({ method: "GET", url }),
      );
      all.push(...more.records);
      next = more.nextRecordsUrl;
    }
    return all;
  }

  /** A record with all its fields, or undefined if the org says that exactly this record does not exist. */
  async record(type: string, id: string, doing: string): Promise<SalesforceRecord | undefined> {
    try {
      return (await this.#read({ path: `/sobjects/${type}/${id}`, isQuery: false, doing })) as SalesforceRecord;
    } catch (error) {
      if (error instanceof SalesforceError && (error.code === "NOT_FOUND" || error.code === "ENTITY_IS_DELETED")) {
        return undefined;
      }
      throw error;
    }
  }

  /** API names of the fields of a type, as this user sees them. */
  async fieldNames(type: string, doing: string): Promise<string[]> {
    return (await this.fields(type, doing)).map((field) => field.name);
  }

  /** The fields of a type, as this user sees them. */
  async fields(type: string, doing: string): Promise<FieldDescription[]> {
    const path = `/sobjects/${type}/describe`;
    return ((await this.#read({ path, isQuery: false, doing })) as { fields: FieldDescription[] }).fields;
  }

  /** Creates one record and answers its id. */
  async create(type: string, fields: RecordFields, doing: string): Promise<string> {
    const answer = await this.#write(doing, () =>
      this.#connection.request<{ id: string }>({ ...json("POST", this.#path(`/sobjects/${type}`), fields) }),
    );
    return answer.id;
  }

  /** Changes fields of one record. */
  async update(type: string, id: string, fields: RecordFields, doing: string): Promise<void> {
    await this.#write(doing, () =>
      this.#connection.request({ ...json("PATCH", this.#path(`/sobjects/${type}/${id}`), fields) }),
    );
  }

  /** Deletes one record; one that is gone already is no error. */
  async delete(type: string, id: string, doing: string): Promise<void> {
    await ignoringGone(() =>
      this.#write(doing, () =>
        this.#connection.request({ method: "DELETE", url: this.#path(`/sobjects/${type}/${id}`) }),
      ),
    );
  }

  /**
   * Creates records of one type, all or none. One that exists already (`DUPLICATE_VALUE`) is a race that was lost to
   * an equal write; the caller looks at the org afterwards.
   */
  async createMany(type: string, records: RecordFields[], doing: string): Promise<void> {
    for (let start = 0; start < records.length; start += maximumCollection) {
      const chunk = records.slice(start, start + maximumCollection);
      const body = { allOrNone: true, records: chunk.map((record) => ({ attributes: { type }, ...record })) };
      const results = await this.#write(doing, () =>
        this.#connection.request<CollectionResult[]>({ ...json("POST", this.#path("/composite/sobjects"), body) }),
      );
      throwFirstError(results, doing);
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
      const results = await this.#write(doing, () =>
        this.#connection.request<CollectionResult[]>({
          method: "DELETE",
          url: this.#path(`/composite/sobjects?ids=${chunk.join(",")}&allOrNone=false`),
        }),
      );
      for (const [index, result] of collectionResults(results, doing).entries()) {
        const error = result.success ? undefined : errorOfBody(result.errors, doing);
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
      const answer = await readWithRetry(doing, () =>
        // The types of external client apps are not in the client's table of types.
        this.#connection.metadata.read(type as "PermissionSet", names),
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
    const found = await readWithRetry(doing, () =>
      this.#connection.metadata.list([{ type }], this.identity.apiVersion),
    );
    return (Array.isArray(found) ? found : [found]).flatMap((item) => (item?.fullName ? [item.fullName] : []));
  }

  /** Deploys metadata files in one transaction and waits for the result. */
  async deploy(files: DeployFile[], options: DeployOptions, doing: string): Promise<void> {
    await this.#beginToWrite(doing);
    await deployFiles(this.#connection, files, options, doing);
  }

  async #write<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
    await this.#beginToWrite(doing);
    return writeWithRetry(doing, call);
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
    if (status >= 400) throw errorOfBody(body, read.doing);
    if (typeof body !== "object" || body === null) {
      throw new SalesforceError("UNREADABLE_ANSWER", "the answer could not be read", read.doing);
    }
    return body;
  }

  async #send(reads: Read[]): Promise<ReadAnswer[]> {
    const doing = reads.map((read) => read.doing).join("; ");
    const single = reads.length === 1 ? reads[0] : undefined;
    return readWithRetry(doing, async () => {
      if (single) {
        const body = await this.#connection.request<unknown>({ method: "GET", url: this.#path(single.path) });
        return [{ status: 200, body: readable(body, doing) }];
      }
      const compositeRequest = reads.map((read, index) => ({
        method: "GET",
        url: this.#path(read.path),
        referenceId: `read${index}`,
      }));
      const answer = readable(
        await this.#connection.request<{ compositeResponse: { body: unknown; httpStatusCode: number }[] }>({
          ...json("POST", this.#path("/composite"), { allOrNone: false, compositeRequest }),
        }),
        doing,
      );
      return answer.compositeResponse.map(({ body, httpStatusCode }) => ({ status: httpStatusCode, body }));
    });
  }

  #path(path: string): string {
    return `/services/data/v${this.identity.apiVersion}${path}`;
  }
}

/** A metadata component as read; what it holds depends on its type. */
export type MetadataRecord = { fullName: string; [element: string]: unknown };

function json(method: "POST" | "PATCH", url: string, body: unknown) {
  return { method, url, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** jsforce gives back the text of a JSON answer that it could not parse, for example of one that was cut short. */
function readable<Body>(body: Body, doing: string): Body {
  if (typeof body === "string") {
    throw new SalesforceError("UNREADABLE_ANSWER", "the answer could not be read", doing);
  }
  return body;
}

function isGone(error: SalesforceError): boolean {
  return ["ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"].includes(error.code);
}

async function ignoringGone(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (thrown) {
    if (!(thrown instanceof SalesforceError) || !isGone(thrown)) throw thrown;
  }
}

/** jsforce gives back a text where it could not parse the answer. */
function collectionResults(results: CollectionResult[], doing: string): CollectionResult[] {
  if (Array.isArray(results)) return results;
  throw new SalesforceError("UNREADABLE_ANSWER", "the answer could not be read", doing);
}

function throwFirstError(results: CollectionResult[], doing: string): void {
  const failed = collectionResults(results, doing)
    .filter((result) => !result.success)
    .map((result) => errorOfBody(result.errors, doing));
  const cause = failed.find((error) => error.code !== "ALL_OR_NONE_OPERATION_ROLLED_BACK") ?? failed[0];
  if (cause) throw cause;
}
