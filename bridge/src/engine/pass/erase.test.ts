import { expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, erasedRecordMark, fingerprinter } from '../../domain/index.ts';
import type { Change, HubSpotId, Link, LinkId, ObjectMapping, SalesforceId, Subject } from '../../domain/index.ts';
import type { Departure } from './depart.ts';
import { eraseLinkedSince } from './erase.ts';

const NOW = 1_000;
const fingerprint = fingerprinter(new Uint8Array(32));
const gone = { side: 'hubspot', object: 'contacts', id: '1' } as const;
// Ids and subjects of the test's own.
const link: Link = {
  id: 'person:1' as LinkId,
  mapping: 'person',
  key: 'sf-1',
  state: 'active',
  salesforce: { object: 'Lead', id: '00Q1' as SalesforceId },
  hubspot: { object: 'contacts', id: '1' as HubSpotId },
  baseline: {},
  attempts: [],
  attemptNumbers: { salesforce: 0, hubspot: 0 },
  createdAt: 0,
  syncedAt: null,
};
const mapping: ObjectMapping = {
  key: 'person',
  salesforceObjects: ['Lead'],
  salesforceCreateObject: 'Lead',
  hubspotObject: 'contacts',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 1,
  fields: [],
};
const departure: Departure = {
  kind: 'departure',
  work: { subject: 'person:1' as Subject, version: 1, lane: 'normal', tries: 0, changes: [], link },
  mapping,
  formerRefs: [],
  decisions: [],
  link,
  gone: [{ ref: gone, isSeen: false }],
  left: null,
};

async function settled(erased: readonly string[]) {
  const appended: Change[] = [];
  const store = {
    erasedAmong: async (_connection: unknown, marks: readonly string[]) => new Map(marks.filter((mark) => erased.includes(mark)).map((mark) => [mark, 1])),
    append: async ({ changes }: { changes: readonly Change[] }) => void appended.push(...changes),
  };
  // Only what the stage asks for is there.
  const context = { connection: 'c1', store, fingerprint, clock: { now: () => NOW } } as unknown as Parameters<typeof eraseLinkedSince>[0];
  const { rest, outcomes } = await eraseLinkedSince(context, [departure]);
  return { rest, outcomes, appended };
}

test('a link made of a record that had just been erased owes the erasure of what it joined', async () => {
  const { rest, outcomes, appended } = await settled([erasedRecordMark(fingerprint, gone)]);
  expect([rest, appended]).toMatchObject([[], [{ ref: gone, kind: 'erase' }]]);
  expect(outcomes).toMatchObject([{ subject: 'person:1', consumed: [], next: { kind: 'again', at: NOW } }]);
});
test('a record that is merely not there departs as ever', async () => {
  expect(await settled([])).toEqual({ rest: [departure], outcomes: [], appended: [] });
});
