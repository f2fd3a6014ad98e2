/** Plain names and `receiver.name`: locals, fields, properties, types, tokens, record fields and relationships. */
import type { ParserRuleContext } from 'antlr4';
import type { FieldSchema, ObjectSchema } from '../../contract.ts';
import { apexTypeOfField } from '../runtime/sobject.ts';
import type { Body } from './body.ts';
import type { ClassInfo, FieldInfo } from './infos.ts';
import type { Expr, Target } from './emit.ts';
import { refuse } from './errors.ts';
import { ancestry, type ApexType } from './types.ts';

/** A name standing alone, or first in a dotted chain. */
export function nameExpression(body: Body, name: string, at: ParserRuleContext): Expr {
  const local = body.findLocal(name);
  if (local) {
    const target: Target = { type: local.type, parts: [], read: () => local.js, write: (_, value) => `${local.js}=${value}` };
    return local.isFinal ? { js: local.js, type: local.type } : { js: local.js, type: local.type, target };
  }
  for (let scope: ClassInfo | null = body.cls; scope; scope = scope.outer) {
    const field = findField(scope, name);
    if (!field || (scope !== body.cls && !field.isStatic)) continue;
    if (!field.isStatic && body.isStatic) refuse(at, `Variable does not exist: ${name} (an instance field in a static context)`);
    return fieldExpression(body, field.isStatic ? null : 'this', field, at);
  }
  const type = body.emitter.declarations.named(name, [], body.cls);
  return type ? { js: '', type, names: type } : { js: '', type: body.emitter.table.voidType, path: name };
}

export function findField(cls: ClassInfo, name: string): FieldInfo | undefined {
  for (const at of ancestry(cls)) {
    const field = at.fields.get(name.toLowerCase());
    if (field) return field;
  }
  return undefined;
}

/** Top-level class that holds a class: private members are visible throughout it. */
export function outermost(cls: ClassInfo): ClassInfo {
  let at = cls;
  while (at.outer) at = at.outer;
  return at;
}

type Member = Pick<FieldInfo, 'owner' | 'access' | 'annotations' | 'name'>;

/** Refuses a member its access modifier hides from here. */
export function checkAccess(body: Body, member: Member, access: FieldInfo['access'], at: ParserRuleContext): void {
  if (access === 'public' || access === 'global' || outermost(member.owner) === outermost(body.cls)) return;
  if (member.annotations.has('testvisible') && outermost(body.cls).isTest) return;
  if (access === 'protected' && [...ancestry(body.cls)].includes(member.owner)) return;
  refuse(at, `${access === 'private' ? 'Variable or method is not visible' : 'Protected member is not visible'}: ${member.owner.fullName}.${member.name}`);
}

/** A user field or property; `receiver` null for statics. */
function fieldExpression(body: Body, receiver: string | null, field: FieldInfo, at: ParserRuleContext): Expr {
  checkAccess(body, field, field.access, at);
  const holder = receiver ?? `$S${field.owner.index}()`;
  // Inside its own accessor a property's name is its storage.
  const js = body.accessorOf === field ? `b_${field.name.toLowerCase()}` : field.js;
  if (!field.canRead && body.accessorOf !== field) {
    return {
      js: 'null',
      type: field.type,
      target: { type: field.type, parts: [holder], read: () => refuse(at, `Property has no getter: ${field.name}`), write: ([r], v) => `${r}.${js}=${v}` },
    };
  }
  const target: Target = { type: field.type, parts: [holder], read: ([r]) => `${r}.${js}`, write: ([r], v) => `${r}.${js}=${v}` };
  const isWritable = body.accessorOf === field || (field.canWrite && (!field.isFinal || body.mayInitialise(field)) && isSetVisible(body, field));
  return isWritable ? { js: `${holder}.${js}`, type: field.type, target } : { js: `${holder}.${js}`, type: field.type };
}

function isSetVisible(body: Body, field: FieldInfo): boolean {
  return (
    field.setAccess === field.access ||
    outermost(field.owner) === outermost(body.cls) ||
    field.setAccess === 'public' ||
    (field.annotations.has('testvisible') && outermost(body.cls).isTest) ||
    (field.setAccess === 'protected' && [...ancestry(body.cls)].includes(field.owner))
  );
}

/** `receiver.name`. */
export function memberExpression(body: Body, receiver: Expr, name: string, at: ParserRuleContext): Expr {
  if (receiver.path === 'super') return fieldOfValue(body, { js: 'this', type: receiver.type, isSafe: true }, name, at);
  if (receiver.path?.startsWith('fields:')) return describedField(body, receiver, name, at);
  if (receiver.path?.startsWith('describe:')) return fieldOfValue(body, receiver, name, at);
  if (receiver.path !== undefined) return pathExpression(body, `${receiver.path}.${name}`, at);
  if (receiver.names) return staticMember(body, receiver.names, name, at);
  return fieldOfValue(body, receiver, name, at);
}

