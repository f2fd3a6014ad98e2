/**
 * Two platforms made of arithmetic: record number `i` is worked out whenever it is asked for, so that a million of them take a byte each. For
 * benches of the bridge alone: nothing is refused, nothing is slow, and calls are counted as the real gateways would make them.
 */
import { DEFAULT_POLICIES } from '../../bridge/src/domain/index.ts';
import type { FieldKind, FieldRule, FieldSchema, ObjectMapping, RuleSet, Schemas, Side } from '../../bridge/src/domain/index.ts';
import type { CrmGateway, SweepPage, WireRecord, WriteOutcome } from '../../bridge/src/engine/index.ts';

export type StandIns = { readonly gateways: Readonly<Record<Side, CrmGateway>>; readonly calls: Record<Side, number>; readonly created: () => number };

const START = 1_763_000_000_000;
const syllables =
  'ba be bi bo bu da de di do du fa fe fi fo ga ge go ha he hi ho ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo wa we za ze zo'.split(
    ' ',
  );

function mixed(index: number, salt: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
function word(index: number, salt: number, length: number): string {
  const parts = Array.from({ length }, (_, at) => syllables[mixed(index, salt * 7 + at) % syllables.length] ?? '');
  const text = parts.join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const fields: readonly (readonly [string, string, FieldKind])[] = [
  ['Email', 'email', 'email'],
  ['FirstName', 'firstname', 'text'],
  ['LastName', 'lastname', 'text'],
  ['Title', 'jobtitle', 'text'],
  ['Phone', 'phone', 'phone'],
];
const rule = ([salesforceField, hubspotProperty]: (typeof fields)[number]): FieldRule => ({
  key: `person.${hubspotProperty}`,
  salesforceObjects: ['Lead'],
  salesforceField,
  hubspotProperty,
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'latest',
  windowMs: 300_000,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
});
const person: ObjectMapping = {
  key: 'person',
  salesforceObjects: ['Lead'],
  salesforceCreateObject: 'Lead',
  hubspotObject: 'contacts',
  createInSalesforce: 'never',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 1,
  fields: fields.map(rule),
};
export const standInRules: RuleSet = { version: 1, mappings: [person], lifecycle: [], consent: [] };

const schemaOf = (name: string, kind: FieldKind): readonly [string, FieldSchema] => [
  name,
  { name, kind, isWritable: true, isCreatable: true, isRequired: name === 'LastName', lengthMax: null, scale: null, options: null },
];
export const standInSchemas: Schemas = new Map([
  ['salesforce:Lead', { object: 'Lead', fields: new Map(fields.map(([name, , kind]) => schemaOf(name, kind))) }],
  ['hubspot:contacts', { object: 'contacts', fields: new Map(fields.map(([, name, kind]) => schemaOf(name, kind))) }],
]);

const leadId = (index: number): string => `00Q${String(index).padStart(12, '0')}AAA`;
const contactId = (index: number): string => String(50_000_000 + index);
const indexOf = (side: Side, id: string): number => (side === 'salesforce' ? Number(id.slice(3, 15)) : Number(id) - 50_000_000);
const pageSizes = { salesforce: 2_000, hubspot: 200 } as const;
const callSizes = { salesforce: { read: 2_000, write: 400 }, hubspot: { read: 100, write: 100 } } as const;

/** `count` leads; every other one is a contact already, with the same values. */
export function standIns(count: number, now: () => number): StandIns {
  /** Contacts that are there: every other one, and those the bridge made. */
  const isThere = new Uint8Array(count).map((_, index) => (index % 2 === 0 ? 1 : 0));
  const calls = { salesforce: 0, hubspot: 0 };
  let created = 0;

  const valuesOf = (index: number): Readonly<Record<string, string>> => {
    const [first, last, firm] = [word(index, 1, 3), word(index, 2, 4), `${word(index, 3, 4)}${String(index)}`];
    const shared = {
      first,
      last,
      email: `${first}.${last}@${firm}.example`.toLowerCase(),
      title: word(index, 4, 3),
      phone: `+1 ${String(2_000_000_000 + index * 13)}`,
    };
    return {
      ...{ Email: shared.email, FirstName: shared.first, LastName: shared.last, Title: shared.title, Phone: shared.phone, Company: firm },
      ...{ email: shared.email, firstname: shared.first, lastname: shared.last, jobtitle: shared.title, phone: shared.phone },
    };
  };
  const indexOfEmail = (email: string): number => Number(/(\d+)\.example$/.exec(email)?.[1] ?? NaN);

  const gatewayOf = (side: Side): CrmGateway => {
    const object = side === 'salesforce' ? 'Lead' : 'contacts';
    const idOf = side === 'salesforce' ? leadId : contactId;
    const has = (index: number): boolean => index >= 0 && index < count && (side === 'salesforce' || isThere[index] === 1);
    const record = (index: number, wanted: readonly string[]): WireRecord => {
      const all = valuesOf(index);
      return {
        object,
        id: idOf(index),
        values: Object.fromEntries(wanted.map((name) => [name, all[name] ?? null])),
        modifiedAt: START + index,
        modifiedBy: null,
        convertedTo: null,
      };
    };
    const spend = (items: number, size: number): void => void (calls[side] += Math.max(1, Math.ceil(items / size)));
    const fine = <T>(value: T): Promise<{ ok: true; value: T }> => Promise.resolve({ ok: true, value });
    return {
      side,
      actor: 'bridge',
      schemas: () => fine(standInSchemas),
      read(_object, ids, wanted) {
        spend(ids.length, callSizes[side].read);
        return fine(
          ids.map((id) => (has(indexOf(side, id)) ? { kind: 'found' as const, record: record(indexOf(side, id), wanted) } : { kind: 'missing' as const })),
        );
      },
      find(_object, field, values, wanted) {
        spend(values.length, 100);
        const of = (value: string): readonly WireRecord[] => {
          const index = field.toLowerCase() === 'email' ? indexOfEmail(value) : value.startsWith('sf-') ? indexOf('salesforce', value.slice(3)) : NaN;
          // A contact that was there before carries no key of ours.
          const isKeyed = field.toLowerCase() === 'email' || index % 2 === 1;
          return has(index) && isKeyed ? [record(index, wanted)] : [];
        };
        return fine(values.map((value) => ({ value, records: of(value) })));
      },
      write(requests) {
        spend(requests.length, callSizes[side].write);
        return Promise.resolve(
          requests.map((request): WriteOutcome => {
            const index = request.id === null ? indexOf('salesforce', request.key.slice(3)) : indexOf(side, request.id);
            if (side === 'hubspot' && request.kind === 'create') {
              created += isThere[index] === 1 ? 0 : 1;
              isThere[index] = 1;
            }
            const after = { ...record(index, Object.keys(request.values)), modifiedAt: now() };
            return { kind: 'ok', id: idOf(index), created: request.kind === 'create', after };
          }),
        );
      },
      remove: (requests) => Promise.resolve(requests.map(({ id }): WriteOutcome => ({ kind: 'ok', id, created: false, after: null }))),
      history: (_object, ids) => fine(ids.map((id) => ({ id, fields: {} }))),
      sweep(_object, since, _until, page, wanted = []) {
        spend(1, 1);
        const records: SweepPage['records'][number][] = [];
        let index = page === null ? Math.max(0, since - START) : Number(page);
        for (; index < count && records.length < pageSizes[side]; index += 1) {
          if (!has(index)) continue;
          const ref = { side, object, id: idOf(index) };
          const values = wanted.length === 0 ? {} : { values: record(index, wanted).values };
          records.push({ ref, modifiedAt: START + index, isDeleted: false, mergedInto: null, ...values });
        }
        return fine({ records, next: index >= count ? null : String(index) });
      },
      associations: (_from, ids) => fine(ids.map((id) => ({ id, to: [] }))),
      associate: (writes) => Promise.resolve(writes.map(() => 'ok' as const)),
      survey: () => {
        spend(1, 1);
        return fine({ total: side === 'salesforce' ? count : isThere.reduce((sum, one) => sum + one, 0), isExact: true, records: [] });
      },
      budget: () => ({ remaining: 1, nextAt: 0, perSecond: null, perDay: null }),
    };
  };
  return { gateways: { salesforce: gatewayOf('salesforce'), hubspot: gatewayOf('hubspot') }, calls, created: () => created };
}
