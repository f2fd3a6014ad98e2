import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter } from '../../domain/index.ts';
import type { Change, EventId, HubSpotId, Link, LinkId, RuleSet, SalesforceId, Schemas, Subject } from '../../domain/index.ts';
import type { DueWork } from '../ports.ts';
import { createRulebook } from '../rulebook.ts';
import { isEcho } from './sift.ts';

const fingerprint = fingerprinter(new Uint8Array(32));
const rules: RuleSet = {
  version: 1,
  lifecycle: [],
  consent: [],
  mappings: [
    {
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
      fields: [
        {
          key: 'phone',
          salesforceObjects: ['Lead'],
          salesforceField: 'Phone',
          hubspotProperty: 'phone',
          owner: 'salesforce',
          direction: 'two-way',
          policy: 'latest',
          windowMs: 0,
          isProtected: false,
          blank: 'propagate',
          nonOwnerEdit: 'enforce',
          valueMap: [],
          referenceMapping: null,
        },
      ],
    },
  ],
};
const phone = { name: 'phone', kind: 'phone', isWritable: true, isCreatable: true, isRequired: false, lengthMax: null, scale: null, options: null } as const;
const schemas: Schemas = new Map([
  ['hubspot:contacts', { object: 'contacts', fields: new Map([['phone', phone]]) }],
  ['salesforce:Lead', { object: 'Lead', fields: new Map([['Phone', { ...phone, name: 'Phone' }]]) }],
]);
const rulebook = createRulebook(rules, schemas);
const link: Link = {
  id: 'person:k' as LinkId,
  mapping: 'person',
  key: 'k',
  state: 'active',
  salesforce: { object: 'Lead', id: '00Q1' as SalesforceId },
  hubspot: { object: 'contacts', id: '7' as HubSpotId },
  baseline: { phone: { salesforce: fingerprint('phone', 'a'), hubspot: fingerprint('phone', 'A') } },
  attempts: [],
  attemptNumbers: { salesforce: 0, hubspot: 0 },
  createdAt: 0,
  syncedAt: 100,
};
const change = (patch: Partial<Change> = {}): Change => ({
  eventId: 'e' as EventId,
  ref: { side: 'hubspot', object: 'contacts', id: '7' },
  kind: 'update',
  fields: { phone: { at: 50, value: 'A' } },
  occurredAt: 50,
  lane: 'normal',
  origin: 'event',
  ...patch,
});
const work = (patch: Partial<DueWork> = {}): DueWork => ({
  subject: 'person:k' as Subject,
  lane: 'normal',
  version: 1,
  tries: 0,
  link,
  changes: [change()],
  ...patch,
});
const echo = (patch: Partial<DueWork> = {}): boolean => isEcho(work(patch), rulebook, fingerprint);

describe('an echo', () => {
  test('carries exactly what its side is known to hold', () => {
    expect(echo()).toBe(true);
    expect(echo({ changes: [change({ fields: { phone: { at: 50, value: 'a' } } })] })).toBe(false);
    expect(echo({ changes: [change(), change({ fields: { phone: { at: 51, value: 'B' } } })] })).toBe(false);
    expect(echo({ changes: [change({ ref: { side: 'salesforce', object: 'Lead', id: '00Q1' }, fields: { Phone: { at: 50, value: 'a' } } })] })).toBe(true);
  });
  test('is not assumed where a look was asked for', () => {
    expect(echo({ woken: true })).toBe(false);
    expect(echo({ tries: 1 })).toBe(false);
    expect(echo({ changes: [] })).toBe(false);
    expect(echo({ changes: [change({ origin: 'sweep' })] })).toBe(false);
    for (const kind of ['look', 'delete', 'restore', 'merge', 'associate'] as const) expect(echo({ changes: [change({ kind })] })).toBe(false);
  });
  test('is not assumed while a write is in flight, or of a link that is not whole and active', () => {
    const attempt = { side: 'hubspot', number: 1, kind: 'update', object: 'contacts', recordId: '7', agree: {}, sentAt: 0, settleAt: 1 } as const;
    expect(echo({ link: { ...link, attempts: [attempt] } })).toBe(false);
    expect(echo({ link: { ...link, salesforce: null } })).toBe(false);
    expect(echo({ link: { ...link, state: 'deleted' } })).toBe(false);
    expect(echo({ link: null })).toBe(false);
  });
  test('is not assumed of a field or record it knows nothing of', () => {
    expect(echo({ changes: [change({ fields: { other: { at: 50, value: 'A' } } })] })).toBe(false);
    expect(echo({ changes: [change({ fields: { phone: { at: 50 } } })] })).toBe(false);
    expect(echo({ changes: [change({ ref: { side: 'hubspot', object: 'contacts', id: '8' } })] })).toBe(false);
    expect(echo({ link: { ...link, baseline: {} } })).toBe(false);
  });
  test('the birth of a record is one only if it was read since', () => {
    expect(echo({ changes: [change({ kind: 'create', fields: {} })] })).toBe(true);
    expect(echo({ changes: [change({ kind: 'create', fields: {}, occurredAt: 101 })] })).toBe(false);
    expect(echo({ changes: [change({ fields: {} })] })).toBe(false);
  });
  test('our own key and stamp say nothing', () => {
    expect(echo({ changes: [change({ fields: { fieldwise_stamp: { at: 1, value: 'c:1:x' }, fieldwise_key: { at: 1, value: 'k' } } })] })).toBe(true);
  });
});
