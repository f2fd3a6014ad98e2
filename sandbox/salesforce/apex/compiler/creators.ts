/** `new …`: records, user classes, collections and platform classes. */
import { AssignExpressionContext, type CreatorContext, type ExpressionContext } from '@apexdevtools/apex-parser';
import { apexTypeOfField } from '../runtime/sobject.ts';
import type { Body } from './body.ts';
import { libraryCall, passArguments, pick } from './calls.ts';
import { startOf, type Expr } from './emit.ts';
import { refuse } from './errors.ts';
import { checkAccess, childrenOf, parentOf } from './names.ts';
import type { ApexType } from './types.ts';
import { compileArguments, compileAs } from './values.ts';

export function create(body: Body, node: CreatorContext): Expr {
  const { emitter } = body;
  const { table } = emitter;
  const parts = node.createdName().idCreatedNamePair_list();
  const args =
    parts[parts.length - 1]
      ?.typeList()
      ?.typeRef_list()
      .map((ref) => body.typeRef(ref)) ?? [];
  const name = parts.map((p) => p.anyId().getText()).join('.');
  const type = emitter.declarations.named(name, args, body.cls) ?? refuse(node, `Invalid type: ${name}`);
  if (node.arrayCreatorRest()) {
    const rest = node.arrayCreatorRest();
    const list = table.list(type);
    if (rest.expression())
      return { js: `newArray(${emitter.type(list)},${compileAs(body, rest.expression(), table.lib('Integer'))})`, type: list, isSafe: true };
    return listOf(body, list, rest.arrayInitializer()?.expression_list() ?? []);
  }
  if (node.setCreatorRest()) {
    const items = node.setCreatorRest().expression_list();
    const element = type.args[0] ?? table.object;
    if (type.library?.name === 'Set')
      return { js: `newSet(${emitter.type(type)},[${items.map((item) => compileAs(body, item, element)).join(',')}])`, type, isSafe: true };
    return listOf(body, type, items);
  }
  if (node.mapCreatorRest()) {
    const [key = table.object, value = table.object] = type.args;
    const pairs = node
      .mapCreatorRest()
      .mapCreatorRestPair_list()
      .map((p) => `[${compileAs(body, p.expression(0), key)},${compileAs(body, p.expression(1), value)}]`);
    return { js: `newMap(${emitter.type(type)},[${pairs.join(',')}])`, type, isSafe: true };
  }
  const given = node.classCreatorRest()?.arguments().expressionList() ?? null;
  if (type.kind === 'sobject' && type.schema) return record(body, type, given?.expression_list() ?? []);
  if (type.cls) return instance(body, node, type, given);
  return platform(body, node, type, given);
}

function listOf(body: Body, type: ApexType, items: readonly ExpressionContext[]): Expr {
  const element = type.args[0] ?? body.emitter.table.object;
  return { js: `newList(${body.emitter.type(type)},[${items.map((item) => compileAs(body, item, element)).join(',')}])`, type, isSafe: true };
}

function record(body: Body, type: ApexType, given: readonly ExpressionContext[]): Expr {
  const { schema } = type;
  const { emitter } = body;
  if (!schema) throw new Error('a record needs a schema');
  const pairs = given.map((node) => {
    if (!(node instanceof AssignExpressionContext)) return refuse(node, `${type.name} takes named fields: ${node.getText()}`);
    const name = node.expression(0).getText();
    const field = schema.fields.get(name.toLowerCase());
    if (field) {
      if (!field.createable && !field.updateable && field.name !== 'Id') refuse(node, `Field is not writeable: ${type.name}.${field.name}`);
      return `['${field.name}',${compileAs(body, node.expression(1), emitter.table.parse(apexTypeOfField(field)))}]`;
    }
    const parent = parentOf(emitter.objects(), schema, name);
    if (parent) return `['${parent.name}',${compileAs(body, node.expression(1), emitter.table.ofSchema(parent.schema))}]`;
    if (childrenOf(emitter.objects(), schema, name)) refuse(node, `Field is not writeable: ${type.name}.${name}`);
    return refuse(node, `Field does not exist: ${name} on ${type.name}`);
  });
  return { js: `newRecord(${emitter.schema(schema)},[${pairs.join(',')}])`, type, isSafe: true };
}

function instance(body: Body, node: CreatorContext, type: ApexType, given: Parameters<typeof compileArguments>[1]): Expr {
  const { cls } = type;
  if (!cls) throw new Error('an instance needs a class');
  if (cls.isAbstract || cls.kind !== 'class') refuse(node, `Abstract class or interface cannot be constructed: ${type.name}`);
  const args = compileArguments(body, given);
  const constructor =
    pick(body, cls.constructors, (c) => c.params.map((p) => p.type), args) ??
    refuse(node, `Constructor not defined: [${type.name}].<Constructor>(${args.map((a) => a.expr.type.name).join(', ')})`);
  checkAccess(body, constructor, constructor.access, node);
  return { js: `(${startOf(body, cls)}new $C${cls.index}().${constructor.js}(${passArguments(body, constructor, args)}))`, type, isSafe: true };
}

function platform(body: Body, node: CreatorContext, type: ApexType, given: Parameters<typeof compileArguments>[1]): Expr {
  const { library } = type;
  const { table } = body.emitter;
  if (!library) return refuse(node, `Type cannot be constructed: ${type.name}`);
  const args = compileArguments(body, given);
  const constructor =
    pick(body, library.constructors, (c) => c.params.map((p) => table.parse(p.type, type)), args) ??
    refuse(node, `Constructor not defined: [${type.name}].<Constructor>(${args.map((a) => a.expr.type.name).join(', ')})`);
  // Collections are told their type, so that what they are survives being typed Object.
  const self = library.typeParams.length ? body.emitter.type(type) : null;
  return { ...libraryCall(body, self, constructor, args, type), type, isSafe: true };
}
