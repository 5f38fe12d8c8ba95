/** Reads SOQL by recursive descent. Grammar: SOQL and SOSL Reference, SOQL SELECT Syntax and its clauses. Pure. */
import { ApiError } from "../contracts.ts";
import { isDateLiteral } from "./dateLiterals.ts";
import { malformed, unexpectedToken } from "./queryError.ts";
import type {
  ComparisonOperator,
  Condition,
  FieldPath,
  Literal,
  Operand,
  OrderItem,
  SelectItem,
  SoqlQuery,
  TypeOfBranch,
} from "./syntax.ts";
import { type Token, tokensOf } from "./tokens.ts";

const longestQuery = 100_000;
/** Deepest nesting of parentheses and subqueries; that an org has a bound is known, this number is chosen. */
const deepestNesting = 200;

/** Words that are no names of fields and no aliases. */
const reserved = new Set(
  "AND ASC DESC EXCLUDES FIRST FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OR SELECT USING WHERE WITH".split(
    " ",
  ),
);
/** Words that begin what follows the name of an sObject, so that they are no alias of it. */
const clauses = new Set([...reserved, "ORDER", "OFFSET", "FOR", "UPDATE", "ALL"]);
const comparisons = new Map<string, ComparisonOperator>(
  (["=", "!=", "<", "<=", ">", ">="] as const).map((operator) => [operator, operator]),
).set("<>", "!=");

/**
 * The parsed query.
 *
 * @throws ApiError 400 MALFORMED_QUERY, QUERY_TOO_COMPLICATED
 */
export function parseSoql(query: string): SoqlQuery {
  if (query.length > longestQuery)
    throw malformed("SOQL statement is too long. The maximum length is 100,000 characters.");
  const reader = new Reader(query, tokensOf(query));
  const parsed = reader.query();
  reader.expectEnd();
  return parsed;
}

