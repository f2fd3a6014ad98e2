/** What all bodies share while compiling: the program's constants and the small facts about an expression. */
import type { ExpressionContext } from '@apexdevtools/apex-parser';
import type { ObjectSchema } from '../../contract.ts';
import type { LibraryMethod } from '../library/define.ts';
import type { CallSite } from '../runtime/runtime.ts';
import type { Body } from './body.ts';
import type { ClassInfo } from './infos.ts';
import type { Declarations } from './declarations.ts';
import type { ApexType, TypeTable } from './types.ts';

/** A compiled expression. */
export type Expr = {
  readonly js: string;
  readonly type: ApexType;
  /** Certainly not null. */
  readonly isSafe?: boolean;
  /** A query's list, which may stand for its only record. */
  readonly isQuery?: boolean;
  /** A parent record read through a relationship: reading on from an empty one gives null, not an error. */
  readonly isParent?: boolean;
  /** Set when the expression names a type, not a value. */
  readonly names?: ApexType;
  /** Set when it is only the beginning of a dotted name, such as `System` or `Schema.SObjectType`. */
  readonly path?: string;
  /** How to assign; `receiver` is evaluated once into a temporary for compound assignment. */
  readonly target?: Target;
  /** A `?.` earlier in the chain: wraps the finished chain so that null ends it. */
  readonly guard?: (inner: string) => string;
};

export type Target = {
  readonly type: ApexType;
  /** Expressions to evaluate once, in order. */
  readonly parts: readonly string[];
  readonly read: (parts: readonly string[]) => string;
  readonly write: (parts: readonly string[], value: string) => string;
};

/** Compiles one link of a chain; calls, creators and queries reach it through the emitter, since it reaches them. */
export type ChainCompiler = (body: Body, node: ExpressionContext) => Expr;

/** Interns values that generated code refers to by index. */
class Pool<T> {
  readonly values: T[] = [];
  readonly #index = new Map<T, number>();
  at(value: T): number {
    const known = this.#index.get(value);
    if (known !== undefined) return known;
    this.values.push(value);
    this.#index.set(value, this.values.length - 1);
    return this.values.length - 1;
  }
}

export type CoverageLine = { readonly file: string; readonly unit: string; readonly isTrigger: boolean; readonly line: number };

export class Emitter {
  readonly table: TypeTable;
  readonly declarations: Declarations;
  readonly objects: () => readonly ObjectSchema[];
  readonly compileChain: ChainCompiler;
  readonly library = new Pool<LibraryMethod>();
  readonly types = new Pool<ApexType>();
  readonly schemas = new Pool<ObjectSchema>();
  readonly constants = new Pool<unknown>();
  readonly sites: CallSite[] = [];
  readonly lines: CoverageLine[] = [];
  readonly #lineIndex = new Map<string, number>();

  constructor(table: TypeTable, declarations: Declarations, objects: () => readonly ObjectSchema[], compileChain: ChainCompiler) {
    this.table = table;
    this.declarations = declarations;
    this.objects = objects;
    this.compileChain = compileChain;
  }

  type(type: ApexType): string {
    return `$T[${this.types.at(type)}]`;
  }
  schema(schema: ObjectSchema): string {
    return `$O[${this.schemas.at(schema)}]`;
  }
  /** A platform enum's constant, fixed at compile time. */
  constant(value: unknown): string {
    return `$Q[${this.constants.at(value)}]`;
  }
  method(method: LibraryMethod): string {
    return `$L${this.library.at(method)}`;
  }
  site(label: string, cls: ClassInfo): number {
    this.sites.push({ label, sharing: sharingOf(cls), mode: defaultMode(cls) });
    return this.sites.length - 1;
  }

  /** Registers an executable line; null for test code, which coverage leaves out. */
  line(cls: ClassInfo, line: number): number | null {
    let top = cls;
    while (top.outer) top = top.outer;
    if (top.isTest) return null;
    const key = `${top.file}:${line}`;
    const known = this.#lineIndex.get(key);
    if (known !== undefined) return known;
    this.lines.push({ file: top.file, unit: top.name, isTrigger: top.kind === 'trigger', line });
    this.#lineIndex.set(key, this.lines.length - 1);
    return this.lines.length - 1;
  }
}

/** The sharing a class's own declaration asks for; null takes the caller's. */
export function sharingOf(cls: ClassInfo): boolean | null {
  if (cls.kind === 'trigger' || cls.sharing === 'without') return false;
  if (cls.sharing === 'with') return true;
  if (cls.sharing === 'inherited') return null;
  return cls.apiVersion >= USER_MODE_SINCE ? true : null;
}

/** Classes saved at this version or later run queries and DML in user mode unless they say otherwise. */
export const USER_MODE_SINCE = 67;

export const defaultMode = (cls: ClassInfo): 'user' | 'system' => (cls.kind !== 'trigger' && cls.apiVersion >= USER_MODE_SINCE ? 'user' : 'system');

/** Whether initialising a class can be noticed: a static block, or a static field whose value is computed. */
const startsWithEffect = ({ trees }: Declarations, cls: ClassInfo): boolean =>
  trees.classes.of(cls).initializers.some((i) => i.isStatic && ('block' in i || /[([]/.test(trees.fields.of(i).initial?.getText() ?? '')));

/** JavaScript, comma-ended, that initialises a class before its first use from another one's body, as the platform does when it loads it. */
export function startOf(body: Body, cls: ClassInfo): string {
  const { declarations } = body.emitter;
  let js = '';
  for (let at: ClassInfo | null = cls; at; at = at.superType?.cls ?? null)
    if (at !== body.cls && startsWithEffect(declarations, at)) js = `$S${at.index}(),${js}`;
  return js;
}
