/** A line that says that work is left undone. */
export interface UnfinishedLine {
  file: string;
  /** Counted from 1. */
  line: number;
  text: string;
}

// Put together from pieces, so that this file is not found itself.
const words = [
  ["TO", "DO"],
  ["FIX", "ME"],
  ["not", " implemented"],
].map((pieces) => pieces.join(""));
const pattern = new RegExp(`\\.(skip|todo|only)\\(|${words.join("|")}`);

/** Locks and generated data: their text is not ours. */
const foreign =
  /(^|\/)(package-lock\.json|go\.sum)$|^tools\/toolchain\/go\/.*\.json$|^local-org\/src\/schema\/.*\.json$/;

/** The lines of a file that leave out, narrow or postpone something: skipped tests, notes to self. */
export function findUnfinishedWork(file: string, content: string): UnfinishedLine[] {
  if (foreign.test(file) || content.includes("\0")) return [];
  return content
    .split("\n")
    .map((text, index) => ({ file, line: index + 1, text: text.trim() }))
    .filter(({ text }) => pattern.test(text));
}
