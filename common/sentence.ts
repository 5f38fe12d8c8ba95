/** A text of somebody else as a sentence of a message: with a full stop, unless it ends like a sentence already. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…:]["')\]]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
