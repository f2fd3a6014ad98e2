/** Classes to JavaScript: one class per Apex class, one object per transaction for its statics. */
import type { BlockContext } from '@apexdevtools/apex-parser';
import { Body, type BodyOptions } from './body.ts';
import { isException, type ClassInfo, type FieldInfo, type MethodInfo, type TriggerInfo } from './infos.ts';
import { mangle } from './modifiers.ts';
import type { Emitter } from './emit.ts';
import { refuse } from './errors.ts';
import { compileAll, compileBlock } from './statements.ts';
import type { Initializer, Trees } from './trees.ts';
import { ancestry, directSupertypes, type ApexType } from './types.ts';
import { compileAs } from './values.ts';

type Unit = { readonly emitter: Emitter; readonly cls: ClassInfo; readonly source: string };

/** A body as `{…}` with its frame, temporaries and line marks. */
function framed(unit: Unit, label: string, body: Body, js: string, tail = ''): string {
  const site = unit.emitter.site(label, unit.cls);
  const temps = body.temps.filter((t) => js.includes(t));
  return `{const $f=X.push(${site});${temps.length ? `let ${temps.join(',')};` : ''}try{${js}${tail}}finally{X.pop();}}`;
}

const treesOf = (unit: Unit): Trees => unit.emitter.declarations.trees;

const newBody = (unit: Unit, options: Omit<BodyOptions, 'emitter' | 'cls' | 'source'>): Body => new Body({ ...unit, ...options });

function callable(unit: Unit, method: MethodInfo): string {
  const tree = treesOf(unit).methods.of(method);
  const body = newBody(unit, { isStatic: method.isStatic, returns: method.returns });
  const params = method.params.map((p) => body.declare(p.name, p.type, tree.at).js).join(',');
  if (!tree.body) {
    if (!method.isAbstract && unit.cls.kind !== 'interface') refuse(tree.at, `Method must have a body: ${method.name}`);
    return '';
  }
  const { js, ends } = compileBlock(body, tree.body);
  if (!ends && method.returns.kind !== 'void') refuse(tree.at, `Missing return statement required return type: ${method.returns.name}`);
  return `${method.isStatic ? 'static ' : ''}${method.js}(${params})${framed(unit, `Class.${unit.cls.fullName}.${method.name}`, body, js)}\n`;
}

