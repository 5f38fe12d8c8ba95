import { errorOfRead, type ReadAnswer } from "./answers.ts";
import { isOfEveryCall, retryOf, SalesforceError } from "./errors.ts";
import { joinedQuery, type QueryShape, rowsByQuery, selectTheSame, shapeOf } from "./joinedQueries.ts";
import { JoinWindow } from "./joinWindow.ts";

/** A read of the REST API: its path below `/services/data/vNN.0`, and whether it counts as a query. */
export interface Read {
  path: string;
  isQuery: boolean;
  /** The text of a query. */
  soql?: string;
  doing: string;
}

/** The path of a query below `/services/data/vNN.0`. */
export const queryPath = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;

/**
 * Limits of one call of the Composite resource.
 * Source: REST API Developer Guide, "Composite": 25 subrequests, at most 5 of them queries.
 */
export const maximumReads = 25;
const maximumQueries = 5;

interface Waiting {
  read: Read;
  /** What all who ask for this read are given. */
  answer: PromiseWithResolvers<ReadAnswer>;
}

/** A query that waits, and what it has in common with others. */
interface Shaped extends Waiting {
  shape: QueryShape;
}

/** Most values that one query looks for, and most characters of them: the address of more would be too long. */
const maximumValues = 200;
const maximumCharacters = 4_000;

/**
 * Deals reads out to as few calls of the Composite resource as its limits allow, of much the same length: a call answers
 * its parts one after the other.
 */
export function groupReads<Item extends { read: Read }>(items: readonly Item[]): Item[][] {
  const queries = items.filter(({ read }) => read.isQuery);
  const others = items.filter(({ read }) => !read.isQuery);
  const count = Math.max(Math.ceil(items.length / maximumReads), Math.ceil(queries.length / maximumQueries));
  const groups = Array.from({ length: count }, (): Item[] => []);
  for (const [index, item] of [...queries, ...others].entries()) groups[index % count]?.push(item);
  return groups;
}

/**
 * Joins reads that are asked for at the same time into few calls: a refresh of a whole stack asks for all of its
 * resources at once, and each call costs a round trip and one unit of the org's daily limit.
 */
export class JoinedReads {
  readonly #send: (reads: Read[]) => Promise<ReadAnswer[]>;
  readonly #window: JoinWindow;
  readonly #waiting = new Map<string, Waiting>();

  /** @param send makes one call for one group; answers come in the order of the reads */
  constructor(send: (reads: Read[]) => Promise<ReadAnswer[]>, window = new JoinWindow()) {
    this.#send = send;
    this.#window = window;
  }

  /** Answers one read. It leaves with whatever else is asked for in these milliseconds, equal reads once. */
  get(read: Read): Promise<ReadAnswer> {
    this.#window.arrived(this.#leave);
    const known = this.#waiting.get(read.path);
    if (known) return known.answer.promise;
    const answer = Promise.withResolvers<ReadAnswer>();
    this.#waiting.set(read.path, { read, answer });
    return answer.promise;
  }

  readonly #leave = () => {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#sendAll(this.#joinedByShape(waiting));
  };

  #sendAll(waiting: readonly Waiting[]): void {
    for (const group of groupReads(waiting)) {
      this.#send(group.map(({ read }) => read)).then(
        (answers) => {
          this.#window.answered();
          for (const [index, { read, answer }] of group.entries()) {
            const found = answers[index];
            if (found) answer.resolve(found);
            else answer.reject(new SalesforceError("UNREADABLE_ANSWER", "an answer is missing", read.doing));
          }
        },
        (error) => {
          // Each is told of its own read, whatever it travelled with.
          for (const { read, answer } of group) answer.reject(errorOf(error, read));
        },
      );
    }
  }

  /** Queries that look for values of the same field become one. */
  #joinedByShape(waiting: readonly Waiting[]): Waiting[] {
    const alike = new Map<string, Shaped[]>();
    const others: Waiting[] = [];
    for (const each of waiting) {
      const shape = each.read.soql === undefined ? undefined : shapeOf(each.read.soql);
      if (shape) alike.set(shape.shape, [...(alike.get(shape.shape) ?? []), { ...each, shape }]);
      else others.push(each);
    }
    return [...others, ...[...alike.values()].flatMap(inPortions).map((some) => this.#joined(some))];
  }

  #joined(some: readonly Shaped[]): Waiting {
    const [first] = some as [Shaped];
    if (some.length === 1) return first;
    const shapes = some.map(({ shape }) => shape);
    const read = { path: queryPath(joinedQuery(shapes)), isQuery: true, doing: first.read.doing };
    const answer = Promise.withResolvers<ReadAnswer>();
    answer.promise.then(
      (found) => {
        const error = errorOfRead(found, read);
        const rows = error ? undefined : rowsOf(found, shapes);
        const isTheirs = rows !== undefined || (error && found.status !== 200 && isOfEach(error, shapes));
        if (!isTheirs) return this.#sendAll(some);
        for (const [index, each] of some.entries()) {
          each.answer.resolve(rows ? { status: 200, body: { done: true, records: rows[index] } } : found);
        }
      },
      (error) => {
        if (error instanceof SalesforceError && !isOfEach(error, shapes)) return this.#sendAll(some);
        for (const each of some) each.answer.reject(errorOf(error, each.read));
      },
    );
    return { read, answer };
  }
}

/** What an org, or somebody on the way to it, says to an address that is longer than those of the single queries. */
const tooLong = /^ERROR_HTTP_(?:413|414|431)$/;

/**
 * Whether the error of a joined query is that of each query in it: that of the type, of a field that all of them select, of
 * the way to the org, or one that has stayed after several tries. Any other may be that of one value: an id that is none.
 */
function isOfEach(error: SalesforceError, shapes: readonly QueryShape[]): boolean {
  if (error.code === "INVALID_FIELD") return selectTheSame(shapes);
  if (tooLong.test(error.code)) return false;
  return error.code === "INVALID_TYPE" || isOfEveryCall(error) || retryOf(error) !== "never";
}

function errorOf(error: unknown, { doing }: Read): unknown {
  return error instanceof SalesforceError ? error.while(doing) : error;
}

/** The rows of an answer by the queries that asked for them; undefined where that cannot be told, or there are further pages. */
function rowsOf({ body }: ReadAnswer, asked: readonly QueryShape[]): unknown[][] | undefined {
  const { records, nextRecordsUrl } = body as { records: unknown[]; nextRecordsUrl?: unknown };
  return nextRecordsUrl == null ? rowsByQuery(records, asked) : undefined;
}

/** Queries that may be joined, in portions that make no address too long. */
function inPortions(some: readonly Shaped[]): Shaped[][] {
  const portions: Shaped[][] = [];
  let [count, characters] = [0, 0];
  for (const each of some) {
    const { values } = each.shape;
    count += values.length;
    characters += values.join().length;
    const current = portions.at(-1);
    if (current && count <= maximumValues && characters <= maximumCharacters) current.push(each);
    else {
      portions.push([each]);
      [count, characters] = [values.length, values.join().length];
    }
  }
  return portions;
}
