import { SalesforceError } from "./errors.ts";

/** A read of the REST API: its path below `/services/data/vNN.0`, and whether it counts as a query. */
export interface Read {
  path: string;
  isQuery: boolean;
  operation: string;
}

/** What one read of a joined call answered. */
export interface ReadAnswer {
  status: number;
  body: unknown;
}

/**
 * Limits of one call of the Composite resource.
 * Source: REST API Developer Guide, "Composite": 25 subrequests, at most 5 of them queries.
 */
const maximumReads = 25;
const maximumQueries = 5;

interface Waiting {
  read: Read;
  resolve(answer: ReadAnswer): void;
  reject(error: unknown): void;
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
  #waiting: Waiting[] = [];

  /** @param send makes one call for one group; answers come in the order of the reads */
  constructor(send: (reads: Read[]) => Promise<ReadAnswer[]>) {
    this.#send = send;
  }

  /** Answers one read. It leaves with whatever else is asked for in the same turn of the event loop. */
  get(read: Read): Promise<ReadAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ read, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const group of groupReads(waiting)) {
      this.#send(group.map(({ read }) => read)).then(
        (answers) => {
          for (const [index, item] of group.entries()) {
            const answer = answers[index];
            if (answer) item.resolve(answer);
            else item.reject(new SalesforceError("UNREADABLE_ANSWER", "an answer is missing", item.read.operation));
          }
        },
        (error) => {
          for (const item of group) item.reject(error);
        },
      );
    }
  }
}
