/** List, Set, Map, Iterable, Iterator, Comparable, Comparator, Object and Enum. */
import type { ApexType } from '../compiler/types.ts';
import { AList, AMap, ASet, hashKey, sameValue } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { callInterface } from '../runtime/helpers.ts';
import { Instance } from '../runtime/instance.ts';
import { compareValues, each, ListIterator } from '../runtime/operators.ts';
import { SObj } from '../runtime/sobject.ts';
import { toText } from '../runtime/text.ts';
import { notNull, raise } from '../runtime/throwable.ts';
import { define, type EnumValue, type Library } from './define.ts';
import { objectToken } from './tokens.ts';
import { cloneRecord } from './records.ts';

const writable = (list: AList): AList => (list.readOnly ? raise('FinalException', 'Collection is read-only') : list);
const stableSort = (list: AList, compare: (a: unknown, b: unknown) => number): void => {
  writable(list).items.sort(compare);
};

function textHash(value: unknown): number {
  const text = String(hashKey(value));
  let h = 0;
  for (let i = 0; i < text.length; i += 1) h = (Math.imul(31, h) + text.charCodeAt(i)) | 0;
  return h;
}

function checkIndex(list: AList, at: number): void {
  if (at < 0 || at > list.items.length) raise('ListException', `List index out of bounds: ${at}`);
}

function defineList(library: Library): void {
  define(
    library,
    'List<T>',
    {
      'new()': (type: ApexType) => new AList(type),
      'new(Integer)': (type: ApexType, size: number) =>
        new AList(
          type,
          Array.from({ length: size }, () => null),
        ),
      'new(Iterable<T>)': (type: ApexType, from: unknown) => new AList(type, [...each(from)]),
      'void add(T)': (list: AList, item: unknown) => void writable(list).items.push(item),
      'void add(Integer,T)': (list: AList, at: number, item: unknown) => {
        checkIndex(list, at);
        writable(list).items.splice(at, 0, item);
      },
      'void addAll(Iterable<T>)': (list: AList, from: unknown) => {
        const items = [...each(from)];
        for (const item of items) writable(list).items.push(item);
      },
      'T get(Integer)': (list: AList, at: number) => list.get(at),
      'void set(Integer,T)': (list: AList, at: number, item: unknown) => void writable(list).set(at, item),
      'Integer size()': (list: AList) => list.items.length,
      'Boolean isEmpty()': (list: AList) => list.items.length === 0,
      'void clear()': (list: AList) => {
        writable(list).items.length = 0;
      },
      'T remove(Integer)': (list: AList, at: number) => {
        const item = list.get(at);
        writable(list).items.splice(at, 1);
        return item;
      },
      'Boolean contains(T)': (list: AList, item: unknown) => list.items.some((other) => sameValue(other, item)),
      'Integer indexOf(T)': (list: AList, item: unknown) => list.items.findIndex((other) => sameValue(other, item)),
      'void sort()': (list: AList) => stableSort(list, compareValues),
      'void sort(Comparator<T>)': (list: AList, by: unknown) => stableSort(list, (a, b) => Number(callInterface(by, 'compare', [a, b]))),
      'List<T> clone()': (list: AList) => new AList(list.type, [...list.items]),
      'List<T> deepClone()': (list: AList) =>
        new AList(
          list.type,
          list.items.map((item) => (item instanceof SObj ? cloneRecord(item, false) : item)),
        ),
      'List<T> deepClone(Boolean)': (list: AList, keepId: boolean) =>
        new AList(
          list.type,
          list.items.map((item) => (item instanceof SObj ? cloneRecord(item, keepId) : item)),
        ),
      'List<T> deepClone(Boolean,Boolean,Boolean)': (list: AList, keepId: boolean) =>
        new AList(
          list.type,
          list.items.map((item) => (item instanceof SObj ? cloneRecord(item, keepId) : item)),
        ),
      'SObjectType getSObjectType()': (list: AList) => (list.type.args[0]?.schema ? objectToken(list.type.args[0].schema) : null),
      'Iterator<T> iterator()': (list: AList) => new ListIterator(list.items),
      'Boolean equals(Object)': (list: AList, other: unknown) => sameValue(list, other),
      'Integer hashCode()': textHash,
      'String toString()': toText,
    },
    { extends: ['Iterable<T>'] },
  );
}

