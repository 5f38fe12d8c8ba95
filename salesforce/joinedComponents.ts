import { isOfEveryCall, SalesforceError } from "./errors.ts";
import { JoinWindow } from "./joinWindow.ts";
import { type MetadataRecord, maximumReadMetadata } from "./metadataReads.ts";

type ReadComponents = (type: string, names: string[], doing: string) => Promise<MetadataRecord[]>;

interface Waiting {
  names: string[];
  doing: string;
  answer: PromiseWithResolvers<MetadataRecord[]>;
}

/** Joins reads of metadata components of one type that are asked for at the same time: a call takes ten names. */
export class JoinedComponents {
  readonly #read: ReadComponents;
  readonly #window: JoinWindow;
  readonly #waiting = new Map<string, Waiting[]>();

  /** @param read makes the calls for some components of a type; those that are not there are left out */
  constructor(read: ReadComponents, window = new JoinWindow()) {
    this.#read = read;
    this.#window = window;
  }

  read(type: string, names: string[], doing: string): Promise<MetadataRecord[]> {
    if (names.length === 0) return Promise.resolve([]);
    this.#window.arrived(this.#leave);
    const answer = Promise.withResolvers<MetadataRecord[]>();
    this.#waiting.set(type, [...(this.#waiting.get(type) ?? []), { names, doing, answer }]);
    return answer.promise;
  }

  readonly #leave = () => {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [type, some] of waiting) for (const portion of inPortions(some)) this.#send(type, portion);
  };

  #send(type: string, waiting: readonly Waiting[]): void {
    const names = namesOf(waiting);
    this.#read(type, names, waiting[0]?.doing ?? "").then(
      (found) => {
        this.#window.answered();
        for (const each of waiting)
          each.answer.resolve(waiting.length === 1 ? found : ofNames(each.names, found, names));
      },
      (error) => {
        // One component that an org cannot tell is nobody else's problem.
        const mayBeOfOne = error instanceof SalesforceError && error.code !== "INVALID_TYPE" && !isOfEveryCall(error);
        if (mayBeOfOne && waiting.length > 1) {
          for (const each of waiting) this.#send(type, [each]);
          return;
        }
        for (const each of waiting) {
          each.answer.reject(error instanceof SalesforceError ? error.while(each.doing) : error);
        }
      },
    );
  }
}

const namesOf = (waiting: readonly Waiting[]) => [...new Set(waiting.flatMap((each) => each.names))];

/** Reads in portions of one call each, where they do not need several: a call that fails concerns no others. */
function inPortions(waiting: readonly Waiting[]): Waiting[][] {
  const portions: Waiting[][] = [];
  for (const each of waiting) {
    const current = portions.at(-1);
    if (current && namesOf([...current, each]).length <= maximumReadMetadata) current.push(each);
    else portions.push([each]);
  }
  return portions;
}

/**
 * Those of some components that have given names. An org may answer a name in other capitals, or with its own namespace in
 * front; what nobody has asked for by that very name is then meant by its name without the namespace.
 */
function ofNames(names: readonly string[], found: MetadataRecord[], asked: readonly string[]): MetadataRecord[] {
  const isExactly = (some: readonly string[], { fullName }: MetadataRecord) =>
    some.some((name) => name.toLowerCase() === fullName.toLowerCase());
  return found.filter(
    (record) =>
      isExactly(names, record) ||
      (!isExactly(asked, record) && isExactly(names, { fullName: record.fullName.replace(/^[A-Za-z]\w*?__/, "") })),
  );
}
