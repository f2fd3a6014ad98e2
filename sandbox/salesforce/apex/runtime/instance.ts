/** Base of every instance of a user class; generated classes extend it and put their ClassInfo on the prototype. */
import type { ClassInfo, MethodInfo } from '../compiler/infos.ts';

export class Instance {
  declare readonly $cls: ClassInfo;
  readonly [member: string]: unknown;

  /** Whether the class, or one it extends, declares this instance method. */
  $overrides(name: string, arity: number): boolean {
    return findMethod(this.$cls, name, arity) !== undefined;
  }

  /** Calls an instance method by its lower-cased Apex name and argument count: how the platform calls user code. */
  $invoke(name: string, args: readonly unknown[]): unknown {
    return invoke(this, this.$cls, name, args);
  }
}

export function invoke(target: object, cls: ClassInfo, name: string, args: readonly unknown[]): unknown {
  const method = findMethod(cls, name, args.length);
  if (!method) throw new Error(`${cls.fullName} has no method ${name}/${args.length}`);
  const run: unknown = Reflect.get(method.isStatic ? target.constructor : target, method.js);
  if (typeof run !== 'function') throw new Error(`${cls.fullName}.${name} was not compiled`);
  const result: unknown = Reflect.apply(run, target, [...args]);
  return result === undefined ? null : result;
}

export function findMethod(cls: ClassInfo, name: string, arity: number): MethodInfo | undefined {
  for (let at: ClassInfo | null = cls; at; at = at.superType?.cls ?? null) {
    const found = at.methods.get(name)?.find((m) => m.params.length === arity);
    if (found) return found;
  }
  return undefined;
}
