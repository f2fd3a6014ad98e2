/** One callable's body while it is compiled: scopes, temporaries, where it runs. */
import type { ParserRuleContext } from 'antlr4';
import type { TypeRefContext } from '@apexdevtools/apex-parser';
import type { ClassInfo, FieldInfo } from './infos.ts';
import { defaultMode, type Emitter } from './emit.ts';
import { refuse } from './errors.ts';
import { isException } from './infos.ts';
import type { ApexType } from './types.ts';

export type Local = { readonly js: string; readonly type: ApexType; readonly isFinal: boolean };

export type BodyOptions = {
  readonly emitter: Emitter;
  readonly cls: ClassInfo;
  readonly source: string;
  readonly isStatic: boolean;
  readonly returns: ApexType;
  readonly accessorOf?: FieldInfo | null;
  /** A constructor or initialiser, where final fields of the class may be set. */
  readonly isInitialiser?: boolean;
  readonly isConstructor?: boolean;
  /** The object of a trigger's body. */
  readonly triggerObject?: ApexType | null;
};

export class Body {
  readonly emitter: Emitter;
  readonly cls: ClassInfo;
  readonly source: string;
  readonly isStatic: boolean;
  readonly returns: ApexType;
  readonly accessorOf: FieldInfo | null;
  readonly mode: 'user' | 'system';
  readonly isConstructor: boolean;
  readonly #isInitialiser: boolean;
  readonly #triggerObject: ApexType | null;
  readonly #scopes: Map<string, Local>[] = [new Map()];
  readonly temps: string[] = [];
  #names = 0;
  loopDepth = 0;
  isInRunAs = false;

  constructor(options: BodyOptions) {
    this.emitter = options.emitter;
    this.cls = options.cls;
    this.source = options.source;
    this.isStatic = options.isStatic;
    this.returns = options.returns;
    this.accessorOf = options.accessorOf ?? null;
    this.mode = defaultMode(options.cls);
    this.isConstructor = options.isConstructor ?? false;
    this.#isInitialiser = options.isInitialiser ?? this.isConstructor;
    this.#triggerObject = options.triggerObject ?? null;
  }

  temp(): string {
    const name = `$t${this.temps.length}`;
    this.temps.push(name);
    return name;
  }

  /** Evaluates parts once: `setup` is a comma-ended prefix, `temps` what to use instead. */
  hold(parts: readonly string[]): { setup: string; temps: string[] } {
    const temps = parts.map((part) => (/^[$\w]+(\(\))?$/.test(part) ? part : this.temp()));
    const setup = parts.map((part, i) => (temps[i] === part ? '' : `${temps[i]}=${part},`)).join('');
    return { setup, temps };
  }

  scoped<T>(work: () => T): T {
    this.#scopes.push(new Map());
    try {
      return work();
    } finally {
      this.#scopes.pop();
    }
  }

  declare(name: string, type: ApexType, at: ParserRuleContext, isFinal = false): Local {
    if (this.findLocal(name)) refuse(at, `Duplicate variable: ${name}`);
    if (type.kind === 'void') refuse(at, 'A variable cannot be void');
    const local = { js: `v_${name.toLowerCase()}_${this.#names++}`, type, isFinal };
    this.#scopes[this.#scopes.length - 1]?.set(name.toLowerCase(), local);
    return local;
  }

  findLocal(name: string): Local | undefined {
    const id = name.toLowerCase();
    for (let i = this.#scopes.length - 1; i >= 0; i -= 1) {
      const local = this.#scopes[i]?.get(id);
      if (local) return local;
    }
    return undefined;
  }

  mayInitialise(field: FieldInfo): boolean {
    return this.#isInitialiser && field.owner === this.cls;
  }

  typeRef(ref: TypeRefContext): ApexType {
    return this.emitter.declarations.typeRef(ref, this.cls);
  }

  /** Trigger.new and its like are typed by the trigger's object in its own body, as SObject elsewhere. */
  triggerPropertyType(name: string, declared: ApexType): ApexType {
    const { table } = this.emitter;
    if (!this.#triggerObject) return declared;
    if (name === 'new' || name === 'old') return table.list(this.#triggerObject);
    if (name === 'newMap' || name === 'oldMap') return table.lib('Map', [table.lib('Id'), this.#triggerObject]);
    return declared;
  }

  /** Marks a statement's line for stack traces and coverage. */
  mark(at: ParserRuleContext): string {
    const { line } = at.start;
    const index = this.emitter.line(this.cls, line);
    return `$f.line=${line};${index === null ? '' : `$H[${index}]=1;`}`;
  }

  isExceptionType(type: ApexType): boolean {
    if (type.cls) return isException(type.cls);
    for (let at: ApexType | undefined = type; at;) {
      if (at.name === 'Exception') return true;
      const parent: string | undefined = at.library?.supertypes[0];
      at = parent ? this.emitter.table.parse(parent) : undefined;
    }
    return false;
  }
}
