/** The word lists of data/, parsed into shapes. Names, firms and places are written compactly there, one string per list. */
import { readFileSync } from 'node:fs';

type Json = Readonly<Record<string, unknown>>;

function load(name: string): Json {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as Json; // our own data file
}

function text(from: Json, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : '';
}

function part(from: Json, key: string): Json {
  const value = from[key];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Words by blanks; an underscore is a blank inside a word. */
const words = (list: string): readonly string[] =>
  list
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('_', ' '));
const lines = (list: string): readonly string[] => list.split('|').filter((line) => line !== '');
const weights = (list: string): readonly (readonly [string, number])[] =>
  words(list).map((entry) => {
    const at = entry.lastIndexOf(':');
    return [entry.slice(0, at), Number(entry.slice(at + 1))] as const;
  });

/** `男=Otoko=Otoco`: the native spelling and its romanisations, the usual one first. */
export type Spelling = { readonly native: string; readonly latin: readonly string[] };
function spelling(entry: string): Spelling {
  const [native = '', ...latin] = entry.split('=');
  return { native, latin };
}
/** Both spellings may hold blanks ("عبد الله=Abd Allah"): an entry ends where, after its romanisation, the next native word begins. */
function spellings(list: string): readonly Spelling[] {
  const parts: string[] = [];
  for (const word of list.split(' ')) {
    const goesOn = /^\p{Script=Latin}/u.test(word) || parts.at(-1)?.includes('=') === false;
    if (goesOn && parts.length > 0) parts.push(`${parts.pop() ?? ''} ${word}`);
    else if (word !== '') parts.push(word);
  }
  return parts.filter((entry) => entry.includes('=')).map(spelling);
}

export type Syllables = readonly (readonly string[])[];
const syllables = (list: string): Syllables =>
  list === '' ? [] : list.split('|').map((column) => column.split(' ').map((syllable) => (syllable === '_' ? '' : syllable.replaceAll('_', ' '))));

export type Script = 'latin' | 'cyrillic' | 'greek' | 'han' | 'kana-han' | 'hangul' | 'arabic' | 'hebrew';
export type Culture = {
  readonly id: string;
  readonly script: Script;
  readonly weight: number;
  readonly countries: readonly (readonly [string, number])[];
  readonly male: readonly string[];
  readonly female: readonly string[];
  readonly last: readonly string[];
  readonly tail: Syllables;
  readonly spelled: {
    readonly male: readonly Spelling[];
    readonly female: readonly Spelling[];
    readonly last: readonly Spelling[];
    readonly given: readonly Spelling[];
  };
  readonly spelledTail: readonly (readonly Spelling[])[];
};

const scripts: readonly Script[] = ['cyrillic', 'greek', 'han', 'kana-han', 'hangul', 'arabic', 'hebrew'];
const spelledScripts: readonly Script[] = ['han', 'kana-han', 'hangul', 'arabic', 'hebrew'];

function culture(id: string, from: Json): Culture {
  const script = scripts.find((one) => one === from['script']) ?? 'latin';
  const isSpelled = spelledScripts.includes(script);
  const plain = (key: string): readonly string[] => (isSpelled ? [] : words(text(from, key)));
  const spelled = (key: string): readonly Spelling[] => (isSpelled ? spellings(text(from, key)) : []);
  return {
    id,
    script,
    weight: Number(from['weight']),
    countries: weights(text(from, 'countries')),
    male: plain('male'),
    female: plain('female'),
    last: plain('last'),
    tail: syllables(text(from, 'tail')),
    spelled: { male: spelled('male'), female: spelled('female'), last: spelled('last'), given: spelled('given') },
    spelledTail: lines(text(from, 'tailNative')).map(spellings),
  };
}

const latinNames = load('names-latin');
const nativeNames = load('names-native');
export const cultures: readonly Culture[] = [...Object.keys(latinNames), ...Object.keys(nativeNames)].map((id) =>
  culture(id, part(Object.hasOwn(latinNames, id) ? latinNames : nativeNames, id)),
);

