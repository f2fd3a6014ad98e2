import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanUp, newFolder, refusal, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 1) + minutes * 60_000).toISOString();
const visit = (minutes: number, url: string) => ({ eventType: 'e_visited_page', occurredAt: at(minutes), properties: { hs_url: url } });
const create = async ({ bridge }: Rig, email: string): Promise<string> =>
  (await bridge.crm.contacts.basicApi.create({ properties: { email }, associations: [] })).id;
const eventsOf = (rig: Rig, id: string, after?: string, since?: Date) =>
  rig.bridge.events.eventsApi.getPage('contact', undefined, after, undefined, 2, undefined, since, undefined, Number(id));

describe('tracked events', () => {
  test('are paged newest first and move the contact’s statistics, with history', async () => {
    const rig = await startRig();
    const id = await create(rig, 'a@x.example');
    const form = { eventType: 'e_form_submission_v2', occurredAt: at(90), properties: { hs_form_name: 'Demo' } };
    await rig.control('POST', 'tracking', {
      contacts: [{ id, properties: { hubspotscore: 40 }, events: [visit(60, 'https://x.example/2'), visit(0, 'https://x.example/1'), form] }],
    });
    const first = await eventsOf(rig, id);
    expect(first.results.map(({ eventType, properties }) => [eventType, properties?.['hs_url']])).toEqual([
      ['e_form_submission_v2', undefined],
      ['e_visited_page', 'https://x.example/2'],
    ]);
    const second = await eventsOf(rig, id, first.paging?.next?.after);
    expect(second.results).toHaveLength(1);
    expect(second.paging).toBeUndefined();
    expect((await eventsOf(rig, id, undefined, new Date(at(30)))).results).toHaveLength(2);
    const names = [
      'hs_analytics_num_visits',
      'hs_analytics_num_page_views',
      'hs_analytics_last_url',
      'num_conversion_events',
      'recent_conversion_event_name',
      'hubspotscore',
    ];
    const { properties } = await rig.bridge.crm.contacts.basicApi.getById(id, names);
    expect(properties).toMatchObject({
      hs_analytics_num_visits: '2',
      hs_analytics_num_page_views: '2',
      hs_analytics_last_url: 'https://x.example/2',
      num_conversion_events: '1',
      recent_conversion_event_name: 'Demo',
      hubspotscore: '40',
    });
    const { propertiesWithHistory } = await rig.bridge.crm.contacts.basicApi.getById(id, undefined, ['hs_analytics_num_page_views']);
    expect(propertiesWithHistory?.['hs_analytics_num_page_views']?.map(({ value }) => value)).toEqual(['2', '1']);
  });

  test('an account without Enterprise is refused', async () => {
    const rig = await startRig();
    const id = await create(rig, 'a@x.example');
    await rig.control('PUT', 'settings', { enterpriseEvents: false });
    expect(await refusal(eventsOf(rig, id))).toMatchObject({ code: 403, body: { category: 'MISSING_SCOPES' } });
  });

  test('survive a restart and follow a merge', async () => {
    const folder = newFolder();
    const rig = await startRig(folder);
    const [kept, gone] = [await create(rig, 'a@x.example'), await create(rig, 'b@x.example')];
    await rig.control('POST', 'tracking', { contacts: [{ id: gone, events: [visit(0, 'https://x.example/1')] }] });
    await rig.bridge.crm.contacts.basicApi.merge({ primaryObjectId: kept, objectIdToMerge: gone });
    await rig.handle.stop();
    const again = await startRig(folder);
    expect((await eventsOf(again, kept)).results).toHaveLength(1);
  });

  test('a contact that is not there, or a time that is none, is refused', async () => {
    const rig = await startRig();
    expect(await rig.control('POST', 'tracking', { contacts: [{ id: '1' }] })).toHaveProperty('error');
    const id = await create(rig, 'a@x.example');
    expect(await rig.control('POST', 'tracking', { contacts: [{ id, events: [{ eventType: 'x', occurredAt: 'soon' }] }] })).toHaveProperty('error');
  });
});
