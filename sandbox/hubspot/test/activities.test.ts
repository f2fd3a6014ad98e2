import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cleanUp, refusal, startReceiver, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
let contact: string;
beforeEach(async () => {
  rig = await startRig();
  contact = (await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'a@x.example' }, associations: [] })).id;
});

const AT = '2026-03-01T10:00:00.000Z';
const log = (object: string, properties: Record<string, string>, typeId?: number) =>
  rig.bridge.crm.objects.basicApi.create(object, {
    properties: { hs_timestamp: AT, ...properties },
    associations:
      typeId === undefined ? [] : ([{ to: { id: contact }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }] }] as never[]),
  });

test.each([
  ['calls', 194, { hs_call_title: 'C', hs_call_disposition: 'f240bbac-87c9-4f6e-bf70-924b57d47db7', hs_call_duration: '60000', hs_call_direction: 'OUTBOUND' }],
  ['emails', 198, { hs_email_subject: 'E', hs_email_direction: 'EMAIL', hs_email_status: 'SENT' }],
  ['meetings', 200, { hs_meeting_title: 'M', hs_meeting_start_time: AT, hs_meeting_end_time: '2026-03-01T11:00:00.000Z', hs_meeting_outcome: 'COMPLETED' }],
  ['notes', 202, { hs_note_body: 'N' }],
  ['tasks', 204, { hs_task_subject: 'T', hs_task_status: 'NOT_STARTED', hs_task_type: 'TODO' }],
])('%s are logged on a contact, found from it, and ignore what they do not know', async (object, typeId, properties) => {
  const made = await log(object, { ...properties, nonsense: 'x', hs_object_id: '1' }, typeId);
  expect(made.properties).toMatchObject({ ...properties, hs_timestamp: AT });
  expect(made.properties['nonsense']).toBeUndefined();
  const far = (await rig.bridge.crm.associations.v4.basicApi.getPage('contacts', contact, object)).results;
  expect(far.map((item) => [String(item.toObjectId), item.associationTypes[0]?.typeId])).toEqual([[made.id, typeId - 1]]);
});

test.each([
  ['no hs_timestamp', 'notes', { hs_timestamp: '' }],
  ['a status no task has', 'tasks', { hs_task_status: 'DONE' }],
  ['an outcome no call has', 'calls', { hs_call_disposition: 'Connected' }],
  ['a time that is none', 'meetings', { hs_meeting_start_time: 'noon' }],
  ['a note beyond 65,536 characters', 'notes', { hs_note_body: 'x'.repeat(65_537) }],
])('%s is refused', async (_name, object, properties) => {
  expect((await refusal(log(object, properties as Record<string, string>))).code).toBe(400);
});

test('the type of another pair is refused', async () => {
  expect((await refusal(log('notes', { hs_note_body: 'N' }, 194))).code).toBe(400);
});

test('an e-mail names its people from the headers it was given', async () => {
  const headers = JSON.stringify({ from: { email: 'Rep@fieldwise.example', firstName: 'R' }, to: [{ email: 'a@x.example' }, { email: 'b@x.example' }] });
  const { id } = await log('emails', { hs_email_headers: headers, hs_email_from_email: 'other@x.example' });
  const { properties } = await rig.bridge.crm.objects.emails.basicApi.getById(id, ['hs_email_from_email', 'hs_email_to_email']);
  expect(properties).toMatchObject({ hs_email_from_email: 'rep@fieldwise.example', hs_email_to_email: 'a@x.example;b@x.example' });
});

test('a task knows when it was done, and forgets it when it is opened again', async () => {
  const { id } = await log('tasks', { hs_task_subject: 'T', hs_task_status: 'COMPLETED' });
  const done = async () => (await rig.bridge.crm.objects.tasks.basicApi.getById(id, ['hs_task_completion_date'])).properties['hs_task_completion_date'];
  expect(await done()).toEqual(expect.any(String));
  await rig.bridge.crm.objects.tasks.basicApi.update(id, { properties: { hs_task_status: 'NOT_STARTED' } });
  expect(await done()).toBeNull();
});

test('webhooks tell of them with the generic kind alone', async () => {
  const receiver = await startReceiver();
  await rig.control('PUT', 'apps/bridge', {
    targetUrl: receiver.url,
    subscriptions: [
      { eventType: 'object.creation', objectTypeId: '0-48' },
      { eventType: 'object.propertyChange', objectTypeId: '0-48', propertyName: 'hs_call_title' },
      { eventType: 'object.associationChange', objectTypeId: '0-48' },
    ],
  });
  await log('calls', { hs_call_title: 'C' }, 194);
  const events = await receiver.until((all) => all.length === 3);
  expect(new Set(events.map((event) => event['objectTypeId']))).toEqual(new Set(['0-48']));
  expect(events.find((event) => event['subscriptionType'] === 'object.associationChange')).toMatchObject({
    associationTypeId: 194,
    toObjectId: Number(contact),
  });
});
