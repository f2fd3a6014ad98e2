/**
 * Purpose: makes two dirty databases of the same people (or companies) together with the truth of who is who, to train and judge matching on.
 * In: a seed, sizes, overlap, families of dirt and their strength. The same options give the same bytes.
 * Out: rows of the left and the right file and true pairs with the dirt they met as tags, one at a time, in flat memory.
 * Never: reads a real person's data, a clock or the network; is imported by the bridge.
 * Tests: generate.test.ts beside this file.
 */
import { companiesOf } from './company.ts';
import { ratesOf } from './families.ts';
import type { Profile } from './families.ts';
import { habitsOf } from './habits.ts';
import type { Side } from './habits.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { peopleOf } from './person.ts';
import { randomOf } from './random.ts';
import { companyColumns, companyRow, personColumns, personRow } from './record.ts';
import type { Column, Made } from './record.ts';

export { baseRates, familiesOf, groups, profiles } from './families.ts';
export type { Family, Profile } from './families.ts';
export type { Column } from './record.ts';

export type GenerateOptions = {
  readonly seed: number;
  readonly left: number;
  readonly right: number;
  /** Share of the smaller side's people that the other side has too, 0 to 1. */
  readonly overlap: number;
  /** One family, a group of families, or `mixed`. */
  readonly family: string;
  /** Families (or groups) that must not occur. */
  readonly without: readonly string[];
  readonly profile: Profile;
  /** Multiplies the look-alikes. */
  readonly collide: number;
  readonly kind: 'person' | 'company';
};
export const defaults: GenerateOptions = {
  seed: 1,
  left: 12_000,
  right: 8000,
  overlap: 0.6,
  family: 'mixed',
  without: [],
  profile: 'default',
  collide: 1,
  kind: 'person',
};

export type GeneratedRow = { readonly id: string; readonly values: Readonly<Record<Column, string>>; readonly entity: number };
export type TruePair = { readonly leftId: string; readonly rightId: string; readonly tags: readonly string[] };
export type Generated = {
  readonly columns: readonly Column[];
  readonly left: () => Generator<GeneratedRow>;
  readonly right: () => Generator<GeneratedRow>;
  readonly truth: () => Generator<TruePair>;
};

const idOf = (side: Side, row: number): string => (side === 'left' ? String(50_000_000 + row) : `R${row.toString(36).toUpperCase().padStart(7, '0')}`);

function companyCount(options: GenerateOptions, peoplePerCompany: number): number {
  return Math.max(40, Math.round(((options.left + options.right) * 0.75) / peoplePerCompany));
}

/** The two files and their truth. Each part may be asked for on its own and any number of times. */
export function generate(given: Partial<GenerateOptions>): Generated {
  const options = { ...defaults, ...given };
  const { seed, kind } = options;
  const isCompany = kind === 'company';
  const rates = ratesOf(options);
  const habits = habitsOf(seed, rates, { isCompany, isMixed: options.family === 'mixed' });
  const duplicates = { left: Math.min(0.5, habits.left.rates.duplicate), right: Math.min(0.5, habits.right.rates.duplicate) };
  const layout = layoutOf({ seed, left: options.left, right: options.right, overlap: options.overlap, duplicates });
  const companies = companiesOf({ seed, size: isCompany ? layout.entities : companyCount(options, habits.peoplePerCompany), habits, rates });
  const people = peopleOf({ seed, habits, rates, companies });
  const viewOf = (side: Side, row: number, entity: number): Made => {
    const random = randomOf(seed, `row ${side}`, row);
    if (isCompany) return companyRow({ random, company: companies.at(entity), habits: habits[side] });
    return personRow({ random, person: people.at(entity), habits: habits[side], colleague: (company) => people.colleagueOf(entity, company) });
  };
  return {
    columns: isCompany ? companyColumns : personColumns,
    left: () => rowsOf('left', layout, viewOf),
    right: () => rowsOf('right', layout, viewOf),
    truth: () => truthOf(layout, viewOf),
  };
}

type View = (side: Side, row: number, entity: number) => Made;

function* rowsOf(side: Side, layout: Layout, viewOf: View): Generator<GeneratedRow> {
  const file = layout[side];
  for (let row = 0; row < file.rows; row += 1) {
    const entity = file.entityAt(row);
    yield { id: idOf(side, row), values: viewOf(side, row, entity).row, entity };
  }
}

function* truthOf(layout: Layout, viewOf: View): Generator<TruePair> {
  for (let row = 0; row < layout.right.rows; row += 1) {
    const entity = layout.right.entityAt(row);
    const partners = layout.left.rowsOf(entity);
    if (partners.length === 0) continue;
    const tags = viewOf('right', row, entity).tags;
    const hasTwin = partners.length > 1 || layout.right.rowsOf(entity).length > 1;
    for (const partner of partners) {
      const all = new Set([...tags, ...viewOf('left', partner, entity).tags, ...(hasTwin ? ['duplicate'] : [])]);
      yield { leftId: idOf('left', partner), rightId: idOf('right', row), tags: [...all] };
    }
  }
}
