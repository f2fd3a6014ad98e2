/** Method calls: finds the method by name, arity and argument types, and emits the call. */
import type { ParserRuleContext } from 'antlr4';
import type { DotMethodCallContext, ExpressionContext, MethodCallContext } from '@apexdevtools/apex-parser';
import type { LibraryMethod } from '../library/define.ts';
import type { Body } from './body.ts';
import { argumentCost, convert } from './conversions.ts';
import type { ClassInfo, MethodInfo } from './infos.ts';
import { isException } from './infos.ts';
import { startOf, type Expr } from './emit.ts';
import { refuse } from './errors.ts';
import { checkAccess } from './names.ts';
import { ancestry, directSupertypes, NO_CONVERSION, type ApexType } from './types.ts';
import { compileArguments } from './values.ts';

export type Argument = { readonly expr: Expr; readonly node: ExpressionContext };

/** The cheapest applicable overload by static argument types; declaration order breaks ties. */
export function pick<T>(body: Body, candidates: readonly T[], paramsOf: (candidate: T) => readonly ApexType[], args: readonly Argument[]): T | undefined {
  let best: T | undefined;
  let bestCost = NO_CONVERSION;
  for (const candidate of candidates) {
    const params = paramsOf(candidate);
    if (params.length !== args.length) continue;
    let cost = 0;
    args.forEach((arg, i) => {
      const param = params[i];
      cost += param ? argumentCost(body.emitter.table, arg.expr, param) : NO_CONVERSION;
    });
    if (cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

const signature = (name: string, args: readonly Argument[]): string => `${name}(${args.map((a) => a.expr.type.name).join(', ')})`;

export const passArguments = (body: Body, method: MethodInfo, args: readonly Argument[]): string =>
  args.map((arg, i) => convert(body, arg.expr, method.params[i]?.type ?? body.emitter.table.object, arg.node)).join(',');

/** Every overload a class knows by a name, nearest first; interfaces last. */
function methodsOf(body: Body, cls: ClassInfo, name: string): MethodInfo[] {
  const found: MethodInfo[] = [];
  const seen = new Set<string>();
  const visit = (at: ClassInfo): void => {
    for (const method of at.methods.get(name.toLowerCase()) ?? []) {
      if (!seen.has(method.js)) found.push(method);
      seen.add(method.js);
    }
    for (const parent of directSupertypes(body.emitter.table.ofClass(at), body.emitter.table)) if (parent.cls) visit(parent.cls);
  };
  visit(cls);
  return found;
}

/** `name(args)`, `this(args)`, `super(args)`. */
export function callPlain(body: Body, node: MethodCallContext): Expr {
  const args = compileArguments(body, node.expressionList());
  if (node.THIS() || node.SUPER()) return callConstructor(body, node, args);
  const name = node.id().getText();
  for (let scope: ClassInfo | null = body.cls; scope; scope = scope.outer) {
    const candidates = methodsOf(body, scope, name).filter((m) => scope === body.cls || m.isStatic);
    if (!candidates.length) continue;
    const method =
      pick(body, candidates, (m) => m.params.map((p) => p.type), args) ??
      refuse(node, `Method does not exist or incorrect signature: ${signature(name, args)}`);
    if (!method.isStatic && body.isStatic) refuse(node, `Non static method cannot be referenced from a static context: ${name}`);
    return userCall(body, method.isStatic ? null : 'this', method, args, node);
  }
  // Platform members reached without a receiver: methods inherited from Exception, and Object's own.
  if (!body.isStatic) return callValue(body, { js: 'this', type: body.emitter.table.ofClass(body.cls), isSafe: true }, name, args, node);
  return refuse(node, `Method does not exist or incorrect signature: ${signature(name, args)}`);
}

function callConstructor(body: Body, node: MethodCallContext, args: readonly Argument[]): Expr {
  const { table } = body.emitter;
  const isSuper = node.SUPER() !== null;
  const superClass = body.cls.superType?.cls ?? null;
  if (isSuper && !superClass) {
    if (body.cls.superType?.name !== 'Exception') refuse(node, 'No super class to construct');
    const suffix = args.map((a) => (a.expr.type.name === 'String' || a.expr.type.kind === 'null' ? 'string' : 'exception')).join('_');
    return { js: `super.$c_${suffix}(${args.map((a) => a.expr.js).join(',')})`, type: table.voidType };
  }
  const owner = isSuper ? (superClass ?? body.cls) : body.cls;
  const target =
    pick(body, owner.constructors, (c) => c.params.map((p) => p.type), args) ?? refuse(node, `Constructor not defined: ${signature(owner.name, args)}`);
  return { js: `${isSuper ? 'super' : 'this'}.${target.js}(${passArguments(body, target, args)})`, type: table.voidType };
}

function userCall(body: Body, receiver: string | null, method: MethodInfo, args: readonly Argument[], at: ParserRuleContext): Expr {
  checkAccess(body, method, method.access, at);
  const list = passArguments(body, method, args);
  if (method.isStatic) {
    if (method.annotations.has('future'))
      return { js: `future('${method.owner.fullName}',(...a)=>$C${method.owner.index}.${method.js}(...a),[${list}])`, type: method.returns };
    return { js: `(${startOf(body, method.owner)}$C${method.owner.index}.${method.js}(${list}))`, type: method.returns };
  }
  return { js: `${receiver}.${method.js}(${list})`, type: method.returns };
}

/** `receiver.name(args)`. */
export function callDotted(body: Body, receiver: Expr, node: DotMethodCallContext): Expr {
  const name = node.anyId().getText();
  const args = compileArguments(body, node.expressionList());
  if (receiver.path === 'super') {
    const { cls } = receiver.type;
    const method = cls ? pick(body, methodsOf(body, cls, name), (m) => m.params.map((p) => p.type), args) : undefined;
    if (method) return { js: `super.${method.js}(${passArguments(body, method, args)})`, type: method.returns };
    return callValue(body, { js: 'this', type: receiver.type, isSafe: true }, name, args, node);
  }
  if (receiver.path?.startsWith('fields:'))
    return callValue(body, { js: `fieldMap(${receiver.js})`, type: body.emitter.table.lib('FieldMap'), isSafe: true }, name, args, node);
  if (receiver.path !== undefined && !receiver.path.startsWith('describe:')) refuse(node, `Variable does not exist: ${receiver.path}`);
  if (receiver.names) return callStatic(body, receiver.names, name, args, node);
  return callValue(body, receiver, name, args, node);
}

function callStatic(body: Body, type: ApexType, name: string, args: readonly Argument[], at: ParserRuleContext): Expr {
  const { table } = body.emitter;
  if (type.cls) {
    const method = pick(
      body,
      methodsOf(body, type.cls, name).filter((m) => m.isStatic),
      (m) => m.params.map((p) => p.type),
      args,
    );
    if (method) return userCall(body, null, method, args, at);
    if (type.cls.kind === 'enum' && /^values$/i.test(name) && args.length === 0)
      return { js: `enumValues(${type.cls.index},${body.emitter.type(table.list(type))})`, type: table.list(type), isSafe: true };
    if (type.cls.kind === 'enum' && /^valueof$/i.test(name) && args.length === 1)
      return { js: `enumValueOf(${type.cls.index},${args[0]?.expr.js})`, type, isSafe: true };
    return refuse(at, `Method does not exist or incorrect signature: ${signature(`${type.name}.${name}`, args)}`);
  }
  if (type.kind === 'sobject' && type.schema) {
    const settings = table.lib('CustomSetting');
    const method = pickLibrary(body, settings, name, args, true);
    if (method)
      return {
        ...libraryCall(body, `${body.emitter.schema(type.schema)}`, method.method, args, settings),
        type: method.method.returns === 'SObject' ? type : mapOf(body, type),
      };
  }
  if (type.library?.isEnum && /^values$/i.test(name))
    return { js: `libraryEnumValues('${type.library.name}',${body.emitter.type(table.list(type))})`, type: table.list(type), isSafe: true };
  if (type.library?.isEnum && /^valueof$/i.test(name)) return { js: `libraryEnumValueOf('${type.library.name}',${args[0]?.expr.js})`, type, isSafe: true };
  const found = pickLibrary(body, type, name, args, true);
  if (!found) return refuse(at, `Method does not exist or incorrect signature: ${signature(`${type.name}.${name}`, args)}`);
  const call = libraryCall(body, null, found.method, args, found.receiver);
  return found.method.owner === 'Database' && /^query/i.test(name) && found.method.returns === 'List<SObject>' ? { ...call, isQuery: true } : call;
}

const mapOf = (body: Body, type: ApexType): ApexType => body.emitter.table.lib('Map', [body.emitter.table.lib('String'), type]);

function callValue(body: Body, receiver: Expr, name: string, args: readonly Argument[], at: ParserRuleContext): Expr {
  const { type } = receiver;
  const { table } = body.emitter;
  if (type.cls) {
    const method = pick(body, methodsOf(body, type.cls, name), (m) => m.params.map((p) => p.type), args);
    if (method?.isStatic) refuse(at, `Static method cannot be referenced from a non static context: ${name}`);
    if (method) return userCall(body, receiver.isSafe ? receiver.js : `nn(${receiver.js})`, method, args, at);
    for (const platform of platformSupertypes(body, type.cls)) {
      const found = pickLibrary(body, platform, name, args, false);
      if (found) return libraryCall(body, held(receiver), found.method, args, found.receiver);
    }
  }
  const self =
    receiver.isQuery && type.args[0]?.kind === 'sobject' && !pickLibrary(body, type, name, args, false)
      ? { ...receiver, js: `single(${receiver.js})`, type: type.args[0] }
      : receiver;
  const found = pickLibrary(body, self.type, name, args, false) ?? pickLibrary(body, table.object, name, args, false);
  // Record.Field.addError(message): the field, not its value, receives the error.
  if (/^adderror$/i.test(name) && receiver.target && /^read\(/.test(receiver.js) && args.length >= 1) {
    const [, holder, field] = /^read\((.*),'(\w+)'\)$/s.exec(receiver.js) ?? [];
    if (holder && field) return { js: `addFieldError(${holder},'${field}',${args[0]?.expr.js})`, type: table.voidType };
  }
  if (!found) return refuse(at, `Method does not exist or incorrect signature: ${signature(`${type.name}.${name}`, args)}`);
  return libraryCall(body, held(self), found.method, args, found.receiver);
}

const held = (receiver: Expr): string => (receiver.isSafe ? receiver.js : `nn(${receiver.js})`);

function* platformSupertypes(body: Body, cls: ClassInfo): Generator<ApexType> {
  const { table } = body.emitter;
  if (isException(cls)) yield table.lib('Exception');
  for (const at of ancestry(cls)) for (const parent of at.interfaces) if (parent.library) yield parent;
  if (cls.kind === 'enum') yield table.lib('Enum');
}

/** Looks in the type and its library supertypes. */
function pickLibrary(
  body: Body,
  type: ApexType,
  name: string,
  args: readonly Argument[],
  isStatic: boolean,
): { method: LibraryMethod; receiver: ApexType } | undefined {
  const { table } = body.emitter;
  const candidates = (type.library?.methods.get(name.toLowerCase()) ?? []).filter((m) => m.isStatic === isStatic);
  const method = pick(body, candidates, (m) => m.params.map((p) => table.parse(p.type, type)), args);
  if (method) return { method, receiver: type };
  for (const parent of type.library?.supertypes ?? []) {
    const found = pickLibrary(body, table.parse(parent, type), name, args, isStatic);
    if (found) return found;
  }
  return undefined;
}

/** Emits a platform call; a null where the parameter forbids one is the platform's NullPointerException. */
export function libraryCall(body: Body, receiver: string | null, method: LibraryMethod, args: readonly Argument[], receiverType: ApexType): Expr {
  const { table } = body.emitter;
  const values = args.map((arg, i) => {
    const param = method.params[i];
    const js = convert(body, arg.expr, table.parse(param?.type ?? 'Object', receiverType), arg.node);
    return param?.nullable || arg.expr.isSafe ? js : `nn(${js})`;
  });
  const type = table.parse(method.returns, receiverType);
  if (!method.run) return { js: `callInterface(${receiver},'${method.name.toLowerCase()}',[${values.join(',')}])`, type };
  return { js: `${body.emitter.method(method)}(${[...(receiver === null ? [] : [receiver]), ...values].join(',')})`, type };
}
