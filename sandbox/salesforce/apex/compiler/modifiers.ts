/** Modifiers and annotations as written, and the JavaScript names of members. */
import type { ModifierContext } from '@apexdevtools/apex-parser';
import { refuse } from './errors.ts';
import type { Access, Annotations } from './infos.ts';
import type { ApexType } from './types.ts';

export const mangle = (prefix: string, name: string, params: readonly { readonly type: ApexType }[]): string =>
  `${prefix}_${[...(name ? [name.toLowerCase()] : []), ...params.map((p) => p.type.name.toLowerCase().replace(/[^a-z0-9_]/g, '$'))].join('_')}`;

export function wordsOf(modifiers: readonly ModifierContext[]): Set<string> {
  return new Set(modifiers.filter((m) => !m.annotation()).map((m) => m.getText().toLowerCase()));
}

/** Annotations this runtime acts on, or that ask for nothing at run time. */
const ANNOTATIONS = new Set([
  'istest',
  'testsetup',
  'testvisible',
  'auraenabled',
  'restresource',
  'httpget',
  'httppost',
  'httpput',
  'httppatch',
  'httpdelete',
  'future',
  'suppresswarnings',
  'invocablemethod',
  'invocablevariable',
  'deprecated',
  'namespaceaccessible',
  'jsonaccess',
]);

export function annotationsOf(modifiers: readonly ModifierContext[]): Annotations {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const modifier of modifiers) {
    const [, name, params = ''] = /^@([\w.]+)(?:\((.*)\))?$/s.exec(modifier.getText()) ?? [];
    if (modifier.getText().toLowerCase() === 'testmethod') found.set('istest', new Map());
    if (!name) continue;
    const values = new Map<string, string>();
    for (const [, key = '', quoted, plain] of params.matchAll(/(\w+)=(?:'([^']*)'|([\w.]+))/g)) values.set(key.toLowerCase(), quoted ?? plain ?? '');
    if (!ANNOTATIONS.has(name.toLowerCase())) refuse(modifier, `unsupported annotation: @${name}`);
    found.set(name.toLowerCase(), values);
  }
  return found;
}

export function accessOf(words: ReadonlySet<string>, fallback: Access): Access {
  for (const access of ['global', 'public', 'protected', 'private'] as const) if (words.has(access)) return access;
  return words.has('webservice') ? 'global' : fallback;
}
