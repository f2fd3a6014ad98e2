/** How Apex values print: in string concatenation, String.valueOf and System.debug. */
import { EnumValue, Bag } from '../library/define.ts';
import { AList, AMap, ASet } from './collections.ts';
import { running } from './current.ts';
import { Dbl, Dec, decText, doubleText } from './decimal.ts';
import { Instance } from './instance.ts';
import { SObj } from './sobject.ts';
import { ADate, ADatetime, ATime, dateText, datetimeText, timeText } from './temporal.ts';
import { ApexThrowable, headline } from './throwable.ts';

/** The text of any value; null prints as `null`. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Dec) return decText(value);
  if (value instanceof Dbl) return doubleText(value.value);
  if (value instanceof ADate) return `${dateText(value)} 00:00:00`;
  if (value instanceof ADatetime) return datetimeText(value.ms, running().userZone());
  if (value instanceof ATime) return timeText(value);
  if (value instanceof EnumValue) return value.name;
  if (value instanceof AList) return `(${value.items.map(toText).join(', ')})`;
  if (value instanceof ASet) return `{${[...value.items.values()].map(toText).join(', ')}}`;
  if (value instanceof AMap) return `{${[...value.entries.values()].map((e) => `${toText(e.key)}=${toText(e.value)}`).join(', ')}}`;
  if (value instanceof SObj) return `${value.schema.name}:{${[...value.fields].map(([k, v]) => `${k}=${toText(v)}`).join(', ')}}`;
  if (value instanceof ApexThrowable) return headline(value);
  if (value instanceof Uint8Array) return `Blob[${value.length}]`;
  if (value instanceof Instance) return instanceText(value);
  if (value instanceof Bag) return bagText(value);
  return String(value);
}

function instanceText(value: Instance): string {
  if (value.$overrides('tostring', 0)) return String(value.$invoke('tostring', []));
  const parts: string[] = [];
  for (const field of value.$cls.fields.values()) if (!field.isStatic && !field.isProperty) parts.push(`${field.name}=${toText(value[field.js])}`);
  return `${value.$cls.name}:[${parts.join(', ')}]`;
}

function bagText(value: Bag): string {
  const name = value.values['$text'];
  if (typeof name === 'string') return name;
  return `${value.type}[${Object.entries(value.values)
    .map(([k, v]) => `${k}=${toText(v)};`)
    .join('')}]`;
}
