/** Expressions: names, types, overloads and conversions are settled here; what comes out is JavaScript text. */
import {
  Arth1ExpressionContext,
  Arth2ExpressionContext,
  ArrayExpressionContext,
  AssignExpressionContext,
  BitAndExpressionContext,
  BitExpressionContext,
  BitNotExpressionContext,
  BitOrExpressionContext,
  CastExpressionContext,
  CmpExpressionContext,
  CoalExpressionContext,
  CondExpressionContext,
  DotExpressionContext,
  EqualityExpressionContext,
  IdPrimaryContext,
  InstanceOfExpressionContext,
  LiteralPrimaryContext,
  LogAndExpressionContext,
  LogOrExpressionContext,
  MethodCallExpressionContext,
  NegExpressionContext,
  NewExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
  PrimaryExpressionContext,
  SoqlPrimaryContext,
  SubExpressionContext,
  SuperPrimaryContext,
  ThisPrimaryContext,
  TypeRefPrimaryContext,
  type ExpressionContext,
  type LiteralContext,
  type PrimaryContext,
} from '@apexdevtools/apex-parser';
import type { ParserRuleContext } from 'antlr4';
import type { Body } from './body.ts';
import { callDotted, callPlain } from './calls.ts';
import { convert, promote } from './conversions.ts';
import { create } from './creators.ts';
import type { Expr, Target } from './emit.ts';
import { refuse } from './errors.ts';
import { nameExpression, memberExpression } from './names.ts';
import { queryLiteral } from './queries.ts';
import { conversionCost, isNumeric, isPrimitive, isText, NO_CONVERSION, type ApexType } from './types.ts';
import { compileAs, compileValue } from './values.ts';

/** Compiles one link of a chain; what stands left of a dot may be a type, a namespace, or end early by `?.`. */
export function compileChain(body: Body, node: ExpressionContext): Expr {
  if (node instanceof PrimaryExpressionContext) return primary(body, node.primary());
  if (node instanceof DotExpressionContext) return dotted(body, node);
  if (node instanceof MethodCallExpressionContext) return callPlain(body, node.methodCall());
  if (node instanceof NewExpressionContext) return create(body, node.creator());
  if (node instanceof AssignExpressionContext) return assignment(body, node);
  if (node instanceof EqualityExpressionContext) return equality(body, node);
  if (node instanceof LogAndExpressionContext || node instanceof LogOrExpressionContext)
    return logical(body, node, node instanceof LogAndExpressionContext ? '&&' : '||');
  if (node instanceof Arth2ExpressionContext) return arithmetic(body, node, node.ADD() ? '+' : '-', node.expression(0), node.expression(1));
  if (node instanceof Arth1ExpressionContext) return arithmetic(body, node, node.MUL() ? '*' : '/', node.expression(0), node.expression(1));
  if (node instanceof CmpExpressionContext) return comparison(body, node);
  if (node instanceof NegExpressionContext) return negation(body, node);
  if (node instanceof ArrayExpressionContext) return indexed(body, node);
  if (node instanceof SubExpressionContext) return parenthesised(body, node);
  if (node instanceof CondExpressionContext) return conditional(body, node);
  if (node instanceof CoalExpressionContext) return coalesce(body, node);
  if (node instanceof CastExpressionContext) return cast(body, node);
  if (node instanceof InstanceOfExpressionContext) return instanceOf(body, node);
  if (node instanceof PostOpExpressionContext) return increment(body, node, node.expression(), node.INC() ? '+' : '-', true);
  if (node instanceof PreOpExpressionContext) return prefix(body, node);
  if (node instanceof BitExpressionContext)
    return arithmetic(body, node, node.LT_list().length ? '<<' : node.GT_list().length === 3 ? '>>>' : '>>', node.expression(0), node.expression(1));
  if (node instanceof BitAndExpressionContext) return arithmetic(body, node, '&', node.expression(0), node.expression(1));
  if (node instanceof BitOrExpressionContext) return arithmetic(body, node, '|', node.expression(0), node.expression(1));
  if (node instanceof BitNotExpressionContext) return arithmetic(body, node, '^', node.expression(0), node.expression(1));
  return refuse(node, `unsupported expression: ${node.getText()}`);
}

