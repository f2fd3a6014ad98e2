import { describe, expect, test } from '@jest/globals';
import { consentRule } from '../../test/domain/samples.ts';
import { ALL_EMAIL } from '../domain/index.ts';
import type { TopicMemory } from '../domain/index.ts';
import type { ConnectionId, ConsentRule, Fingerprint, RuleSet } from '../domain/model.ts';
import type { ConsentCandidate, WireRecord } from '../engine/ports.ts';
import { createMemoryStore } from '../store/index.ts';
import { createConsentGate } from './gate.ts';

const connection = 'main' as ConnectionId;
const print = (address: string): Fingerprint => `print:${address}`;
const RULE = consentRule();
const OPT_IN: ConsentRule = { ...RULE, key: 'consent.news', salesforceField: 'Newsletter__c', meaning: 'opt-in', subscription: '410002' };
const out: TopicMemory = { isWithdrawn: true, since: 1, holders: {} };
const told: TopicMemory = { ...out, holders: { hubspot: 'out' } };

function record(object: string, values: WireRecord['values']): WireRecord {
  return { object, id: '1', values, modifiedAt: 5, modifiedBy: null, convertedTo: null };
}
const fromHubSpot = (values: WireRecord['values']): ConsentCandidate => ({ record: record('contacts', values), from: 'hubspot', object: 'Lead' });
const fromSalesforce = (values: WireRecord['values']): ConsentCandidate => ({ record: record('Lead', values), from: 'salesforce', object: 'contacts' });

async function setUp(memory: Readonly<Record<string, Readonly<Record<string, TopicMemory>>>> = {}, consent: readonly ConsentRule[] = [RULE]) {
  const store = createMemoryStore();
  const turn = await store.consentTurn({ connection, worker: 'w', now: 0, leaseMs: 10 });
  if (turn === null) throw new Error('the turn is taken');
  const memories = Object.entries(memory).map(([address, topics]) => ({ address: print(address), topics }));
  await store.consentCommit({ connection, turn, outcomes: [], memories, places: [], entries: [], now: 0 });
  const rules: RuleSet = { version: 1, mappings: [], lifecycle: [], consent };
  const gate = createConsentGate({
    connection,
    store,
    clock: { now: () => 10, sleep: () => Promise.resolve() },
    print,
    rules: () => rules,
    wake: () => undefined,
  });
  const queued = async () => (await store.consentDue(connection, 10, 10)).map(({ ref, origin, urgency }) => `${ref.side}:${ref.id} ${origin} ${urgency}`);
  return { gate, queued };
}

describe('a person about to be made in Salesforce', () => {
  test('starts opted out where the contact shows it, and where it is remembered of any of its addresses', async () => {
    const { gate } = await setUp({ 'old@x.example': { [ALL_EMAIL]: out } });
    expect(
      await gate.beforeCreate([
        fromHubSpot({ email: 'a@x.example', hs_email_optout: 'true' }),
        fromHubSpot({ email: 'b@x.example', hs_additional_emails: 'Old@x.example' }),
        fromHubSpot({ email: 'c@x.example', hs_email_optout: 'false' }),
      ]),
    ).toEqual([
      { kind: 'go', fields: { HasOptedOutOfEmail: true } },
      { kind: 'go', fields: { HasOptedOutOfEmail: true } },
      { kind: 'go', fields: {} },
    ]);
  });

  test('an opt-in of one subscription starts unticked where that ended, or everything did', async () => {
    const { gate } = await setUp({}, [OPT_IN]);
    expect(
      await gate.beforeCreate([
        fromHubSpot({ email: 'a@x.example', hs_email_optout_410002: 'true' }),
        fromHubSpot({ email: 'b@x.example', hs_email_optout: 'true' }),
      ]),
    ).toEqual([
      { kind: 'go', fields: { Newsletter__c: false } },
      { kind: 'go', fields: { Newsletter__c: false } },
    ]);
  });

  test('a direction that leads away ticks nothing', async () => {
    const { gate } = await setUp({}, [{ ...RULE, direction: 'to-hubspot' }]);
    expect(await gate.beforeCreate([fromHubSpot({ email: 'a@x.example', hs_email_optout: 'true' })])).toEqual([{ kind: 'go', fields: {} }]);
  });
});

describe('a person about to be made in HubSpot', () => {
  test('waits until the address is off, and the lane is asked for it', async () => {
    const { gate, queued } = await setUp();
    expect(await gate.beforeCreate([fromSalesforce({ Email: 'a@x.example', HasOptedOutOfEmail: true })])).toEqual([{ kind: 'wait' }]);
    expect(await queued()).toEqual(['salesforce:1 create now']);
  });

  test('waits too where only the memory says no', async () => {
    const { gate } = await setUp({ 'a@x.example': { [ALL_EMAIL]: out } });
    expect(await gate.beforeCreate([fromSalesforce({ Email: 'a@x.example', HasOptedOutOfEmail: false })])).toEqual([{ kind: 'wait' }]);
  });

  test('goes once HubSpot was told', async () => {
    const { gate, queued } = await setUp({ 'a@x.example': { [ALL_EMAIL]: told } });
    expect(await gate.beforeCreate([fromSalesforce({ Email: 'a@x.example', HasOptedOutOfEmail: true })])).toEqual([{ kind: 'go', fields: {} }]);
    expect(await queued()).toEqual([]);
  });

  test('goes where nobody withdrew', async () => {
    const { gate } = await setUp();
    expect(await gate.beforeCreate([fromSalesforce({ Email: 'a@x.example', HasOptedOutOfEmail: false })])).toEqual([{ kind: 'go', fields: {} }]);
  });
});

describe('a contact about to get another address', () => {
  test('waits while its opt-out is not remembered, and only then', async () => {
    const { gate, queued } = await setUp({ 'known@x.example': { [ALL_EMAIL]: told } });
    const contacts = [
      record('contacts', { email: 'new@x.example', hs_email_optout: 'true' }),
      record('contacts', { email: 'known@x.example', hs_email_optout: 'true' }),
      record('contacts', { email: 'free@x.example', hs_email_optout: 'false' }),
    ];
    expect(await gate.beforeMove(contacts)).toEqual([false, true, true]);
    expect(await queued()).toEqual(['hubspot:1 create now']);
  });
});

test('without consent rules everybody goes', async () => {
  const { gate } = await setUp({}, []);
  expect(await gate.beforeCreate([fromSalesforce({ Email: 'a@x.example', HasOptedOutOfEmail: true })])).toEqual([{ kind: 'go', fields: {} }]);
  expect(await gate.beforeMove([record('contacts', { email: 'a@x.example', hs_email_optout: 'true' })])).toEqual([true]);
});
