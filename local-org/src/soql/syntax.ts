/** A SOQL query as read from its text. Every part knows its place in the text, for errors. */

export interface FieldPath {
  kind: "path";
  /** Such as `["Profile", "Name"]`. */
  steps: string[];
  text: string;
  at: number;
}

export interface FunctionCall {
  kind: "call";
  /** In capitals. */
  name: string;
  arguments: Operand[];
  text: string;
  at: number;
}

export type Operand = FieldPath | FunctionCall;

export type LiteralKind = "string" | "null" | "boolean" | "integer" | "decimal" | "date" | "datetime" | "dateLiteral";

export interface Literal {
  kind: LiteralKind;
  /** As it stands in the query, strings with their quotes. */
  text: string;
  at: number;
}

export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE";

export type Condition =
  | { kind: "and" | "or"; parts: Condition[] }
  | { kind: "not"; part: Condition }
  | { kind: "compare"; operand: Operand; operator: ComparisonOperator; value: Literal }
  | { kind: "in"; operand: Operand; negated: boolean; values: Literal[] }
  | { kind: "includes"; operand: Operand; negated: boolean; values: Literal[] }
  | { kind: "semiJoin"; operand: Operand; negated: boolean; query: SoqlQuery; at: number };

export type SelectItem =
  | { kind: "field"; operand: Operand; alias: string | undefined }
  | { kind: "children"; query: SoqlQuery }
  | { kind: "typeOf"; relationship: FieldPath; branches: TypeOfBranch[]; otherwise: FieldPath[] };

export interface TypeOfBranch {
  object: string;
  at: number;
  fields: FieldPath[];
}

export interface OrderItem {
  operand: Operand;
  descending: boolean;
  nullsLast: boolean;
}

export interface SoqlQuery {
  select: SelectItem[];
  from: { name: string; at: number; alias: string | undefined };
  scope: string | undefined;
  where: Condition | undefined;
  groupBy: { operands: Operand[]; totals: "ROLLUP" | "CUBE" | undefined };
  having: Condition | undefined;
  orderBy: OrderItem[];
  limit: number | undefined;
  offset: number | undefined;
}
