import type { PropertyFault } from './errors.ts';
import type { PropertyDefinition } from './schema/property.ts';

export const TEXT_CHARACTERS_MAX = 65_536;
const DAY_MS = 86_400_000;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const EPOCH = /^-?\d{1,16}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const EMAIL = /^[^\s@,;"<>()[\]\\]+@[^\s@,;"<>()[\]\\.]+(\.[^\s@,;"<>()[\]\\.]+)+$/;

/** A value as stored, or why it was refused. */
export type Checked = { readonly value: string } | { readonly fault: PropertyFault };

const refuse = (name: string, error: string, message: string): Checked => ({ fault: { name, error, message } });

/** True for an address HubSpot would take. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text);
}

function checkNumber(name: string, text: string): Checked {
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? { value: text } : refuse(name, 'INVALID_NUMBER', `${text} was not a valid number.`);
}

/** `Date` alone would roll 2026-02-30 over into March. */
function isRealDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkDate(name: string, text: string): Checked {
  if (EPOCH.test(text)) {
    const instant = Number(text);
    const shown = new Date(instant);
    if (instant % DAY_MS === 0) return { value: shown.toISOString().slice(0, 10) };
    const time = `${shown.getUTCHours()}:${shown.getUTCMinutes()}:${shown.getUTCSeconds()}.${shown.getUTCMilliseconds()}`;
    return refuse(name, 'INVALID_DATE', `${text} is at ${time} UTC, not midnight!`);
  }
  return DATE.test(text) && isRealDay(text) ? { value: text } : refuse(name, 'INVALID_DATE', `${text} was not a valid date.`);
}

function checkDateTime(name: string, text: string): Checked {
  const fault = refuse(name, 'INVALID_LONG', `${text} was not a valid long.`);
  if (EPOCH.test(text)) {
    const shown = new Date(Number(text));
    return Number.isNaN(shown.getTime()) ? fault : { value: shown.toISOString() };
  }
  if (DATE.test(text)) return isRealDay(text) ? { value: `${text}T00:00:00.000Z` } : fault;
  if (!DATE_TIME.test(text) || !isRealDay(text.slice(0, 10))) return fault;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? fault : { value: instant.toISOString() };
}

/** Options of a pipeline, an owner list or the definition itself; null means anything goes. */
export type Allowed = readonly string[] | null;

function checkChoice(definition: PropertyDefinition, text: string, allowed: Allowed): Checked {
  const parts = definition.fieldType === 'checkbox' ? text.split(';').filter((part) => part !== '') : [text];
  const stray = allowed === null ? undefined : parts.find((part) => !allowed.includes(part));
  if (stray !== undefined) {
    return refuse(definition.name, 'INVALID_OPTION', `${stray} was not one of the allowed options: [${(allowed ?? []).join(', ')}]`);
  }
  return { value: [...new Set(parts)].join(';') };
}

function checkByType(definition: PropertyDefinition, text: string, allowed: Allowed): Checked {
  const { name } = definition;
  switch (definition.type) {
    case 'number':
      return checkNumber(name, text);
    case 'bool':
      return checkChoice(definition, text, ['true', 'false']);
    case 'date':
      return checkDate(name, text);
    case 'datetime':
      return checkDateTime(name, text);
    case 'enumeration':
      return checkChoice(definition, text, allowed);
    case 'string':
    case 'json':
    case 'object_coordinates':
      return text.length <= TEXT_CHARACTERS_MAX
        ? { value: text }
        : refuse(name, 'PROPERTY_VALUE_TOO_LONG', `Value is longer than ${TEXT_CHARACTERS_MAX} characters.`);
  }
}

/**
 * Checks one value for its property and gives it as the portal stores it (dates as ISO, e-mail and domain in lower
 * case, surplus blanks of an address cut). `current` is the stored value: a leading ";" appends to it. Empty clears.
 */
export function checkValue(definition: PropertyDefinition, given: string, current: string, allowed: Allowed): Checked {
  const { name } = definition;
  if (given === '') return { value: '' };
  if (name === 'email') {
    const email = given.trim().toLowerCase();
    return isEmail(email) ? { value: email } : refuse(name, 'INVALID_EMAIL', `Email address ${given} is invalid`);
  }
  if (name === 'hs_additional_emails') {
    const appended = given.startsWith(';') ? `${current};${given}` : given;
    const emails = appended
      .split(';')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== '');
    const bad = emails.find((email) => !isEmail(email));
    return bad === undefined ? { value: [...new Set(emails)].join(';') } : refuse(name, 'INVALID_EMAIL', `Email address ${bad} is invalid`);
  }
  if (name === 'domain') return { value: given.trim().toLowerCase() };
  const appends = definition.type === 'enumeration' && definition.fieldType === 'checkbox' && given.startsWith(';');
  return checkByType(definition, appends ? `${current}${given}` : given, allowed);
}
