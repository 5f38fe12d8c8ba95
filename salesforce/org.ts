import {
  compositeAnswers,
  confirm,
  createdId,
  errorOfRead,
  type FieldDescription,
  fieldsOf,
  firstPageOf,
  objectOf,
  pageOf,
  type QueryPage,
  type ReadAnswer,
  recordOf,
  type SalesforceRecord,
} from "./answers.ts";
import type { ApiUsage } from "./bounds.ts";
import { type ComposedStep, composedBody, isReference, type StepResult, stepResults } from "./composedCreate.ts";
import { type DeployFile, type DeployOptions, deployFiles } from "./deploys.ts";
import { SalesforceError } from "./errors.ts";
import { JoinedComponents } from "./joinedComponents.ts";
import { JoinedReads, maximumReads, queryPath, type Read } from "./joinedReads.ts";
import { JoinWindow } from "./joinWindow.ts";
import { listMetadata, type MetadataRecord, readMetadata } from "./metadataReads.ts";
import { type Organization, organizationOf, organizationQuery } from "./organization.ts";
import { OrgCalls } from "./orgCalls.ts";
import type { OrgIdentity, OrgLogin, OrgSession } from "./orgSession.ts";
import { sendReads } from "./readCalls.ts";
import { createRecords, deleteRecords, isGone, type RecordFields } from "./recordCollections.ts";
import { httpRequest, type RestRequest, type Write } from "./restRequests.ts";
import { WriteGuard } from "./writeGuard.ts";

export type { FieldDescription, SalesforceRecord } from "./answers.ts";

export type { MetadataRecord } from "./metadataReads.ts";
export type { RecordFields } from "./recordCollections.ts";

/** Most records that one query is followed to: an org that has more of what is asked for is not what it seems. */
const maximumRecords = 200_000;

/**
 * One org, logged in: records and metadata as the lifecycles need them. Reads are joined into few calls; every error
 * is a `SalesforceError`.
 */
export class Org {
  readonly login: OrgLogin;
  readonly #session: OrgSession;
  readonly #calls: OrgCalls;
  readonly #reads: JoinedReads;
  readonly #components: JoinedComponents;
  readonly #writes: WriteGuard;
  #organization: Promise<Organization | undefined> | undefined;

