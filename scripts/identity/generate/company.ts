/** Companies as they truly are: name, forms of it, web domains, seat, switchboard, former name, and the firms one may take them for. */
import { companyWords, countryOf, sectorWords } from './lists.ts';
import type { City, Culture } from './lists.ts';
import type { Habits } from './habits.ts';
import type { Rates } from './families.ts';
import { surname } from './names.ts';
import { newPhone } from './phone.ts';
import type { Phone } from './phone.ts';
import { permutationOf, randomOf } from './random.ts';
import type { Permutation, Random } from './random.ts';
import { capitalised, digraphed, slug } from './spelling.ts';

export type Company = {
  readonly index: number;
  readonly culture: Culture;
  readonly core: string;
  readonly native: string | null;
  readonly legal: string;
  readonly iso: string;
  readonly city: City;
  readonly domain: string;
  /** Another domain of the same firm: another country's, a short one, the one of a firm taken over. */
  readonly otherDomain: string | null;
  /** The name before a rebrand or a merger. */
  readonly formerCore: string | null;
  readonly phone: Phone;
  readonly mailPattern: string;
  /** A part of a larger firm, known by the words it adds to that firm's name. */
  readonly isArm: boolean;
};

type Draft = {
  core: string;
  native: string | null;
  iso: string;
  city: City;
  culture: Culture;
  parent: Draft | null;
  kin: 'none' | 'subsidiary' | 'branch' | 'namesake';
  stem: string;
};

/** Makes any company by its number. Four neighbours form a family: the first is the anchor, the others may be its look-alikes. */
export type Companies = { readonly size: number; readonly at: (index: number) => Company };

export type CompanyOptions = { readonly seed: number; readonly size: number; readonly habits: Habits; readonly rates: Rates };

export function companiesOf({ seed, size, habits, rates }: CompanyOptions): Companies {
  const draws = { brands: permutationOf(companyWords.brand.length * companyWords.industry.length, seed + 17) };
  const draft = (index: number): Draft => draftOf({ seed, index, habits, rates, draws });
  const ordinals = domainOrdinals(size, (index) => domainOf(draft(index), randomOf(seed, 'domain', index)));
  const cache = new Map<number, Company>();
  const at = (index: number): Company => {
    const known = cache.get(index);
    if (known !== undefined) return known;
    if (cache.size > 20_000) cache.clear();
    const made = companyOf({ seed, index, habits, rates }, draft(index), ordinals[index] ?? 0);
    cache.set(index, made);
    return made;
  };
  return { size, at };
}

type Made = { readonly seed: number; readonly index: number; readonly habits: Habits; readonly rates: Rates };

function draftOf(of: Made & { readonly draws: { readonly brands: Permutation } }): Draft {
  const { seed, index, rates } = of;
  const random = randomOf(seed, 'company', index);
  const anchorAt = index - (index % 4);
  if (index === anchorAt) return freshDraft(random, of);
  const odds = random.next();
  const isBranch = odds < rates.branches;
  const isSubsidiary = !isBranch && odds < rates.branches + rates.subsidiaries;
  const isNamesake = !isBranch && !isSubsidiary && odds < rates.branches + rates.subsidiaries + rates.namesakes;
  if (!isBranch && !isSubsidiary && !isNamesake) return freshDraft(random, of);
  const parent = freshDraft(randomOf(seed, 'company', anchorAt), { ...of, index: anchorAt });
  if (isBranch)
    return {
      ...placed(random, of.habits, random.chance(0.5) ? parent.iso : null),
      core: parent.core,
      native: parent.native,
      parent,
      kin: 'branch',
      stem: parent.stem,
    };
  if (isNamesake) return namesake(random, parent, of);
  const place = random.chance(0.5) ? parent : placed(random, of.habits, null);
  const arm = random.pick([...companyWords.arm, countryOf(place.iso).names[0] ?? 'Europe', place.city.name]);
  const core = `${parent.core} ${arm}`;
  return { culture: place.culture, iso: place.iso, city: place.city, core, native: null, parent, kin: 'subsidiary', stem: slug(core) };
}

/** Another firm that happens to have the same or nearly the same name. */
function namesake(random: Random, parent: Draft, of: Made): Draft {
  const place = placed(random, of.habits, random.chance(0.4) ? parent.iso : null);
  const first = parent.core.split(' ')[0] ?? parent.core;
  const core = random.chance(0.35) ? parent.core : `${first} ${random.pick(companyWords.industry)}`;
  return { ...place, core, native: core === parent.core ? parent.native : null, parent, kin: 'namesake', stem: slug(core) };
}

function placed(random: Random, habits: Habits, iso: string | null): Pick<Draft, 'culture' | 'iso' | 'city'> {
  const culture = random.weighted(habits.cultures);
  const country = iso ?? random.weighted(culture.countries);
  return { culture, iso: country, city: random.ranked(countryOf(country).cities, 1.5) };
}