function primary(body: Body, node: PrimaryContext): Expr {
  if (node instanceof IdPrimaryContext) return nameExpression(body, node.id().getText(), node);
  if (node instanceof LiteralPrimaryContext) return literal(body, node.literal());
  if (node instanceof ThisPrimaryContext) {
    if (body.isStatic) refuse(node, 'Invalid context for this: static');
    return { js: 'this', type: body.emitter.table.ofClass(body.cls), isSafe: true };
  }
  if (node instanceof SuperPrimaryContext) return { js: 'super', type: body.cls.superType ?? refuse(node, 'no super type'), isSafe: true, path: 'super' };
  if (node instanceof SoqlPrimaryContext) return queryLiteral(body, node.soqlLiteral().query());
  if (node instanceof TypeRefPrimaryContext) {
    return { js: `typeValue(${body.emitter.type(body.typeRef(node.typeRef()))})`, type: body.emitter.table.lib('Type'), isSafe: true };
  }
  return refuse(node, `unsupported expression: ${node.getText()}`);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', "'": "'", '"': '"', '\\': '\\' };

/** The value of a string literal's source text. */
export function unquote(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, e: string) => (e.length === 5 ? String.fromCharCode(parseInt(e.slice(1), 16)) : (ESCAPES[e] ?? e)));
}

export function literal(body: Body, node: LiteralContext): Expr {
  const { table } = body.emitter;
  const text = node.getText();
  if (node.IntegerLiteral()) {
    if (Number(text) > 2_147_483_648) refuse(node, `Illegal integer: ${text}`);
    return { js: String(Number(text) | 0), type: table.lib('Integer'), isSafe: true };
  }
  if (node.LongLiteral()) return { js: `${text.slice(0, -1)}n`, type: table.lib('Long'), isSafe: true };
  if (node.NumberLiteral()) {
    const isDouble = /d$/i.test(text);
    return isDouble
      ? { js: `new Dbl(${Number(text.slice(0, -1))})`, type: table.lib('Double'), isSafe: true }
      : { js: `dec('${text}')`, type: table.lib('Decimal'), isSafe: true };
  }
  if (node.StringLiteral()) return { js: JSON.stringify(unquote(text)), type: table.lib('String'), isSafe: true };
  if (node.BooleanLiteral()) return { js: text.toLowerCase(), type: table.lib('Boolean'), isSafe: true };
  if (node.NULL()) return { js: 'null', type: table.nullType };
  return refuse(node, `unsupported literal: ${text}`);
}

function dotted(body: Body, node: DotExpressionContext): Expr {
  const call = node.dotMethodCall();
  let receiver = compileChain(body, node.expression());
  if (node.QUESTIONDOT()) {
    if (receiver.names || receiver.path !== undefined) refuse(node, `?. needs a value: ${node.getText()}`);
    const temp = body.temp();
    const outer = receiver.guard ?? ((inner: string) => inner);
    const { js } = receiver;
    receiver = { ...receiver, js: temp, isSafe: true, guard: (inner) => outer(`((${temp}=${js})===null?null:${inner})`) };
  }
  const { guard } = receiver;
  const result = call ? callDotted(body, receiver, call) : memberExpression(body, receiver, node.anyId().getText(), node);
  return guard ? { ...result, guard } : result;
}

function parenthesised(body: Body, node: SubExpressionContext): Expr {
  const { target: _, ...inner } = compileValue(body, node.expression());
  return { ...inner, js: `(${inner.js})` };
}

/** A condition: null is an error unless the expression cannot be null. */
export function condition(body: Body, node: ExpressionContext): string {
  const expr = compileValue(body, node);
  if (expr.type.name !== 'Boolean') refuse(node, `Condition expression must be of type Boolean: ${expr.type.name}`);
  return expr.isSafe ? expr.js : `truth(${expr.js})`;
}

function logical(body: Body, node: LogAndExpressionContext | LogOrExpressionContext, operator: string): Expr {
  const js = `(${condition(body, node.expression(0))}${operator}${condition(body, node.expression(1))})`;
  return { js, type: body.emitter.table.lib('Boolean'), isSafe: true };
}

function negation(body: Body, node: NegExpressionContext): Expr {
  if (node.BANG()) return { js: `!${condition(body, node.expression())}`, type: body.emitter.table.lib('Boolean'), isSafe: true };
  const expr = compileValue(body, node.expression());
  if (expr.type.name !== 'Integer' && expr.type.name !== 'Long') refuse(node, `~ needs an Integer or Long: ${expr.type.name}`);
  return { js: `(~nn(${expr.js}))`, type: expr.type, isSafe: true };
}

