/** The whole program: sources in, one JavaScript function and what it refers to out. */
import type { ObjectSchema } from '../../contract.ts';
import type { Library } from '../library/define.ts';
import { objectsByName } from './aggregate.ts';
import { compileClass, compileTrigger } from './classes.ts';
import { type ClassInfo, type TriggerInfo } from './infos.ts';
import { Declarations } from './declarations.ts';
import { Emitter } from './emit.ts';
import { ApexCompileErrors, type Problem } from './errors.ts';
import { compileChain } from './expressions.ts';
import { parseSource, type ParsedSource, type Source } from './sources.ts';
import { TypeTable } from './types.ts';

export type CompiledProgram = {
  readonly declarations: Declarations;
  readonly emitter: Emitter;
  readonly table: TypeTable;
  readonly triggers: readonly (TriggerInfo & { readonly schema: ObjectSchema })[];
  readonly js: string;
};

/** Compiles sources against a schema. Throws ApexCompileErrors with every problem found. */
export function compileProgram(sources: readonly Source[], library: Library, objects: readonly ObjectSchema[]): CompiledProgram {
  const problems: Problem[] = [];
  const parsed = sources.map((source) => parseSource(source, problems)).filter((p): p is ParsedSource => p !== null);
  const byName = objectsByName(objects);
  const table = new TypeTable(library, (name) => byName.get(name.toLowerCase()));
  const declarations = new Declarations(table);
  const emitter = new Emitter(table, declarations, () => objects, compileChain);
  declarations.addAll(parsed);
  const textOf = new Map(parsed.map((p) => [p.file, p.text]));
  let body = '';
  for (const cls of inOrder(declarations.classes)) if (cls.kind !== 'trigger') body += compileClass({ emitter, cls, source: textOf.get(cls.file) ?? '' });
  const triggers: CompiledProgram['triggers'][number][] = [];
  for (const trigger of declarations.triggers) {
    const schema = byName.get(trigger.object.toLowerCase());
    if (!schema) {
      declarations.problems.push({ file: trigger.cls.file, line: 1, column: 1, message: `SObject type does not allow triggers: ${trigger.object}` });
      continue;
    }
    triggers.push({ ...trigger, schema });
    body += compileTrigger({ emitter, cls: trigger.cls, source: textOf.get(trigger.cls.file) ?? '' }, trigger, table.ofSchema(schema));
  }
  problems.push(...declarations.problems);
  if (problems.length) throw new ApexCompileErrors(problems);
  const statics = declarations.classes.map((c) => `const $S${c.index}=()=>X.context.statics[${c.index}]||X.statics(${c.index});`).join('\n');
  const calls = emitter.library.values.map((_, i) => `const $L${i}=L[${i}];`).join('');
  const js = `"use strict";\nconst {${HELPERS.join(',')}}=R;\nconst $H=X.hits;\n${calls}\n${statics}\n${body}`;
  return { declarations, emitter, table, triggers, js };
}

/** Names generated code takes from the runtime; `helpers.ts` provides exactly these. */
export const HELPERS = [
  'Instance',
  'Throwable',
  'Dbl',
  'dec',
  'nn',
  'truth',
  'cat',
  'textEquals',
  'idEquals',
  'equals',
  'ordered',
  'orderedText',
  'integer',
  'long',
  'double',
  'decimal',
  'boolean',
  'negate',
  'widen',
  'asId',
  'shiftDate',
  'shiftDatetime',
  'shiftTime',
  'single',
  'singleOrNull',
  'castTo',
  'isA',
  'each',
  'chunks',
  'thrown',
  'read',
  'readParent',
  'write',
  'newRecord',
  'newList',
  'newSet',
  'newMap',
  'newArray',
  'typeValue',
  'objectToken',
  'fieldToken',
  'describeObject',
  'describeField',
  'fieldMap',
  'label',
  'platform',
  'setPlatform',
  'enumValues',
  'enumValueOf',
  'libraryEnumValues',
  'libraryEnumValueOf',
  '$E',
  'callInterface',
  'addFieldError',
  'query',
  'countQuery',
  'dml',
  'runAs',
  'future',
] as const;

/** Superclasses before their subclasses. */
function inOrder(classes: readonly ClassInfo[]): ClassInfo[] {
  const done = new Set<ClassInfo>();
  const visit = (cls: ClassInfo): void => {
    if (done.has(cls)) return;
    const parent = cls.superType?.cls;
    if (parent) visit(parent);
    done.add(cls);
  };
  classes.forEach(visit);
  return [...done];
}
