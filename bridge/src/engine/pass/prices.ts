/**
 * Before a create: a line of an opportunity is made from a price book entry, which follows from its product and the opportunity's price
 * book and currency. HubSpot knows no price books, so the entry is looked up; where there is none, the issue says how to make one.
 */
import { currencyField, otherSide } from '../../domain/index.ts';
import type { FieldRule } from '../../domain/model.ts';
import type { PassOutcome, WireRecord } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { outcome, refOf } from './context.ts';
import type { PassContext, Staged, StageResult } from './context.ts';
import type { NewItem } from './identify.ts';
import { waitForOther } from './parents.ts';
import type { ReferencesOf } from './references.ts';
import { issueOf } from './troubles.ts';

const LINE = 'OpportunityLineItem';
const ENTRY = 'PricebookEntry';
const ENTRY_ID = 'PricebookEntryId';
const BOOK = 'Pricebook2Id';

/** A line with the records of its opportunity and product in Salesforce. */
type Line = { readonly item: NewItem; readonly opportunity: string; readonly product: string };

/** Adds the price book entry to every line to be made; all other records pass untouched. */
export async function priceLines(context: PassContext, creates: readonly NewItem[], references: ReferencesOf): Promise<StageResult<Staged<NewItem>>> {
  const mine = creates.filter(
    (item) => item.object === LINE && !item.mapping.fields.some((rule) => rule.salesforceField === ENTRY_ID && rule.direction !== 'off'),
  );
  if (mine.length === 0) return { ok: true, value: { items: creates, outcomes: [] } };
  const outcomes: PassOutcome[] = [];
  const lines: Line[] = [];
  for (const item of mine) {
    const known = endsOf(item, references);
    if (known === 'waiting') outcomes.push(waitForOther(context, item, references, 'Its product is not in step yet; it follows as soon as that one is.'));
    else if (known === null) outcomes.push(refused(context, item, 'product-missing'));
    else lines.push({ item, ...known });
  }
  const entries = await entriesOf(context, lines);
  if (!entries.ok) return entries;
  const priced = new Map<NewItem, NewItem>();
  for (const { item } of lines) {
    const entry = entries.value.get(item);
    if (entry === undefined) outcomes.push(refused(context, item, 'price-missing'));
    else priced.set(item, { ...item, extras: { ...item.extras, [ENTRY_ID]: entry } });
  }
  return { ok: true, value: { items: creates.flatMap((item) => (mine.includes(item) ? (priced.get(item) ?? []) : [item])), outcomes } };
}

function endsOf(item: NewItem, references: ReferencesOf): Omit<Line, 'item'> | 'waiting' | null {
  const { held, idOf } = references.of(item);
  const idIn = (field: string): string | 'waiting' | null => {
    const rule: FieldRule | undefined = item.mapping.fields.find((one) => one.salesforceField === field && one.direction !== 'off');
    const value = rule === undefined ? undefined : held[rule.key]?.[item.from];
    if (value === undefined || value.kind === 'elsewhere' || (value.kind === 'known' && value.linkId === null)) return null;
    return value.kind === 'known' && value.linkId !== null ? (idOf(value.linkId, otherSide(item.from)) ?? 'waiting') : 'waiting';
  };
  const [opportunity, product] = [idIn('OpportunityId'), idIn('Product2Id')];
  if (opportunity === 'waiting' || product === 'waiting') return 'waiting';
  return opportunity === null || product === null ? null : { opportunity, product };
}

/** By item: the active entry of its product in the price book and currency of its opportunity; without a price book, in the standard one. */
async function entriesOf(context: PassContext, lines: readonly Line[]): Promise<StageResult<ReadonlyMap<NewItem, string>>> {
  const { salesforce } = context.gateways;
  if (lines.length === 0) return { ok: true, value: new Map() };
  const code = currencyField('salesforce', 'deals');
  const currency = context.rulebook.schemas.get(`salesforce:${LINE}`)?.fields.has(code) === true ? [code] : [];
  const opportunities = await salesforce.read('Opportunity', [...new Set(lines.map((line) => line.opportunity))], [BOOK, ...currency]);
  if (!opportunities.ok) return opportunities;
  const deals = new Map(opportunities.value.flatMap((one) => (one.kind === 'found' ? [[one.record.id, one.record] as const] : [])));
  const found = await salesforce.find(ENTRY, 'Product2Id', [...new Set(lines.map((line) => line.product))], [BOOK, 'IsActive', ...currency]);
  if (!found.ok) return found;
  const entries = new Map(found.value.map(({ value, records }) => [value, records.filter((entry) => entry.values['IsActive'] === true)]));
  const books = [...new Set([...entries.values()].flat().map((entry) => String(entry.values[BOOK] ?? '')))];
  const shelves = books.length === 0 ? { ok: true as const, value: [] } : await salesforce.read('Pricebook2', books, ['IsStandard']);
  if (!shelves.ok) return shelves;
  const standard = shelves.value.flatMap((one) => (one.kind === 'found' && one.record.values['IsStandard'] === true ? [one.record.id] : []));
  const answer = lines.flatMap(({ item, opportunity, product }): readonly (readonly [NewItem, string])[] => {
    const deal = deals.get(opportunity);
    const entry = deal === undefined ? undefined : (entries.get(product) ?? []).find((one) => isFor(one, deal, standard, currency));
    return entry === undefined ? [] : [[item, entry.id]];
  });
  return { ok: true, value: new Map(answer) };
}

function isFor(entry: WireRecord, deal: WireRecord, standard: readonly string[], currency: readonly string[]): boolean {
  const book = String(entry.values[BOOK] ?? '');
  const wanted = deal.values[BOOK] ?? null;
  return (wanted === null ? standard.includes(book) : wanted === book) && currency.every((code) => entry.values[code] === deal.values[code]);
}

/** Shown at once, and tried again by itself: nobody tells of a new price. */
function refused(context: PassContext, item: NewItem, code: 'price-missing' | 'product-missing'): PassOutcome {
  const { work, mapping, formerRefs, decisions } = item;
  const filed = { work, link: work.link, mapping };
  const ref = refOf(item.source, item.from);
  const at = code === 'price-missing' ? retryAt({ now: context.clock.now(), tries: work.tries, random: context.random, settings: context.settings }) : null;
  const issue = issueOf(context, filed, { rule: null, code, side: 'salesforce', field: null }, ref, at);
  return outcome(
    { ...filed, formerRefs, decisions },
    {
      issues: [issue],
      ...(work.link === null ? { unlinked: { ref, reason: { code: 'issue' as const, explanation: issue.cause } } } : {}),
      ...(at === null ? {} : { next: { kind: 'again' as const, at, isRetry: true } }),
    },
  );
}