function constructor(unit: Unit, method: MethodInfo): string {
  const { cls } = unit;
  const tree = treesOf(unit).methods.of(method);
  if (!tree.body && isException(cls) && method.params.length) return ''; // inherited from the runtime's exception
  const body = newBody(unit, { isStatic: false, returns: unit.emitter.table.voidType, isConstructor: true });
  const params = method.params.map((p) => body.declare(p.name, p.type, tree.at).js).join(',');
  const statements = tree.body?.statement_list() ?? [];
  const first = statements[0]?.expressionStatement()?.getText() ?? '';
  const isDelegating = /^this\(/i.test(first);
  const callsSuper = /^super\(/i.test(first);
  const init = isDelegating ? '' : `this.$i${cls.index}();`;
  const parent = cls.superType ? parentConstructor(unit, method, callsSuper || isDelegating) : '';
  const lead = callsSuper || isDelegating ? compileAll(body, statements.slice(0, 1)).js : '';
  const rest = compileAll(body, callsSuper || isDelegating ? statements.slice(1) : statements);
  return `${method.js}(${params})${framed(unit, `Class.${cls.fullName}.<init>`, body, `${parent}${lead}${init}${rest.js}`, rest.ends ? '' : 'return this;')}\n`;
}

function parentConstructor(unit: Unit, method: MethodInfo, isExplicit: boolean): string {
  if (isExplicit) return '';
  const parent = unit.cls.superType?.cls;
  if (parent && !parent.constructors.some((c) => c.params.length === 0))
    refuse(treesOf(unit).methods.of(method).at, `No default constructor available in super type: ${parent.fullName}`);
  return 'super.$c_();';
}

/** The parts of a property that have code of their own. */
function accessors(unit: Unit, field: FieldInfo): string {
  const { property } = treesOf(unit).fields.of(field);
  if (!property) return '';
  const blocks = property.propertyBlock_list();
  const getter = blocks.map((b) => b.getter()).find((g) => g);
  const setter = blocks.map((b) => b.setter()).find((s) => s);
  const name = field.name.toLowerCase();
  const isAuto = !getter?.block() && !setter?.block();
  if (isAuto) return '';
  const options = { isStatic: field.isStatic, accessorOf: field };
  let js = '';
  if (getter?.block()) js += `get ${field.js}()${accessorBody(unit, field, newBody(unit, { ...options, returns: field.type }), getter.block(), 'get')}\n`;
  else js += `get ${field.js}(){return this.b_${name};}\n`;
  if (setter?.block()) {
    const body = newBody(unit, { ...options, returns: unit.emitter.table.voidType });
    const value = body.declare('value', field.type, setter);
    js += `set ${field.js}(${value.js})${accessorBody(unit, field, body, setter.block(), 'set')}\n`;
  } else if (setter) js += `set ${field.js}(v){this.b_${name}=v;}\n`;
  return js;
}

function accessorBody(unit: Unit, field: FieldInfo, body: Body, block: BlockContext, kind: 'get' | 'set'): string {
  const { js, ends } = compileBlock(body, block);
  if (kind === 'get' && !ends) refuse(block, `Missing return statement required return type: ${field.type.name}`);
  return framed(unit, `Class.${unit.cls.fullName}.__sfdc_${field.name}`, body, js);
}

/** Storage slots of the instance, or of the statics, all null. */
function slots(unit: Unit, isStatic: boolean): string {
  let js = '';
  for (const field of unit.cls.fields.values()) {
    if (field.isStatic !== isStatic) continue;
    const { property } = treesOf(unit).fields.of(field);
    const isAuto = property?.propertyBlock_list().every((b) => !b.getter()?.block() && !b.setter()?.block()) ?? false;
    js += property && !isAuto ? `this.b_${field.name.toLowerCase()}=null;` : `this.${field.js}=null;`;
  }
  return js;
}

function initializers(unit: Unit, isStatic: boolean, holder: string): { body: Body; js: string } {
  const body = newBody(unit, { isStatic, returns: unit.emitter.table.voidType, isInitialiser: true });
  let js = '';
  for (const item of treesOf(unit).classes.of(unit.cls).initializers) {
    if (item.isStatic !== isStatic) continue;
    unit.emitter.declarations.guard(unit.cls.file, () => {
      js += initializer(body, item, holder);
    });
  }
  return { body, js };
}

function initializer(body: Body, item: FieldInfo | Initializer, holder: string): string {
  if ('block' in item) return `{${compileBlock(body, item.block).js}}`;
  const { at, initial } = body.emitter.declarations.trees.fields.of(item);
  return initial ? `${body.mark(at)}${holder}.${item.js}=${compileAs(body, initial, item.type)};\n` : '';
}

/** Every abstract or interface method must have a body somewhere on the way up. */
function checkImplemented(unit: Unit): void {
  const { cls, emitter } = unit;
  if (cls.isAbstract || cls.kind !== 'class') return;
  const visit = (type: ApexType): void => {
    for (const parent of directSupertypes(type, emitter.table)) {
      if (parent.cls)
        for (const methods of parent.cls.methods.values())
          for (const method of methods) if (method.isAbstract) requireMethod(unit, method.name, method.js, method.params.length);
      if (parent.library?.isInterface) {
        for (const methods of parent.library.methods.values()) {
          for (const method of methods) {
            const types = method.params.map((p) => ({ type: emitter.table.parse(p.type, parent) }));
            if (!method.run) requireMethod(unit, method.name, mangle('m', method.name, types), method.params.length, parent.name);
          }
        }
      }
      visit(parent);
    }
  };
  visit(emitter.table.ofClass(cls));
}

function requireMethod(unit: Unit, name: string, js: string, arity: number, platform?: string): void {
  for (const at of ancestry(unit.cls)) {
    for (const method of at.methods.get(name.toLowerCase()) ?? []) {
      const fits = platform ? method.params.length === arity : method.js === js;
      // The platform also takes a static method for one of its own interfaces.
      if (fits && !method.isAbstract && (!method.isStatic || platform)) return;
    }
  }
  refuse(treesOf(unit).classes.of(unit.cls).at, `Class ${unit.cls.fullName} must implement the method: ${platform ? `${platform}.` : ''}${name}`);
}

function checkOverrides(unit: Unit, method: MethodInfo): void {
  const { cls } = unit;
  const { at: place } = treesOf(unit).methods.of(method);
  if (method.isStatic || cls.kind !== 'class') return;
  const parent = cls.superType?.cls;
  if (!parent) {
    const isOfObject = ['tostring', 'equals', 'hashcode', 'getmessage', 'gettypename'].includes(method.name.toLowerCase());
    if (method.isOverride && !isOfObject) refuse(place, `Method does not override an ancestor method: ${method.name}`);
    return;
  }
  for (const at of ancestry(parent)) {
    const inherited = at.methods.get(method.name.toLowerCase())?.find((m) => m.js === method.js);
    if (!inherited || inherited.access === 'private') continue;
    if (!method.isOverride) refuse(place, `Method must use the override keyword: ${method.name}`);
    if (!inherited.isVirtual) refuse(place, `Non-virtual, non-abstract methods cannot be overridden: ${method.name}`);
    return;
  }
  if (method.isOverride && !/^(tostring|equals|hashcode)$/i.test(method.name)) refuse(place, `Method does not override an ancestor method: ${method.name}`);
}

/** One member's text; its compile errors do not hide the next member's. */
function member(unit: Unit, work: () => string): string {
  let js = '';
  unit.emitter.declarations.guard(unit.cls.file, () => {
    js = work();
  });
  return js;
}

/** One class and its statics, as statements of the program's function. */
export function compileClass(unit: Unit): string {
  const { cls } = unit;
  if (cls.kind === 'enum' || cls.kind === 'interface') return `class $C${cls.index}{}\n`;
  unit.emitter.declarations.guard(cls.file, () => checkImplemented(unit));
  const parent = cls.superType?.cls ? `$C${cls.superType.cls.index}` : cls.superType ? 'Throwable' : 'Instance';
  const args = parent === 'Throwable' ? "'Exception'" : '';
  const instanceInit = initializers(unit, false, 'this');
  const staticInit = initializers(unit, true, '$s');
  let js = `class $C${cls.index} extends ${parent}{\nconstructor(){super(${args});${slots(unit, false)}}\n`;
  js += instanceInit.js ? `$i${cls.index}()${framed(unit, `Class.${cls.fullName}.<init>`, instanceInit.body, instanceInit.js)}\n` : `$i${cls.index}(){}\n`;
  for (const method of cls.constructors) js += member(unit, () => constructor(unit, method));
  for (const method of [...cls.methods.values()].flat()) {
    js += member(unit, () => {
      checkOverrides(unit, method);
      return callable(unit, method);
    });
  }
  const properties = [...cls.fields.values()].filter((f) => f.isProperty);
  for (const field of properties) if (!field.isStatic) js += member(unit, () => accessors(unit, field));
  js += `}\n$C${cls.index}.prototype.$cls=K[${cls.index}];if(!$C${cls.index}.prototype.$c_)$C${cls.index}.prototype.$c_=function(){return this;};\nX.constructors[${cls.index}]=$C${cls.index};\n`;
  js += `class $Z${cls.index}{constructor(){${slots(unit, true)}}\n`;
  for (const field of properties) if (field.isStatic) js += member(unit, () => accessors(unit, field));
  js += `}\nX.staticMakers[${cls.index}]=()=>new $Z${cls.index}();\n`;
  if (staticInit.js) js += `X.staticStarters[${cls.index}]=($s)=>${framed(unit, `Class.${cls.fullName}.<clinit>`, staticInit.body, staticInit.js)};\n`;
  return js;
}

/** A trigger's body as a function. */
export function compileTrigger(unit: Unit, trigger: TriggerInfo, object: ApexType): string {
  const body = newBody(unit, { isStatic: true, returns: unit.emitter.table.voidType, triggerObject: object });
  let js = '';
  unit.emitter.declarations.guard(unit.cls.file, () => {
    for (const part of trigger.unit.triggerBlock().triggerBlockMember_list()) {
      const field = part.triggerMemberDeclaration()?.fieldDeclaration();
      if (part.statement()) js += compileAll(body, [part.statement()]).js;
      // The grammar reads a local declaration at a trigger's top level as a field.
      else if (field) js += triggerLocals(body, field);
      else refuse(part, 'declarations inside a trigger are not supported');
    }
  });
  return `X.constructors[${unit.cls.index}]=function()${framed(unit, `Trigger.${unit.cls.name}`, body, js)};\n`;
}

function triggerLocals(body: Body, field: ReturnType<NonNullable<ReturnType<TriggerMember>>['fieldDeclaration']>): string {
  const type = body.typeRef(field.typeRef());
  return field
    .variableDeclarators()
    .variableDeclarator_list()
    .map((declarator) => {
      const value = declarator.expression() ? compileAs(body, declarator.expression(), type) : 'null';
      return `${body.mark(declarator)}let ${body.declare(declarator.id().getText(), type, declarator).js}=${value};\n`;
    })
    .join('');
}

type TriggerMember = ReturnType<ReturnType<TriggerInfo['unit']['triggerBlock']>['triggerBlockMember_list']>[number]['triggerMemberDeclaration'];
