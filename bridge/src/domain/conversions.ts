/**
 * The conversion registry: for each pair of field types and each way, whether values survive. One table for the bridge (`convert` refuses
 * what it refuses), for the package's checks and for the Ownership page: both are generated from here (`node scripts/conversions.ts`).
 * Types of both platforms are gathered into shapes: what values look like and what may be done with them.
 */
import type { Side } from './model.ts';

export const SALESFORCE_SHAPES = [
  'text',
  'long-text',
  'email',
  'phone',
  'url',
  'picklist',
  'multi-picklist',
  'checkbox',
  'number',
  'date',
  'datetime',
  'time',
  'lookup',
  'id',
  'address',
  'geolocation',
  'encrypted',
  'file',
  'other',
] as const;
export const HUBSPOT_SHAPES = [
  'text',
  'long-text',
  'email',
  'phone',
  'picklist',
  'multi-picklist',
  'checkbox',
  'number',
  'date',
  'datetime',
  'owner',
  'association',
  'sensitive',
  'file',
  'internal',
] as const;
export type SalesforceShape = (typeof SALESFORCE_SHAPES)[number];
export type HubSpotShape = (typeof HUBSPOT_SHAPES)[number];
export type Shape = SalesforceShape | HubSpotShape;

/** What of a value may not come through. Each is told per value, as an issue or by rounding that both sides agree on; nothing is cut in silence. */
export type Loss = 'length' | 'scale' | 'time-of-day' | 'midnight' | 'seconds' | 'blank' | 'options' | 'one-value' | 'form';
/** Why a pair is refused when it is mapped. */
export type Reason =
  'kinds' | 'separators' | 'reference' | 'record-id' | 'address' | 'geolocation' | 'encrypted' | 'time' | 'file' | 'sensitive' | 'internal' | 'other';
/**
 * `allowed`: every value comes through. `bounded`: what does not is one of `losses`. `mapped`: with a value map only. `reference`: with a
 * reference mapping only. `refused`: never.
 */
export type Verdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'bounded'; readonly losses: readonly Loss[] }
  | { readonly kind: 'mapped' | 'reference' | 'refused'; readonly reason: Reason };

export const LOSS_WORDS: Readonly<Record<Loss, string>> = {
  length: 'Longer text than the field holds is refused, value by value.',
  scale: 'A number with more digits after the point than the field keeps is refused, value by value.',
  'time-of-day': 'A date has no time of day: only midnight UTC comes through.',
  midnight: 'A date becomes midnight UTC, which is the day before for people west of Greenwich.',
  seconds: 'Salesforce keeps whole seconds: fractions are dropped.',
  blank: 'A Salesforce checkbox is never blank: blank becomes unchecked.',
  options: 'Only values the list has come through.',
  'one-value': 'Only records with a single value come through.',
  form: 'Only text that reads as the other kind comes through.',
};
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  kinds: 'their kinds have nothing in common, so a value map has to say which value means which.',
  separators: 'text has no separators that can be told from its own semicolons, so a value map has to say which values are meant.',
  reference: 'the id of a record means nothing in the other system, so a reference mapping has to say whose links translate it.',
  'record-id': 'Salesforce gives the id of a record, so it can only travel to a HubSpot text.',
  address: 'an address is several fields in one; map street, city and the others by themselves.',
  geolocation: 'a geolocation is two numbers in one; map latitude and longitude by themselves.',
  encrypted: 'encrypted fields are kept from every other system.',
  time: 'a time without a day exists only in Salesforce, so it can only travel to a HubSpot text.',
  file: 'files are not carried.',
  sensitive: 'HubSpot keeps sensitive properties from integrations like this one.',
  internal: 'this property is of a kind only HubSpot itself uses.',
  other: 'fields of this type are not carried.',
};

