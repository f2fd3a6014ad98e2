import { rowError } from '../../errors.ts';
import type { Item, SaveContext } from '../context.ts';
import { changes } from './rule.ts';

const NAME = 'CurrencyIsoCode';
const types = (context: SaveContext) => (context.registry.find('CurrencyType') === undefined ? [] : [...context.database.table('CurrencyType').rows.values()]);

/** A new record is in its author's currency, else in the corporate one. Nothing where the org has one currency. */
export function defaultCurrency(context: SaveContext, item: Item): void {
  if (item.before !== null || !(NAME in item.next)) return;
  const corporate = types(context).find((type) => type['IsCorporate'] === true);
  item.next[NAME] ??= context.database.table('User').get(context.userId)?.['DefaultCurrencyIsoCode'] ?? corporate?.['IsoCode'] ?? null;
}

/** Only active currencies are written. */
export function checkCurrency(context: SaveContext, item: Item): void {
  const code = item.next[NAME] ?? null;
  if (code === null || !changes(item, NAME) || types(context).some((type) => type['IsoCode'] === code && type['IsActive'] === true)) return;
  item.errors.push(rowError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `Currency ISO Code: bad value for restricted picklist field: ${String(code)}`, [NAME]));
}
