/** Implicit conversions, as JavaScript around a value. */
import type { ParserRuleContext } from 'antlr4';
import type { Body } from './body.ts';
import type { Expr } from './emit.ts';
import { refuse } from './errors.ts';
import { conversionCost, isNumeric, NO_CONVERSION, NUMERIC_RANK, type ApexType, type TypeTable } from './types.ts';

/** The value as `type`, or a compile error. */
export function convert(body: Body, expr: Expr, type: ApexType, at: ParserRuleContext): string {
  const { table } = body.emitter;
  if (expr.type === type) return expr.js;
  if (expr.isQuery && type.kind === 'sobject') return `single(${expr.js})`;
  if (expr.type.kind === 'void' || conversionCost(expr.type, type, table) >= NO_CONVERSION)
    refuse(at, `Illegal assignment from ${expr.type.name} to ${type.name}`);
  const js = numericConversion(expr.type.name, type.name);
  if (js) return `${js}(${expr.js})`;
  if (expr.type.name === 'String' && type.name === 'Id') return `asId(${expr.js})`;
  if (expr.type.name === 'Date' && type.name === 'Datetime') return `widen.dateToDatetime(${expr.js})`;
  return expr.js;
}

function numericConversion(from: string, to: string): string | null {
  if (NUMERIC_RANK[from] === undefined || NUMERIC_RANK[to] === undefined) return null;
  if (to === 'Long') return 'widen.intToLong';
  if (to === 'Decimal') return from === 'Double' ? 'widen.doubleToDecimal' : 'widen.toDecimal';
  return from === 'Integer' ? 'widen.intToDouble' : from === 'Long' ? 'widen.longToDouble' : 'widen.decimalToDouble';
}

/** Cost of passing an argument, for overload resolution. */
export function argumentCost(table: TypeTable, expr: Expr, type: ApexType): number {
  if (expr.isQuery && type.kind === 'sobject') return 3;
  return conversionCost(expr.type, type, table);
}

/** The type two numbers are computed in; null when one is no number. */
export function promote(table: TypeTable, a: ApexType, b: ApexType): ApexType | null {
  if (a.kind === 'null' && isNumeric(b)) return b;
  if (b.kind === 'null' && isNumeric(a)) return a;
  if (!isNumeric(a) || !isNumeric(b)) return null;
  const rank = Math.max(NUMERIC_RANK[a.name] ?? 0, NUMERIC_RANK[b.name] ?? 0);
  return table.lib(Object.keys(NUMERIC_RANK)[rank - 1] ?? 'Decimal');
}