const salesforceTypes: Readonly<Record<string, SalesforceShape>> = {
  string: 'text',
  combobox: 'text',
  textarea: 'long-text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  picklist: 'picklist',
  multipicklist: 'multi-picklist',
  boolean: 'checkbox',
  int: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  reference: 'lookup',
  id: 'id',
  address: 'address',
  location: 'geolocation',
  encryptedstring: 'encrypted',
  base64: 'file',
};
/** Shapes by Salesforce's describe type in lower case; Apex says `integer` where REST says `int`. */
export const SALESFORCE_TYPES = salesforceTypes;

/** The shape of a Salesforce field by its describe type. */
export function salesforceShape(type: string): SalesforceShape {
  const name = type.toLowerCase();
  return Object.hasOwn(salesforceTypes, name) ? (salesforceTypes[name] ?? 'other') : 'other';
}

/** The shape of a HubSpot property by its type and field type; `isSensitive`: HubSpot withholds it; `isExternal`: its options are owners. */
export function hubspotShape(property: {
  readonly name: string;
  readonly type: string;
  readonly fieldType: string;
  readonly isSensitive?: boolean;
  readonly isExternal?: boolean;
}): HubSpotShape {
  const { name, type, fieldType } = property;
  if (property.isSensitive === true) return 'sensitive';
  if (fieldType === 'file') return 'file';
  if (type === 'bool' || fieldType === 'booleancheckbox') return 'checkbox';
  if (type === 'number' || type === 'date' || type === 'datetime') return type;
  if (type === 'enumeration') return property.isExternal === true ? 'owner' : fieldType === 'checkbox' ? 'multi-picklist' : 'picklist';
  if (type !== 'string' && type !== 'phone_number') return 'internal';
  if (fieldType === 'phonenumber') return 'phone';
  if (name === 'email' || name.endsWith('_email')) return 'email';
  return fieldType === 'textarea' || fieldType === 'html' ? 'long-text' : 'text';
}

const allowed: Verdict = { kind: 'allowed' };
const bounded = (...losses: readonly Loss[]): Verdict => ({ kind: 'bounded', losses });
const texts: ReadonlySet<Shape> = new Set(['text', 'long-text', 'email', 'phone', 'url']);
const lists: ReadonlySet<Shape> = new Set(['picklist', 'multi-picklist']);
const never: Readonly<Partial<Record<Shape, Reason>>> = {
  address: 'address',
  geolocation: 'geolocation',
  encrypted: 'encrypted',
  file: 'file',
  other: 'other',
  sensitive: 'sensitive',
  internal: 'internal',
};
const references: ReadonlySet<Shape> = new Set(['lookup', 'owner', 'association']);

/**
 * Whether values of `from` come through as `to` on side `toSide`. Without value map and reference mapping; `isRefused` weighs those.
 * Example: `conversionOf('datetime', 'date', 'hubspot')` → bounded by `time-of-day`.
 */
export function conversionOf(from: Shape, to: Shape, toSide: Side): Verdict {
  const barred = never[from] ?? never[to];
  if (barred !== undefined) return { kind: 'refused', reason: barred };
  if (references.has(from) || references.has(to)) return ofReference(from, to);
  if (from === 'id' || to === 'id') return texts.has(to) && to !== 'email' ? allowed : { kind: 'refused', reason: 'record-id' };
  if (from === 'time' || to === 'time') return texts.has(to) && to !== 'email' ? allowed : { kind: 'refused', reason: 'time' };
  return toSide === 'salesforce' && to === 'checkbox' && from === 'checkbox' ? bounded('blank') : ofValues(from, to, toSide);
}

/** A lookup meets an owner or an association; an id in any other field would be a riddle. */
function ofReference(from: Shape, to: Shape): Verdict {
  if (references.has(from) && references.has(to)) return { kind: 'reference', reason: 'reference' };
  // Record types and the like: ids that a value map can name.
  return { kind: from === 'lookup' || to === 'lookup' ? 'mapped' : 'refused', reason: 'reference' };
}