const BITWISE = new Set(['&', '|', '^', '<<', '>>', '>>>']);

function arithmetic(body: Body, node: ParserRuleContext, operator: string, left: ExpressionContext, right: ExpressionContext): Expr {
  return operate(body, node, operator, compileValue(body, left), compileValue(body, right));
}

/** `left operator right` for every arithmetic, bit and text operator. */
function operate(body: Body, node: ParserRuleContext, operator: string, left: Expr, right: Expr): Expr {
  const { table } = body.emitter;
  if (operator === '+' && (isText(left.type) || isText(right.type))) {
    if (left.type.kind === 'void' || right.type.kind === 'void') refuse(node, 'void cannot be concatenated');
    return { js: `cat(${left.js},${right.js})`, type: table.lib('String'), isSafe: true };
  }
  if ((operator === '+' || operator === '-') && ['Date', 'Datetime', 'Time'].includes(left.type.name) && isNumeric(right.type)) {
    const days = convert(body, right, table.lib(left.type.name === 'Date' ? 'Integer' : 'Decimal'), node);
    return { js: `shift${left.type.name}(${left.js},${days},${operator === '+' ? 1 : -1})`, type: left.type, isSafe: true };
  }
  if (left.type.name === 'Boolean' && right.type.name === 'Boolean' && ['&', '|', '^'].includes(operator)) {
    return { js: `boolean['${operator}'](${left.js},${right.js})`, type: left.type, isSafe: true };
  }
  const type =
    promote(table, left.type, right.type) ??
    refuse(node, `Arithmetic expressions must use numeric arguments: ${left.type.name} ${operator} ${right.type.name}`);
  if (BITWISE.has(operator) && type.name !== 'Integer' && type.name !== 'Long') refuse(node, `${operator} needs Integer or Long`);
  const [a, b] = [convert(body, left, type, node), convert(body, right, type, node)];
  if (type.name === 'Integer' && left.isSafe && right.isSafe && (operator === '+' || operator === '-'))
    return { js: `((${a}${operator}${b})|0)`, type, isSafe: true };
  return { js: `${type.name.toLowerCase()}['${operator}'](${a},${b})`, type, isSafe: true };
}

function comparison(body: Body, node: CmpExpressionContext): Expr {
  const left = compileValue(body, node.expression(0));
  const right = compileValue(body, node.expression(1));
  const operator = `${node.GT() ? '>' : '<'}${node.ASSIGN() ? '=' : ''}`;
  checkComparable(left, right, node, body);
  const ok = (t: ApexType): boolean => t.kind === 'null' || isPrimitive(t) || t.cls?.kind === 'enum' || t.library?.isEnum === true;
  if (!ok(left.type) || !ok(right.type)) refuse(node, `Comparison operators need primitive types: ${left.type.name} ${operator} ${right.type.name}`);
  const type = body.emitter.table.lib('Boolean');
  if (left.isSafe && right.isSafe && left.type.name === 'Integer' && right.type.name === 'Integer')
    return { js: `(${left.js}${operator}${right.js})`, type, isSafe: true };
  const isText2 = isText(left.type) && isText(right.type);
  return { js: `${isText2 ? 'orderedText' : 'ordered'}(${left.js},${right.js},'${operator}')`, type, isSafe: true };
}

function checkComparable(left: Expr, right: Expr, node: ParserRuleContext, body: Body): void {
  const { table } = body.emitter;
  const [a, b] = [left.type, right.type];
  const compatible =
    (isNumeric(a) && isNumeric(b)) ||
    conversionCost(a, b, table) < NO_CONVERSION ||
    conversionCost(b, a, table) < NO_CONVERSION ||
    a.kind === 'object' ||
    b.kind === 'object' ||
    isInterface(a) ||
    isInterface(b);
  if (!compatible || a.kind === 'void' || b.kind === 'void') refuse(node, `Comparison arguments must be compatible types: ${a.name}, ${b.name}`);
}

const isInterface = (t: ApexType): boolean => t.cls?.kind === 'interface' || t.library?.isInterface === true;

