/**
 * A compiled program as plain JSON, so that it can be kept between starts: classes, types and platform members are named by
 * number or by name instead of held. Types come after the types they are made of.
 */
import type { CoverageLine } from '../compiler/emit.ts';
import type { ClassInfo, FieldInfo, MethodInfo } from '../compiler/infos.ts';
import type { CallSite } from '../runtime/runtime.ts';

type ClassIndex = number;
type TypeIndex = number;
export type AnnotationsImage = readonly (readonly [name: string, params: readonly (readonly [string, string])[]])[];

export type TypeImage =
  | { readonly kind: 'void' | 'null' | 'object' }
  /** A null name is the generic SObject. */
  | { readonly kind: 'sobject'; readonly name: string | null }
  | { readonly kind: 'class'; readonly index: ClassIndex }
  | { readonly kind: 'library'; readonly name: string; readonly args: readonly TypeIndex[] };

export type MethodImage = Omit<MethodInfo, 'owner' | 'params' | 'returns' | 'annotations'> & {
  readonly params: readonly { readonly name: string; readonly type: TypeIndex }[];
  readonly returns: TypeIndex;
  readonly annotations: AnnotationsImage;
};

export type FieldImage = Omit<FieldInfo, 'owner' | 'type' | 'annotations'> & { readonly type: TypeIndex; readonly annotations: AnnotationsImage };

/** Constants are names in order; members are in the order they were declared. */
export type ClassImage = Omit<
  ClassInfo,
  'outer' | 'annotations' | 'superType' | 'interfaces' | 'fields' | 'methods' | 'constructors' | 'inner' | 'constants' | 'index'
> & {
  readonly outer: ClassIndex | null;
  readonly annotations: AnnotationsImage;
  readonly superType: TypeIndex | null;
  readonly interfaces: readonly TypeIndex[];
  readonly fields: readonly FieldImage[];
  readonly methods: readonly MethodImage[];
  readonly constructors: readonly MethodImage[];
  readonly constants: readonly string[];
};

export type ProgramImage = {
  readonly js: string;
  readonly classes: readonly ClassImage[];
  readonly types: readonly TypeImage[];
  readonly triggers: readonly { readonly cls: ClassIndex; readonly object: string; readonly events: readonly string[] }[];
  readonly sites: readonly CallSite[];
  readonly lines: readonly CoverageLine[];
  /** What the generated code refers to by number, in the emitter's order. */
  readonly usedTypes: readonly TypeIndex[];
  readonly usedSchemas: readonly string[];
  readonly usedConstants: readonly { readonly type: string; readonly name: string }[];
  readonly usedMethods: readonly MemberName[];
};

/** One overload of a platform member; `name` is `new` for constructors. */
export type MemberName = { readonly cls: string; readonly name: string; readonly overload: number };
