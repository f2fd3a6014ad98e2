/** An image back to what the runtime works with. */
import type { ObjectSchema } from '../../contract.ts';
import { objectsByName } from '../compiler/aggregate.ts';
import type { CoverageLine } from '../compiler/emit.ts';
import type { Annotations, ClassInfo, FieldInfo, MethodInfo } from '../compiler/infos.ts';
import { TypeTable, type ApexType } from '../compiler/types.ts';
import { enumConstant, EnumValue, type Implementation, type Library } from '../library/define.ts';
import type { CallSite } from '../runtime/runtime.ts';
import type { AnnotationsImage, ClassImage, FieldImage, MemberName, MethodImage, ProgramImage, TypeImage } from './image.ts';

export type LoadedProgram = {
  readonly js: string;
  readonly table: TypeTable;
  readonly classes: readonly ClassInfo[];
  readonly triggers: readonly { readonly cls: ClassInfo; readonly object: string; readonly events: readonly string[] }[];
  readonly sites: readonly CallSite[];
  readonly lines: readonly CoverageLine[];
  readonly types: readonly ApexType[];
  readonly schemas: readonly ObjectSchema[];
  readonly constants: readonly EnumValue[];
  readonly methods: readonly (Implementation | null)[];
};

/** The program of an image, given the library and schema it was compiled against. */
export function programOf(image: ProgramImage, library: Library, objects: readonly ObjectSchema[]): LoadedProgram {
  const byName = objectsByName(objects);
  const schemaNamed = (name: string): ObjectSchema => byName.get(name.toLowerCase()) ?? fault(`the org has no object ${name}`);
  const table = new TypeTable(library, (name) => byName.get(name.toLowerCase()));
  const classes = image.classes.map(emptyClass);
  const types: ApexType[] = [];
  for (const type of image.types) types.push(typeOf(type, { table, classes, types, schemaNamed }));
  image.classes.forEach((kept, index) => fill(at(classes, index), kept, { classes, types }));
  return {
    js: image.js,
    table,
    classes,
    triggers: image.triggers.map(({ cls, object, events }) => ({ cls: at(classes, cls), object, events })),
    sites: image.sites,
    lines: image.lines,
    types: image.usedTypes.map((index) => at(types, index)),
    schemas: image.usedSchemas.map(schemaNamed),
    constants: image.usedConstants.map(({ type, name }) => enumConstant(type, name)),
    methods: image.usedMethods.map((name) => implementation(library, name)),
  };
}

const fault = (message: string): never => {
  throw new Error(`a compiled program does not fit this org: ${message}`);
};

function at<T>(list: readonly T[], index: number): T {
  return list[index] ?? fault(`nothing at ${index}`);
}

const annotationsOf = (kept: AnnotationsImage): Annotations => new Map(kept.map(([name, params]) => [name, new Map(params)]));

/** A class that only has its name and flags: types can name it before its members are read. */
const emptyClass = (kept: ClassImage, index: number): ClassInfo & { outer: ClassInfo | null } => ({
  ...kept,
  index,
  outer: null,
  annotations: annotationsOf(kept.annotations),
  superType: null,
  interfaces: [],
  fields: new Map(),
  methods: new Map(),
  constructors: [],
  inner: new Map(),
  constants: new Map(kept.constants.map((name, ordinal) => [name.toLowerCase(), new EnumValue(kept.fullName, name, ordinal)])),
});

type TypeParts = {
  readonly table: TypeTable;
  readonly classes: readonly ClassInfo[];
  readonly types: readonly ApexType[];
  readonly schemaNamed: (name: string) => ObjectSchema;
};

function typeOf(type: TypeImage, { table, classes, types, schemaNamed }: TypeParts): ApexType {
  switch (type.kind) {
    case 'void':
      return table.voidType;
    case 'null':
      return table.nullType;
    case 'object':
      return table.object;
    case 'sobject':
      return type.name === null ? table.sobject : table.ofSchema(schemaNamed(type.name));
    case 'class':
      return table.ofClass(at(classes, type.index));
    case 'library':
      return table.lib(
        type.name,
        type.args.map((arg) => at(types, arg)),
      );
  }
}

type Parts = { readonly classes: readonly (ClassInfo & { outer: ClassInfo | null })[]; readonly types: readonly ApexType[] };

function fill(cls: ClassInfo & { outer: ClassInfo | null }, kept: ClassImage, { classes, types }: Parts): void {
  cls.superType = kept.superType === null ? null : at(types, kept.superType);
  cls.interfaces = kept.interfaces.map((type) => at(types, type));
  if (kept.outer !== null) {
    cls.outer = at(classes, kept.outer);
    cls.outer.inner.set(cls.name.toLowerCase(), cls);
  }
  for (const field of kept.fields) cls.fields.set(field.name.toLowerCase(), fieldOf(field, cls, types));
  for (const method of kept.methods) {
    const name = method.name.toLowerCase();
    cls.methods.set(name, [...(cls.methods.get(name) ?? []), methodOf(method, cls, types)]);
  }
  cls.constructors.push(...kept.constructors.map((method) => methodOf(method, cls, types)));
}

const fieldOf = (kept: FieldImage, owner: ClassInfo, types: readonly ApexType[]): FieldInfo => ({
  ...kept,
  owner,
  type: at(types, kept.type),
  annotations: annotationsOf(kept.annotations),
});

const methodOf = (kept: MethodImage, owner: ClassInfo, types: readonly ApexType[]): MethodInfo => ({
  ...kept,
  owner,
  params: kept.params.map(({ name, type }) => ({ name, type: at(types, type) })),
  returns: at(types, kept.returns),
  annotations: annotationsOf(kept.annotations),
});

function implementation(library: Library, { cls, name, overload }: MemberName): Implementation | null {
  const owner = library.get(cls) ?? fault(`no platform class ${cls}`);
  return at(name === 'new' ? owner.constructors : (owner.methods.get(name) ?? []), overload).run;
}
