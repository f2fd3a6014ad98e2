import type { FieldValue, Row } from '../../../contract.ts';
import { canonicalDecimal, roundDecimal, sumDecimals } from '../../decimal.ts';
import { rowError } from '../../errors.ts';
import type { Item, SaveContext } from '../context.ts';
import { changes, liveRows, parentOf, saveAlso } from './rule.ts';
import type { StandardRule } from './rule.ts';

/**
 * Products, price books, prices and the lines of an opportunity. Rules: Object Reference, "OpportunityLineItem", "PricebookEntry", "Opportunity"
 * (https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitylineitem.htm).
 */
const integrity = (field: string, why: string) => rowError('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: ${field} (${why})`, [field]);
const money = (value: number): string => roundDecimal(canonicalDecimal(value) ?? '0', 2);
const sameCurrency = (a: Row, b: Row): boolean => (a['CurrencyIsoCode'] ?? null) === (b['CurrencyIsoCode'] ?? null);

export const product: StandardRule = {
  keeps: (context, row) =>
    liveRows(context, 'OpportunityLineItem', 'Product2Id', row['Id'] ?? null).length === 0
      ? null
      : rowError('DELETE_FAILED', `Your attempt to delete ${String(row['Name'])} could not be completed because it is used in opportunity products.`),
  // Entries repeat the product's name and code; nothing fires for them.
  follow: (context, operation, saved) => {
    if (operation === 'insert') return;
    for (const item of saved.filter((i) => changes(i, 'Name') || changes(i, 'ProductCode')))
      for (const entry of liveRows(context, 'PricebookEntry', 'Product2Id', item.id))
        context.database.write('PricebookEntry', String(entry['Id']), {
          ...entry,
          Name: item.next['Name'] ?? null,
          ProductCode: item.next['ProductCode'] ?? null,
        });
  },
};

export const pricebook: StandardRule = {
  keeps: (_, row) => (row['IsStandard'] === true ? rowError('DELETE_FAILED', 'the standard price book cannot be deleted') : null),
};

const standardPrice = (context: SaveContext, entry: Row): Row | undefined =>
  liveRows(context, 'PricebookEntry', 'Product2Id', entry['Product2Id'] ?? null).find(
    (other) => parentOf(context, 'Pricebook2', other['Pricebook2Id'])?.['IsStandard'] === true && sameCurrency(other, entry),
  );

export const pricebookEntry: StandardRule = {
  check: (context, item) => {
    const { next, before } = item;
    const [book, sold] = [parentOf(context, 'Pricebook2', next['Pricebook2Id']), parentOf(context, 'Product2', next['Product2Id'])];
    if (book === undefined || sold === undefined) return;
    Object.assign(next, { Name: sold['Name'] ?? null, ProductCode: sold['ProductCode'] ?? null });
    if (book['IsStandard'] === true) return;
    const standard = standardPrice(context, next);
    if (before === null && standard === undefined) item.errors.push(rowError('STANDARD_PRICE_NOT_DEFINED', 'No standard price defined for this product', []));
    if (next['UseStandardPrice'] !== true || standard === undefined) return;
    if (before !== null && changes(item, 'UnitPrice') && !changes(item, 'UseStandardPrice'))
      item.errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: []', []));
    next['UnitPrice'] = standard['UnitPrice'] ?? null;
  },
  unique: (context, item) => {
    const same = liveRows(context, 'PricebookEntry', 'Product2Id', item.next['Product2Id'] ?? null).some(
      (other) => other['Id'] !== item.id && other['Pricebook2Id'] === item.next['Pricebook2Id'] && sameCurrency(other, item.next),
    );
    return same ? rowError('DUPLICATE_VALUE', 'This price definition already exists in this price book', []) : null;
  },
};

export const lineItem: StandardRule = {
  prepare: (context, item) => {
    if (item.before !== null) return;
    const opportunity = parentOf(context, 'Opportunity', item.next['OpportunityId']);
    if (opportunity !== undefined && 'CurrencyIsoCode' in item.next) item.next['CurrencyIsoCode'] = opportunity['CurrencyIsoCode'] ?? null;
  },
  check: (context, item) => {
    if (item.before === null) fromEntry(context, item);
    if (item.errors.length === 0) price(item);
  },
  follow: (context, operation, saved) => rollUp(context, saved, operation === 'insert'),
  removed: (context, items) => rollUp(context, items, false),
};

function fromEntry(context: SaveContext, { next, errors }: Item): void {
  const opportunity = parentOf(context, 'Opportunity', next['OpportunityId']);
  const entry = parentOf(context, 'PricebookEntry', next['PricebookEntryId']);
  if (entry === undefined || opportunity === undefined) {
    if (next['PricebookEntryId'] === null)
      errors.push(integrity('PricebookEntryId', 'versions 3.0 and higher must specify pricebook entry id; others must specify product id'));
    return;
  }
  const book = parentOf(context, 'Pricebook2', entry['Pricebook2Id']);
  if (entry['IsActive'] !== true || book?.['IsActive'] !== true) return void errors.push(integrity('PricebookEntryId', 'pricebook entry is inactive'));
  if (opportunity['Pricebook2Id'] !== null && opportunity['Pricebook2Id'] !== entry['Pricebook2Id'])
    return void errors.push(integrity('PricebookEntryId', 'pricebook entry is in a different pricebook than the one assigned to the opportunity'));
  if (!sameCurrency(opportunity, entry))
    return void errors.push(integrity('PricebookEntryId', 'pricebook entry currency code does not match opportunity currency code'));
  const sold = parentOf(context, 'Product2', entry['Product2Id']);
  Object.assign(next, {
    Product2Id: entry['Product2Id'] ?? null,
    ProductCode: sold?.['ProductCode'] ?? null,
    ListPrice: entry['UnitPrice'] ?? null,
    Name: `${String(opportunity['Name'])} ${String(sold?.['Name'])}`.slice(0, 376),
  });
}

/**
 * Sales price and total follow each other. An update may give one of the two; a quantity alone keeps the total and moves the sales price,
 * which is what the Object Reference says of Quantity.
 */
function price(item: Item): void {
  const { next, before, errors } = item;
  const given = (name: string): boolean => (item.input[name] ?? null) !== null || (before !== null && changes(item, name));
  const number = (name: string): number => Number(next[name] ?? 0);
  if (number('Quantity') === 0) return void errors.push(integrity('Quantity', 'the quantity may not be zero'));
  if (given('UnitPrice') && given('TotalPrice')) return void errors.push(integrity('TotalPrice', 'specify either the unit price or the total price'));
  if (next['UnitPrice'] === null && next['TotalPrice'] === null)
    return void errors.push(rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [UnitPrice]', ['UnitPrice']));
  const factor = number('Quantity') * (1 - number('Discount') / 100);
  const keepsTotal =
    given('TotalPrice') || next['UnitPrice'] === null || (before !== null && changes(item, 'Quantity') && !given('UnitPrice') && !changes(item, 'Discount'));
  if (keepsTotal) next['UnitPrice'] = factor === 0 ? '0' : money(number('TotalPrice') / factor);
  else next['TotalPrice'] = money(number('UnitPrice') * factor);
}

/** The opportunities of the lines are saved again, as the platform does: their triggers run, `opportunityAmounts` fills in the sums. */
function rollUp(context: SaveContext, items: readonly Item[], isNew: boolean): void {
  const byOpportunity = new Map<FieldValue, Item>();
  for (const item of items) byOpportunity.set(item.next['OpportunityId'] ?? item.before?.['OpportunityId'] ?? null, item);
  const due = [...byOpportunity].flatMap(([id, item]) => {
    const opportunity = parentOf(context, 'Opportunity', id);
    if (opportunity === undefined || opportunity['IsDeleted'] === true) return [];
    const book =
      isNew && opportunity['Pricebook2Id'] === null ? parentOf(context, 'PricebookEntry', item.next['PricebookEntryId'])?.['Pricebook2Id'] : undefined;
    return [{ item, row: { Id: id, ...(book === undefined ? {} : { Pricebook2Id: book }) } }];
  });
  saveAlso(context, 'update', 'Opportunity', due);
}

/**
 * With lines, the amount is their sum: an attempt to set it is ignored, not refused, and the other fields are saved (Object Reference, Opportunity.Amount).
 * Price book and currency stay while there are lines.
 */
export const opportunityAmounts = (context: SaveContext, item: Item): void => {
  const { next, before } = item;
  const lines = before === null ? [] : liveRows(context, 'OpportunityLineItem', 'OpportunityId', item.id);
  next['HasOpportunityLineItem'] = lines.length > 0;
  if (lines.length === 0) return;
  next['Amount'] = sumDecimals(lines.map((line) => String(line['TotalPrice'] ?? 0)));
  next['TotalOpportunityQuantity'] = sumDecimals(lines.map((line) => String(line['Quantity'] ?? 0)));
  const probability = next['Probability'];
  if (typeof probability === 'string') next['ExpectedRevenue'] = money((Number(next['Amount']) * Number(probability)) / 100);
  if (before?.['Pricebook2Id'] !== null && changes(item, 'Pricebook2Id')) item.errors.push(integrity('Pricebook2Id', 'the opportunity has products'));
  if (changes(item, 'CurrencyIsoCode')) item.errors.push(integrity('CurrencyIsoCode', 'the opportunity has products'));
};