function equality(body: Body, node: EqualityExpressionContext): Expr {
  const left = compileValue(body, node.expression(0));
  const right = compileValue(body, node.expression(1));
  checkComparable(left, right, node, body);
  const isNegative = node.NOTEQUAL() !== null || node.TRIPLENOTEQUAL() !== null || node.LESSANDGREATER() !== null;
  const isExact = node.TRIPLEEQUAL() !== null || node.TRIPLENOTEQUAL() !== null;
  const js = equalityJs(left, right, isExact);
  return { js: isNegative ? `!${js}` : js, type: body.emitter.table.lib('Boolean'), isSafe: true };
}

export function equalityJs(left: Expr, right: Expr, isExact: boolean): string {
  const [a, b] = [left.type, right.type];
  const plain = (t: ApexType): boolean => t.kind === 'null' || t.name === 'Integer' || t.name === 'Boolean' || t.name === 'Long' || t.cls?.kind === 'enum';
  if (a.kind === 'null' || b.kind === 'null' || (a === b && plain(a))) return `(${left.js}===${right.js})`;
  if (isExact && !isPrimitive(a) && !isPrimitive(b)) return `(${left.js}===${right.js})`;
  // Text as a query or Id as text: an Id written with 15 characters equals its 18-character form.
  if (isText(a) && isText(b)) {
    if (a.name !== b.name) return `idEquals(${left.js},${right.js})`;
    return `textEquals(${left.js},${right.js})`;
  }
  return `equals(${left.js},${right.js})`;
}

function conditional(body: Body, node: CondExpressionContext): Expr {
  const test = condition(body, node.expression(0));
  const yes = compileValue(body, node.expression(1));
  const no = compileValue(body, node.expression(2));
  const type = common(body, yes, no) ?? refuse(node, `Incompatible types in ternary operator: ${yes.type.name}, ${no.type.name}`);
  return { js: `(${test}?${convert(body, yes, type, node)}:${convert(body, no, type, node)})`, type, isSafe: Boolean(yes.isSafe && no.isSafe) };
}

function common(body: Body, a: Expr, b: Expr): ApexType | null {
  const { table } = body.emitter;
  if (a.type.kind === 'void' || b.type.kind === 'void') return null;
  if (a.type === b.type) return a.type;
  const promoted = promote(table, a.type, b.type);
  if (promoted) return promoted;
  if (conversionCost(b.type, a.type, table) < NO_CONVERSION) return a.type;
  if (conversionCost(a.type, b.type, table) < NO_CONVERSION) return b.type;
  if (a.type.kind === 'sobject' && b.type.kind === 'sobject') return table.sobject;
  return a.type.kind === 'class' && b.type.kind === 'class' ? table.object : null;
}

function coalesce(body: Body, node: CoalExpressionContext): Expr {
  const left = compileValue(body, node.expression(0));
  const right = compileValue(body, node.expression(1));
  const type =
    (left.isQuery && right.type.kind === 'sobject' ? right.type : common(body, left, right)) ??
    refuse(node, `Incompatible types in ?? operator: ${left.type.name}, ${right.type.name}`);
  const js = left.isQuery && type.kind === 'sobject' ? `singleOrNull(${left.js})` : convert(body, left, type, node);
  return { js: `(${js}??${convert(body, right, type, node)})`, type, isSafe: right.isSafe ?? false };
}

function cast(body: Body, node: CastExpressionContext): Expr {
  const type = body.typeRef(node.typeRef());
  const expr = compileValue(body, node.expression());
  const { table } = body.emitter;
  if (isNumeric(type) && isNumeric(expr.type)) {
    const narrowing = conversionCost(expr.type, type, table) >= NO_CONVERSION;
    if (!narrowing) return { js: convert(body, expr, type, node), type, isSafe: expr.isSafe ?? false };
    if (type.name === 'Double' || type.name === 'Decimal')
      refuse(node, `Incompatible types since an instance of ${expr.type.name} is never an instance of ${type.name}`);
    return { js: `widen.to${type.name}(${expr.js})`, type, isSafe: expr.isSafe ?? false };
  }
  if (expr.isQuery && type.kind === 'sobject') return { js: `castTo(single(${expr.js}),${body.emitter.type(type)})`, type };
  if (conversionCost(expr.type, type, table) < NO_CONVERSION) return { js: convert(body, expr, type, node), type, isSafe: expr.isSafe ?? false };
  const downwards = conversionCost(type, expr.type, table) < NO_CONVERSION || expr.type.kind === 'object' || isInterface(expr.type) || isInterface(type);
  if (!downwards) refuse(node, `Incompatible types since an instance of ${expr.type.name} is never an instance of ${type.name}`);
  return { js: `castTo(${expr.js},${body.emitter.type(type)})`, type };
}