function pathExpression(body: Body, path: string, at: ParserRuleContext): Expr {
  const { emitter } = body;
  const [root = '', ...rest] = path.split('.');
  if (/^(system|schema)$/i.test(root) || emitter.declarations.named(path, [], body.cls)) {
    const type = emitter.declarations.named(path, [], body.cls);
    if (type) return { js: '', type, names: type };
  }
  if (rest.length === 1 && /^sobjecttype$/i.test(root)) return describeOf(body, rest[0] ?? '', at);
  if (rest.length > 3) refuse(at, `Variable does not exist: ${path}`);
  return { js: '', type: emitter.table.voidType, path };
}

function describeOf(body: Body, object: string, at: ParserRuleContext): Expr {
  const schema = body.emitter.objects().find((o) => o.name.toLowerCase() === object.toLowerCase()) ?? refuse(at, `Invalid SObject: ${object}`);
  return {
    js: `describeObject(${body.emitter.schema(schema)})`,
    type: body.emitter.table.lib('DescribeSObjectResult'),
    isSafe: true,
    path: `describe:${schema.name}`,
  };
}

function staticMember(body: Body, type: ApexType, name: string, at: ParserRuleContext): Expr {
  const { emitter } = body;
  const { table } = emitter;
  if (type.cls) return classMember(body, type.cls, name, at);
  if (type.kind === 'sobject' && type.schema) {
    if (/^sobjecttype$/i.test(name)) return { js: `objectToken(${emitter.schema(type.schema)})`, type: table.lib('SObjectType'), isSafe: true };
    const field = type.schema.fields.get(name.toLowerCase()) ?? refuse(at, `Variable does not exist: ${type.name}.${name}`);
    return { js: `fieldToken(${emitter.schema(type.schema)},'${field.name}')`, type: table.lib('SObjectField'), isSafe: true };
  }
  if (type.library?.name === 'SObjectType') return describeOf(body, name, at);
  if (type.library?.name === 'Label') return { js: `label('${name}')`, type: table.lib('String') };
  const property = type.library?.properties.get(name.toLowerCase());
  if (property?.isStatic && type.library?.isEnum && property.get) return { js: emitter.constant(Reflect.apply(property.get, null, [])), type, isSafe: true };
  if (property?.isStatic && type.library) {
    const propertyType = type.library.name === 'Trigger' ? body.triggerPropertyType(property.name, table.parse(property.type)) : table.parse(property.type);
    const js = `platform('${type.library.name}','${property.name}')`;
    // RestContext.request and its like are assigned by tests.
    const target: Target = {
      type: propertyType,
      parts: [],
      read: () => js,
      write: (_, value) => `setPlatform('${type.library?.name}','${property.name}',${value})`,
    };
    return type.library.name === 'RestContext' ? { js, type: propertyType, target } : { js, type: propertyType };
  }
  const nested = emitter.declarations.named(`${type.name}.${name}`, [], body.cls);
  if (nested) return { js: '', type: nested, names: nested };
  return refuse(at, `Variable does not exist: ${type.name}.${name}`);
}

function classMember(body: Body, cls: ClassInfo, name: string, at: ParserRuleContext): Expr {
  const { emitter } = body;
  const field = findField(cls, name);
  if (field?.isStatic) return fieldExpression(body, null, field, at);
  if (cls.constants.has(name.toLowerCase())) return { js: `$E(${cls.index},'${name.toLowerCase()}')`, type: emitter.table.ofClass(cls), isSafe: true };
  for (const ancestor of ancestry(cls)) {
    const inner = ancestor.inner.get(name.toLowerCase());
    if (inner) {
      const type = emitter.table.ofClass(inner);
      return { js: '', type, names: type };
    }
  }
  return refuse(at, `Variable does not exist: ${cls.fullName}.${name}`);
}

