/** JSONGenerator and the part of JSONParser that walks tokens. */
import { Dec, decNumber, parseDecimal } from '../runtime/decimal.ts';
import { notNull, raise } from '../runtime/throwable.ts';
import { Bag, define, defineEnum, enumConstant, type EnumValue, type Implementation, type Library } from './define.ts';
import { tokenize, type Token } from './json-parse.ts';

class Generator extends Bag {
  text = '';
  readonly pretty: boolean;
  readonly #first: boolean[] = [true];
  #afterName = false;
  constructor(pretty: boolean) {
    super('JSONGenerator', { $text: 'JSONGenerator' });
    this.pretty = pretty;
  }
  put(text: string): void {
    const top = this.#first.length - 1;
    if (!this.#afterName && !this.#first[top]) this.text += this.pretty ? ', ' : ',';
    this.#first[top] = false;
    this.#afterName = false;
    this.text += text;
  }
  open(bracket: string): void {
    this.put(bracket);
    this.#first.push(true);
  }
  close(bracket: string): void {
    if (this.#first.length < 2) raise('JSONException', `Current context not an ${bracket === '}' ? 'object' : 'array'}`);
    this.#first.pop();
    this.text += bracket;
  }
  name(name: string): void {
    this.put(`${JSON.stringify(name)}${this.pretty ? ' : ' : ':'}`);
    this.#afterName = true;
  }
}

class Parser extends Bag {
  readonly tokens: readonly (Token & { readonly isName: boolean })[];
  at = -1;
  constructor(source: string) {
    super('JSONParser', { $text: 'JSONParser' });
    const tokens = tokenize(source);
    this.tokens = tokens
      .map((t, i) => ({ ...t, isName: t.kind === 'string' && tokens[i + 1]?.text === ':' && tokens[i + 1]?.kind === 'symbol' }))
      .filter((t) => t.kind !== 'symbol' || !',:'.includes(t.text));
  }
  get current(): (Token & { readonly isName: boolean }) | undefined {
    return this.tokens[this.at];
  }
}

const SYMBOLS: Readonly<Record<string, string>> = { '{': 'START_OBJECT', '}': 'END_OBJECT', '[': 'START_ARRAY', ']': 'END_ARRAY' };

function tokenName(token: Token & { readonly isName: boolean }): string {
  if (token.kind === 'symbol') return SYMBOLS[token.text] ?? 'NOT_AVAILABLE';
  if (token.kind === 'string') return token.isName ? 'FIELD_NAME' : 'VALUE_STRING';
  if (token.kind === 'number') return /[.eE]/.test(token.text) ? 'VALUE_NUMBER_FLOAT' : 'VALUE_NUMBER_INT';
  return `VALUE_${token.text.toUpperCase()}`;
}

const currentToken = (p: Parser): EnumValue | null => (p.current ? enumConstant('JSONToken', tokenName(p.current)) : null);

export function defineJsonTools(library: Library, serialize: (value: unknown) => string): void {
  defineEnum(library, 'JSONToken', [
    'END_ARRAY',
    'END_OBJECT',
    'FIELD_NAME',
    'NOT_AVAILABLE',
    'START_ARRAY',
    'START_OBJECT',
    'VALUE_EMBEDDED_OBJECT',
    'VALUE_FALSE',
    'VALUE_NULL',
    'VALUE_NUMBER_FLOAT',
    'VALUE_NUMBER_INT',
    'VALUE_STRING',
    'VALUE_TRUE',
  ]);
  const members: Record<string, Implementation> = {
    'void writeStartObject()': (g: Generator) => g.open('{'),
    'void writeEndObject()': (g: Generator) => g.close('}'),
    'void writeStartArray()': (g: Generator) => g.open('['),
    'void writeEndArray()': (g: Generator) => g.close(']'),
    'void writeFieldName(String)': (g: Generator, name: string) => g.name(name),
    'void writeNull()': (g: Generator) => g.put('null'),
    'void writeNullField(String)': (g: Generator, name: string) => {
      g.name(name);
      g.put('null');
    },
    'void writeObject(Object)': (g: Generator, v: unknown) => g.put(serialize(v)),
    'void writeObjectField(String,Object)': (g: Generator, name: string, v: unknown) => {
      g.name(name);
      g.put(serialize(v));
    },
    'String getAsString()': (g: Generator) => g.text,
    'void close()': () => undefined,
    'Boolean isClosed()': () => false,
  };
  for (const [method, types] of [
    ['String', ['String', 'Id']],
    ['Boolean', ['Boolean']],
    ['Number', ['Integer', 'Long', 'Decimal', 'Double']],
    ['Date', ['Date']],
    ['DateTime', ['Datetime']],
    ['Id', ['Id']],
    ['Blob', ['Blob']],
  ] as const) {
    for (const type of types) {
      members[`void write${method}(${type})`] = (g: Generator, v: unknown) => g.put(serialize(v));
      members[`void write${method}Field(String,${type})`] = (g: Generator, name: string, v: unknown) => {
        g.name(name);
        g.put(serialize(v));
      };
    }
  }
  define(library, 'JSONGenerator', members);
  define(library, 'JSONParser', {
    'JSONToken nextToken()': (p: Parser) => {
      p.at += 1;
      return currentToken(p);
    },
    'JSONToken getCurrentToken()': currentToken,
    'String getText()': (p: Parser) => p.current?.text ?? null,
    'String getCurrentName()': (p: Parser) => [...p.tokens.slice(0, p.at + 1)].reverse().find((t) => t.isName)?.text ?? null,
    'Integer getIntegerValue()': (p: Parser) => Number(notNull(p.current).text),
    'Decimal getDecimalValue()': (p: Parser) => parseDecimal(notNull(p.current).text) ?? raise('JSONException', 'not a number'),
    'Double getDoubleValue()': (p: Parser) => decNumber(parseDecimal(notNull(p.current).text) ?? new Dec(0n, 0)),
    'Boolean getBooleanValue()': (p: Parser) => p.current?.text === 'true',
    'void skipChildren()': (p: Parser) => {
      let depth = 0;
      do {
        const text = p.current?.kind === 'symbol' ? p.current.text : '';
        depth += text === '{' || text === '[' ? 1 : text === '}' || text === ']' ? -1 : 0;
        if (depth > 0) p.at += 1;
      } while (depth > 0 && p.current);
    },
  });
  define(library, 'JSON', {
    'static JSONGenerator createGenerator(Boolean)': (pretty: boolean) => new Generator(pretty),
    'static JSONParser createParser(String)': (text: string) => new Parser(text),
  });
}
