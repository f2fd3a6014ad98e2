/**
 * High intent, by four rules a rep can check with the eye:
 * 1. a page visited or a form sent whose address or name speaks of buying (pricing, demo, trial, quote, contact sales);
 * 2. three or more page visits within 24 hours (told at the last of them);
 * 3. a meeting that is booked: not cancelled or missed, and still to come or booked within the last 7 days;
 * 4. a link in an e-mail clicked within the last 24 hours.
 * Pure.
 */
import type { Instant } from '../domain/model.ts';
import type { Intent, Item, RawItem } from './model.ts';

const dayMs = 86_400_000;
/** How long an intent counts for the person as a whole. */
export const hotForMs = 7 * dayMs;
const visitsMin = 3;
/** Whole words or path segments, so that "reprice" or "/democracy" do not count. */
const buying = /(?:^|[^a-z])(?:pricing|prices?|plans|demos?|free-trial|trial|quotes?|contact[-_ ]sales|talk[-_ ]to[-_ ]sales|buy|checkout)(?:[^a-z]|$)/i;

export function speaksOfBuying(text: string): boolean {
  return buying.test(text);
}

/** The path alone: a query string (`?utm_campaign=demo`) says where somebody came from, not what was read. */
function pathOf(url: string | null): string {
  return url === null ? '' : (URL.parse(url)?.pathname ?? '');
}

/** Ids of page visits that complete a run of three or more within 24 hours, the last of each run. */
function runs(items: readonly RawItem[]): ReadonlySet<string> {
  const visits = items.filter(({ action }) => action === 'page-visited').toSorted((left, right) => left.at - right.at);
  const found = new Set<string>();
  for (const [index, visit] of visits.entries()) {
    const next = visits[index + 1];
    if (next !== undefined && next.at - visit.at <= dayMs) continue;
    if (visits.filter(({ at }) => at <= visit.at && visit.at - at <= dayMs).length >= visitsMin) found.add(visit.id);
  }
  return found;
}

function intentsOf(item: RawItem, inRun: ReadonlySet<string>, now: Instant): readonly Intent[] {
  const { meeting } = item;
  const rules: readonly (readonly [Intent, boolean])[] = [
    ['buying-page', item.action === 'page-visited' && (speaksOfBuying(pathOf(item.url)) || speaksOfBuying(item.title))],
    ['buying-form', item.action === 'form-submitted' && (speaksOfBuying(item.title) || speaksOfBuying(pathOf(item.url)))],
    ['many-visits', inRun.has(item.id)],
    ['meeting-booked', meeting !== undefined && !meeting.isOff && (item.at > now || (meeting.bookedAt !== null && now - meeting.bookedAt <= hotForMs))],
    ['recent-click', item.action === 'email-clicked' && now - item.at <= dayMs],
  ];
  return rules.filter(([, holds]) => holds).map(([intent]) => intent);
}

/** The items with what each says about buying. Same order; example: a visit to /pricing → ['buying-page']. */
export function withIntents(items: readonly RawItem[], now: Instant): readonly Item[] {
  const inRun = runs(items);
  return items.map(({ meeting: _meeting, ...item }) => ({
    ...item,
    intents: intentsOf({ ...item, ...(_meeting === undefined ? {} : { meeting: _meeting }) }, inRun, now),
  }));
}

/** What makes a person worth a call now: the intents of the last 7 days and of what is to come, the most recent first, each once. */
export function hotNow(items: readonly Item[], now: Instant): readonly Intent[] {
  const recent = items.filter(({ at }) => now - at <= hotForMs).toSorted((left, right) => right.at - left.at);
  return [...new Set(recent.flatMap(({ intents }) => intents))];
}
