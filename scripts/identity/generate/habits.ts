/**
 * How one pair of databases differs from the next. Each seed draws its own mix of cultures, its own holes and its own strengths of dirt per
 * side, so that a model trained over many seeds sees many houses, not one.
 */
import { cultures } from './lists.ts';
import type { Culture } from './lists.ts';
import { baseRates, lookAlikes } from './families.ts';
import type { Family, Rates } from './families.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';

export type Side = 'left' | 'right';
export const filledFields = ['email', 'phone', 'mobile', 'company', 'domain', 'title', 'city', 'state', 'country'] as const;
type Filled = (typeof filledFields)[number];

export type SideHabits = {
  readonly rates: Rates;
  /** Probability that a field is empty on this side. */
  readonly empty: Readonly<Record<Filled, number>>;
  /** Probability that a firm's country is written as a code. */
  readonly isoCountry: number;
};
export type Habits = {
  readonly cultures: readonly (readonly [Culture, number])[];
  /** Steepness of company sizes: larger means a few giants. */
  readonly companyExponent: number;
  readonly peoplePerCompany: number;
  /** Share of people known by a private address first (consumers). */
  readonly consumers: number;
  readonly mailPatterns: readonly (readonly [string, number])[];
  readonly left: SideHabits;
  readonly right: SideHabits;
};

const emptyUsually: Readonly<Record<Filled, number>> = {
  email: 0.07,
  phone: 0.35,
  mobile: 0.6,
  company: 0.1,
  domain: 0.4,
  title: 0.3,
  city: 0.35,
  state: 0.6,
  country: 0.3,
};
const emptyForCompanies: Partial<Record<Filled, number>> = { company: 0.01, domain: 0.2 };
const patterns: readonly (readonly [string, number])[] = [
  ['f.l', 40],
  ['fl', 22],
  ['f', 8],
  ['f_l', 6],
  ['lf', 5],
  ['l', 3],
  ['f.l1', 4],
  ['fl1', 4],
  ['f-l', 4],
  ['l.f', 4],
  ['firstlast', 5],
  ['initials', 2],
];

/** Between a third and three times as much, the same odds both ways. */
const swing = (random: Random, factor: number): number => factor ** (2 * random.next() - 1);

function sideHabits(seed: number, side: Side, rates: Rates, isCompany: boolean, isMixed: boolean): SideHabits {
  const random = randomOf(seed, `habits ${side}`);
  const varied = Object.fromEntries(
    Object.keys(baseRates).map((name) => {
      const rate = rates[name as Family]; // the keys of baseRates are the families
      const factor = isMixed && !lookAlikes.includes(name as Family) ? swing(random, 2.5) : 1;
      return [name, Math.min(0.95, rate * factor)];
    }),
  ) as Record<Family, number>;
  const empty = Object.fromEntries(
    filledFields.map((field) => {
      const usual = (isCompany ? emptyForCompanies[field] : undefined) ?? emptyUsually[field];
      // Some houses never fill a field at all, or always do.
      const whole = random.chance(isCompany ? 0.04 : 0.08) && field !== 'email' && field !== 'company' ? 1 : null;
      return [field, whole ?? Math.min(0.95, usual * swing(random, 2) * rates.missing)];
    }),
  ) as Record<Filled, number>;
  return { rates: varied, empty, isoCountry: random.next() };
}

export function habitsOf(seed: number, rates: Rates, { isCompany, isMixed }: { readonly isCompany: boolean; readonly isMixed: boolean }): Habits {
  const random = randomOf(seed, 'habits');
  const isLocal = random.chance(0.3); // a house of one country, against one of the whole world
  const home = random.weighted(cultures.map((culture) => [culture, culture.weight] as const));
  return {
    cultures: cultures.map((culture) => [culture, culture.weight * swing(random, 2.5) * (isLocal && culture === home ? 12 : 1)] as const),
    companyExponent: 1.2 + random.next(),
    peoplePerCompany: 2.5 + 8 * random.next(),
    consumers: random.chance(0.15) ? 0.3 + 0.5 * random.next() : 0.02 + 0.1 * random.next(),
    mailPatterns: patterns.map(([pattern, weight]) => [pattern, weight * swing(random, 2)] as const),
    left: sideHabits(seed, 'left', rates, isCompany, isMixed),
    right: sideHabits(seed, 'right', rates, isCompany, isMixed),
  };
}
