/** A JSON reader that keeps numbers as written and members in order. */
import { raise } from '../runtime/throwable.ts';

export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = null | string | boolean | JsonNumber | Json[] | Map<string, Json>;

export const isNull = (json: Json): json is null => json === null;

const TOKEN = /\s*(?:([{}[\],:])|"((?:[^"\\\u0000-\u001f]|\\.)*)"|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)\b)/y;

export type Token = { readonly kind: 'symbol' | 'string' | 'number' | 'word'; readonly text: string };

/** Tokens of a JSON text; anything else is the platform's JSONException. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const m = TOKEN.exec(source);
    if (!m) return unexpected(source, at);
    at = TOKEN.lastIndex;
    if (m[1] !== undefined) tokens.push({ kind: 'symbol', text: m[1] });
    else if (m[2] !== undefined) tokens.push({ kind: 'string', text: unescape(m[2]) });
    else if (m[3] !== undefined) tokens.push({ kind: 'number', text: m[3] });
    else tokens.push({ kind: 'word', text: m[4] ?? '' });
  }
  return tokens;
}

function unexpected(source: string, at: number): never {
  const from = at + (/^\s*/.exec(source.slice(at))?.[0].length ?? 0);
  const line = source.slice(0, from).split('\n').length;
  const column = from - source.lastIndexOf('\n', from - 1);
  const c = source[from] ?? '';
  if (/\w/.test(c))
    return raise(
      'JSONException',
      `Unrecognized token '${/^\w+/.exec(source.slice(from))?.[0] ?? c}': was expecting ('true', 'false' or 'null') at [line:${line}, column:${column}]`,
    );
  return raise('JSONException', `Unexpected character ('${c}' (code ${c.charCodeAt(0)})) at [line:${line}, column:${column}]`);
}

const unescape = (text: string): string => (text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text);

export function parseJson(source: string): Json {
  const tokens = tokenize(source);
  let at = 0;
  const fail = (): never =>
    at >= tokens.length
      ? raise('JSONException', 'Unexpected end-of-input in the JSON text')
      : raise('JSONException', `Unexpected token '${tokens[at]?.text ?? ''}' in the JSON text`);
  const isSymbol = (text: string): boolean => tokens[at]?.kind === 'symbol' && tokens[at]?.text === text;
  const expect = (text: string): void => {
    if (!isSymbol(text)) fail();
    at += 1;
  };
  const value = (): Json => {
    const token = tokens[at];
    if (!token) return fail();
    if (token.kind === 'symbol') return token.text === '{' ? object() : token.text === '[' ? array() : fail();
    at += 1;
    if (token.kind === 'string') return token.text;
    if (token.kind === 'number') return new JsonNumber(token.text);
    return token.text === 'null' ? null : token.text === 'true';
  };
  const object = (): Json => {
    const members = new Map<string, Json>();
    expect('{');
    while (!isSymbol('}')) {
      if (members.size) expect(',');
      const key = tokens[at];
      if (key?.kind !== 'string') return fail();
      at += 1;
      expect(':');
      members.set(key.text, value());
    }
    at += 1;
    return members;
  };
  const array = (): Json => {
    const items: Json[] = [];
    expect('[');
    while (!isSymbol(']')) {
      if (items.length) expect(',');
      items.push(value());
    }
    at += 1;
    return items;
  };
  if (tokens.length === 0) raise('JSONException', 'No content to map to Object due to end of input');
  const result = value();
  if (at < tokens.length) fail();
  return result;
}
