/** String, Pattern and Matcher. */
import type { ASet } from '../runtime/collections.ts';
import { AList } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { Dbl, Dec, decText, doubleText } from '../runtime/decimal.ts';
import { each } from '../runtime/operators.ts';
import { checkedId } from '../runtime/sobject.ts';
import { toText } from '../runtime/text.ts';
import { ADate, ADatetime, dateText, datetimeText } from '../runtime/temporal.ts';
import { notNull, raise } from '../runtime/throwable.ts';
import { Bag, define, type Library } from './define.ts';

const listOf = (items: unknown[]): AList => new AList(running().table.list(running().table.lib('String')), items);
const ints = (items: number[]): AList => new AList(running().table.list(running().table.lib('Integer')), items);
const isBlank = (s: string | null): boolean => s === null || /^\s*$/.test(s);
const capital = (s: string, up: boolean): string => (up ? s.charAt(0).toUpperCase() : s.charAt(0).toLowerCase()) + s.slice(1);

/** String.valueOf: unlike concatenation, null stays null and a Date has no time. */
export function valueOf(value: unknown): string | null {
  if (value === null) return null;
  if (value instanceof ADate) return dateText(value);
  if (value instanceof ADatetime) return datetimeText(value.ms, running().userZone());
  if (value instanceof Dec) return decText(value);
  if (value instanceof Dbl) return doubleText(value.value);
  return toText(value);
}

/** MessageFormat: {0} placeholders, '' for a quote, quoted runs literal. */
export function formatMessage(text: string, args: AList): string {
  return text.replace(/''|'([^']*)'|\{(\d+)\}/g, (token: string, quoted: string | undefined, at: string | undefined) => {
    if (token === "''") return "'";
    if (at === undefined) return quoted ?? '';
    const i = Number(at);
    return i < args.items.length ? toText(args.items[i]) : token;
  });
}

const regexes = new Map<string, RegExp>();

/** A Java pattern as a JavaScript one; what JavaScript cannot say is refused. */
export function regexOf(pattern: string, flags = ''): RegExp {
  const key = `${flags}/${pattern}`;
  const known = regexes.get(key);
  if (known) return known;
  let source = pattern;
  let all = flags;
  const inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1] ?? '') if (!all.includes(flag)) all += flag;
  }
  if (/(?:[*+?}])\+/.test(source.replace(/\\./g, ''))) throw new Error(`possessive quantifiers are not supported: ${pattern}`);
  source = source
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\Q(.*?)(?:\\E|$)/g, (_, literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .replace(/\\p\{(Alpha|Digit|Alnum|Punct|Space|Upper|Lower)\}/g, (_, name: string) => POSIX[name] ?? '')
    .replace(/\\h/g, '[ \\t]');
  if (/\\p\{/.test(source)) {
    all += 'u';
    source = source.replace(/\\([^a-zA-Z0-9^$\\.*+?()[\]{}|/-])/g, '$1');
  }
  try {
    const made = new RegExp(source, `${all}dg`);
    regexes.set(key, made);
    return made;
  } catch {
    return raise('StringException', `Invalid regex: ${pattern}`);
  }
}

const POSIX: Readonly<Record<string, string>> = {
  Alpha: '[a-zA-Z]',
  Digit: '[0-9]',
  Alnum: '[a-zA-Z0-9]',
  Punct: '[!-/:-@\\[-`{-~]',
  Space: '\\s',
  Upper: '[A-Z]',
  Lower: '[a-z]',
};

/** Java's replacement text: $1, ${name}, backslash escapes. */
const replacement = (text: string): string =>
  text.replace(/\\(.)|\$\{(\w+)\}|\$(\d)/gs, (_, escaped: string | undefined, name: string | undefined, digit: string | undefined) => {
    if (escaped !== undefined) return escaped === '$' ? '$$' : escaped;
    if (name) return `$<${name}>`;
    return digit === '0' ? '$&' : `$${digit}`;
  });

/** Java's split: trailing empty texts are dropped unless a limit says otherwise. */
function split(s: string, pattern: string, limit = 0): AList {
  const parts: string[] = [];
  let from = 0;
  for (const match of s.matchAll(regexOf(pattern))) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (match[0] === '' && (match.index === 0 || match.index >= s.length)) continue;
    if (end === 0) continue;
    parts.push(s.slice(from, match.index));
    from = end;
  }
  parts.push(s.slice(from));
  if (limit === 0) while (parts.length > 1 && parts[parts.length - 1] === '') parts.pop();
  return listOf(parts);
}

function bounded(s: string, from: number, to: number): string {
  if (from < 0 || to > s.length || from > to) return raise('StringException', `Starting position out of bounds: ${from}`);
  return s.slice(from, to);
}

