/** Finished values: what a chain of names and calls gives, closed and, where asked, converted. */
import type { ExpressionContext, ExpressionListContext } from '@apexdevtools/apex-parser';
import type { Body } from './body.ts';
import { convert } from './conversions.ts';
import type { Expr } from './emit.ts';
import { refuse } from './errors.ts';
import type { ApexType } from './types.ts';

/** Compiles a value: names of types are refused, `?.` chains are closed. */
export function compileValue(body: Body, node: ExpressionContext): Expr {
  const expr = closeChain(body.emitter.compileChain(body, node));
  if (expr.names || expr.path !== undefined) refuse(node, `Variable does not exist: ${node.getText()}`);
  return expr;
}

/** Compiles a value converted to a type. */
export function compileAs(body: Body, node: ExpressionContext, type: ApexType): string {
  return convert(body, compileValue(body, node), type, node);
}

function closeChain(expr: Expr): Expr {
  if (!expr.guard) return expr;
  const { guard, ...rest } = expr;
  return { ...rest, js: guard(expr.js), isSafe: false };
}

/** Arguments of a call. */
export function compileArguments(body: Body, list: ExpressionListContext | null): { expr: Expr; node: ExpressionContext }[] {
  return (list?.expression_list() ?? []).map((node) => ({ expr: compileValue(body, node), node }));
}
