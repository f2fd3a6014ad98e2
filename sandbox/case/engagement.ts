/** What the people of a case did: mails opened, pages seen, forms sent, meetings and calls. Pure: same seed, people and moment, same life. */
import type { Dice } from './random.ts';
import { dice, seededRandom } from './random.ts';

/** A contact that exists in the portal. `isKnown` people are in both systems, so their reps will look. */
export type EngagedPerson = { readonly id: string; readonly first: string; readonly isKnown: boolean };
export type Tracked = { readonly eventType: string; readonly occurredAt: string; readonly properties: Readonly<Record<string, string>> };
export type Activity = {
  readonly object: 'emails' | 'calls' | 'meetings' | 'notes' | 'tasks';
  readonly contact: string;
  readonly properties: Readonly<Record<string, string>>;
};
export type Engagement = {
  readonly contacts: readonly { readonly id: string; readonly properties: Readonly<Record<string, string>>; readonly events: readonly Tracked[] }[];
  readonly activities: readonly Activity[];
  readonly lists: readonly { readonly name: string; readonly members: readonly string[] }[];
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const site = 'https://www.northwind-systems.example';
const pages: readonly (readonly [string, string, number])[] = [
  ['/', 'Home', 30],
  ['/product', 'Product overview', 25],
  ['/blog/clean-data', 'Five signs of dirty data', 20],
  ['/customers', 'Customer stories', 12],
  ['/pricing', 'Pricing', 16],
  ['/demo', 'Book a demo', 4],
];
const campaigns = ['Autumn webinar invitation', 'Product news November', 'Customer story: Hartmann', 'Year-end offer'];
const forms: readonly (readonly [string, string])[] = [
  ['Newsletter sign-up', '/blog/clean-data'],
  ['Webinar registration', '/webinar'],
  ['Request a demo', '/demo'],
  ['Contact sales', '/pricing'],
];
const outcomes = ['f240bbac-87c9-4f6e-bf70-924b57d47db7', '73a0d17f-1163-4015-bdd5-ec830791da20', 'b2cf5968-551e-4856-9783-52b3da59a7d0'];
const notes = [
  'Interested in the two-way sync, decides with her IT lead.',
  'Asked for references in manufacturing.',
  'Budget is planned for Q1.',
  '<p>Wants to see <b>conflict handling</b> before anything else.</p>',
];

const iso = (at: number): string => new Date(at).toISOString();

/** A stretch of browsing: a few pages, minutes apart. */
function session(roll: Dice, start: number): Tracked[] {
  return Array.from({ length: 1 + roll.below(3) }, (_, index) => {
    const path = roll.weighted(pages.map(([page, , weight]) => [page, weight] as const));
    const title = pages.find(([page]) => page === path)?.[1] ?? 'Page';
    return { eventType: 'e_visited_page', occurredAt: iso(start + index * 90_000), properties: { hs_url: `${site}${path}`, hs_title: title } };
  });
}

/** A mailing: delivered, perhaps opened, perhaps clicked. */
function mailing(roll: Dice, sentAt: number, warmth: number, now: number): Tracked[] {
  const properties = { hs_campaign_name: roll.pick(campaigns) };
  const openedAt = sentAt + (1 + roll.below(30)) * hourMs;
  const events: Tracked[] = [{ eventType: 'e_mta_delivered_email_v2', occurredAt: iso(sentAt), properties }];
  if (roll.chance(0.3 + warmth / 2)) events.push({ eventType: 'e_mta_opened_email_v2', occurredAt: iso(openedAt), properties });
  if (events.length > 1 && roll.chance(warmth / 2))
    events.push({
      eventType: 'e_mta_clicked_link_in_email_v2',
      occurredAt: iso(openedAt + 60_000),
      properties: { ...properties, hs_click_raw_url: `${site}/product` },
    });
  return events.filter(({ occurredAt }) => Date.parse(occurredAt) <= now);
}

function trackedOf(roll: Dice, warmth: number, now: number): Tracked[] {
  const ago = (days: number): number => now - Math.round(roll.below(1_000) * (days / 1_000) * dayMs) - 10 * 60_000;
  const events = Array.from({ length: 1 + roll.below(3) }, () => mailing(roll, ago(40), warmth, now)).flat();
  for (let left = Math.round(warmth * (1 + roll.below(5))); left > 0; left -= 1) events.push(...session(roll, ago(warmth > 0.7 ? 6 : 30)));
  if (roll.chance(warmth * 0.6)) {
    const [name, path] = roll.pick(forms);
    events.push({ eventType: 'e_form_submission_v2', occurredAt: iso(ago(25)), properties: { hs_form_name: name, hs_url: `${site}${path}` } });
  }
  return events.filter(({ occurredAt }) => Date.parse(occurredAt) <= now);
}

function activitiesOf(roll: Dice, { id, first }: EngagedPerson, now: number): Activity[] {
  const made: Activity[] = [];
  const add = (object: Activity['object'], at: number, properties: Record<string, string>): void =>
    void made.push({ object, contact: id, properties: { hs_timestamp: iso(at), ...properties } });
  const ago = (days: number): number => now - (1 + roll.below(days * 24)) * hourMs;
  add('emails', ago(20), { hs_email_direction: 'EMAIL', hs_email_status: 'SENT', hs_email_subject: `Next steps, ${first}?` });
  if (roll.chance(0.6))
    add('emails', ago(10), { hs_email_direction: 'INCOMING_EMAIL', hs_email_status: 'SENT', hs_email_subject: `Re: Next steps, ${first}?` });
  if (roll.chance(0.6))
    add('calls', ago(15), {
      hs_call_title: `Call with ${first}`,
      hs_call_direction: 'OUTBOUND',
      hs_call_disposition: roll.pick(outcomes),
      hs_call_duration: String((1 + roll.below(20)) * 60_000),
      hs_call_status: 'COMPLETED',
    });
  if (roll.chance(0.5)) add('notes', ago(15), { hs_note_body: roll.pick(notes) });
  if (roll.chance(0.4)) add('tasks', ago(5), { hs_task_subject: `Send proposal to ${first}`, hs_task_status: roll.chance(0.5) ? 'COMPLETED' : 'NOT_STARTED' });
  if (roll.chance(0.4)) {
    const start = roll.chance(0.6) ? now + (1 + roll.below(6)) * dayMs : ago(20);
    const outcome = start > now ? 'SCHEDULED' : roll.pick(['COMPLETED', 'CANCELED', 'NO_SHOW']);
    add('meetings', start, {
      hs_meeting_title: 'Product walk-through',
      hs_meeting_start_time: iso(start),
      hs_meeting_end_time: iso(start + hourMs / 2),
      hs_meeting_outcome: outcome,
    });
  }
  return made;
}

/** Nobody outside the bound does anything: a bench of 100,000 people loads as fast as before. */
const peopleMax = 400;
const activePeopleMax = 90;

/** Life for the given people at `now` (epoch ms): about three of four do something, the known ones most. */
export function generateEngagement(options: { readonly seed: number; readonly people: readonly EngagedPerson[]; readonly now: number }): Engagement {
  const roll = dice(seededRandom(options.seed + 7));
  const engaged = options.people
    .slice(0, peopleMax)
    .map((person) => ({ person, warmth: roll.chance(0.25) ? 0 : (person.isKnown ? 0.25 : 0.1) + roll.below(1_000) / 1_400 }));
  const contacts = engaged
    .filter(({ warmth }) => warmth > 0)
    .map(({ person, warmth }) => ({
      id: person.id,
      properties: { hubspotscore: String(Math.round(warmth * 90)) },
      events: trackedOf(roll, warmth, options.now),
    }));
  const active = engaged.filter(({ person, warmth }) => person.isKnown && warmth > 0.3).slice(0, activePeopleMax);
  const members = (part: number): readonly string[] => engaged.filter(({ warmth }) => warmth > 0 && roll.chance(part)).map(({ person }) => person.id);
  return {
    contacts,
    activities: active.flatMap(({ person }) => activitiesOf(roll, person, options.now)),
    lists: [
      { name: 'Newsletter subscribers', members: members(0.6) },
      { name: 'Autumn webinar registrants', members: members(0.25) },
      { name: 'Pricing page visitors', members: members(0.15) },
    ],
  };
}