const repeatPad = (fill: string, width: number): string => fill.repeat(Math.ceil(width / Math.max(1, fill.length))).slice(0, Math.max(0, width));

function abbreviate(s: string, width: number): string {
  if (width < 4) return raise('IllegalArgumentException', 'Minimum abbreviation width is 4');
  return s.length <= width ? s : `${s.slice(0, width - 3)}...`;
}

function hash(s: string): number {
  let h = 0;
  for (let i = 0; i < s.length; i += 1) h = (Math.imul(31, h) + s.charCodeAt(i)) | 0;
  return h;
}

function after(s: string, separator: string, last: boolean): string {
  const at = last ? s.lastIndexOf(separator) : s.indexOf(separator);
  return at < 0 ? '' : s.slice(at + separator.length);
}

function before(s: string, separator: string, last: boolean): string {
  const at = last ? s.lastIndexOf(separator) : s.indexOf(separator);
  return at < 0 ? s : s.slice(0, at);
}

const escapeJs = (s: string): string =>
  s
    .replace(/[\\'"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function defineText(library: Library): void {
  define(library, 'String', {
    'static Boolean isBlank(String?)': isBlank,
    'static Boolean isNotBlank(String?)': (s: string | null) => !isBlank(s),
    'static Boolean isEmpty(String?)': (s: string | null) => s === null || s === '',
    'static Boolean isNotEmpty(String?)': (s: string | null) => s !== null && s !== '',
    'static String valueOf(Object)': valueOf,
    'static String join(Iterable<Object>,String)': (items: AList | ASet, by: string) =>
      [...each(items)].map((v) => (v === null ? '' : (valueOf(v) ?? ''))).join(by),
    'static String format(String,List<Object>)': formatMessage,
    'static String escapeSingleQuotes(String)': (s: string) => s.replace(/['\\]/g, '\\$&'),
    'static String fromCharArray(List<Integer>)': (codes: AList) => String.fromCharCode(...codes.items.map(Number)),
    'static List<String> splitByCharacterType(String)': (s: string) => listOf(s.match(/[A-Z]+|[a-z]+|\d+|[^A-Za-z\d]+/g) ?? []),
    'Integer length()': (s: string) => s.length,
    'Boolean contains(String)': (s: string, t: string) => s.includes(t),
    'Boolean containsIgnoreCase(String)': (s: string, t: string) => s.toLowerCase().includes(t.toLowerCase()),
    'Boolean containsAny(String)': (s: string, t: string) => [...t].some((c) => s.includes(c)),
    'Boolean containsNone(String)': (s: string, t: string) => ![...t].some((c) => s.includes(c)),
    'Boolean containsOnly(String)': (s: string, t: string) => [...s].every((c) => t.includes(c)),
    'Boolean containsWhitespace()': (s: string) => /\s/.test(s),
    'Boolean startsWith(String)': (s: string, t: string) => s.startsWith(t),
    'Boolean startsWithIgnoreCase(String)': (s: string, t: string) => s.toLowerCase().startsWith(t.toLowerCase()),
    'Boolean endsWith(String)': (s: string, t: string) => s.endsWith(t),
    'Boolean endsWithIgnoreCase(String)': (s: string, t: string) => s.toLowerCase().endsWith(t.toLowerCase()),
    'Boolean equals(String?)': (s: string, t: string | null) => s === t,
    'Boolean equals(Object)': (s: string, t: unknown) => s === t,
    'Boolean equalsIgnoreCase(String?)': (s: string, t: string | null) => t !== null && s.toLowerCase() === t.toLowerCase(),
    'Integer compareTo(String)': (s: string, t: string) => (s === t ? 0 : s < t ? -1 : 1),
    'Integer hashCode()': hash,
    'Integer indexOf(String)': (s: string, t: string) => s.indexOf(t),
    'Integer indexOf(String,Integer)': (s: string, t: string, from: number) => s.indexOf(t, from),
    'Integer indexOfIgnoreCase(String)': (s: string, t: string) => s.toLowerCase().indexOf(t.toLowerCase()),
    'Integer lastIndexOf(String)': (s: string, t: string) => s.lastIndexOf(t),
    'Integer charAt(Integer)': (s: string, i: number) =>
      i < 0 || i >= s.length ? raise('StringException', `String index out of range: ${i}`) : s.charCodeAt(i),
    'Integer codePointAt(Integer)': (s: string, i: number) => s.codePointAt(i) ?? raise('StringException', `String index out of range: ${i}`),
    'List<Integer> getChars()': (s: string) => ints([...s].map((_, i) => s.charCodeAt(i))),
    'Integer countMatches(String)': (s: string, t: string) => (t === '' ? 0 : s.split(t).length - 1),
    'String toLowerCase()': (s: string) => s.toLowerCase(),
    'String toUpperCase()': (s: string) => s.toUpperCase(),
    'String trim()': (s: string) => s.trim(),
    'String substring(Integer)': (s: string, from: number) => bounded(s, from, s.length),
    'String substring(Integer,Integer)': bounded,
    'String substringAfter(String)': (s: string, t: string) => after(s, t, false),
    'String substringAfterLast(String)': (s: string, t: string) => after(s, t, true),
    'String substringBefore(String)': (s: string, t: string) => before(s, t, false),
    'String substringBeforeLast(String)': (s: string, t: string) => before(s, t, true),
    'String substringBetween(String,String)': (s: string, open: string, close: string) => {
      const from = s.indexOf(open);
      const to = from < 0 ? -1 : s.indexOf(close, from + open.length);
      return to < 0 ? null : s.slice(from + open.length, to);
    },
    'String substringBetween(String)': (s: string, tag: string) => {
      const from = s.indexOf(tag);
      const to = from < 0 ? -1 : s.indexOf(tag, from + tag.length);
      return to < 0 ? null : s.slice(from + tag.length, to);
    },
    'String left(Integer)': (s: string, n: number) => (n <= 0 ? '' : s.slice(0, n)),
    'String right(Integer)': (s: string, n: number) => (n <= 0 ? '' : s.slice(Math.max(0, s.length - n))),
    'String mid(Integer,Integer)': (s: string, from: number, n: number) => (n < 0 || from >= s.length ? '' : s.slice(Math.max(0, from), Math.max(0, from) + n)),
    'String abbreviate(Integer)': abbreviate,
    'String capitalize()': (s: string) => capital(s, true),
    'String uncapitalize()': (s: string) => capital(s, false),
    'String deleteWhitespace()': (s: string) => s.replace(/\s/g, ''),
    'String normalizeSpace()': (s: string) => s.trim().replace(/\s+/g, ' '),
    'String remove(String)': (s: string, t: string) => s.replaceAll(t, ''),
    'String removeStart(String)': (s: string, t: string) => (s.startsWith(t) ? s.slice(t.length) : s),
    'String removeStartIgnoreCase(String)': (s: string, t: string) => (s.toLowerCase().startsWith(t.toLowerCase()) ? s.slice(t.length) : s),
    'String removeEnd(String)': (s: string, t: string) => (t && s.endsWith(t) ? s.slice(0, -t.length) : s),
    'String removeEndIgnoreCase(String)': (s: string, t: string) => (t && s.toLowerCase().endsWith(t.toLowerCase()) ? s.slice(0, -t.length) : s),
    'String repeat(Integer)': (s: string, n: number) => s.repeat(Math.max(0, n)),
    'String repeat(String,Integer)': (s: string, by: string, n: number) => Array.from({ length: Math.max(0, n) }, () => s).join(by),
    'String replace(String,String)': (s: string, from: string, to: string) => s.replaceAll(from, () => to),
    'String replaceAll(String,String)': (s: string, pattern: string, to: string) => s.replace(regexOf(pattern), replacement(to)),
    'String replaceFirst(String,String)': (s: string, pattern: string, to: string) => {
      const regex = regexOf(pattern);
      return s.replace(new RegExp(regex.source, regex.flags.replace('g', '')), replacement(to));
    },
    'String reverse()': (s: string) => [...s].reverse().join(''),
    'String leftPad(Integer)': (s: string, n: number) => s.padStart(n),
    'String leftPad(Integer,String)': (s: string, n: number, fill: string) => repeatPad(fill, n - s.length) + s,
    'String rightPad(Integer)': (s: string, n: number) => s.padEnd(n),
    'String rightPad(Integer,String)': (s: string, n: number, fill: string) => s + repeatPad(fill, n - s.length),
    'String center(Integer)': (s: string, n: number) => s.padStart(s.length + Math.floor(Math.max(0, n - s.length) / 2)).padEnd(n),
    'List<String> split(String)': (s: string, pattern: string) => split(s, pattern),
    'List<String> split(String,Integer)': split,
    'Boolean isAlpha()': (s: string) => /^\p{L}+$/u.test(s),
    'Boolean isAlphanumeric()': (s: string) => /^[\p{L}\p{N}]+$/u.test(s),
    'Boolean isNumeric()': (s: string) => /^\p{Nd}+$/u.test(s),
    'Boolean isWhitespace()': (s: string) => /^\s*$/.test(s),
    'Boolean isAllLowerCase()': (s: string) => /^\p{Ll}+$/u.test(s),
    'Boolean isAllUpperCase()': (s: string) => /^\p{Lu}+$/u.test(s),
    'String escapeHtml4()': (s: string) => s.replace(/[&<>"]/g, (c) => HTML[c] ?? c),
    'String escapeJava()': escapeJs,
    'String escapeEcmaScript()': escapeJs,
    'String escapeXml()': (s: string) => s.replace(/[&<>"]/g, (c) => HTML[c] ?? c).replaceAll("'", '&apos;'),
    'String escapeCsv()': (s: string) => (/[",\n\r]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s),
    'String unescapeHtml4()': (s: string) => s.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? ''),
    'String stripHtmlTags()': (s: string) => s.replace(/<[^>]*>/g, ''),
    'String difference(String)': (s: string, t: string) => {
      let i = 0;
      while (i < s.length && s[i] === t[i]) i += 1;
      return t.slice(i);
    },
    'String toString()': (s: string) => s,
    'Id to15()': (s: string) => s.slice(0, 15),
  });
  define(
    library,
    'Id',
    {
      'static Id valueOf(String)': checkedId,
      'static Id valueOf(String,Boolean)': checkedId,
      'String to15()': (s: string) => s.slice(0, 15),
      'String toString()': (s: string) => s,
    },
    { extends: ['String'] },
  );
  definePatterns(library);
}

/** Matcher state: the text, the pattern and the last match. */
class Matcher extends Bag {
  readonly text: string;
  readonly regex: RegExp;
  match: RegExpExecArray | null = null;
  constructor(text: string, regex: RegExp) {
    super('Matcher', { $text: 'java.util.regex.Matcher' });
    this.text = text;
    this.regex = new RegExp(regex.source, regex.flags);
  }
  whole(isPrefix: boolean): boolean {
    const { source, flags } = this.regex;
    this.match = new RegExp(`^(?:${source})${isPrefix ? '' : '$'}`, flags.replace('m', '')).exec(this.text);
    return this.match !== null;
  }
}

const last = (m: Matcher): RegExpExecArray => m.match ?? raise('StringException', 'No match found');

function definePatterns(library: Library): void {
  const compiled = new WeakMap<Bag, { source: string; regex: RegExp }>();
  const of = (p: Bag): { source: string; regex: RegExp } => notNull(compiled.get(p));
  const compile = (source: string): Bag => {
    const pattern = new Bag('Pattern', { $text: source });
    compiled.set(pattern, { source, regex: regexOf(source) });
    return pattern;
  };
  define(library, 'Pattern', {
    'static Pattern compile(String)': compile,
    'static Boolean matches(String,String)': (source: string, text: string) => new Matcher(text, regexOf(source)).whole(false),
    'static String quote(String)': (s: string) => `\\Q${s}\\E`,
    'Matcher matcher(String)': (p: Bag, text: string) => new Matcher(text, of(p).regex),
    'String pattern()': (p: Bag) => of(p).source,
    'List<String> split(String)': (p: Bag, text: string) => split(text, of(p).source),
  });
  define(library, 'Matcher', {
    'Boolean matches()': (m: Matcher) => m.whole(false),
    'Boolean lookingAt()': (m: Matcher) => m.whole(true),
    'Boolean find()': (m: Matcher) => {
      m.match = m.regex.exec(m.text);
      if (m.match?.[0] === '') m.regex.lastIndex += 1;
      return m.match !== null;
    },
    'Boolean hitEnd()': (m: Matcher) => m.match === null,
    'String group()': (m: Matcher) => last(m)[0],
    'String group(Integer)': (m: Matcher, i: number) => (i > last(m).length - 1 ? raise('StringException', `No group ${i}`) : (last(m)[i] ?? null)),
    'Integer groupCount()': (m: Matcher) =>
      new RegExp(`${m.regex.source}|`, m.regex.flags).exec('')?.length === undefined ? 0 : (new RegExp(`${m.regex.source}|`).exec('')?.length ?? 1) - 1,
    'Integer start()': (m: Matcher) => last(m).index,
    'Integer end()': (m: Matcher) => last(m).index + last(m)[0].length,
    'Integer start(Integer)': (m: Matcher, i: number) => last(m).indices?.[i]?.[0] ?? -1,
    'Integer end(Integer)': (m: Matcher, i: number) => last(m).indices?.[i]?.[1] ?? -1,
    'Matcher reset()': (m: Matcher) => {
      m.regex.lastIndex = 0;
      m.match = null;
      return m;
    },
    'String replaceAll(String)': (m: Matcher, to: string) => m.text.replace(m.regex, replacement(to)),
    'String replaceFirst(String)': (m: Matcher, to: string) => m.text.replace(new RegExp(m.regex.source, m.regex.flags.replace('g', '')), replacement(to)),
  });
}
