/** Whether a text can stand in a header as a token. */
const isToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text) && !/^["']/.test(text);

/** What is wrong with what somebody has put where an access token belongs; the value is not in it. */
export function tokenProblem(variable: string, text: string): string | undefined {
  if (isToken(text)) return undefined;
  return `The environment variable ${variable} must hold an access token and nothing else: no word Bearer before it, no quotation marks, no blanks.`;
}