  /** @param send makes one call for some reads; default: as themselves or by the Composite resource */
  constructor(session: OrgSession, send?: (reads: Read[]) => Promise<ReadAnswer[]>) {
    this.#session = session;
    this.login = session.login;
    this.#calls = new OrgCalls(session);
    const window = new JoinWindow();
    const sendThem = (reads: Read[]) => sendReads(this.#calls, this.login.apiVersion, reads);
    this.#reads = new JoinedReads(send ?? sendThem, window);
    const components = (type: string, names: string[], doing: string) => readMetadata(this.#calls, type, names, doing);
    this.#components = new JoinedComponents(components, window);
    this.#writes = new WriteGuard(() => this.apiUsage);
  }

  /**
   * What is left of the org's daily requests, as its last answer told; undefined before the first one, and from an
   * org that does not tell.
   */
  get apiUsage(): ApiUsage | undefined {
    return this.#session.apiUsage;
  }

  /**
   * Who is logged in, and where. Reads leave without waiting for it, but none is answered before.
   *
   * @throws NotOpened when the org does not say it, or is not the one that is meant
   */
  identity(): Promise<OrgIdentity> {
    return this.#session.identity();
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
    if (this.login.replacedOrganizationId === undefined) return false;
    return (await this.organization())?.isSandbox === true;
  }

  /** Sets what every write waits for; when it throws, nothing is written. */
  guardWrites(guard: () => Promise<void>): void {
    this.#writes.set(guard);
  }

  /**
   * Settles when writing is allowed. Every write waits for it; whoever is about to write asks early, so that what the
   * guard reads leaves together with its own first reads.
   */
  writingAllowed(): Promise<void> {
    return this.#writes.allowed();
  }

  /** Why the Metadata API will refuse everything, as far as the token alone says; undefined if it says nothing. */
  metadataRefusal(doing: string): SalesforceError | undefined {
    return this.#session.metadataRefusal(doing);
  }

  /** All records of a SOQL query. */
  async query(soql: string, doing: string): Promise<SalesforceRecord[]> {
    let page = firstPageOf(await this.#read({ path: queryPath(soql), isQuery: true, soql, doing }), doing);
    const all = [...page.records];
    const seen = new Set<string>();
    while (page.next !== undefined) {
      const url = page.next;
      if (seen.has(url) || all.length > maximumRecords) {
        const message = `the answer has no end: ${all.length} records so far, and then page ${url}${seen.has(url) ? " again" : ""}`;
        throw new SalesforceError("ENDLESS_ANSWER", message, doing);
      }
      seen.add(url);
      page = await this.#nextPage(url, doing);
      all.push(...page.records);
    }
    return all;
  }

  /** A record with all its fields, or undefined if the org says that exactly this record does not exist. */
  async record(type: string, id: string, doing: string): Promise<SalesforceRecord | undefined> {
    try {
      const body = await this.#read({ path: `/sobjects/${type}/${id}`, isQuery: false, doing });
      return recordOf(body, isReference(id) ? String(body.Id) : id, doing);
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
    return createdId(await this.#write({ method: "POST", path: `/sobjects/${type}`, body: fields }, doing), doing);
  }

  /** Changes fields of one record. */
  async update(type: string, id: string, fields: RecordFields, doing: string): Promise<void> {
    confirm(await this.#write({ method: "PATCH", path: `/sobjects/${type}/${id}`, body: fields }, doing), doing);
  }

  /** Deletes one record; one that is gone already is no error. */
  async delete(type: string, id: string, doing: string): Promise<void> {
    try {
      confirm(await this.#write({ method: "DELETE", path: `/sobjects/${type}/${id}` }, doing), doing);
    } catch (error) {
      if (!(error instanceof SalesforceError) || !isGone(error)) throw error;
    }
  }

  /**
   * Creates records in one call, in their order; a later one may refer to what an earlier one has made, and is halted when
   * that was refused. The call leaves with the first reads of `reading`.
   *
   * @returns `reading`, whose reads of this turn travel in the same call behind the records, and may refer to them; and
   * what became of each step
   */
  createTogether(steps: readonly ComposedStep[], doing: string): { reading: Org; made: Promise<StepResult[]> } {
    const made = Promise.withResolvers<StepResult[]>();
    let isSent = false;
    const send = async (reads: Read[]): Promise<ReadAnswer[]> => {
      if (isSent) throw new SalesforceError("UNREADABLE_ANSWER", "what was written could not be read back", doing);
      isSent = true;
      try {
        const answers = await this.#compose(steps, reads, doing);
        made.resolve(stepResults(steps, answers));
        return answers.slice(steps.length);
      } catch (error) {
        made.reject(error);
        throw error;
      }
    };
    return { reading: new Org(this.#session, send), made: made.promise };
  }

  async #compose(steps: readonly ComposedStep[], reads: Read[], doing: string): Promise<ReadAnswer[]> {
    const body = composedBody(steps, reads, (path) => this.#http({ method: "GET", path }).url);
    const references = body.compositeRequest.map(({ referenceId }) => referenceId);
    if (references.length > maximumReads) throw new TypeError(`${references.length} parts do not fit into one call`);
    return compositeAnswers(await this.#write({ method: "POST", path: "/composite", body }, doing), references, doing);
  }

  /**
   * Creates records of one type, all or none. One that exists already (`DUPLICATE_VALUE`) is a race that was lost to
   * an equal write; the caller looks at the org afterwards.
   */
  createMany(type: string, records: RecordFields[], doing: string): Promise<void> {
    return createRecords(this.#write, type, records, doing);
  }

  /**
   * Deletes records by id; those that are gone already are no error. What is refused because another of the records
   * depends on it is asked for again once that one is gone.
   */
  deleteMany(ids: string[], doing: string): Promise<void> {
    return deleteRecords(this.#write, ids, doing);
  }

  /** Reads metadata components by full name, in the form of their files; a name that does not exist is left out. */
  readMetadata(type: string, fullNames: string[], doing: string): Promise<MetadataRecord[]> {
    return this.#components.read(type, fullNames, doing);
  }

  /** Full names of all components of a type. */
  listMetadata(type: string, doing: string): Promise<string[]> {
    return listMetadata(this.#calls, type, this.login.apiVersion, doing);
  }

  /** Deploys metadata files in one transaction and waits for the result. */
  async deploy(files: DeployFile[], options: DeployOptions, doing: string): Promise<void> {
    await this.#writes.begin(doing);
    await deployFiles(this.#calls, files, options, doing);
  }

  readonly #write: Write = async (request, doing) => {
    await this.#writes.begin(doing);
    return this.#calls.write("REST API", doing, (connection) => connection.request<unknown>(this.#http(request)));
  };

  #nextPage(url: string, doing: string): Promise<QueryPage> {
    return this.#calls.read("REST API", doing, async (connection) =>
      pageOf(await connection.request<unknown>({ method: "GET", url }), doing),
    );
  }

  async #read(read: Read): Promise<Record<string, unknown>> {
    const answer = await this.#reads.get(read);
    const error = errorOfRead(answer, read);
    if (error) throw error;
    return objectOf(answer.body, read.doing);
  }

  #http(request: RestRequest) {
    return httpRequest(request, this.login.apiVersion);
  }
}
