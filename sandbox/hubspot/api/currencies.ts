import { objectOf, textOf, type JsonObject } from '../body.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { ExchangeRate } from '../model.ts';
import type { Portal } from '../portal.ts';
import type { Answer, Call, Route } from '../routing.ts';
import { COMPANY_CURRENCY, CURRENCY_NAMES, SHIPPED_RATES } from '../schema/currencies.ts';

const RATE_STEP = 1_000_000;

/** The currencies deals may be in; the company's first. */
export function currenciesOf({ state }: Portal): string[] {
  return [...new Set([COMPANY_CURRENCY, ...Object.keys(SHIPPED_RATES), ...[...state.rates.values()].map(({ code }) => code)])];
}

function rateView({ id, code, rate, effectiveAt, createdAt }: ExchangeRate): JsonObject {
  return {
    id,
    fromCurrencyCode: code,
    toCurrencyCode: COMPANY_CURRENCY,
    conversionRate: rate,
    visibleInUI: true,
    effectiveAt: new Date(effectiveAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(createdAt).toISOString(),
  };
}

const shipped = (code: string): ExchangeRate => ({ id: `shipped-${code}`, code, rate: SHIPPED_RATES[code] ?? 1, effectiveAt: 0, createdAt: 0 });

const history = ({ state }: Portal): ExchangeRate[] => [
  ...Object.keys(SHIPPED_RATES)
    .filter((code) => code !== COMPANY_CURRENCY)
    .map(shipped),
  ...state.rates.values(),
];

const current = (portal: Portal): ExchangeRate[] => [...new Map(history(portal).map((rate) => [rate.code, rate])).values()];

/** Six decimals at most, and no more than the published list has. */
function parseRate(body: JsonObject): { readonly code: string; readonly rate: number } {
  const code = textOf(body['fromCurrencyCode'], 'fromCurrencyCode');
  const rate = Number(body['conversionRate']);
  if (CURRENCY_NAMES[code] === undefined) throw invalid(`${code} is not a supported currency.`);
  if (code === COMPANY_CURRENCY) throw conflict(`${code} is the company currency.`);
  if (!(rate > 0) || Math.abs(rate * RATE_STEP - Math.round(rate * RATE_STEP)) > 1e-6)
    throw invalid('conversionRate must be above 0, with 6 decimals at most.');
  return { code, rate };
}

/** A new currency becomes an option of the deals' currency at once. */
function create(call: Call): Answer {
  const { portal } = call;
  const { code, rate } = parseRate(objectOf(call.body, 'body'));
  const now = portal.clock.now();
  const made: ExchangeRate = { id: portal.state.takeId(), code, rate, effectiveAt: now, createdAt: now };
  const definition = portal.state.definition('deals', 'deal_currency_code');
  const isNew = definition !== undefined && !definition.options.some((option) => option.value === code);
  portal.note([{ op: 'rate', rate: made }]);
  if (isNew) {
    const option = { value: code, label: CURRENCY_NAMES[code] ?? code, displayOrder: definition.options.length, hidden: false };
    portal.note([{ op: 'property', object: 'deals', definition: { ...definition, options: [...definition.options, option] } }]);
  }
  return { status: 200, body: rateView(made) };
}

function change(call: Call): Answer {
  const { portal } = call;
  const before = history(portal).find(({ id }) => id === call.params['rateId']);
  if (before === undefined) throw notFound('exchange rate not found');
  const { rate } = parseRate({ fromCurrencyCode: before.code, ...objectOf(call.body, 'body') });
  const made: ExchangeRate = { ...before, id: before.id.startsWith('shipped-') ? portal.state.takeId() : before.id, rate };
  portal.note([{ op: 'rate', rate: made }]);
  return { status: 200, body: rateView(made) };
}

const reads: Route['scopes'] = () => ['settings.currencies.read'];
const writes: Route['scopes'] = () => ['settings.currencies.write'];
const BASE = '/settings/v3/currencies';
const bucket = 'general';
const rates = (list: readonly ExchangeRate[]): Answer => ({ status: 200, body: { results: list.map(rateView) } });

export const CURRENCY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/codes`,
    handler: () => ({ status: 200, body: { results: Object.entries(CURRENCY_NAMES).map(([code, name]) => ({ currencyCode: code, currencyName: name })) } }),
    scopes: reads,
    bucket,
  },
  { method: 'GET', path: `${BASE}/company-currency`, handler: () => ({ status: 200, body: { currencyCode: COMPANY_CURRENCY } }), scopes: reads, bucket },
  { method: 'GET', path: `${BASE}/exchange-rates`, handler: (call) => rates(history(call.portal)), scopes: reads, bucket },
  { method: 'GET', path: `${BASE}/exchange-rates/current`, handler: (call) => rates(current(call.portal)), scopes: reads, bucket },
  { method: 'POST', path: `${BASE}/exchange-rates`, handler: create, scopes: writes, bucket },
  { method: 'PATCH', path: `${BASE}/exchange-rates/:rateId`, handler: change, scopes: writes, bucket },
];
