/**
 * Amounts of money cross only together with their currency: a number under another currency is another amount. docs/semantics.md, "Deals
 * and money".
 */
import { fieldOn, SIDES } from './field-values.ts';
import { isDealMapping } from './lead-life.ts';
import { canFlow } from './merge.ts';
import type { FieldRule, ObjectMapping, ObjectSchema, Schemas, Side } from './model.ts';
import type { FieldIntent, IssueDraft, PairInput, RecordView } from './plan-types.ts';
import type { PlanDraft } from './plan-verdict.ts';

const CURRENCY: Readonly<Record<Side, (object: string) => string>> = {
  salesforce: () => 'CurrencyIsoCode',
  hubspot: (object) => (object === 'line_items' ? 'hs_line_item_currency_code' : 'deal_currency_code'),
};
/** Salesforce's word that an opportunity has products, HubSpot's count of a deal's, and its word that they do not make the amount. */
const HAS_LINES = 'HasOpportunityLineItem';
const LINES = 'hs_num_of_associated_line_items';
const PREFERENCE = 'hs_deal_amount_calculation_preference';

/** The field that names the currency of a record of this object. */
export function currencyField(side: Side, object: string): string {
  return CURRENCY[side](object);
}

/** What must be read of a mapping's records to judge their amounts; the reader leaves out what an object does not have. */
export function moneyFields(mapping: Pick<ObjectMapping, 'hubspotObject' | 'salesforceObjects'>, side: Side): readonly string[] {
  const lines = side === 'salesforce' ? [HAS_LINES] : [LINES, PREFERENCE];
  const price = side === 'salesforce' && mapping.salesforceObjects.includes(LINE) ? [UNIT_PRICE] : [];
  return [CURRENCY[side](mapping.hubspotObject), ...price, ...(isDealMapping(mapping) ? lines : [])];
}

/** Rules that carry money: those whose Salesforce field is an amount. */
function moneyRules(rules: readonly FieldRule[], schema: ObjectSchema | undefined): readonly FieldRule[] {
  return rules.filter((rule) => rule.referenceMapping === null && schema?.fields.get(rule.salesforceField)?.isMoney === true);
}

type Ends = Readonly<Record<Side, RecordView>>;

/**
 * A rule as it counts for this pair: where line items make the amount, only their side knows it, and where they do on both, it follows
 * from them and is nobody's to carry. Salesforce leaves such a write out without a word; HubSpot overwrites it with the next line item.
 */
export function withCalculated(rule: FieldRule, mapping: ObjectMapping, { salesforce, hubspot }: Ends): FieldRule {
  if (!isDealMapping(mapping) || rule.salesforceField !== 'Amount' || rule.hubspotProperty !== 'amount') return rule;
  const inSalesforce = String(salesforce.values[HAS_LINES]) === 'true';
  const inHubSpot = Number(hubspot.values[LINES] ?? 0) > 0 && hubspot.values[PREFERENCE] !== 'disabled';
  if (!inSalesforce && !inHubSpot) return rule;
  const source: Side = inSalesforce ? 'salesforce' : 'hubspot';
  if ((inSalesforce && inHubSpot) || !canFlow(rule, source)) return { ...rule, direction: 'off' };
  return { ...rule, owner: source, direction: source === 'salesforce' ? 'to-hubspot' : 'to-salesforce' };
}

