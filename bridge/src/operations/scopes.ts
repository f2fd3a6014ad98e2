/** Who would take part under a draft of the rules: counts, a few records by name, and why others stay out. Reads both platforms, writes nothing. */
import { inScope, scopeFields } from '../domain/index.ts';
import type { FilterCondition, Link, ObjectMapping, RuleSet, ScopeFilter, Side } from '../domain/index.ts';
import type { Rulebook, WireRecord } from '../engine/index.ts';
import { JobFailure } from './jobs.ts';
import { draftRulebook, orFail } from './preview.ts';
import { gatewaysOf } from './schema.ts';
import type { ConnectionView } from './view.ts';

export type ScopeQuestion = { readonly rules: RuleSet; readonly mapping: string; /** Records named per list. */ readonly samples: number };
export type RecordQuestion = { readonly rules: RuleSet; readonly mapping: string; readonly side: Side; readonly text: string };

export type ScopeStanding =
  /** In scope and linked. */
  | 'linked'
  /** In scope without a counterpart: the next look creates or finds one. */
  | 'crosses'
  /** In scope without a counterpart, met before and kept back: a duplicate, a review, a record that must come first. */
  | 'waits'
  /** In scope, but the rules never create a counterpart. */
  | 'not-created'
  | 'excluded';
export type ScopeRecord = {
  readonly object: string;
  readonly id: string;
  readonly name: string;
  readonly standing: ScopeStanding;
  /** Conditions it fails; of an `any` filter, all of them. */
  readonly failed: readonly FilterCondition[];
  /** Why it waits; null otherwise. */
  readonly note: string | null;
};
export type ScopeSide = {
  readonly policy: ObjectMapping['createInHubSpot'];
  readonly total: number;
  readonly inScope: number;
  /** False: `inScope` is an upper bound, because the platform cannot ask for every condition. */
  readonly isExact: boolean;
  /** In scope and looked at one by one; `linked`, `crosses` and `waits` count among these. */
  readonly looked: number;
  readonly linked: number;
  readonly crosses: number;
  readonly waits: number;
  readonly sample: readonly ScopeRecord[];
  readonly excluded: readonly ScopeRecord[];
};

/** Records looked at one by one, and those looked through for excluded ones: five searches of HubSpot each. */
const lookMax = 1_000;
const excludedLookMax = 200;
const foundMax = 20;

const nameFields: Readonly<Record<Side, readonly string[]>> = {
  salesforce: ['Name', 'Email'],
  hubspot: ['firstname', 'lastname', 'email', 'name', 'domain', 'dealname'],
};

function nameOf(side: Side, { object, id, values }: WireRecord): string {
  const text = (field: string): string => String(values[field] ?? '').trim();
  const full = side === 'salesforce' ? text('Name') : [text('firstname'), text('lastname')].filter((part) => part !== '').join(' ');
  return [full, text('name'), text('dealname'), text('Email'), text('email'), text('domain')].find((part) => part !== '') ?? `${object} ${id}`;
}

/** Which conditions keep a record out. Worked example: `{all: [filled, in]}` on a record that is filled but not in → `[in]`. */
export function failedConditions(filter: ScopeFilter | null, values: WireRecord['values']): readonly FilterCondition[] {
  if (filter === null || inScope(filter, values).isIn) return [];
  return 'all' in filter ? filter.all.filter((condition) => !inScope({ all: [condition] }, values).isIn) : filter.any;
}

type Place = { readonly view: ConnectionView; readonly rulebook: Rulebook; readonly mapping: ObjectMapping; readonly side: Side };

const policyOf = ({ mapping, side }: Place): ObjectMapping['createInHubSpot'] => (side === 'salesforce' ? mapping.createInHubSpot : mapping.createInSalesforce);

/** A side that always creates asks no questions. */
function filterOf(place: Place): ScopeFilter | null {
  if (policyOf(place) === 'always') return null;
  return place.side === 'salesforce' ? place.mapping.salesforceScope : place.mapping.hubspotScope;
}

const objectsOn = ({ mapping, side }: Place): readonly string[] => (side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]);

type Asked = { readonly object: string; readonly filter: ScopeFilter | null; readonly text: string | null; readonly limit: number };

async function ask({ view, rulebook, side }: Place, { object, ...asked }: Asked): Promise<{ total: number; isExact: boolean; records: readonly WireRecord[] }> {
  const gateway = gatewaysOf(view)[side];
  const schema = rulebook.schemas.get(`${side}:${object}`);
  if (gateway.survey === undefined || schema === undefined) throw new JobFailure(`${object} cannot be counted.`);
  const fields = [...nameFields[side].filter((field) => schema.fields.has(field)), ...(asked.filter === null ? [] : scopeFields(asked.filter))];
  const known = fields.filter((field) => field === 'segments' || schema.fields.has(field));
  return orFail(await gateway.survey({ object, ...asked, fields: known, schema }), side === 'salesforce' ? 'Salesforce' : 'HubSpot');
}