function defineSet(library: Library): void {
  define(
    library,
    'Set<T>',
    {
      'new()': (type: ApexType) => new ASet(type),
      'new(Iterable<T>)': (type: ApexType, from: unknown) => new ASet(type, each(from)),
      'Boolean add(T)': (set: ASet, item: unknown) => set.add(item),
      'Boolean addAll(Iterable<T>)': (set: ASet, from: unknown) => [...each(from)].map((item) => set.add(item)).includes(true),
      'Boolean contains(T)': (set: ASet, item: unknown) => set.has(item),
      'Boolean containsAll(Iterable<T>)': (set: ASet, from: unknown) => [...each(from)].every((item) => set.has(item)),
      'Boolean remove(T)': (set: ASet, item: unknown) => set.delete(item),
      'Boolean removeAll(Iterable<T>)': (set: ASet, from: unknown) => [...each(from)].map((item) => set.delete(item)).includes(true),
      'Boolean retainAll(Iterable<T>)': (set: ASet, from: unknown) => {
        const kept = new ASet(set.type, each(from));
        return [...set.items.values()].filter((item) => !kept.has(item)).map((item) => set.delete(item)).length > 0;
      },
      'Integer size()': (set: ASet) => set.items.size,
      'Boolean isEmpty()': (set: ASet) => set.items.size === 0,
      'void clear()': (set: ASet) => set.items.clear(),
      'Set<T> clone()': (set: ASet) => new ASet(set.type, set.items.values()),
      'Iterator<T> iterator()': (set: ASet) => new ListIterator([...set.items.values()]),
      'Boolean equals(Object)': sameValue,
      'Integer hashCode()': textHash,
      'String toString()': toText,
    },
    { extends: ['Iterable<T>'] },
  );
}

function defineMap(library: Library): void {
  define(library, 'Map<K,V>', {
    'new()': (type: ApexType) => new AMap(type),
    'new(Map<K,V>)': (type: ApexType, from: AMap) => copyInto(new AMap(type), from),
    // new Map<Id, Account>(list of records): keyed by Id, or by text form of it.
    'new(List<SObject>)': (type: ApexType, from: AList) => {
      const map = new AMap(type);
      from.items.forEach((item, i) => {
        const record = notNull(item);
        const id = record instanceof SObj ? record.peek('Id') : null;
        if (typeof id !== 'string') raise('ListException', `Row with null Id at index: ${i}`);
        map.put(id, item);
      });
      return map;
    },
    'V get(K)': (map: AMap, key: unknown) => map.get(key),
    'V put(K,V)': (map: AMap, key: unknown, value: unknown) => map.put(key, value),
    'void putAll(Map<K,V>)': (map: AMap, from: AMap) => void copyInto(map, from),
    'void putAll(List<SObject>)': (map: AMap, from: AList) => {
      for (const item of from.items) if (item instanceof SObj) map.put(item.fields.get('Id') ?? null, item);
    },
    'Boolean containsKey(K)': (map: AMap, key: unknown) => map.has(key),
    'V remove(K)': (map: AMap, key: unknown) => map.delete(key),
    'Set<K> keySet()': (map: AMap) =>
      new ASet(
        running().table.lib('Set', [map.type.args[0] ?? running().table.object]),
        [...map.entries.values()].map((e) => e.key),
      ),
    'List<V> values()': (map: AMap) =>
      new AList(
        running().table.list(map.type.args[1] ?? running().table.object),
        [...map.entries.values()].map((e) => e.value),
      ),
    'Integer size()': (map: AMap) => map.entries.size,
    'Boolean isEmpty()': (map: AMap) => map.entries.size === 0,
    'void clear()': (map: AMap) => map.entries.clear(),
    'Map<K,V> clone()': (map: AMap) => copyInto(new AMap(map.type), map),
    'Map<K,V> deepClone()': (map: AMap) => {
      const copy = new AMap(map.type);
      for (const { key, value } of map.entries.values()) copy.put(key, value instanceof SObj ? cloneRecord(value, true) : value);
      return copy;
    },
    'SObjectType getSObjectType()': (map: AMap) => (map.type.args[1]?.schema ? objectToken(map.type.args[1].schema) : null),
    'Boolean equals(Object)': sameValue,
    'Integer hashCode()': textHash,
    'String toString()': toText,
  });
}

function copyInto(to: AMap, from: AMap): AMap {
  for (const { key, value } of [...from.entries.values()]) to.put(key, value);
  return to;
}

export function defineCollections(library: Library): void {
  const isInterface = true;
  define(library, 'Object', {
    'String toString()': (value: unknown) => toText(value),
    'Boolean equals(Object)': sameValue,
    'Integer hashCode()': (value: unknown) => (value instanceof Instance && value.$overrides('hashcode', 0) ? value.$invoke('hashcode', []) : textHash(value)),
  });
  define(library, 'Enum', {
    'String name()': (value: EnumValue) => value.name,
    'Integer ordinal()': (value: EnumValue) => value.ordinal,
  });
  define(library, 'Iterable<T>', { 'Iterator<T> iterator()': null }, { isInterface });
  define(library, 'Iterator<T>', { 'Boolean hasNext()': null, 'T next()': null }, { isInterface });
  define(library, 'Comparable', { 'Integer compareTo(Object)': null }, { isInterface });
  define(library, 'Comparator<T>', { 'Integer compare(T,T)': null }, { isInterface });
  defineList(library);
  defineSet(library);
  defineMap(library);
}