function ofValues(from: Shape, to: Shape, toSide: Side): Verdict {
  switch (to) {
    case 'text':
    case 'long-text':
    case 'phone':
    case 'url':
      return isShort(from, toSide) ? allowed : bounded('length');
    case 'email':
      return from === 'email' ? (toSide === 'hubspot' ? allowed : bounded('length')) : texts.has(from) ? bounded('form', 'length') : kinds;
    case 'number':
      if (from === 'number') return toSide === 'salesforce' ? bounded('scale') : allowed;
      return texts.has(from) || from === 'picklist' ? bounded(...(toSide === 'salesforce' ? (['form', 'scale'] as const) : (['form'] as const))) : kinds;
    case 'checkbox':
      if (from === 'checkbox') return allowed;
      return texts.has(from) || from === 'picklist' ? bounded(...(toSide === 'salesforce' ? (['form', 'blank'] as const) : (['form'] as const))) : kinds;
    case 'date':
      if (from === 'date') return allowed;
      return from === 'datetime' ? bounded('time-of-day') : texts.has(from) || from === 'picklist' ? bounded('form') : kinds;
    case 'datetime':
      if (from === 'datetime') return toSide === 'salesforce' ? bounded('seconds') : allowed;
      return from === 'date' ? bounded('midnight') : texts.has(from) || from === 'picklist' ? bounded('form') : kinds;
    case 'picklist':
      if (from === 'multi-picklist') return bounded('one-value', 'options');
      return texts.has(from) || from === 'picklist' || from === 'number' || from === 'checkbox' ? bounded('options') : kinds;
    case 'multi-picklist':
      return lists.has(from) ? bounded('options') : texts.has(from) ? { kind: 'mapped', reason: 'separators' } : kinds;
    default:
      return kinds;
  }
}
const kinds: Verdict = { kind: 'mapped', reason: 'kinds' };

/** Whether values of `from` always fit into a text: HubSpot's holds 65,536 characters, which only Salesforce's long text and lists can exceed. */
function isShort(from: Shape, toSide: Side): boolean {
  return toSide === 'hubspot' && from !== 'long-text' && from !== 'multi-picklist';
}

/**
 * Why a rule cannot carry values of `from` to `to`; null when it can. The same question the package's check and the page ask.
 * `referenceMapping` and `valueMap` as in a field rule.
 */
export function refusalOf(from: Shape, to: Shape, toSide: Side, rule: { readonly hasValueMap: boolean; readonly hasReference: boolean }): Reason | null {
  const verdict = conversionOf(from, to, toSide);
  if (verdict.kind === 'allowed' || verdict.kind === 'bounded') return null;
  if (verdict.kind === 'reference' && rule.hasReference) return null;
  if (verdict.kind === 'mapped' && (rule.hasValueMap || (rule.hasReference && verdict.reason === 'reference'))) return null;
  return verdict.reason;
}

const shapes: ReadonlySet<string> = new Set([...SALESFORCE_SHAPES, ...HUBSPOT_SHAPES]);
const isShape = (text: string | undefined): text is Shape => text !== undefined && shapes.has(text);

/** The same for fields as their schemas tell them; fields whose shape is not told are left to `kind`. */
export function refusalBetween(
  from: { readonly shape?: string | undefined },
  to: { readonly shape?: string | undefined },
  toSide: Side,
  rule: { readonly hasValueMap: boolean; readonly hasReference: boolean },
): Reason | null {
  return isShape(from.shape) && isShape(to.shape) ? refusalOf(from.shape, to.shape, toSide, rule) : null;
}

/** A verdict in one word, as the generated tables hold it: `bounded:form+length`, `mapped:kinds`. */
export function verdictWord(verdict: Verdict): string {
  if (verdict.kind === 'allowed') return verdict.kind;
  return `${verdict.kind}:${verdict.kind === 'bounded' ? verdict.losses.join('+') : verdict.reason}`;
}