function standingOf(place: Place, isIn: boolean, link: Link | null): ScopeStanding {
  if (!isIn) return 'excluded';
  if (link !== null && link.state !== 'deleted') return 'linked';
  return policyOf(place) === 'never' ? 'not-created' : 'crosses';
}

/** What the last look said of a record it did not link, where another look alone changes nothing. */
const keptBack: ReadonlySet<string> = new Set(['duplicate', 'review', 'waiting', 'issue']);

async function judged(place: Place, records: readonly WireRecord[]): Promise<readonly ScopeRecord[]> {
  const { view, side } = place;
  const filter = filterOf(place);
  const links = await view.store.linksOf(
    view.id,
    records.map(({ object, id }) => ({ side, object, id })),
  );
  return Promise.all(
    records.map(async (record, index) => {
      const { object, id } = record;
      const failed = failedConditions(filter, record.values);
      const standing = standingOf(place, failed.length === 0, links[index] ?? null);
      const reason = standing === 'crosses' ? await view.store.unlinkedOf(view.id, { side, object, id }) : null;
      const isKept = reason !== null && keptBack.has(reason.code);
      return { object, id, name: nameOf(side, record), standing: isKept ? 'waits' : standing, failed, note: isKept ? reason.explanation : null };
    }),
  );
}

/** Records as they stand now, segments included; search answers neither at once nor in full. */
async function readWhole(place: Place, records: readonly WireRecord[]): Promise<readonly WireRecord[]> {
  const { view, rulebook, side } = place;
  const whole: WireRecord[] = [];
  for (const object of new Set(records.map((record) => record.object))) {
    const schema = rulebook.schemas.get(`${side}:${object}`);
    const fields = [...new Set([...nameFields[side], ...scopeFields(filterOf(place))])].filter(
      (field) => field === 'segments' || schema?.fields.has(field) === true,
    );
    const ids = records.filter((record) => record.object === object).map(({ id }) => id);
    const read = orFail(await gatewaysOf(view)[side].read(object, ids, fields), side === 'salesforce' ? 'Salesforce' : 'HubSpot');
    whole.push(...read.flatMap((one) => (one.kind === 'found' ? [one.record] : [])));
  }
  return whole;
}

async function lookAtSide(place: Place, samples: number): Promise<ScopeSide> {
  const filter = filterOf(place);
  const parts = await Promise.all(
    objectsOn(place).map(async (object) => ({
      all: await ask(place, { object, filter: null, text: null, limit: filter === null ? 1 : excludedLookMax }),
      within: await ask(place, { object, filter, text: null, limit: lookMax }),
    })),
  );
  const inside = await judged(
    place,
    parts.flatMap(({ within }) => within.records),
  );
  const newest = filter === null ? [] : await readWhole(place, parts.flatMap(({ all }) => all.records).slice(0, excludedLookMax));
  const outside = (await judged(place, newest)).filter(({ standing }) => standing === 'excluded');
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const count = (standing: ScopeStanding): number => inside.filter((one) => one.standing === standing).length;
  return {
    policy: policyOf(place),
    total: sum(({ all }) => all.total),
    inScope: sum(({ within }) => within.total),
    isExact: parts.every(({ within }) => within.isExact),
    looked: inside.length,
    linked: count('linked'),
    crosses: count('crosses'),
    waits: count('waits'),
    sample: [...inside.filter(({ standing }) => standing !== 'linked'), ...inside.filter(({ standing }) => standing === 'linked')].slice(0, samples),
    excluded: outside.slice(0, samples),
  };
}

async function placeOf(
  view: ConnectionView,
  { rules, mapping: key, side }: { readonly rules: RuleSet; readonly mapping: string; readonly side: Side },
): Promise<Place> {
  const rulebook = await draftRulebook(view, rules);
  const mapping = rulebook.rules.mappings.find((one) => one.key === key);
  if (mapping === undefined) throw new JobFailure(`The draft has no enabled mapping ${key}.`);
  return { view, rulebook, mapping, side };
}

/** Counts and samples of one mapping, both sides. */
export async function lookAtScope(view: ConnectionView, { rules, mapping, samples }: ScopeQuestion): Promise<Readonly<Record<Side, ScopeSide>>> {
  const place = await placeOf(view, { rules, mapping, side: 'salesforce' });
  const salesforce = await lookAtSide(place, samples);
  return { salesforce, hubspot: await lookAtSide({ ...place, side: 'hubspot' }, samples) };
}

/** Records of one side that look like what a person typed, each with where it stands and what it fails. */
export async function findInScope(view: ConnectionView, { text, ...question }: RecordQuestion): Promise<readonly ScopeRecord[]> {
  const place = await placeOf(view, question);
  const found = await Promise.all(objectsOn(place).map((object) => ask(place, { object, filter: null, text, limit: foundMax })));
  return judged(place, await readWhole(place, found.flatMap(({ records }) => records).slice(0, foundMax)));
}
