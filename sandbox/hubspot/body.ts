import { invalid, invalidJson } from './errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or 400. `what` names it in the message. */
export function objectOf(value: unknown, what: string): JsonObject {
  return isObject(value) ? value : refuse(`${what} must be an object`);
}

export function arrayOf(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(`${what} must be an array`);
}

/** Text of an id or a name; numbers are taken as HubSpot takes them. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : refuse(`${what} must be a string`);
}

export function optionalText(value: unknown, what: string): string | undefined {
  return value === undefined || value === null ? undefined : textOf(value, what);
}

export function textsOf(value: unknown, what: string): string[] {
  return value === undefined || value === null ? [] : arrayOf(value, what).map((item) => textOf(item, what));
}

/** `inputs` of a batch call. Refuses more than `most`, with the words of the limit. */
export function inputsOf(body: unknown, most: number): JsonObject[] {
  const inputs = arrayOf(objectOf(body, 'body')['inputs'], 'inputs');
  if (inputs.length > most) throw invalid(`The maximum number of inputs supported in a batch request is ${most}. Number of inputs supplied: ${inputs.length}.`);
  return inputs.map((input) => objectOf(input, 'inputs'));
}

/** A page size: `fallback` when absent, 400 beyond `most`. */
export function limitOf(value: unknown, fallback: number, most: number): number {
  if (value === undefined || value === null || value === '') return fallback;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 0) throw invalidJson(`limit must be a number, got ${String(value)}`);
  if (limit > most) throw invalid(`Invalid limit ${limit}: the maximum page size is ${most}.`);
  return limit;
}

/** A query parameter that may be repeated, or hold a comma list. */
export function listOf(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function refuse(why: string): never {
  throw invalidJson(why);
}
