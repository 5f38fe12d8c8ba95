/** Where semi-joins may stand, and what they may select. Source: SOQL and SOSL Reference, Comparison Operators. Pure. */
import { malformed } from "./queryError.ts";
import type { Condition, Operand, SoqlQuery } from "./syntax.ts";

const mostSemiJoins = 2;

/** Semi-joins stand beside AND at the top, at most two of them, and nowhere else. */
export function checkSemiJoins(where: Condition): void {
  const atTop = where.kind === "and" || where.kind === "or" ? where.parts : [where];
  const direct = atTop.filter(({ kind }) => kind === "semiJoin");
  if (direct.length > 0 && where.kind === "or") {
    throw malformed("Semi join sub-selects are not allowed with the 'OR' operator");
  }
  if (atTop.some((part) => part.kind !== "semiJoin" && hasSemiJoin(part))) {
    throw malformed(
      "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
    );
  }
  if (direct.length > mostSemiJoins) throw malformed(`Maximum ${mostSemiJoins} semi join sub-selects are allowed`);
}

export function hasSemiJoin(condition: Condition): boolean {
  if (condition.kind === "and" || condition.kind === "or") return condition.parts.some(hasSemiJoin);
  if (condition.kind === "not") return hasSemiJoin(condition.part);
  return condition.kind === "semiJoin";
}

/** The one field that the query of a semi-join selects. */
export function selectedOperand(query: SoqlQuery): Operand {
  const [selected, ...others] = query.select;
  if (selected?.kind !== "field" || others.length > 0) {
    throw malformed("Semi join sub-selects must select exactly one field");
  }
  const { limit, offset, orderBy, groupBy } = query;
  if (limit !== undefined || offset !== undefined || orderBy.length > 0 || groupBy.operands.length > 0) {
    throw malformed("Semi join sub-selects do not support ORDER BY, GROUP BY, LIMIT and OFFSET");
  }
  return selected.operand;
}
