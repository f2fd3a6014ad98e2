/** Apex types as the compiler and the runtime share them: interned by id, so two equal types are one object. */
import type { ObjectSchema } from '../../contract.ts';
import type { ClassInfo } from './infos.ts';
import type { LibraryClass } from '../library/define.ts';

export type TypeKind = 'void' | 'null' | 'object' | 'library' | 'class' | 'sobject';

export type ApexType = {
  /** Unique: a class of the package and a platform type may share a name. */
  readonly id: string;
  /** As Apex prints it: `Map<Id,Account>`, `Outer.Inner`. */
  readonly name: string;
  readonly kind: TypeKind;
  readonly args: readonly ApexType[];
  readonly cls: ClassInfo | null;
  readonly library: LibraryClass | null;
  /** null with kind `sobject`: the generic SObject. */
  readonly schema: ObjectSchema | null;
};

const PRIMITIVES = new Set(['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob']);

export const isPrimitive = (type: ApexType): boolean => type.kind === 'library' && PRIMITIVES.has(type.name);
export const isNumeric = (type: ApexType): boolean => type.kind === 'library' && NUMERIC_RANK[type.name] !== undefined;
export const isText = (type: ApexType): boolean => type.name === 'String' || type.name === 'Id';
export const collectionName = (type: ApexType): string => (type.kind === 'library' ? (type.library?.name ?? '') : '');
export const isCollection = (type: ApexType): boolean => ['List', 'Set', 'Map'].includes(collectionName(type));

/** Widening order of the numeric types. */
export const NUMERIC_RANK: Readonly<Record<string, number>> = { Integer: 1, Long: 2, Double: 3, Decimal: 4 };

export const NO_CONVERSION = 1000;

/** A class and everything it extends, nearest first. */
export function* ancestry(info: ClassInfo): Generator<ClassInfo> {
  for (let at: ClassInfo | null = info; at; at = at.superType?.cls ?? null) yield at;
}

/** Direct supertypes: the class extended and the interfaces implemented. */
export function directSupertypes(type: ApexType, table: TypeTable): ApexType[] {
  if (type.cls) return [...(type.cls.superType ? [type.cls.superType] : []), ...type.cls.interfaces];
  if (type.library) return type.library.supertypes.map((text) => table.parse(text, type));
  return [];
}

function distanceUp(from: ApexType, to: ApexType, table: TypeTable): number {
  if (from === to) return 0;
  // Iterable<Account> where Iterable<SObject> is asked for: the element converts.
  if (from.kind === 'library' && from.library === to.library && from.args.length === to.args.length) {
    return from.args.every((arg, i) => elementConverts(arg, to.args[i] ?? arg, table)) ? 1 : NO_CONVERSION;
  }
  let best = NO_CONVERSION;
  for (const parent of directSupertypes(from, table)) best = Math.min(best, distanceUp(parent, to, table) + 1);
  return best;
}

function elementConverts(from: ApexType, to: ApexType, table: TypeTable): boolean {
  if (from === to || to.kind === 'object') return true;
  // Apex lets a List<SObject> stand for a List<Account>, and the reverse.
  if (from.kind === 'sobject' && to.kind === 'sobject') return from.schema === null || to.schema === null;
  if (isText(from) && isText(to)) return true;
  if (isPrimitive(from) || isPrimitive(to)) return false;
  return distanceUp(from, to, table) < NO_CONVERSION;
}

/** How far an implicit conversion goes: 0 same type, larger is farther, NO_CONVERSION when there is none. */
export function conversionCost(from: ApexType, to: ApexType, table: TypeTable): number {
  if (from === to) return 0;
  if (to.kind === 'void' || from.kind === 'void') return NO_CONVERSION;
  if (from.kind === 'null') return to.kind === 'object' ? 2 : 1;
  if (to.kind === 'object') return 100;
  const fromRank = NUMERIC_RANK[from.name];
  const toRank = NUMERIC_RANK[to.name];
  if (fromRank !== undefined && toRank !== undefined) {
    if (fromRank < toRank) return toRank - fromRank;
    return from.name === 'Decimal' && to.name === 'Double' ? 1 : NO_CONVERSION;
  }
  if (from.name === 'Id' && to.name === 'String') return 1;
  if (from.name === 'String' && to.name === 'Id') return 2;
  if (from.name === 'Date' && to.name === 'Datetime') return 1;
  if (from.kind === 'sobject' && to.kind === 'sobject') return to.schema === null ? 1 : NO_CONVERSION;
  if (from.kind === 'library' && from.library === to.library && isCollection(from)) {
    return from.args.every((arg, i) => elementConverts(arg, to.args[i] ?? arg, table)) ? 1 : NO_CONVERSION;
  }
  return distanceUp(from, to, table);
}

