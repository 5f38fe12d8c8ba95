/** Reads SOQL by recursive descent. Grammar: SOQL and SOSL Reference, SOQL SELECT Syntax and its clauses. Pure. */
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
import { TokenReader } from "./tokenReader.ts";
import type { Token } from "./tokens.ts";

const longestQuery = 100_000;

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
  const reader = new Reader(query);
  const parsed = reader.query();
  reader.expectEnd();
  return parsed;
}

class Reader {
  readonly #text: string;
  readonly #tokens: TokenReader;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = new TokenReader(text);
  }

  query(): SoqlQuery {
    return this.#tokens.nested(() => {
      this.#tokens.expectWord("SELECT");
      const select = this.#tokens.list(() => this.#selectItem());
      this.#tokens.expectWord("FROM");
      const from = this.#from();
      const scope = this.#tokens.acceptWords("USING", "SCOPE") ? this.#name().text : undefined;
      const where = this.#tokens.acceptWord("WHERE") ? this.#condition() : undefined;
      const groupBy = this.#tokens.acceptWords("GROUP", "BY") ? this.#groupBy() : { operands: [], totals: undefined };
      const having = groupBy.operands.length > 0 && this.#tokens.acceptWord("HAVING") ? this.#condition() : undefined;
      const orderBy = this.#tokens.acceptWords("ORDER", "BY") ? this.#tokens.list(() => this.#orderItem()) : [];
      const limit = this.#tokens.acceptWord("LIMIT") ? this.#tokens.count() : undefined;
      const offset = this.#tokens.acceptWord("OFFSET") ? this.#tokens.count() : undefined;
      this.#trailer(orderBy);
      return { select, from, scope, where, groupBy, having, orderBy, limit, offset };
    });
  }

  expectEnd(): void {
    if (this.#tokens.peek().kind !== "end") throw this.#tokens.unexpected();
  }

  /** `FOR VIEW` and `FOR REFERENCE` mark records as seen, `FOR UPDATE` locks them for this call: nothing that shows. */
  #trailer(orderBy: readonly OrderItem[]): void {
    while (this.#tokens.acceptWord("FOR")) {
      const token = this.#tokens.peek();
      if (this.#tokens.acceptWord("UPDATE")) {
        if (orderBy.length > 0) throw unexpectedToken(this.#text, token.at, token.text);
      } else if (!this.#tokens.acceptWord("VIEW") && !this.#tokens.acceptWord("REFERENCE"))
        throw this.#tokens.unexpected();
    }
    if (this.#tokens.acceptWords("ALL", "ROWS")) throw malformed("ALL ROWS not allowed in this context");
  }

  #from(): SoqlQuery["from"] {
    const token = this.#tokens.take();
    if (token.kind !== "name" || ["SELECT", "FROM", "WHERE"].includes(token.text.toUpperCase())) {
      throw unexpectedToken(this.#text, token.at, token.text);
    }
    return { name: token.text, at: token.at, alias: this.#alias() };
  }

  #alias(): string | undefined {
    const token = this.#tokens.peek();
    if (token.kind !== "name" || !/^\w+$/.test(token.text) || clauses.has(token.text.toUpperCase())) return undefined;
    return this.#tokens.take().text;
  }

  #selectItem(): SelectItem {
    if (this.#tokens.isSymbol("(")) {
      this.#tokens.take();
      const query = this.query();
      this.#tokens.expectSymbol(")");
      return { kind: "children", query };
    }
    if (this.#tokens.isWord("TYPEOF")) return this.#typeOf();
    return { kind: "field", operand: this.#operand(), alias: this.#alias() };
  }

  #typeOf(): SelectItem {
    this.#tokens.take();
    const relationship = this.#name();
    const branches: TypeOfBranch[] = [];
    while (this.#tokens.acceptWord("WHEN")) {
      const object = this.#name();
      this.#tokens.expectWord("THEN");
      branches.push({ object: object.text, at: object.at, fields: this.#tokens.list(() => this.#name()) });
    }
    if (branches.length === 0) throw this.#tokens.unexpected();
    const otherwise = this.#tokens.acceptWord("ELSE") ? this.#tokens.list(() => this.#name()) : [];
    this.#tokens.expectWord("END");
    return { kind: "typeOf", relationship, branches, otherwise };
  }

  /** A field path, or a function of operands. */
  #operand(): Operand {
    const path = this.#name();
    if (!this.#tokens.isSymbol("(") || path.steps.length > 1) return path;
    return this.#tokens.nested(() => {
      this.#tokens.take();
      const parameters = this.#tokens.isSymbol(")") ? [] : this.#tokens.list(() => this.#operand());
      const close = this.#tokens.expectSymbol(")");
      const text = this.#text.slice(path.at, close.at + 1);
      return { kind: "call", name: path.text.toUpperCase(), arguments: parameters, text, at: path.at };
    });
  }

  #name(): FieldPath {
    const token = this.#tokens.peek();
    if (token.kind !== "name" || token.text.includes(":") || reserved.has(token.text.toUpperCase())) {
      throw this.#tokens.unexpected();
    }
    this.#tokens.take();
    return { kind: "path", steps: token.text.split("."), text: token.text, at: token.at };
  }

  /** All AND or all OR: SOQL demands parentheses for a mixture, and for a NOT beside one. */
  #condition(): Condition {
    if (this.#tokens.acceptWord("NOT")) return { kind: "not", part: this.#simpleCondition() };
    const parts = [this.#simpleCondition()];
    for (const kind of ["and", "or"] as const) {
      if (parts.length > 1) break;
      while (this.#tokens.acceptWord(kind.toUpperCase())) parts.push(this.#simpleCondition());
      if (parts.length > 1) return { kind, parts };
    }
    return parts[0] as Condition;
  }

  #simpleCondition(): Condition {
    if (!this.#tokens.isSymbol("(")) return this.#comparison();
    return this.#tokens.nested(() => {
      this.#tokens.take();
      const condition = this.#condition();
      this.#tokens.expectSymbol(")");
      return condition;
    });
  }

  #comparison(): Condition {
    const operand = this.#operand();
    const comparison = this.#tokens.peek().kind === "symbol" ? comparisons.get(this.#tokens.peek().text) : undefined;
    if (comparison !== undefined) {
      this.#tokens.take();
      return { kind: "compare", operand, operator: comparison, value: this.#literal() };
    }
    if (this.#tokens.acceptWord("LIKE")) return { kind: "compare", operand, operator: "LIKE", value: this.#literal() };
    for (const word of ["INCLUDES", "EXCLUDES"]) {
      if (this.#tokens.acceptWord(word)) {
        return { kind: "includes", operand, negated: word === "EXCLUDES", values: this.#literals() };
      }
    }
    const negated = this.#tokens.acceptWord("NOT");
    if (!this.#tokens.acceptWord("IN")) throw this.#tokens.unexpected();
    return this.#membership(operand, negated);
  }

  #membership(operand: Operand, negated: boolean): Condition {
    if (!this.#tokens.isSymbol("(") || !this.#tokens.isWord("SELECT", 1)) {
      return { kind: "in", operand, negated, values: this.#literals() };
    }
    this.#tokens.take();
    const { at } = this.#tokens.peek();
    const query = this.query();
    this.#tokens.expectSymbol(")");
    return { kind: "semiJoin", operand, negated, query, at };
  }

  #literals(): Literal[] {
    this.#tokens.expectSymbol("(");
    const values = this.#tokens.list(() => this.#literal());
    this.#tokens.expectSymbol(")");
    return values;
  }

  #literal(): Literal {
    const token = this.#tokens.peek();
    const { text, at } = token;
    if (token.kind === "symbol" && text === ":") throw malformed("Bind variables only allowed in Apex code");
    const kind = literalKind(token);
    if (kind === undefined) throw this.#tokens.unexpected();
    this.#tokens.take();
    if (kind === "string") refuseUnknownEscapes(text);
    return { kind, text, at };
  }

  #groupBy(): SoqlQuery["groupBy"] {
    const totals = this.#tokens.isWord("ROLLUP") ? "ROLLUP" : this.#tokens.isWord("CUBE") ? "CUBE" : undefined;
    if (totals === undefined) return { operands: this.#tokens.list(() => this.#operand()), totals };
    this.#tokens.take();
    this.#tokens.expectSymbol("(");
    const operands = this.#tokens.list(() => this.#operand());
    this.#tokens.expectSymbol(")");
    return { operands, totals };
  }

  #orderItem(): OrderItem {
    const operand = this.#operand();
    const descending = this.#tokens.acceptWord("DESC");
    if (!descending) this.#tokens.acceptWord("ASC");
    const nullsLast = this.#tokens.acceptWords("NULLS", "LAST");
    if (!nullsLast) this.#tokens.acceptWords("NULLS", "FIRST");
    return { operand, descending, nullsLast };
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
