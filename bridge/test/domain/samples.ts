/** Samples the domain's tests share: rules, schemas, views and inputs with sensible defaults, and seeded property runs. */
import fc from 'fast-check';
import { DEFAULT_POLICIES } from '../../src/domain/policies.ts';
import type { Conversion } from '../../src/domain/convert.ts';
import type { FieldView, Sided } from '../../src/domain/merge.ts';
import type {
  BaselinePair,
  Change,
  ConsentRule,
  EventId,
  FieldChange,
  FieldKind,
  FieldRule,
  FieldSchema,
  ObjectMapping,
  ObjectSchema,
  Schemas,
  Side,
  Value,
} from '../../src/domain/model.ts';
import type { PairInput } from '../../src/domain/plan-types.ts';
import type { WireScalar } from '../../src/domain/values.ts';

export const MINUTE = 60_000;
export const NOW = Date.UTC(2026, 10, 21, 12);
export const SKEW = 5_000;
const SEED = 20_261_121;

/** A property on a fixed seed, so a run is repeatable; fast-check prints seed, path and the smallest counterexample when it fails. */
export function holds<Ts extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<Ts> | fc.IProperty<Ts>, numRuns = 300): void {
  fc.assert(property, { seed: SEED, numRuns });
}

export function rule(over: Partial<FieldRule> = {}): FieldRule {
  return {
    key: 'person.title',
    salesforceObjects: ['Lead', 'Contact'],
    salesforceField: 'Title',
    hubspotProperty: 'jobtitle',
    owner: 'salesforce',
    direction: 'two-way',
    policy: 'latest',
    windowMs: 5 * MINUTE,
    isProtected: false,
    blank: 'propagate',
    nonOwnerEdit: 'enforce',
    valueMap: [],
    referenceMapping: null,
    ...over,
  };
}

/** HubSpot's opt-out from all e-mail and a lead's checkbox. */
export function consentRule(over: Partial<ConsentRule> = {}): ConsentRule {
  return {
    key: 'consent.email',
    salesforceObjects: ['Lead'],
    salesforceField: 'HasOptedOutOfEmail',
    meaning: 'opt-out',
    subscription: null,
    direction: 'two-way',
    carriesOptIn: false,
    ...over,
  };
}

export function schema(kind: FieldKind, over: Partial<FieldSchema> = {}): FieldSchema {
  return { name: 'field', kind, isWritable: true, isCreatable: true, isRequired: false, lengthMax: null, scale: null, options: null, ...over };
}

/** A stand-in for fingerprints that a person can read in a failure. */
export const print = (name: string, value: Value): string => `${name}${value === null ? ' is blank' : `=${value}`}`;

export const fits = (value: Value): Conversion => ({ ok: true, value });

type ViewSpec = {
  readonly rule?: Partial<FieldRule>;
  /** Salesforce, then HubSpot. */
  readonly now: readonly [Value, Value];
  /** Absent: never compared before. */
  readonly before?: readonly [Value, Value];
  readonly times?: readonly [number | null, number | null];
  readonly bounds?: readonly [number | null, number | null];
  readonly converted?: Partial<Sided<Conversion>>;
};

/** One field as `merge` sees it; values travel unchanged unless `converted` says otherwise. */
export function view(spec: ViewSpec): FieldView {
  const one = rule(spec.rule);
  const pair = ([salesforce, hubspot]: readonly [Value, Value]): BaselinePair => ({ salesforce: print(one.key, salesforce), hubspot: print(one.key, hubspot) });
  const [salesforce, hubspot] = spec.now;
  const [salesforceAt, hubspotAt] = spec.times ?? [null, null];
  const [salesforceBound, hubspotBound] = spec.bounds ?? [null, null];
  return {
    rule: one,
    values: { salesforce, hubspot },
    prints: pair(spec.now),
    baseline: spec.before === undefined ? null : pair(spec.before),
    times: { salesforce: salesforceAt, hubspot: hubspotAt },
    bounds: { salesforce: salesforceBound, hubspot: hubspotBound },
    converted: { salesforce: fits(salesforce), hubspot: fits(hubspot), ...spec.converted },
  };
}

export function mapping(fields: readonly FieldRule[], over: Partial<ObjectMapping> = {}): ObjectMapping {
  return {
    key: 'person',
    salesforceObjects: ['Lead', 'Contact'],
    salesforceCreateObject: 'Lead',
    hubspotObject: 'contacts',
    createInSalesforce: 'in-scope',
    createInHubSpot: 'always',
    salesforceScope: null,
    hubspotScope: null,
    policies: DEFAULT_POLICIES,
    order: 2,
    fields,
    ...over,
  };
}

type FieldShapes = Readonly<Record<string, FieldSchema>>;

/** Schemas of Contact and contacts, each field under the name it is keyed by. */
export function schemas(salesforce: FieldShapes, hubspot: FieldShapes): Schemas {
  const shape = (object: string, fields: FieldShapes): ObjectSchema => ({
    object,
    fields: new Map(Object.entries(fields).map(([name, field]) => [name, { ...field, name }])),
  });
  return new Map([
    ['salesforce:Contact', shape('Contact', salesforce)],
    ['salesforce:Lead', shape('Lead', salesforce)],
    ['hubspot:contacts', shape('contacts', hubspot)],
  ]);
}