function freshDraft(random: Random, { seed, index, habits, draws }: Made & { readonly draws: { readonly brands: Permutation } }): Draft {
  const place = placed(random, habits, null);
  const named = nameOf(random, place, { index, draws, seed });
  return { ...place, core: named.core, native: named.native, parent: null, kin: 'none', stem: slug(named.core) };
}

/** Coined words. The number of the company is written in one syllable and others are drawn, so that near twins are as rare as among real ones. */
function coined(random: Random, index: number): string {
  const [start = [], middle = [], end = []] = companyWords.coined;
  const own = middle[index % middle.length] ?? '';
  const more = random.chance(0.6) ? random.pick(middle) : random.pick([...'bdfglmnprstvz']) + random.pick([...'aeiou']);
  return capitalised(random.chance(0.7) ? random.pick(start) + own + random.pick(end) : random.pick(start) + more + own + random.pick(end));
}

type Namer = (random: Random, place: Pick<Draft, 'culture' | 'iso' | 'city'>, index: number) => { core: string; native: string | null };
const latinOnly = (core: string): { core: string; native: string | null } => ({ core, native: null });

function family(random: Random, culture: Culture): { latin: string; native: string | null } {
  const { latin, native } = surname(random, culture, 'male');
  return { latin: capitalised(latin), native };
}

const byFamily: Namer = (random, { culture, iso }) => {
  const one = family(random, culture);
  const sector = sectorWords(iso);
  const what = sector.length > 0 && random.chance(0.7) ? random.pick(sector) : { native: '', latin: [random.pick(companyWords.industry)] };
  const latinWhat = what.latin[0] ?? '';
  if (random.chance(0.25)) return latinOnly(`${one.latin} & ${family(random, culture).latin}`);
  if (random.chance(0.15))
    return latinOnly(`${one.latin}, ${family(random, culture).latin} ${random.pick(['&', 'and', 'und', 'et', 'y'])} ${family(random, culture).latin}`);
  if (random.chance(0.2))
    return latinOnly(`${one.latin} ${random.pick(['& Sons', '& Söhne', 'Hermanos', '& Fils', '& Figli', 'Bros', '& Co', 'Family', 'Group'])}`);
  const native = one.native !== null && what.native !== '' && /[^\p{Script=Latin}\s]/u.test(what.native) ? one.native + what.native : null;
  return { core: random.chance(0.2) && native === null ? `${latinWhat} ${one.latin}` : `${one.latin} ${latinWhat}`, native };
};

const byCity: Namer = (random, { city, iso }) => {
  const sector = sectorWords(iso);
  const what = sector.length > 0 && random.chance(0.6) ? (random.pick(sector).latin[0] ?? 'Services') : random.pick(companyWords.industry);
  const kind = random.next();
  if (kind < 0.3) return latinOnly(`${city.name} ${random.pick(companyWords.brand)} ${what}`);
  return latinOnly(kind < 0.8 ? `${city.name} ${what}` : `${what} ${city.name}`);
};

const byLetters: Namer = (random) => {
  const letters = Array.from({ length: 2 + random.below(3) }, () => random.pick([...'ABCDEFGHIJKLMNPRSTVW'])).join('');
  const shaped = random.chance(0.2) ? [...letters].join('.') : random.chance(0.15) ? `${letters.slice(0, 1)}&${letters.slice(1)}` : letters;
  return latinOnly(
    random.chance(0.7) ? `${shaped} ${random.pick(companyWords.industry)}` : shaped.length > 3 ? shaped : `${shaped} ${random.pick(companyWords.tail)}`,
  );
};

function nameOf(
  random: Random,
  place: Pick<Draft, 'culture' | 'iso' | 'city'>,
  { index, draws }: { readonly index: number; readonly draws: { readonly brands: Permutation }; readonly seed: number },
): { core: string; native: string | null } {
  const byBrand: Namer = () => {
    const { brand, industry } = companyWords;
    const drawn = draws.brands.at(index % (brand.length * industry.length));
    const core = `${brand[drawn % brand.length] ?? ''} ${industry[Math.floor(drawn / brand.length)] ?? ''}`;
    return latinOnly(random.chance(0.2) ? `${core} ${random.pick(companyWords.tail)}` : core);
  };
  const byCoin: Namer = () => {
    const word = coined(random, index);
    const styled = random.chance(0.08) ? word.toUpperCase() : random.chance(0.05) ? `${word}.${random.pick(['io', 'ai', 'com'])}` : word;
    return latinOnly(random.chance(0.5) ? `${styled} ${random.pick(companyWords.industry)}` : styled);
  };
  const byTwoBrands: Namer = () =>
    latinOnly(`${random.pick(companyWords.brand)} ${random.pick(companyWords.brand)} ${random.chance(0.5) ? random.pick(companyWords.industry) : ''}`.trim());
  const isEnglish = ['en', 'in', 'af', 'id'].includes(place.culture.id);
  const kinds: readonly (readonly [Namer, number])[] = [
    [byCoin, 34],
    [byBrand, isEnglish ? 30 : 12],
    [byFamily, isEnglish ? 20 : 34],
    [byCity, 3],
    [byLetters, 7],
    [byTwoBrands, 7],
  ];
  return random.weighted(kinds)(random, place, index);
}

