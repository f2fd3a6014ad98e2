/** A compiled program to its image. */
import type { Annotations, ClassInfo, FieldInfo, MethodInfo } from '../compiler/infos.ts';
import type { CompiledProgram } from '../compiler/program.ts';
import type { ApexType } from '../compiler/types.ts';
import { EnumValue, type Library, type LibraryMethod } from '../library/define.ts';
import type { AnnotationsImage, ClassImage, FieldImage, MemberName, MethodImage, ProgramImage, TypeImage } from './image.ts';

/** The image of a program compiled against `library`; loading it needs the same library and schema. */
export function imageOf(program: CompiledProgram, library: Library): ProgramImage {
  const { emitter, declarations, triggers, js } = program;
  const types = new TypeWriter();
  const members = memberNames(library);
  const classes = declarations.classes.map((cls) => classImage(cls, types));
  const usedTypes = emitter.types.values.map((type) => types.index(type));
  return {
    js,
    classes,
    types: types.images,
    triggers: triggers.map(({ cls, schema, events }) => ({ cls: cls.index, object: schema.name, events })),
    sites: emitter.sites,
    lines: emitter.lines,
    usedTypes,
    usedSchemas: emitter.schemas.values.map((schema) => schema.name),
    usedConstants: emitter.constants.values.map(constantName),
    usedMethods: emitter.library.values.map((method) => members.get(method) ?? fault(`${method.owner}.${method.name} is not of this library`)),
  };
}

const fault = (message: string): never => {
  throw new Error(message);
};

class TypeWriter {
  readonly images: TypeImage[] = [];
  readonly #index = new Map<ApexType, number>();

  index(type: ApexType): number {
    const known = this.#index.get(type);
    if (known !== undefined) return known;
    const image = this.#image(type);
    this.images.push(image);
    this.#index.set(type, this.images.length - 1);
    return this.images.length - 1;
  }

  #image(type: ApexType): TypeImage {
    switch (type.kind) {
      case 'void':
      case 'null':
      case 'object':
        return { kind: type.kind };
      case 'sobject':
        return { kind: 'sobject', name: type.schema?.name ?? null };
      case 'class':
        return { kind: 'class', index: type.cls?.index ?? fault(`${type.name} has no class`) };
      case 'library':
        return { kind: 'library', name: type.library?.name ?? type.name, args: type.args.map((arg) => this.index(arg)) };
    }
  }
}

const annotationsImage = (annotations: Annotations): AnnotationsImage => [...annotations].map(([name, params]) => [name, [...params]] as const);

function methodImage({ owner: _, ...method }: MethodInfo, types: TypeWriter): MethodImage {
  return {
    ...method,
    params: method.params.map(({ name, type }) => ({ name, type: types.index(type) })),
    returns: types.index(method.returns),
    annotations: annotationsImage(method.annotations),
  };
}

const fieldImage = ({ owner: _, ...field }: FieldInfo, types: TypeWriter): FieldImage => ({
  ...field,
  type: types.index(field.type),
  annotations: annotationsImage(field.annotations),
});

function classImage({ inner: _, index: __, ...cls }: ClassInfo, types: TypeWriter): ClassImage {
  return {
    ...cls,
    outer: cls.outer?.index ?? null,
    annotations: annotationsImage(cls.annotations),
    superType: cls.superType ? types.index(cls.superType) : null,
    interfaces: cls.interfaces.map((type) => types.index(type)),
    fields: [...cls.fields.values()].map((field) => fieldImage(field, types)),
    methods: [...cls.methods.values()].flat().map((method) => methodImage(method, types)),
    constructors: cls.constructors.map((method) => methodImage(method, types)),
    constants: [...cls.constants.values()].map(({ name }) => name),
  };
}

const constantName = (value: unknown): { type: string; name: string } =>
  value instanceof EnumValue ? { type: value.type, name: value.name } : fault(`only enum constants are fixed at compile time: ${String(value)}`);

function memberNames(library: Library): ReadonlyMap<LibraryMethod, MemberName> {
  const names = new Map<LibraryMethod, MemberName>();
  for (const [key, cls] of library) {
    cls.constructors.forEach((method, overload) => names.set(method, { cls: key, name: 'new', overload }));
    for (const [name, overloads] of cls.methods) overloads.forEach((method, overload) => names.set(method, { cls: key, name, overload }));
  }
  return names;
}
