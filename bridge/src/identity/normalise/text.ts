/** Text as people meant it: entities, wrong decodings, invisible characters and exotic letters undone, then folded to plain ASCII. */
import anyAscii from 'any-ascii';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const plainAscii = /^[\x00-\x7f]*$/;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\p{Extended_Pictographic}\ufe0f]/gu;
/** UTF-8 read as Windows-1252 leaves these pairs behind ("MÃ¼ller"). */
const mojibake =
  /[\u00c2-\u00c5\u00d0\u00d1][\u0080-\u00bf\u2018-\u201e\u2020-\u2022\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u02c6\u02dc\u2013\u2014\u2026\u2030\u2039\u203a\u20ac\u2122]/;
const windows1252: Readonly<Record<string, number>> = Object.fromEntries(
  [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((char, index) => [
    char,
    [
      0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c,
      0x9e, 0x9f,
    ][index] ?? 0,
  ]),
);

function undoWrongDecoding(text: string): string {
  const bytes: number[] = [];
  for (const char of text) {
    const code = windows1252[char] ?? char.codePointAt(0) ?? 0;
    if (code > 0xff) return text;
    bytes.push(code);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}

/** One line of text without entities, invisible characters, emoji, wrong decodings or doubled spaces. Letters and case stay. */
export function clean(raw: string | undefined): string {
  if (raw === undefined || raw === '') return '';
  let text = raw;
  if (!plainAscii.test(text)) {
    if (mojibake.test(text)) text = undoWrongDecoding(text);
    text = text.normalize('NFKC').replace(invisible, '');
  }
  if (text.includes('&'))
    text = text.replace(/&(amp|lt|gt|quot|apos|nbsp);|&#(\d{1,6});/g, (whole, name: string | undefined, code: string | undefined) =>
      name === undefined ? (code === undefined ? whole : String.fromCodePoint(Math.min(Number(code), 0x10ffff))) : (entities[name] ?? whole),
    );
  return /^\s|\s$|\s\s|[\t\r\n\u00a0]/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

/** Lower-case ASCII. Chinese characters come out in their Mandarin reading, so Japanese names need `readings`. Example: "Łódź" → "lodz". */
export function fold(text: string): string {
  return plainAscii.test(text) ? text.toLowerCase() : anyAscii(text).toLowerCase();
}

/** Letters and digits of folded text as words. Apostrophes and dots inside a word go, so "o'neil" is one word. Example: "A.B. O'Neil-Smith" → ab, oneil, smith. */
export function words(folded: string): string[] {
  return folded
    .replace(/['`’.]+(?=[a-z0-9])/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

export type Script = 'latin' | 'cyrillic' | 'greek' | 'arabic' | 'hebrew' | 'han' | 'kana' | 'hangul' | 'other';
const scripts: readonly (readonly [Script, RegExp])[] = [
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['han', /\p{Script=Han}/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['other', /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u],
];

/** The script a text is written in; the first non-Latin one wins. */
export function scriptOf(text: string): Script {
  if (plainAscii.test(text)) return 'latin';
  return scripts.find(([, pattern]) => pattern.test(text))?.[0] ?? 'latin';
}