/** Each given name with its short forms, lower case. */
export const nicknames: ReadonlyMap<string, readonly string[]> = new Map(
  (load('nicknames') as unknown as readonly string[]).map((group) => {
    const [full = '', ...short] = words(group);
    return [full, short];
  }),
);

export type City = { readonly name: string; readonly state: string; readonly area: string; readonly aliases: readonly string[] };
export type Country = {
  readonly iso: string;
  readonly names: readonly string[];
  readonly dial: string;
  readonly length: number;
  readonly trunk: string;
  readonly domains: readonly string[];
  readonly legal: readonly string[];
  readonly cities: readonly City[];
};

/** `New York/NY/212=NYC|Big_Apple Boston/MA/617`: a new city begins after the area code or the aliases, whose blanks are underscores. */
function cities(list: string): readonly City[] {
  const found: City[] = [];
  const pattern = /([^/]+)\/([^/]*)\/(\d+)(?:=(\S+))?(?=\s|$)/gu;
  for (const [, name = '', state = '', area = '', aliases = ''] of list.matchAll(pattern))
    found.push({ name: name.trim(), state, area, aliases: lines(aliases.replaceAll('_', ' ')) });
  return found;
}

const places = load('places');
export const countries: ReadonlyMap<string, Country> = new Map(
  Object.keys(places).map((iso) => {
    const from = part(places, iso);
    const country: Country = {
      iso,
      names: lines(text(from, 'names')),
      dial: text(from, 'dial'),
      length: Number(from['length']),
      trunk: text(from, 'trunk'),
      domains: words(text(from, 'domains')),
      legal: lines(text(from, 'legal')),
      cities: cities(text(from, 'cities')),
    };
    return [iso, country];
  }),
);
export function countryOf(iso: string): Country {
  const country = countries.get(iso) ?? countries.get('US');
  if (country === undefined) throw new Error('no countries');
  return country;
}

const firms = load('companies');
const sectors = part(firms, 'sector');
const pairs = (list: string): readonly (readonly [string, string])[] =>
  lines(list).map((entry) => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  });
export const companyWords = {
  brand: lines(text(firms, 'brand')),
  industry: lines(text(firms, 'industry')),
  tail: lines(text(firms, 'tail')),
  coined: syllables(text(firms, 'coined')),
  abbreviate: pairs(text(firms, 'abbreviate')),
  arm: lines(text(firms, 'arm')),
  branch: lines(text(firms, 'branch')),
  note: lines(text(firms, 'note')),
  was: lines(text(firms, 'was')),
} as const;
/** Words for what a firm does, in the language of the country; each with its native spelling where there is one. */
export function sectorWords(iso: string): readonly Spelling[] {
  const same: Readonly<Record<string, string>> = {
    AT: 'DE',
    CH: 'DE',
    BE: 'FR',
    MX: 'ES',
    AR: 'ES',
    CO: 'ES',
    CL: 'ES',
    BR: 'PT',
    UA: 'RU',
    KZ: 'RU',
    BY: 'RU',
    TW: 'CN',
    HK: 'CN',
  };
  return lines(text(sectors, same[iso] ?? iso)).map((entry) => (entry.includes('=') ? spelling(entry) : { native: entry, latin: [entry] }));
}

const misc = load('misc');
export const miscellany = {
  freemail: weights(text(misc, 'freemail')),
  freetypo: pairs(text(misc, 'freetypo')),
  role: weights(text(misc, 'role')),
  titles: lines(text(misc, 'titles')),
  honorific: lines(text(misc, 'honorific')),
  suffix: lines(text(misc, 'suffix')),
  generation: lines(text(misc, 'generation')),
  junkName: lines(text(misc, 'junkName')),
  junkEmail: lines(text(misc, 'junkEmail')),
  junkPhone: lines(text(misc, 'junkPhone')),
  junkCompany: lines(text(misc, 'junkCompany')),
  hosts: lines(text(misc, 'hosts')),
  sharedHost: lines(text(misc, 'sharedHost')),
  parked: lines(text(misc, 'parked')),
  cute: words(text(misc, 'cute')),
} as const;
