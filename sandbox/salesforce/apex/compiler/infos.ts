/** What is known of every class, method and field once sources are declared: shared by compiler and runtime, so without any parse tree. */
import type { TriggerUnitContext } from '@apexdevtools/apex-parser';
import type { EnumValue } from '../library/define.ts';
import type { ApexType } from './types.ts';

export type Access = 'private' | 'protected' | 'public' | 'global';
export type Param = { readonly name: string; readonly type: ApexType };

export type MethodInfo = {
  readonly name: string;
  readonly owner: ClassInfo;
  readonly params: readonly Param[];
  readonly returns: ApexType;
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly isOverride: boolean;
  readonly access: Access;
  readonly annotations: Annotations;
  /** The JavaScript member's name. */
  readonly js: string;
};

export type FieldInfo = {
  readonly name: string;
  readonly owner: ClassInfo;
  readonly type: ApexType;
  readonly isStatic: boolean;
  readonly isFinal: boolean;
  readonly isTransient: boolean;
  readonly access: Access;
  readonly setAccess: Access;
  readonly annotations: Annotations;
  readonly js: string;
  readonly isProperty: boolean;
  readonly canRead: boolean;
  readonly canWrite: boolean;
};

/** Annotation name to its parameters, all lower-cased except values. */
export type Annotations = ReadonlyMap<string, ReadonlyMap<string, string>>;

export type ClassInfo = {
  readonly index: number;
  readonly name: string;
  readonly fullName: string;
  readonly file: string;
  readonly apiVersion: number;
  readonly outer: ClassInfo | null;
  readonly kind: 'class' | 'interface' | 'enum' | 'trigger';
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly isTest: boolean;
  readonly access: Access;
  readonly sharing: 'with' | 'without' | 'inherited' | null;
  readonly annotations: Annotations;
  superType: ApexType | null;
  interfaces: ApexType[];
  readonly fields: Map<string, FieldInfo>;
  readonly methods: Map<string, MethodInfo[]>;
  readonly constructors: MethodInfo[];
  readonly inner: Map<string, ClassInfo>;
  readonly constants: Map<string, EnumValue>;
};

export type TriggerInfo = { readonly cls: ClassInfo; readonly object: string; readonly events: readonly string[]; readonly unit: TriggerUnitContext };

export function isException(info: ClassInfo): boolean {
  for (let at: ClassInfo | null = info; at; at = at.superType?.cls ?? null) if (at.superType?.name === 'Exception') return true;
  return false;
}