/** A code of Salesforce in HubSpot's words. */
function translated(code: string, rule: FieldRule | undefined): string {
  return rule?.valueMap.find((pair) => pair.salesforce === code)?.hubspot ?? code;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Looks after the amounts of a planned pair. In one currency they may cross; where the currency is just being carried over, amounts go
 * with it in the same write or are taken from the same side (`take`). In different currencies no amount crosses, and says so.
 */
export function joinMoney(input: PairInput, rules: readonly FieldRule[], draft: PlanDraft, take: (rule: FieldRule, to: Side) => void): void {
  const schemas = { salesforce: input.schemas.get(`salesforce:${input.salesforce.object}`), hubspot: input.schemas.get(`hubspot:${input.hubspot.object}`) };
  const amounts = moneyRules(rules, schemas.salesforce);
  if (amounts.length === 0) return;
  const field = (side: Side): string => CURRENCY[side](input.hubspot.object);
  const moved = (side: Side): FieldIntent | undefined => draft.writes[side].find((intent) => intent.field === field(side));
  const code = (side: Side): string | null => moved(side)?.sent ?? textOf(input[side].values[field(side)]) ?? schemas[side]?.currency ?? null;
  const rule = rules.find((one) => one.salesforceField === field('salesforce'));
  const [own, theirs] = [code('salesforce'), code('hubspot')];
  if (own === null || theirs === null) return;
  if (translated(own, rule) !== theirs) {
    for (const amount of amounts) hold(input, amount, draft, `${own} / ${theirs}`);
    return;
  }
  for (const side of SIDES) {
    if (moved(side) === undefined) continue;
    for (const amount of amounts) {
      const other = side === 'salesforce' ? 'hubspot' : 'salesforce';
      if (withdraw(draft.writes[other], amount)) take(amount, side);
    }
    for (const [index, intent] of draft.writes[side].entries())
      if (intent.field === field(side) || amounts.some((amount) => amount.key === intent.rule.key))
        draft.writes[side][index] = { ...intent, together: 'money' };
  }
}

/** No amount crosses between two currencies, and equal numbers are not agreed on as equal amounts. */
function hold(input: PairInput, rule: FieldRule, draft: PlanDraft, option: string): void {
  const sides = SIDES.filter((side) => withdraw(draft.writes[side], rule));
  const isNew = input.baseline[rule.key] === undefined && draft.agreed[rule.key] !== undefined;
  if (isNew) delete draft.agreed[rule.key];
  const side = sides[0] ?? (isNew ? 'salesforce' : null);
  if (side !== null) draft.issues.push({ rule, code: 'currency-apart', side, field: fieldOn(rule, side), option });
}

function withdraw(writes: FieldIntent[], rule: FieldRule): boolean {
  const at = writes.findIndex((intent) => intent.rule.key === rule.key);
  if (at >= 0) writes.splice(at, 1);
  return at >= 0;
}

export type CreateMoney = {
  readonly rules: readonly FieldRule[];
  readonly schemas: Schemas;
  readonly source: RecordView;
  readonly from: Side;
  /** The object to be made. */
  readonly object: string;
  readonly fields: readonly FieldIntent[];
};
export type MadeMoney = {
  readonly fields: readonly FieldIntent[];
  readonly issues: readonly IssueDraft[];
  /** The currency, where no rule carries it and the new record would start in another. */
  readonly extras: Readonly<Record<string, string>>;
};

/** The amounts of a record to be made: in the currency they have, or not at all. */
export function createMoney({ rules, schemas, source, from, object, fields }: CreateMoney): MadeMoney {
  const to: Side = from === 'salesforce' ? 'hubspot' : 'salesforce';
  const [mine, theirs] = [schemas.get(`${from}:${source.object}`), schemas.get(`${to}:${object}`)];
  const amounts = new Set(moneyRules(rules, from === 'salesforce' ? mine : theirs).map((rule) => rule.key));
  const none: MadeMoney = { fields, issues: [], extras: {} };
  const money = fields.filter((intent) => amounts.has(intent.rule.key));
  if (money.length === 0) return none;
  const hubspotObject = from === 'hubspot' ? source.object : object;
  const own = textOf(source.values[CURRENCY[from](hubspotObject)]) ?? mine?.currency ?? null;
  const field = CURRENCY[to](hubspotObject);
  const rule = rules.find((one) => one.salesforceField === CURRENCY.salesforce(hubspotObject));
  const isCarried = fields.some((intent) => intent.field === field);
  if (own === null) return none;
  if (isCarried)
    return { ...none, fields: fields.map((intent) => (intent.field === field || money.includes(intent) ? { ...intent, together: 'money' } : intent)) };
  const target = theirs?.fields.get(field);
  if (theirs?.currency === own || (rule === undefined && theirs?.currency === undefined && target === undefined)) return none;
  const isTaken = rule === undefined && target?.isCreatable === true && (target.options === null || target.options.includes(own));
  if (isTaken) return { ...none, extras: { [field]: own } };
  const option = `${own} / ${theirs?.currency ?? '–'}`;
  const issues = money.map((intent): IssueDraft => ({ rule: intent.rule, code: 'currency-apart', side: to, field: intent.field, option }));
  return { fields: fields.filter((intent) => !money.includes(intent)), issues, extras: {} };
}

const LINE = 'OpportunityLineItem';
const UNIT_PRICE = 'UnitPrice';

/** Salesforce keeps a line's total and moves its price when a quantity comes alone, so the price goes along. */
export function linePrice({ salesforce }: PairInput, draft: PlanDraft): Readonly<Record<string, string | number | boolean | null>> {
  const isWritten = (field: string): boolean => draft.writes.salesforce.some((intent) => intent.field === field);
  if (salesforce.object !== LINE || !isWritten('Quantity') || isWritten(UNIT_PRICE) || isWritten('TotalPrice')) return {};
  const price = salesforce.values[UNIT_PRICE] ?? null;
  return price === null ? {} : { [UNIT_PRICE]: price };
}
