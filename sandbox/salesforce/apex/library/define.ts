/**
 * How the platform library is declared: each member is one line, its Apex signature and its meaning.
 * `'Boolean contains(String)': (self, other) => …`. A parameter marked `?` may be null; any other null throws the
 * platform's NullPointerException. A member that is not declared here does not exist: using it is a compile error.
 */
import { splitTypes } from '../compiler/types.ts';

/** Parameter types are checked by the compiler's signature, so an implementation states them as its own. */
export type Implementation = (...args: never[]) => unknown;

export type LibraryMethod = {
  readonly name: string;
  readonly owner: string;
  readonly isStatic: boolean;
  readonly returns: string;
  readonly params: readonly { readonly type: string; readonly nullable: boolean }[];
  /** null: an interface method that user classes implement. */
  readonly run: Implementation | null;
};

export type LibraryProperty = {
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: string;
  readonly get: Implementation | null;
};

export type LibraryClass = {
  readonly name: string;
  readonly typeParams: readonly string[];
  readonly supertypes: readonly string[];
  readonly isInterface: boolean;
  readonly isEnum: boolean;
  readonly methods: Map<string, LibraryMethod[]>;
  readonly properties: Map<string, LibraryProperty>;
  readonly constructors: LibraryMethod[];
};

export type Library = Map<string, LibraryClass>;

/** A library enum constant; user enums share the shape. */
export class EnumValue {
  readonly type: string;
  readonly name: string;
  readonly ordinal: number;
  constructor(type: string, name: string, ordinal: number) {
    this.type = type;
    this.name = name;
    this.ordinal = ordinal;
  }
}

/** An instance of a library class that is only a bag of named values. */
export class Bag {
  readonly type: string;
  readonly values: { [name: string]: unknown };
  constructor(type: string, values: { [name: string]: unknown } = {}) {
    this.type = type;
    this.values = values;
  }
}

export type Definition = { readonly [signature: string]: Implementation | null };
export type ClassOptions = { readonly extends?: readonly string[]; readonly isInterface?: boolean; readonly isEnum?: boolean };

const NULLABLE_BY_NATURE = new Set(['Object', 'T', 'K', 'V']);

function parseParam(text: string): { type: string; nullable: boolean } {
  const nullable = text.endsWith('?');
  const type = nullable ? text.slice(0, -1) : text;
  return { type, nullable: nullable || NULLABLE_BY_NATURE.has(type) };
}

/** Declares a class, or adds members to one. `name` may carry type parameters: `Map<K,V>`. */
export function define(library: Library, name: string, members: Definition, options: ClassOptions = {}): void {
  const [, bare = name, params = ''] = /^([^<]+)(?:<(.+)>)?$/.exec(name) ?? [];
  let cls = library.get(bare.toLowerCase());
  if (!cls) {
    cls = {
      name: bare,
      typeParams: params ? params.split(',') : [],
      supertypes: options.extends ?? [],
      isInterface: options.isInterface ?? false,
      isEnum: options.isEnum ?? false,
      methods: new Map(),
      properties: new Map(),
      constructors: [],
    };
    library.set(bare.toLowerCase(), cls);
  }
  for (const [signature, run] of Object.entries(members)) addMember(cls, signature, run);
}

function addMember(cls: LibraryClass, signature: string, run: Implementation | null): void {
  const match = /^(static )?(?:(\S+) )?(\w+)(?:\((.*)\))?$/.exec(signature.replaceAll(', ', ','));
  if (!match) throw new Error(`bad signature: ${cls.name} ${signature}`);
  const [, statik, returns = cls.name, member = '', params] = match;
  const isStatic = statik !== undefined;
  if (params === undefined) {
    cls.properties.set(member.toLowerCase(), { name: member, isStatic, type: returns, get: run });
    return;
  }
  const method = { name: member, owner: cls.name, isStatic, returns, params: splitTypes(params).map(parseParam), run };
  if (member === 'new') {
    cls.constructors.push({ ...method, isStatic: true });
    return;
  }
  const overloads = cls.methods.get(member.toLowerCase()) ?? [];
  overloads.push(method);
  cls.methods.set(member.toLowerCase(), overloads);
}

/** Declares an enum and answers its constants by name. */
export function defineEnum(library: Library, name: string, constants: readonly string[]): ReadonlyMap<string, EnumValue> {
  const values = new Map(constants.map((constant, i) => [constant, new EnumValue(name, constant, i)]));
  const members: { [signature: string]: Implementation } = {};
  for (const [constant, value] of values) members[`static ${name} ${constant}`] = () => value;
  define(library, name, members, { isEnum: true });
  enums.set(name, values);
  return values;
}

const enums = new Map<string, ReadonlyMap<string, EnumValue>>();

/** A library enum's constant; the constant must exist. */
export function enumConstant(type: string, name: string): EnumValue {
  const value = enums.get(type)?.get(name);
  if (!value) throw new Error(`${type} has no constant ${name}`);
  return value;
}

export const enumConstants = (type: string): readonly EnumValue[] => [...(enums.get(type)?.values() ?? [])];