export const ACTORS = { salesforce: '005Bridge', hubspot: 'app:1' } as const;

type PairSpec = {
  readonly rules: readonly FieldRule[];
  readonly schemas: Schemas;
  readonly salesforce: Readonly<Record<string, WireScalar>>;
  readonly hubspot: Readonly<Record<string, WireScalar>>;
  readonly over?: Partial<PairInput>;
};

/** One linked Contact and contact as the planner takes them. */
export function pairInput(spec: PairSpec): PairInput {
  return {
    mapping: mapping(spec.rules),
    schemas: spec.schemas,
    salesforce: { object: 'Contact', id: '003A', values: spec.salesforce, modifiedAt: NOW - MINUTE },
    hubspot: { object: 'contacts', id: '51', values: spec.hubspot, modifiedAt: NOW - MINUTE },
    baseline: {},
    changes: [],
    history: null,
    references: { held: {}, idOf: () => null },
    actors: ACTORS,
    fingerprint: print,
    readAt: NOW,
    skewMs: SKEW,
    ...spec.over,
  };
}

/** A notice of one record of the sample pair. */
export function change(side: Side, fields: Readonly<Record<string, FieldChange>>, over: Partial<Change> = {}): Change {
  const ref = side === 'salesforce' ? { side, object: 'Contact', id: '003A' } : { side, object: 'contacts', id: '51' };
  // A branded id is made from text at the edge; tests are one.
  return { eventId: 'event-1' as EventId, ref, kind: 'update', fields, occurredAt: NOW, lane: 'normal', origin: 'event', ...over };
}

export const mirrored = (side: Side): Side => (side === 'salesforce' ? 'hubspot' : 'salesforce');

// --- arbitraries ---------------------------------------------------------------------------------------------------------------------------

export const anySide = fc.constantFrom<Side>('salesforce', 'hubspot');

export const anyRule: fc.Arbitrary<FieldRule> = fc
  .record({
    owner: anySide,
    direction: fc.constantFrom<FieldRule['direction']>('two-way', 'to-hubspot', 'to-salesforce'),
    policy: fc.constantFrom<FieldRule['policy']>('latest', 'owner', 'fill-blank', 'review'),
    windowMs: fc.constantFrom(0, 5 * MINUTE),
    isProtected: fc.boolean(),
    blank: fc.constantFrom<FieldRule['blank']>('propagate', 'ignore'),
    nonOwnerEdit: fc.constantFrom<FieldRule['nonOwnerEdit']>('enforce', 'tolerate'),
  })
  .map(rule);

/** Wire values of a kind as both platforms give them, blanks and things that are not of the kind included. */
export function wiresOf(kind: FieldKind): fc.Arbitrary<WireScalar> {
  const blanks = fc.constantFrom<WireScalar>(null, '', '  ', '\r\n');
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Zoë', ' x ', 'a\r\nb', '٣', ';', 'a; b', '$& $$', 'Ａ'));
  const day = fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true });
  const values: Readonly<Record<FieldKind, fc.Arbitrary<WireScalar>>> = {
    text,
    'long-text': text,
    phone: fc.constantFrom('+1 555 0100', '(0)30/12 34', '5550100'),
    url: fc.constantFrom('https://www.Acme.example/path?q=1', 'acme.co.uk', 'not a site'),
    email: fc.oneof(fc.emailAddress(), fc.constantFrom(' Ada@Example.COM ', 'nobody')),
    number: fc.oneof(anyDecimal, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
    boolean: fc.constantFrom<WireScalar>(true, false, 'true', 'false', 'Yes', '0'),
    date: day.map((at) => at.toISOString().slice(0, 10)),
    datetime: fc.oneof(
      day.map((at) => at.toISOString()),
      day.map((at) => at.toISOString().replace('Z', '+0000')),
      day.map((at) => at.toISOString().slice(0, 10)),
    ),
    picklist: fc.constantFrom('A', 'B', 'Ü & co', 'a;b'),
    'multi-picklist': fc.array(fc.constantFrom('A', 'B', ' C ', ''), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(';')),
    reference: fc.constantFrom('001A', '42'),
  };
  return fc.oneof({ weight: 6, arbitrary: values[kind] }, { weight: 1, arbitrary: blanks }, { weight: 1, arbitrary: text });
}

/** Decimal text as people and machines write it. */
export const anyDecimal: fc.Arbitrary<string> = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
    zeros: fc.constantFrom('', '0', '000'),
    fraction: fc.oneof(
      fc.constant(''),
      fc.bigInt({ min: 0n, max: 10n ** 20n }).map((digits) => `.${digits}`),
    ),
    exponent: fc.constantFrom('', 'e0', 'E3', 'e-7', 'e+20'),
  })
  .map((part) => `${part.sign}${part.zeros}${part.whole}${part.fraction}${part.exponent}`);

export const KINDS: readonly FieldKind[] = [
  'text',
  'long-text',
  'email',
  'phone',
  'url',
  'number',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multi-picklist',
  'reference',
];