/** Interns types and reads type texts such as `List<Database.SaveResult>`. */
export class TypeTable {
  readonly #types = new Map<string, ApexType>();
  readonly #libraries: ReadonlyMap<string, LibraryClass>;
  readonly #objects: (name: string) => ObjectSchema | undefined;
  readonly voidType: ApexType;
  readonly nullType: ApexType;
  readonly object: ApexType;
  readonly sobject: ApexType;

  constructor(libraries: ReadonlyMap<string, LibraryClass>, objects: (name: string) => ObjectSchema | undefined) {
    this.#libraries = libraries;
    this.#objects = objects;
    this.voidType = this.#intern('void', { kind: 'void' });
    this.nullType = this.#intern('null', { kind: 'null' });
    this.object = this.#intern('Object', { kind: 'object', library: libraries.get('object') ?? null });
    this.sobject = this.#intern('SObject', { kind: 'sobject', library: libraries.get('sobject') ?? null });
  }

  #intern(name: string, rest: Partial<ApexType> & { kind: TypeKind }): ApexType {
    const args = (rest.args ?? []).map((arg) => arg.id).join(',');
    const id = `${rest.kind}:${(rest.library && rest.kind === 'library' ? rest.library.name : name).toLowerCase()}<${args}>`;
    const known = this.#types.get(id);
    if (known) return known;
    const type = { id, name, args: [], cls: null, library: null, schema: null, ...rest };
    this.#types.set(id, type);
    return type;
  }

  ofClass(cls: ClassInfo): ApexType {
    return this.#intern(cls.fullName, { kind: 'class', cls });
  }

  ofSchema(schema: ObjectSchema): ApexType {
    return this.#intern(schema.name, { kind: 'sobject', schema, library: this.#libraries.get('sobject') ?? null });
  }

  generic(library: LibraryClass, args: readonly ApexType[]): ApexType {
    const name = args.length ? `${library.name}<${args.map((arg) => arg.name).join(',')}>` : library.name;
    return this.#intern(name, { kind: 'library', library, args });
  }

  list(element: ApexType): ApexType {
    return this.lib('List', [element]);
  }

  /** A library type that must exist. */
  lib(name: string, args: readonly ApexType[] = []): ApexType {
    const library = this.#libraries.get(name.toLowerCase());
    if (!library) throw new Error(`the library has no type ${name}`);
    return this.generic(library, args);
  }

  /** A platform type by its written name, generic arguments aside: library, sObject, Object or SObject. */
  platform(name: string, args: readonly ApexType[] = []): ApexType | undefined {
    const id = name.toLowerCase();
    const bare = id.replace(/^(system|schema|apexpages)\./, '');
    if (bare === 'object') return this.object;
    if (bare === 'sobject') return this.sobject;
    const library = this.#libraries.get(id) ?? this.#libraries.get(bare);
    if (library) return this.generic(library, args);
    const schema = this.#objects(id.startsWith('schema.') ? bare : id);
    return schema ? this.ofSchema(schema) : undefined;
  }

  /** Reads a type text of the library; `T`, `K`, `V` come from the receiver's arguments. */
  parse(text: string, receiver?: ApexType): ApexType {
    const params = receiver?.library?.typeParams ?? [];
    const at = params.indexOf(text);
    if (at >= 0) return receiver?.args[at] ?? this.object;
    if (text === 'void') return this.voidType;
    if (text === 'Self') return receiver ?? this.object;
    const open = text.indexOf('<');
    const name = open < 0 ? text : text.slice(0, open);
    const args = open < 0 ? [] : splitTypes(text.slice(open + 1, -1)).map((part) => this.parse(part, receiver));
    const type = this.platform(name, args);
    if (!type) throw new Error(`the library names an unknown type: ${text}`);
    return type;
  }
}

/** Splits at top-level commas: `Id,Map<Id,String>` → two texts. */
export function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '<') depth += 1;
    else if (c === '>') depth -= 1;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  return last ? [...parts, last] : parts;
}