function instanceOf(body: Body, node: InstanceOfExpressionContext): Expr {
  const type = body.typeRef(node.typeRef());
  const expr = compileValue(body, node.expression());
  const { table } = body.emitter;
  const possible =
    conversionCost(type, expr.type, table) < NO_CONVERSION ||
    conversionCost(expr.type, type, table) < NO_CONVERSION ||
    expr.type.kind === 'object' ||
    isInterface(expr.type) ||
    isInterface(type);
  if (!possible) refuse(node, `Operation instanceof is always false since an instance of ${expr.type.name} is never an instance of ${type.name}`);
  return { js: `isA(${expr.js},${body.emitter.type(type)})`, type: table.lib('Boolean'), isSafe: true };
}

function indexed(body: Body, node: ArrayExpressionContext): Expr {
  const receiver = compileChain(body, node.expression(0));
  if (receiver.names || receiver.type.library?.name !== 'List') refuse(node, `Only a List can be indexed: ${receiver.type.name}`);
  const index = compileAs(body, node.expression(1), body.emitter.table.lib('Integer'));
  const element = receiver.type.args[0] ?? body.emitter.table.object;
  const target: Target = {
    type: element,
    parts: [`nn(${receiver.js})`, `nn(${index})`],
    read: ([list, i]) => `${list}.get(${i})`,
    write: ([list, i], value) => `${list}.set(${i},${value})`,
  };
  const result: Expr = { js: target.read(target.parts), type: element, target };
  return receiver.guard ? { ...result, guard: receiver.guard } : result;
}

/** What an expression can be assigned through, or the error that says it cannot. */
function targetOf(expr: Expr, node: ParserRuleContext): Target {
  return expr.target ?? refuse(node, `Expression cannot be assigned: ${node.getText()}`);
}

function assignment(body: Body, node: AssignExpressionContext): Expr {
  const leftNode = node.expression(0);
  const operator = node.getChild(1).getText();
  const target = targetOf(compileChain(body, leftNode), leftNode);
  if (operator === '=') {
    const value = compileAs(body, node.expression(1), target.type);
    return { js: `(${target.write(target.parts, value)})`, type: target.type };
  }
  const { setup, temps } = body.hold(target.parts);
  const current: Expr = { js: target.read(temps), type: target.type };
  const result = operate(body, node, operator.slice(0, -1), current, compileValue(body, node.expression(1)));
  return { js: `(${setup}${target.write(temps, convert(body, result, target.type, node))})`, type: target.type, isSafe: true };
}

function prefix(body: Body, node: PreOpExpressionContext): Expr {
  if (node.INC() || node.DEC()) return increment(body, node, node.expression(), node.INC() ? '+' : '-', false);
  const expr = compileValue(body, node.expression());
  if (!isNumeric(expr.type)) refuse(node, `Unary ${node.ADD() ? '+' : '-'} needs a number: ${expr.type.name}`);
  if (node.ADD()) return expr;
  if (/^\d+n?$/.test(expr.js) && !expr.js.startsWith('-')) return { ...expr, js: `(-${expr.js})` };
  return { js: `negate(${expr.js})`, type: expr.type, isSafe: true };
}

function increment(body: Body, node: ParserRuleContext, operand: ExpressionContext, operator: string, isPostfix: boolean): Expr {
  const target = targetOf(compileChain(body, operand), operand);
  if (!isNumeric(target.type)) refuse(node, `${operator}${operator} needs a number: ${target.type.name}`);
  const { setup, temps } = body.hold(target.parts);
  const one: Expr = { js: '1', type: body.emitter.table.lib('Integer'), isSafe: true };
  const current: Expr = { js: target.read(temps), type: target.type };
  if (!isPostfix) return { js: `(${setup}${target.write(temps, operate(body, node, operator, current, one).js)})`, type: target.type, isSafe: true };
  const before = body.temp();
  const next = operate(body, node, operator, { js: before, type: target.type }, one).js;
  return { js: `(${setup}${before}=${current.js},${target.write(temps, next)},${before})`, type: target.type, isSafe: true };
}
