import type { PropertyFault } from '../errors.ts';
import type { Values } from '../model.ts';
import type { PortalState } from '../state.ts';

type Changes = Record<string, string>;

/** What a line item takes over from its product when nothing else is said. */
const FROM_PRODUCT = ['name', 'price', 'hs_sku', 'description', 'hs_cost_of_goods_sold', 'recurringbillingfrequency'] as const;
const STANDS_ALONE = ['name', 'price', 'quantity'] as const;
const CENT = 100;

/** A new line item names its product or stands alone with name, price and quantity (line items guide). Fills what the product gives. */
export function completeLineItem(state: PortalState, changes: Changes): readonly PropertyFault[] {
  const filled = (name: string): boolean => (changes[name] ?? '') !== '';
  if (!filled('hs_product_id')) {
    const message = 'A line item needs hs_product_id, or name, price and quantity.';
    return STANDS_ALONE.filter((name) => !filled(name)).map((name) => ({ name, error: 'REQUIRED_FIELD', message }));
  }
  const product = state.live('products', changes['hs_product_id'] ?? '');
  if (product === undefined) return [{ name: 'hs_product_id', error: 'INVALID_OPTION', message: `Product ${changes['hs_product_id'] ?? ''} does not exist.` }];
  for (const name of FROM_PRODUCT) if (!filled(name) && product.values[name] !== undefined) changes[name] = product.values[name];
  if (!filled('quantity')) changes['quantity'] = '1';
  return [];
}

/** Net price: unit price less its discount, times quantity, to the cent. */
export function deriveLineItem(before: Values, changes: Changes): void {
  const after = { ...before, ...changes };
  const number = (name: string): number => Number(after[name] ?? 0);
  if ((after['price'] ?? '') === '' || (after['quantity'] ?? '') === '') return;
  const unit = number('price') * (1 - number('hs_discount_percentage') / 100) - number('discount');
  changes['amount'] = String(Math.round(unit * number('quantity') * CENT) / CENT);
}
