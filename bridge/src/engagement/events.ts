/** What HubSpot's tracking saw: single events where the plan has them (Enterprise), else what the contact's own properties remember. Pure. */
import type { FieldTime } from '../engine/ports.ts';
import type { Action, Kind, RawItem } from './model.ts';
import { instantIn, plain, webAddress } from './text.ts';

export type TrackedEvent = {
  readonly id: string;
  readonly eventType: string;
  readonly occurredAt: Date;
  readonly properties?: Readonly<Record<string, string>>;
};

/**
 * Event types carry versions and prefixes (`e_mta_opened_email_v2`), and portals add their own; so they are told by what their names say.
 * Deliveries and views of a form are left out: they are the sender's doing, or not yet an act.
 */
const actions: readonly (readonly [RegExp, Kind, Action])[] = [
  [/visited_page/, 'page', 'page-visited'],
  [/form_submission|submitted_form/, 'form', 'form-submitted'],
  [/click\w*_email|email_click|clicked_link/, 'email', 'email-clicked'],
  [/open\w*_email|email_open/, 'email', 'email-opened'],
  [/bounced?_email|email_bounce/, 'email', 'email-bounced'],
];

const first = (properties: Readonly<Record<string, string>>, ...names: readonly string[]): string | null =>
  plain(names.map((name) => properties[name]).find((value) => value !== undefined && value !== ''));

function titleOf(action: Action, properties: Readonly<Record<string, string>>, url: string | null): string {
  if (action === 'page-visited') return first(properties, 'hs_title', 'hs_page_title') ?? (url === null ? 'A page' : (URL.parse(url)?.pathname ?? url));
  if (action === 'form-submitted') return first(properties, 'hs_form_name', 'hs_form_title', 'hs_title') ?? 'A form';
  return first(properties, 'hs_campaign_name', 'hs_email_campaign_name', 'hs_email_subject', 'hs_subject') ?? 'A marketing email';
}

/** One event as an item; null for kinds the timeline does not show. */
export function eventItem({ id, eventType, occurredAt, properties = {} }: TrackedEvent): RawItem | null {
  const known = actions.find(([pattern]) => pattern.test(eventType));
  const at = occurredAt.getTime();
  if (known === undefined || !Number.isFinite(at)) return null;
  const [, kind, action] = known;
  const url = webAddress(properties['hs_url'] ?? properties['hs_click_raw_url'] ?? properties['hs_page_url']);
  const detail = action === 'form-submitted' ? first(properties, 'hs_title', 'hs_page_title') : null;
  return { id: `event:${id}`, kind, action, at, url, detail, title: titleOf(action, properties, url) };
}

/** Properties whose history stands in for events; each value of a date property is the moment of one act. */
export const rememberedProperties: readonly string[] = [
  'hs_email_last_open_date',
  'hs_email_last_click_date',
  'hs_email_last_email_name',
  'recent_conversion_date',
  'recent_conversion_event_name',
  'hs_analytics_last_timestamp',
  'hs_analytics_last_url',
];
const nearMs = 60_000;

type History = Readonly<Record<string, readonly FieldTime[]>>;

/** What another property said when this one was written. Null when none was written then, or several were and it cannot be told which. */
function beside(history: History, name: string, at: number): string | null {
  const near = (history[name] ?? []).filter((entry) => Math.abs(entry.at - at) <= nearMs);
  const exact = near.filter((entry) => entry.at === at);
  const values = new Set((exact.length > 0 ? exact : near).map(({ value }) => value));
  const [value = null] = values;
  return values.size !== 1 || value === null ? null : String(value);
}

/** The acts a contact's property history remembers, without Enterprise: the last opens, clicks, forms and sessions. */
export function rememberedItems(history: History): readonly RawItem[] {
  const of = (name: string, make: (at: number, written: number) => Omit<RawItem, 'id' | 'at'>): readonly RawItem[] => {
    const seen = new Set<number>();
    return (history[name] ?? []).flatMap(({ value, at: written }) => {
      const at = instantIn(value === null ? null : String(value));
      if (at === null || seen.has(at)) return [];
      seen.add(at);
      return [{ id: `${name}:${String(at)}`, at, ...make(at, written) }];
    });
  };
  const mail =
    (action: Action) =>
    (_at: number, written: number): Omit<RawItem, 'id' | 'at'> => ({
      kind: 'email',
      action,
      url: null,
      detail: null,
      title: beside(history, 'hs_email_last_email_name', written) ?? 'A marketing email',
    });
  return [
    ...of('hs_email_last_open_date', mail('email-opened')),
    ...of('hs_email_last_click_date', mail('email-clicked')),
    ...of('recent_conversion_date', (_at, written) => ({
      kind: 'form',
      action: 'form-submitted',
      url: null,
      detail: null,
      title: beside(history, 'recent_conversion_event_name', written) ?? 'A form',
    })),
    ...of('hs_analytics_last_timestamp', (_at, written) => {
      const url = webAddress(beside(history, 'hs_analytics_last_url', written));
      return { kind: 'page', action: 'page-visited', url, detail: null, title: url === null ? 'A visit to the website' : (URL.parse(url)?.pathname ?? url) };
    }),
  ];
}