const topLevel = (random: Random, iso: string): string => random.pick(countryOf(iso).domains);

function domainOf(draft: Draft, random: Random): string {
  const parentStem = draft.parent?.stem ?? draft.stem;
  const host = (text: string): string => slug(digraphs(random, text)).slice(0, 26) || 'firm';
  if (draft.kin === 'branch') return `${host(parentStem)}.${countryOf(draft.iso).domains[0] ?? 'com'}`;
  const parts = draft.core.split(/[ ,&.]+/).filter((part) => part !== '');
  const first = parts[0] ?? draft.core;
  const initials = parts.map((part) => slug(part)[0] ?? '').join('');
  const shape = random.next();
  const ending = random.pick(['', 'group', 'corp', 'hq', 'online', 'global', 'inc', 'co']);
  const stem =
    shape < 0.55
      ? draft.core
      : shape < 0.75 && first.length > 3
        ? first
        : shape < 0.82 && initials.length > 2
          ? initials
          : shape < 0.92
            ? parts.join('-')
            : first + ending;
  return `${(shape >= 0.82 && shape < 0.92 ? parts.map(host).join('-') : host(stem)) || 'firm'}.${topLevel(random, draft.iso)}`;
}

const digraphs = (random: Random, text: string): string => (random.chance(0.5) ? digraphed(text) : text);

/** How many earlier companies already asked for the same domain; a domain has one owner. One byte and about sixteen more per company. */
function domainOrdinals(size: number, wanted: (index: number) => string): Uint8Array {
  const slots = new Float64Array(2 ** Math.ceil(Math.log2(Math.max(16, size * 2))));
  const counts = new Uint8Array(slots.length);
  const ordinals = new Uint8Array(size);
  for (let index = 0; index < size; index += 1) {
    const key = domainKey(wanted(index));
    let slot = key % slots.length;
    while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) % slots.length;
    slots[slot] = key;
    const count = counts[slot] ?? 0;
    ordinals[index] = count;
    counts[slot] = Math.min(254, count + 1);
  }
  return ordinals;
}

function domainKey(domain: string): number {
  let [low, high] = [7, 11];
  for (let at = 0; at < domain.length; at += 1) [low, high] = [Math.imul(low, 31) + domain.charCodeAt(at), Math.imul(high, 131) + domain.charCodeAt(at)];
  return (high >>> 11) * 4294967296 + (low >>> 0) + 1;
}

/** The second owner of a wanted domain takes a longer one: its city, a syllable, a number. */
function ownDomain(wanted: string, ordinal: number, city: City, index: number): string {
  if (ordinal === 0) return wanted;
  const [stem = '', ...rest] = wanted.split('.');
  const more = ordinal === 1 ? slug(city.name).slice(0, 12) || 'one' : `${slug(city.name).slice(0, 4)}${(index % 46_656).toString(36)}`;
  return `${stem}${more}.${rest.join('.')}`;
}

function companyOf({ seed, index, habits, rates }: Made, draft: Draft, ordinal: number): Company {
  const random = randomOf(seed, 'firm', index);
  const { iso, city, core } = draft;
  const wanted = domainOf(draft, randomOf(seed, 'domain', index));
  const own = ownDomain(wanted, ordinal, city, index);
  const sharesParent = draft.kin === 'subsidiary' && draft.parent !== null && random.chance(0.35);
  const parentDomain = draft.parent === null ? own : domainOf(draft.parent, randomOf(seed, 'domain', index - (index % 4)));
  const domain = sharesParent ? parentDomain : own;
  const [stem = ''] = domain.split('.');
  const other = random.pick([
    `${stem}.${random.pick(['com', 'net', 'eu', 'io', 'org', 'group', countryOf(iso).domains[0] ?? 'com'])}`,
    `${stem}${random.pick(['group', 'corp', 'hq', 'online', '-group'])}.com`,
  ]);
  const isRebranded = random.chance(rates.rebrand);
  const former = isRebranded
    ? nameOf(randomOf(seed, 'former', index), draft, {
        index,
        draws: { brands: permutationOf(companyWords.brand.length * companyWords.industry.length, seed + 91) },
        seed,
      }).core
    : null;
  const formerDomain = former === null || random.chance(0.5) ? null : `${slug(former)}${random.pick(['', '', 'old'])}.${topLevel(random, iso)}`;
  return {
    index,
    culture: draft.culture,
    core,
    native: draft.native,
    legal: random.pick(countryOf(iso).legal),
    iso,
    city,
    domain,
    otherDomain: formerDomain ?? (random.chance(rates.domainvariant * 1.5) && !sharesParent && other !== domain ? other : null),
    formerCore: former,
    phone: newPhone(random, iso, city.area),
    mailPattern: random.weighted(habits.mailPatterns),
    isArm: draft.kin === 'subsidiary',
  };
}
