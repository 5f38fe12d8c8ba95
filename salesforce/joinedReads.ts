import type { ReadAnswer } from "./answers.ts";
import { SalesforceError } from "./errors.ts";
import { idIn, type QueryShape, shapeOf } from "./joinedQueries.ts";

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

/**
 * How long a read waits for others to travel with, in milliseconds: the engine asks for several resources at a time, each
 * in a message of its own.
 */
export const joinWindow = 3;

/** Most queries that become one: the ids of more would make an address that is too long. */
const maximumIds = 200;

/** Cuts reads into groups that each fit one call of the Composite resource, in order. */
export function groupReads<Item extends { read: Read }>(items: Item[]): Item[][] {
  const groups: Item[][] = [];
  let queries = 0;
  for (const item of items) {
    const current = groups.at(-1);
    const full = !current || current.length === maximumReads || (item.read.isQuery && queries === maximumQueries);
    if (full) {
      groups.push([item]);
      queries = 0;
    } else {
      current.push(item);
    }
    if (item.read.isQuery) queries++;
  }
  return groups;
}

/**
 * Joins reads that are asked for at the same time into few calls: a refresh of a whole stack asks for all of its
 * resources at once, and each call costs a round trip and one unit of the org's daily limit.
 */
export class JoinedReads {
  readonly #send: (reads: Read[]) => Promise<ReadAnswer[]>;
  #waiting = new Map<string, Waiting>();

  /** @param send makes one call for one group; answers come in the order of the reads */
  constructor(send: (reads: Read[]) => Promise<ReadAnswer[]>) {
    this.#send = send;
  }

  /** Answers one read. It leaves with whatever else is asked for within a few milliseconds, equal reads once. */
  get(read: Read): Promise<ReadAnswer> {
    const known = this.#waiting.get(read.path);
    if (known) return known.answer.promise;
    if (this.#waiting.size === 0) setTimeout(() => this.#flush(), joinWindow);
    const answer = Promise.withResolvers<ReadAnswer>();
    this.#waiting.set(read.path, { read, answer });
    return answer.promise;
  }

  #flush(): void {
    const waiting = this.#joinedByShape([...this.#waiting.values()]);
    this.#waiting.clear();
    for (const group of groupReads(waiting)) {
      this.#send(group.map(({ read }) => read)).then(
        (answers) => {
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

  /** Queries that differ in one id alone become one. */
  #joinedByShape(waiting: Waiting[]): Waiting[] {
    const alike = new Map<string, (Waiting & { shape: QueryShape })[]>();
    const others: Waiting[] = [];
    for (const each of waiting) {
      const shape = each.read.soql === undefined ? undefined : shapeOf(each.read.soql);
      if (shape) alike.set(shape.shape, [...(alike.get(shape.shape) ?? []), { ...each, shape }]);
      else others.push(each);
    }
    const groups = [...alike.values()].flatMap((some) => chunksOf(some, maximumIds));
    return [...others, ...groups.map((some) => this.#joined(some))];
  }

  #joined(some: (Waiting & { shape: QueryShape })[]): Waiting {
    const [first] = some as [Waiting & { shape: QueryShape }];
    if (some.length === 1) return first;
    const path = queryPath(first.shape.joined(some.map(({ shape }) => shape.id)));
    const answer = Promise.withResolvers<ReadAnswer>();
    answer.promise.then(
      (found) => {
        const rows = rowsOf(found, some);
        for (const [index, each] of some.entries()) {
          if (found.status !== 200) each.answer.resolve(found);
          else if (rows) each.answer.resolve({ status: 200, body: { done: true, records: rows[index] } });
          else this.#alone(each);
        }
      },
      (error) => {
        for (const each of some) each.answer.reject(errorOf(error, each.read));
      },
    );
    return { read: { path, isQuery: true, doing: first.read.doing }, answer };
  }

  #alone({ read, answer }: Waiting): void {
    this.#send([read]).then(([found]) => answer.resolve(found as ReadAnswer), answer.reject);
  }
}

function errorOf(error: unknown, { doing }: Read): unknown {
  return error instanceof SalesforceError ? error.while(doing) : error;
}

/**
 * The rows of an answer by what they were asked for; undefined where that cannot be told: there are further pages, or a
 * row does not say whose it is.
 */
function rowsOf({ body }: ReadAnswer, asked: readonly { shape: QueryShape }[]): unknown[][] | undefined {
  const { records, nextRecordsUrl } = (body ?? {}) as { records?: unknown; nextRecordsUrl?: unknown };
  if (!Array.isArray(records) || nextRecordsUrl != null) return undefined;
  const rows = new Map(asked.map(({ shape }) => [shape.id.slice(0, 15), [] as unknown[]]));
  for (const record of records) {
    const own = rows.get(idIn(record, asked[0]?.shape.field ?? ""));
    if (own === undefined) return undefined;
    own.push(record);
  }
  return asked.map(({ shape }) => rows.get(shape.id.slice(0, 15)) ?? []);
}

function chunksOf<Item>(items: Item[], most: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / most) }, (_, n) => n * most);
  return starts.map((start) => items.slice(start, start + most));
}
