/** Names longer than this are compared with nothing: nobody has misspelt them. */
const longest = 80;

/**
 * The known name that a misspelt one was most likely meant to be. Case of letters does not matter; a letter that is
 * wrong, missing, too many, or has changed places with its neighbour counts as one mistake.
 *
 * @returns undefined when none is near: at most one mistake in three letters, and no more than three
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  let nearest: string | undefined;
  let fewest = Math.min(3, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const mistakes = mistakesBetween(name.toLowerCase(), candidate.toLowerCase(), fewest);
    if (mistakes < fewest) {
      fewest = mistakes;
      nearest = candidate;
    }
  }
  return nearest;
}

/** A name for a message: in quotes where a blank would not be seen. */
export const spelled = (name: string): string => (/^\S+$/.test(name) ? name : JSON.stringify(name));

/** End of a sentence that has said what is allowed: the value that was meant, where one is near. */
export function orMeant(value: string, known: Iterable<string>): string {
  const nearest = nearestName(value, known);
  return nearest === undefined ? "." : `; did you mean ${nearest}?`;
}

/** End of a sentence that refuses a name: the one that was meant, or all that there are. */
export function instead(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? `known are ${[...known].sort().join(", ")}.` : `did you mean ${nearest}?`;
}

/**
 * Keys whose namespace is nearly the one of a project, and whose names nearly ones that it knows: nobody reads them.
 *
 * @returns a sentence for each, with the key that was meant
 */
export function keysOfNearProjects(keys: Iterable<string>, project: string, known: readonly string[]): string[] {
  return [...keys].flatMap((key) => {
    const [namespace = "", ...rest] = key.split(":");
    if (namespace === project || nearestName(namespace, [project]) === undefined) return [];
    const name = nearestName(rest.join(":"), known);
    return name === undefined ? [] : [`${key} is no key that is read; did you mean ${project}:${name}?`];
  });
}

/**
 * Damerau-Levenshtein distance, in its form of optimal string alignment.
 *
 * @param enough a distance from which on it does not matter how far: lists of thousands of wrong names are judged too
 */
function mistakesBetween(left: string, right: string, enough: number): number {
  const { length } = right;
  if (Math.abs(left.length - length) >= enough) return enough;
  let beforeLast: number[] = [];
  let last = Array.from({ length: length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      let mistakes = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && isSwapped) mistakes = Math.min(mistakes, (beforeLast[column - 2] ?? 0) + 1);
      current.push(mistakes);
    }
    // Each row is at least as far as the nearest of the two before it.
    if (Math.min(...last, ...current) >= enough) return enough;
    [beforeLast, last] = [last, current];
  }
  return last[length] ?? left.length;
}
