/** Fields of a record as the viewer reads them: the org's labels, and values in their language and time zone. */
import type { SalesforceRecord, Session } from './org.ts';
import { visible } from './records.ts';
import type { Viewer } from './user.ts';

export type Column = { readonly path: string; readonly label: string; readonly type: string };

/** The fields of the list this person may see, with their labels. A field over a relationship is named after its lookup. */
export async function columnsOf(session: Session, object: string, paths: readonly string[]): Promise<readonly Column[]> {
  const info = await session.describe(object);
  return (await visible(session, object, paths)).map((path) => {
    const [first = '', second] = path.split('.');
    const field = info?.fields.find(({ name }) => name === (second === undefined ? first : `${first}Id`));
    return { path, label: (field?.label ?? first).replace(/ ID$/, ''), type: second === undefined ? (field?.type ?? 'string') : 'string' };
  });
}

const currency = 'USD'; // the local org has one currency

/** A value as text; empty when there is none. */
export function shown(row: SalesforceRecord, { path, type }: Column, { locale, timeZone }: Viewer): string {
  const value = path.split('.').reduce<unknown>((holder, name) => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined), row);
  if (value === null || value === undefined) return '';
  switch (type) {
    case 'boolean':
      return value === true ? 'Yes' : 'No';
    case 'date':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(String(value)));
    case 'datetime':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(String(value)));
    case 'currency':
      return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(Number(value));
    case 'percent':
      return `${Number(value).toLocaleString(locale)}%`;
    case 'int':
    case 'double':
      return Number(value).toLocaleString(locale);
    default:
      return typeof value === 'string' ? value : '';
  }
}