function fieldOfValue(body: Body, receiver: Expr, name: string, at: ParserRuleContext): Expr {
  const { type } = receiver;
  const { emitter } = body;
  if (receiver.isQuery && type.args[0]?.kind === 'sobject' && type.args[0].schema) {
    return recordField(body, { js: `single(${receiver.js})`, type: type.args[0] }, name, at);
  }
  if (type.cls) {
    const field = findField(type.cls, name);
    if (!field || field.isStatic) return refuse(at, `Variable does not exist: ${type.name}.${name}`);
    return fieldExpression(body, receiver.isSafe ? receiver.js : `nn(${receiver.js})`, field, at);
  }
  if (type.kind === 'sobject') return recordField(body, receiver, name, at);
  if (type.library?.name === 'DescribeSObjectResult' && receiver.path?.startsWith('describe:') && /^fields$/i.test(name)) {
    return { js: receiver.js, type, isSafe: true, path: receiver.path.replace('describe:', 'fields:') };
  }
  if (type.library?.name === 'DescribeSObjectResult' && /^fields$/i.test(name))
    return { js: `fieldMap(nn(${receiver.js}))`, type: emitter.table.lib('FieldMap'), isSafe: true };
  const property = type.library?.properties.get(name.toLowerCase());
  if (property && !property.isStatic) {
    const propertyType = emitter.table.parse(property.type, type);
    const target: Target = {
      type: propertyType,
      parts: [`nn(${receiver.js})`],
      read: ([r]) => `(${r}.values.${property.name}??null)`,
      write: ([r], v) => `${r}.values.${property.name}=${v}`,
    };
    return { js: target.read(target.parts), type: propertyType, target };
  }
  return refuse(at, `Variable does not exist: ${type.name}.${name}`);
}

/** `Schema.SObjectType.Account.fields.Name`. */
function describedField(body: Body, receiver: Expr, name: string, at: ParserRuleContext): Expr {
  const { emitter } = body;
  const object = receiver.path?.slice('fields:'.length) ?? '';
  const schema = emitter.objects().find((o) => o.name === object) ?? refuse(at, `Invalid SObject: ${object}`);
  const field = schema.fields.get(name.toLowerCase()) ?? refuse(at, `Variable does not exist: ${object}.${name}`);
  return { js: `describeField(${emitter.schema(schema)},'${field.name}')`, type: emitter.table.lib('DescribeFieldResult'), isSafe: true };
}

function recordField(body: Body, receiver: Expr, name: string, at: ParserRuleContext): Expr {
  const { emitter } = body;
  const { schema } = receiver.type;
  const holder = receiver.isSafe ? receiver.js : receiver.isParent ? receiver.js : `nn(${receiver.js})`;
  const reader = receiver.isParent ? 'readParent' : 'read';
  const make = (field: string, type: ApexType, isParent: boolean, isWritable: boolean): Expr => {
    const target: Target = { type, parts: [`nn(${receiver.js})`], read: ([r]) => `read(${r},'${field}')`, write: ([r], v) => `write(${r},'${field}',${v})` };
    const expr = { js: `${reader}(${holder},'${field}')`, type, isParent };
    return isWritable ? { ...expr, target } : expr;
  };
  if (!schema) {
    if (/^id$/i.test(name)) return make('Id', emitter.table.lib('Id'), false, true);
    return refuse(at, `Variable does not exist: SObject.${name}`);
  }
  const field = schema.fields.get(name.toLowerCase());
  if (field) return make(field.name, emitter.table.parse(apexTypeOfField(field)), false, isWritable(field));
  const parent = parentOf(emitter.objects(), schema, name);
  if (parent) return make(parent.name, emitter.table.ofSchema(parent.schema), true, true);
  const children = childrenOf(emitter.objects(), schema, name);
  if (children) {
    const list = emitter.table.list(emitter.table.ofSchema(children.schema));
    const expr = make(children.name, list, false, false);
    // Apex answers an empty list where REST answers null.
    return { ...expr, js: `(${expr.js}??newList(${emitter.type(list)},[]))` };
  }
  return refuse(at, `Variable does not exist: ${schema.name}.${name}`);
}

const isWritable = (field: FieldSchema): boolean => field.createable || field.updateable || field.name === 'Id';

/** The parent object a relationship name reaches; a polymorphic owner is taken as a User. */
export function parentOf(objects: readonly ObjectSchema[], schema: ObjectSchema, name: string): { name: string; schema: ObjectSchema } | undefined {
  for (const field of schema.fields.values()) {
    if (field.relationshipName?.toLowerCase() !== name.toLowerCase()) continue;
    const target = field.referenceTo.includes('User') ? 'User' : field.referenceTo[0];
    const parent = objects.find((o) => o.name === target);
    if (parent) return { name: field.relationshipName, schema: parent };
  }
  return undefined;
}

export function childrenOf(objects: readonly ObjectSchema[], schema: ObjectSchema, name: string): { name: string; schema: ObjectSchema } | undefined {
  for (const child of objects) {
    for (const field of child.fields.values()) {
      if (field.childRelationshipName?.toLowerCase() === name.toLowerCase() && field.referenceTo.includes(schema.name))
        return { name: field.childRelationshipName, schema: child };
    }
  }
  return undefined;
}
