/** Walks over the tokens of a query. Pure. */
import type { ApiError } from "../contracts.ts";
import { tooComplicated, unexpectedToken } from "./queryError.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Deepest nesting of parentheses and subqueries; that an org has a bound is known, this number is chosen. */
const deepestNesting = 200;

export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  /** @throws ApiError 400 MALFORMED_QUERY for what is no token */
  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  count(): number {
    const token = this.peek();
    if (token.kind !== "number" || !/^\d+$/.test(token.text)) throw this.unexpected();
    return Math.min(Number(this.take().text), Number.MAX_SAFE_INTEGER);
  }

  list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.isSymbol(",")) {
      this.take();
      items.push(item());
    }
    return items;
  }

  nested<Result>(read: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > deepestNesting) throw tooComplicated();
    const result = read();
    this.#depth -= 1;
    return result;
  }

  peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#next += 1;
    return token;
  }

  isWord(word: string, offset = 0): boolean {
    const token = this.#tokens[this.#next + offset];
    return token?.kind === "name" && token.text.toUpperCase() === word;
  }

  acceptWord(word: string): boolean {
    const isHere = this.isWord(word);
    if (isHere) this.take();
    return isHere;
  }

  /** Two words that belong together. */
  acceptWords(first: string, second: string): boolean {
    const areHere = this.isWord(first) && this.isWord(second, 1);
    if (areHere) this.#next += 2;
    return areHere;
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) throw this.unexpected();
  }

  isSymbol(symbol: string): boolean {
    const token = this.peek();
    return token.kind === "symbol" && token.text === symbol;
  }

  expectSymbol(symbol: string): Token {
    if (!this.isSymbol(symbol)) throw this.unexpected();
    return this.take();
  }

  unexpected(): ApiError {
    const { text, at } = this.peek();
    return unexpectedToken(this.#text, at, text);
  }
}
