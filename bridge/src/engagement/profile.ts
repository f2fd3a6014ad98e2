/** A contact's properties as the head of the panel and as a line in a list of people. Pure. */
import type { Instant } from '../domain/model.ts';
import { hotForMs, speaksOfBuying } from './intent.ts';
import type { Labelled, Profile, Touch } from './model.ts';
import { instantIn, numberIn, plain } from './text.ts';

export type Properties = Readonly<Record<string, string | null>>;
/** Property → value → label, as the portal words them. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, string>>;

export const labelledProperties: readonly string[] = ['lifecyclestage', 'hs_analytics_source'];
const touchProperties: readonly (readonly [string, string])[] = [
  ['recent_conversion_date', 'form'],
  ['hs_email_last_click_date', 'click'],
  ['hs_email_last_open_date', 'open'],
  ['hs_analytics_last_timestamp', 'visit'],
  ['hs_sales_email_last_replied', 'reply'],
  ['notes_last_contacted', 'contact'],
];
/** Everything a profile or a summary is made of; all shipped by HubSpot. */
export const profileProperties: readonly string[] = [
  'email',
  'firstname',
  'lastname',
  'lifecyclestage',
  'hubspotscore',
  'hs_lead_status',
  'hs_analytics_source',
  'hs_analytics_source_data_1',
  'hs_analytics_source_data_2',
  'hs_analytics_first_timestamp',
  'hs_analytics_first_url',
  'hs_analytics_num_page_views',
  'hs_analytics_num_visits',
  'hs_analytics_last_url',
  'first_conversion_date',
  'first_conversion_event_name',
  'recent_conversion_event_name',
  'num_conversion_events',
  'hs_email_open',
  'hs_email_click',
  'hs_email_delivered',
  'hs_email_last_email_name',
  'hs_email_optout',
  'createdate',
  ...touchProperties.map(([name]) => name),
];
/** The dates HubSpot keeps per stage; custom stages have theirs under other names and show without one. */
export const stageDates: readonly string[] = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
].map((stage) => `hs_lifecyclestage_${stage}_date`);

export function nameOf(values: Properties): string {
  const name = [values['firstname'], values['lastname']].filter((part) => part !== null && part !== undefined && part !== '').join(' ');
  return name !== '' ? name : (values['email'] ?? '(no name)');
}

export function labelled(labels: Labels, property: string, value: string | null | undefined): Labelled | null {
  return value === null || value === undefined || value === '' ? null : { value, label: labels.get(property)?.get(value) ?? value };
}

/** Code words of the last touch: the page puts them into the reader's language. */
export function lastTouch(values: Properties): Touch | null {
  const touches = touchProperties.flatMap(([name, what]): readonly Touch[] => {
    const at = instantIn(values[name]);
    return at === null ? [] : [{ at, what }];
  });
  return touches.toSorted((left, right) => right.at - left.at)[0] ?? null;
}

function firstTouch(values: Properties): Touch | null {
  const candidates = [
    ['hs_analytics_first_timestamp', 'visit'],
    ['first_conversion_date', 'form'],
    ['createdate', 'created'],
  ] as const;
  const touches = candidates.flatMap(([name, what]): readonly Touch[] => {
    const at = instantIn(values[name]);
    return at === null ? [] : [{ at, what }];
  });
  return touches.toSorted((left, right) => left.at - right.at)[0] ?? null;
}

export function profileOf(id: string, url: string, values: Properties, labels: Labels): Omit<Profile, 'lists' | 'subscription'> {
  const stage = labelled(labels, 'lifecyclestage', values['lifecyclestage']);
  const source = labelled(labels, 'hs_analytics_source', values['hs_analytics_source']);
  const count = (name: string): number => numberIn(values[name]) ?? 0;
  const details = ['hs_analytics_source_data_1', 'hs_analytics_source_data_2'].flatMap((name) => plain(values[name]) ?? []);
  return {
    id,
    url,
    name: nameOf(values),
    email: values['email'] ?? null,
    lifecycle: stage === null ? null : { ...stage, since: instantIn(values[`hs_lifecyclestage_${stage.value}_date`]) },
    score: numberIn(values['hubspotscore']),
    source: source === null ? null : { ...source, details },
    firstTouch: firstTouch(values),
    lastTouch: lastTouch(values),
    totals: {
      opens: count('hs_email_open'),
      clicks: count('hs_email_click'),
      visits: count('hs_analytics_num_visits'),
      pageViews: count('hs_analytics_num_page_views'),
      forms: count('num_conversion_events'),
    },
  };
}

const dayMs = 86_400_000;
/** What each kind of act is worth on its day; it halves with every week that passes. */
const worth: Readonly<Record<string, number>> = { form: 8, reply: 8, click: 5, contact: 3, visit: 3, open: 1 };
const halfLifeMs = 7 * dayMs;

/** Warmth of a contact: what was done last of each kind, worth less by half every week. Orders people; says nothing by itself. */
export function warmthOf(values: Properties, now: Instant): number {
  const sum = touchProperties.reduce((total, [name, what]) => {
    const at = instantIn(values[name]);
    return at === null ? total : total + (worth[what] ?? 0) * 0.5 ** (Math.max(0, now - at) / halfLifeMs);
  }, 0);
  return Math.round(sum * 100) / 100;
}

/** Hot by what the properties alone tell: a click within a day, or a buying page or form within a week. */
export function isHot(values: Properties, now: Instant): boolean {
  const within = (name: string, ageMs: number): boolean => {
    const at = instantIn(values[name]);
    return at !== null && now - at <= ageMs;
  };
  const path = URL.parse(values['hs_analytics_last_url'] ?? '')?.pathname ?? '';
  return (
    within('hs_email_last_click_date', dayMs) ||
    (within('hs_analytics_last_timestamp', hotForMs) && speaksOfBuying(path)) ||
    (within('recent_conversion_date', hotForMs) && speaksOfBuying(values['recent_conversion_event_name'] ?? ''))
  );
}