export function tooComplicated(): ApiError {
  return new ApiError(
    400,
    "QUERY_TOO_COMPLICATED",
    "Query is either selecting too many fields or the filter conditions are too complicated.",
  );
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  query(): SoqlQuery {
    return this.#nested(() => {
      this.#expectWord("SELECT");
      const select = this.#list(() => this.#selectItem());
      this.#expectWord("FROM");
      const from = this.#from();
      const scope = this.#acceptWords("USING", "SCOPE") ? this.#name().text : undefined;
      const where = this.#acceptWord("WHERE") ? this.#condition() : undefined;
      const groupBy = this.#acceptWords("GROUP", "BY") ? this.#groupBy() : { operands: [], totals: undefined };
      const having = groupBy.operands.length > 0 && this.#acceptWord("HAVING") ? this.#condition() : undefined;
      const orderBy = this.#acceptWords("ORDER", "BY") ? this.#list(() => this.#orderItem()) : [];
      const limit = this.#acceptWord("LIMIT") ? this.#count() : undefined;
      const offset = this.#acceptWord("OFFSET") ? this.#count() : undefined;
      this.#trailer(orderBy);
      return { select, from, scope, where, groupBy, having, orderBy, limit, offset };
    });
  }

  expectEnd(): void {
    if (this.#peek().kind !== "end") throw this.#unexpected();
  }

  /** `FOR VIEW` and `FOR REFERENCE` mark records as seen, `FOR UPDATE` locks them for this call: nothing that shows. */
  #trailer(orderBy: readonly OrderItem[]): void {
    while (this.#acceptWord("FOR")) {
      const token = this.#peek();
      if (this.#acceptWord("UPDATE")) {
        if (orderBy.length > 0) throw unexpectedToken(this.#text, token.at, token.text);
      } else if (!this.#acceptWord("VIEW") && !this.#acceptWord("REFERENCE")) throw this.#unexpected();
    }
    if (this.#acceptWords("ALL", "ROWS")) throw malformed("ALL ROWS not allowed in this context");
  }

  #from(): SoqlQuery["from"] {
    const token = this.#take();
    if (token.kind !== "name" || ["SELECT", "FROM", "WHERE"].includes(token.text.toUpperCase())) {
      throw unexpectedToken(this.#text, token.at, token.text);
    }
    return { name: token.text, at: token.at, alias: this.#alias() };
  }

  #alias(): string | undefined {
    const token = this.#peek();
    if (token.kind !== "name" || !/^\w+$/.test(token.text) || clauses.has(token.text.toUpperCase())) return undefined;
    return this.#take().text;
  }

  #selectItem(): SelectItem {
    if (this.#isSymbol("(")) {
      this.#take();
      const query = this.query();
      this.#expectSymbol(")");
      return { kind: "children", query };
    }
    if (this.#isWord("TYPEOF")) return this.#typeOf();
    return { kind: "field", operand: this.#operand(), alias: this.#alias() };
  }

  #typeOf(): SelectItem {
    this.#take();
    const relationship = this.#name();
    const branches: TypeOfBranch[] = [];
    while (this.#acceptWord("WHEN")) {
      const object = this.#name();
      this.#expectWord("THEN");
      branches.push({ object: object.text, at: object.at, fields: this.#list(() => this.#name()) });
    }
    if (branches.length === 0) throw this.#unexpected();
    const otherwise = this.#acceptWord("ELSE") ? this.#list(() => this.#name()) : [];
    this.#expectWord("END");
    return { kind: "typeOf", relationship, branches, otherwise };
  }

  /** A field path, or a function of operands. */
  #operand(): Operand {
    const path = this.#name();
    if (!this.#isSymbol("(") || path.steps.length > 1) return path;
    return this.#nested(() => {
      this.#take();
      const parameters = this.#isSymbol(")") ? [] : this.#list(() => this.#operand());
      const close = this.#expectSymbol(")");
      const text = this.#text.slice(path.at, close.at + 1);
      return { kind: "call", name: path.text.toUpperCase(), arguments: parameters, text, at: path.at };
    });
  }

  #name(): FieldPath {
    const token = this.#peek();
    if (token.kind !== "name" || token.text.includes(":") || reserved.has(token.text.toUpperCase())) {
      throw this.#unexpected();
    }
    this.#take();
    return { kind: "path", steps: token.text.split("."), text: token.text, at: token.at };
  }

  /** All AND or all OR: SOQL demands parentheses for a mixture, and for a NOT beside one. */
  #condition(): Condition {
    if (this.#acceptWord("NOT")) return { kind: "not", part: this.#simpleCondition() };
    const parts = [this.#simpleCondition()];
    for (const kind of ["and", "or"] as const) {
      if (parts.length > 1) break;
      while (this.#acceptWord(kind.toUpperCase())) parts.push(this.#simpleCondition());
      if (parts.length > 1) return { kind, parts };
    }
    return parts[0] as Condition;
  }

  #simpleCondition(): Condition {
    if (!this.#isSymbol("(")) return this.#comparison();
    return this.#nested(() => {
      this.#take();
      const condition = this.#condition();
      this.#expectSymbol(")");
      return condition;
    });
  }

  #comparison(): Condition {
    const operand = this.#operand();
    const comparison = this.#peek().kind === "symbol" ? comparisons.get(this.#peek().text) : undefined;
    if (comparison !== undefined) {
      this.#take();
      return { kind: "compare", operand, operator: comparison, value: this.#literal() };
    }
    if (this.#acceptWord("LIKE")) return { kind: "compare", operand, operator: "LIKE", value: this.#literal() };
    for (const word of ["INCLUDES", "EXCLUDES"]) {
      if (this.#acceptWord(word)) {
        return { kind: "includes", operand, negated: word === "EXCLUDES", values: this.#literals() };
      }
    }
    const negated = this.#acceptWord("NOT");
    if (!this.#acceptWord("IN")) throw this.#unexpected();
    return this.#membership(operand, negated);
  }

  #membership(operand: Operand, negated: boolean): Condition {
    const second = this.#tokens[this.#next + 1];
    if (!this.#isSymbol("(") || second?.kind !== "name" || second.text.toUpperCase() !== "SELECT") {
      return { kind: "in", operand, negated, values: this.#literals() };
    }
    this.#take();
    const { at } = this.#peek();
    const query = this.query();
    this.#expectSymbol(")");
    return { kind: "semiJoin", operand, negated, query, at };
  }

  #literals(): Literal[] {
    this.#expectSymbol("(");
    const values = this.#list(() => this.#literal());
    this.#expectSymbol(")");
    return values;
  }

  #literal(): Literal {
    const token = this.#peek();
    const { text, at } = token;
    if (token.kind === "symbol" && text === ":") throw malformed("Bind variables only allowed in Apex code");
    const kind = literalKind(token);
    if (kind === undefined) throw this.#unexpected();
    this.#take();
    if (kind === "string") refuseUnknownEscapes(text);
    return { kind, text, at };
  }

  #groupBy(): SoqlQuery["groupBy"] {
    const totals = this.#isWord("ROLLUP") ? "ROLLUP" : this.#isWord("CUBE") ? "CUBE" : undefined;
    if (totals === undefined) return { operands: this.#list(() => this.#operand()), totals };
    this.#take();
    this.#expectSymbol("(");
    const operands = this.#list(() => this.#operand());
    this.#expectSymbol(")");
    return { operands, totals };
  }

  #orderItem(): OrderItem {
    const operand = this.#operand();
    const descending = this.#acceptWord("DESC");
    if (!descending) this.#acceptWord("ASC");
    const nullsLast = this.#acceptWords("NULLS", "LAST");
    if (!nullsLast) this.#acceptWords("NULLS", "FIRST");
    return { operand, descending, nullsLast };
  }

  #count(): number {
    const token = this.#peek();
    if (token.kind !== "number" || !/^\d+$/.test(token.text)) throw this.#unexpected();
    return Math.min(Number(this.#take().text), Number.MAX_SAFE_INTEGER);
  }

  #list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.#isSymbol(",")) {
      this.#take();
      items.push(item());
    }
    return items;
  }

  #nested<Result>(read: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > deepestNesting) throw tooComplicated();
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== "end") this.#next += 1;
    return token;
  }

  #isWord(word: string, offset = 0): boolean {
    const token = this.#tokens[this.#next + offset];
    return token?.kind === "name" && token.text.toUpperCase() === word;
  }

  #acceptWord(word: string): boolean {
    const isHere = this.#isWord(word);
    if (isHere) this.#take();
    return isHere;
  }

  /** Two words that belong together. */
  #acceptWords(first: string, second: string): boolean {
    const areHere = this.#isWord(first) && this.#isWord(second, 1);
    if (areHere) this.#next += 2;
    return areHere;
  }

  #expectWord(word: string): void {
    if (!this.#acceptWord(word)) throw this.#unexpected();
  }

  #isSymbol(symbol: string): boolean {
    const token = this.#peek();
    return token.kind === "symbol" && token.text === symbol;
  }

  #expectSymbol(symbol: string): Token {
    if (!this.#isSymbol(symbol)) throw this.#unexpected();
    return this.#take();
  }

  #unexpected(): ApiError {
    const { text, at } = this.#peek();
    return unexpectedToken(this.#text, at, text);
  }
}

function literalKind({ kind, text }: Token): Literal["kind"] | undefined {
  if (kind === "string" || kind === "date" || kind === "datetime") return kind;
  if (kind === "number") return /^[+-]?\d+$/.test(text) ? "integer" : "decimal";
  if (kind !== "name") return undefined;
  if (/^null$/i.test(text)) return "null";
  if (/^(?:true|false)$/i.test(text)) return "boolean";
  return isDateLiteral(text) ? "dateLiteral" : undefined;
}

function refuseUnknownEscapes(literal: string): void {
  for (const [sequence] of literal.matchAll(/\\(?:u[0-9a-f]{4}|.)/gis)) {
    if (/^\\(?:[nrtbf"'\\_%]|u[0-9a-f]{4})$/i.test(sequence)) continue;
    throw malformed(`Invalid string literal ${literal}. Illegal character sequence '${sequence}' in string literal.`);
  }
}
