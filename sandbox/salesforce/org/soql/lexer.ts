import { OrgError } from '../errors.ts';

export type Token = {
  readonly kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'bind' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
};

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/y],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y],
  ['bind', /:\s*[A-Za-z_][A-Za-z0-9_.]*/y],
  ['symbol', /<=|>=|!=|<>|[=<>(),:]/y],
];
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' };

/** The tokens of a SOQL text, ending with one of kind `end`. Throws MALFORMED_QUERY. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    if (text.charAt(at) === "'") {
      const { value, end } = readString(text, at);
      tokens.push({ kind: 'string', text: value, at });
      at = end;
      continue;
    }
    const token = matchToken(text, at);
    if (token === null) throw malformed(text, at, `line ${lineOf(text, at)} no viable alternative at character '${text.charAt(at)}'`);
    tokens.push({ kind: token.kind, text: token.kind === 'bind' ? token.text.slice(1).trim() : token.text, at });
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: text.length });
  return tokens;
}

function matchToken(text: string, at: number): { kind: Token['kind']; text: string } | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) return { kind, text: found[0] };
  }
  return null;
}

function readString(text: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const c = text.charAt(at);
    if (c === "'") return { value, end: at + 1 };
    if (c !== '\\') {
      value += c;
      continue;
    }
    at += 1;
    const next = text.charAt(at);
    // \_ and \% stay escaped: LIKE needs to tell them from wildcards.
    if (next === '_' || next === '%') value += `\\${next}`;
    else if (next.toLowerCase() === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) {
      value += String.fromCharCode(Number.parseInt(text.slice(at + 1, at + 5), 16));
      at += 4;
    } else {
      const escape = ESCAPES[next.toLowerCase() === next ? next : next.toLowerCase()];
      if (escape === undefined)
        throw malformed(text, at, `Illegal string literal: Invalid string literal '\\${next}'. Illegal character sequence '\\${next}' in string literal.`);
      value += escape;
    }
  }
  throw malformed(text, start, "line 1 mismatched character '<EOF>' expecting '''");
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The platform's way to point into a query: an excerpt, a caret, the place, the problem. */
export function located(text: string, at: number, problem: string): string {
  const from = Math.max(0, at - 40);
  const excerpt = text.slice(from, at + 20).replaceAll('\n', ' ');
  const column = at - text.lastIndexOf('\n', Math.max(0, at - 1));
  return `\n${excerpt}\n${' '.repeat(at - from)}^\nERROR at Row:${lineOf(text, at)}:Column:${column}\n${problem}`;
}

export const malformed = (text: string, at: number, problem: string): OrgError => new OrgError('MALFORMED_QUERY', located(text, at, problem));
