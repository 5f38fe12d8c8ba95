import type { ReadAnswer } from "./answers.ts";
import { SalesforceError } from "./errors.ts";

/** A read of the REST API: its path below `/services/data/vNN.0`, and whether it counts as a query. */
export interface Read {
  path: string;
  isQuery: boolean;
  doing: string;
}

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

  /** Answers one read. It leaves with whatever else is asked for in the same turn of the event loop, equal reads once. */
  get(read: Read): Promise<ReadAnswer> {
    const known = this.#waiting.get(read.path);
    if (known) return known.answer.promise;
    if (this.#waiting.size === 0) setImmediate(() => this.#flush());
    const answer = Promise.withResolvers<ReadAnswer>();
    this.#waiting.set(read.path, { read, answer });
    return answer.promise;
  }

  #flush(): void {
    const waiting = [...this.#waiting.values()];
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
          for (const { read, answer } of group) {
            answer.reject(error instanceof SalesforceError ? error.while(read.doing) : error);
          }
        },
      );
    }
  }
}
