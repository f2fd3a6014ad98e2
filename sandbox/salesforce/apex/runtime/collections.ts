/** List, Set and Map. Sets and maps keep insertion order and compare by Apex value equality (text is case-sensitive). */
import type { ApexType } from '../compiler/types.ts';
import { decStrip, decText, Dbl, Dec } from './decimal.ts';
import { Instance } from './instance.ts';
import { SObj } from './sobject.ts';
import { ADate, ADatetime, ATime } from './temporal.ts';
import { raise } from './throwable.ts';

export class AList {
  readonly type: ApexType;
  items: unknown[];
  /** The trigger's own record lists cannot be changed. */
  readOnly = false;
  constructor(type: ApexType, items: unknown[] = []) {
    this.type = type;
    this.items = items;
  }
  get(index: number): unknown {
    if (index < 0 || index >= this.items.length) return raise('ListException', `List index out of bounds: ${index}`);
    return this.items[index];
  }
  set(index: number, value: unknown): unknown {
    this.get(index);
    this.items[index] = value;
    return value;
  }
}

export class ASet {
  readonly type: ApexType;
  readonly items = new Map<unknown, unknown>();
  constructor(type: ApexType, items: Iterable<unknown> = []) {
    this.type = type;
    for (const item of items) this.add(item);
  }
  add(value: unknown): boolean {
    const key = keyIn(this.items.values(), value);
    if (this.items.has(key)) return false;
    this.items.set(key, value);
    return true;
  }
  has(value: unknown): boolean {
    return this.items.has(keyIn(this.items.values(), value));
  }
  delete(value: unknown): boolean {
    return this.items.delete(keyIn(this.items.values(), value));
  }
}

export type Entry = { readonly key: unknown; value: unknown };

export class AMap {
  readonly type: ApexType;
  readonly entries = new Map<unknown, Entry>();
  constructor(type: ApexType) {
    this.type = type;
  }
  #key(key: unknown): unknown {
    return key instanceof Instance
      ? keyIn(
          [...this.entries.values()].map((e) => e.key),
          key,
        )
      : hashKey(key);
  }
  get(key: unknown): unknown {
    return this.entries.get(this.#key(key))?.value ?? null;
  }
  has(key: unknown): boolean {
    return this.entries.has(this.#key(key));
  }
  put(key: unknown, value: unknown): unknown {
    const hash = this.#key(key);
    const entry = this.entries.get(hash);
    if (!entry) {
      this.entries.set(hash, { key, value });
      return null;
    }
    const before = entry.value;
    entry.value = value;
    return before;
  }
  delete(key: unknown): unknown {
    const hash = this.#key(key);
    const before = this.entries.get(hash)?.value ?? null;
    this.entries.delete(hash);
    return before;
  }
}

/** A user object with its own equals is found by asking it; everything else hashes. */
function keyIn(present: Iterable<unknown>, value: unknown): unknown {
  if (!(value instanceof Instance) || !value.$overrides('equals', 1)) return hashKey(value);
  for (const other of present) if (other instanceof Instance && (other === value || value.$invoke('equals', [other]) === true)) return other;
  return value;
}

/** A JavaScript map key that is equal exactly when Apex calls the values equal. */
export function hashKey(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Dec) return `\0d${decText(decStrip(value))}`;
  if (value instanceof Dbl) return `\0f${value.value}`;
  if (value instanceof ADate) return `\0D${value.days}`;
  if (value instanceof ADatetime) return `\0T${value.ms}`;
  if (value instanceof ATime) return `\0t${value.ms}`;
  if (value instanceof SObj)
    return `\0o${value.schema.name}{${[...value.fields]
      .map(([k, v]) => `${k}=${keyText(v)}`)
      .sort()
      .join()}}`;
  if (value instanceof AList) return `\0l[${value.items.map(keyText).join()}]`;
  if (value instanceof ASet) return `\0s[${[...value.items.values()].map(keyText).sort().join()}]`;
  if (value instanceof AMap)
    return `\0m[${[...value.entries.values()]
      .map((e) => `${keyText(e.key)}=${keyText(e.value)}`)
      .sort()
      .join()}]`;
  return value;
}

let identities = 0;
const identity = new WeakMap<object, number>();

function keyText(value: unknown): string {
  const key = hashKey(value);
  if (typeof key === 'object' && key !== null) {
    const known = identity.get(key) ?? ++identities;
    identity.set(key, known);
    return `#${known}`;
  }
  return `${typeof key}${String(key)}`;
}

/** Value equality as equals() and collections see it. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Instance && b instanceof Instance && a.$overrides('equals', 1)) return a.$invoke('equals', [b]) === true;
  return hashKey(a) === hashKey(b);
}
