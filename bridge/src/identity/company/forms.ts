/** Legal forms the shared list does not have: in other scripts, before the name, and spelled out. */

/** Anywhere: these cannot be words of a name. */
const inScript =
  /株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|集团|주식회사|유한회사|\(주\)|㈜|ש\.?מ\.?|בע"מ|בע״מ|ش\.?\s?م\.?\s?م\.?|ذ\.?\s?م\.?\s?م\.?/gu;
const before =
  /^(?:ООО|ОАО|ЗАО|ПАО|АО|ТОО|ТОВ|ИП|ОДО|PT\.?|CV\.?|UD\.?|K\.?K\.?|OOO|OAO|ZAO|PAO|TOV|TOO|AO|A B|A\/S|[OPC]?JSC|LLC|SRL|S\.R\.L\.|(?:(?:public|open|closed) )?joint[ -]stock company|limited liability company|общество с ограниченной ответственностью|(?:(?:публичное|открытое|закрытое) )?акционерное общество|товариство з обмеженою відповідальністю|societatea? cu răspundere limitată|sociedad anónima|société anonyme|firma)[\s,]+(?=\S)/iu;
const after = /\s+(?:ООО|ОАО|ЗАО|ПАО|АО|ТОО|ТОВ|ΕΠΕ|Α\.?Ε\.?|ΙΚΕ|PT|CV|A\.?E\.?|TNHH|Tbk)\.?$/u;
/** Spelled out or rare; only at the end of a name, where they cannot be words of it. */
const spelled = new RegExp(
  `[\\s,]+(?:${[
    'ltée|dac|ggmbh|gmbh i\\.?\\s?g\\.?|sprl|s\\.p\\.r\\.l|hb|kb|ivs|s\\.?a\\.?l|q\\.?s\\.?c|k\\.?s\\.?c|b\\.?s\\.?c|fz-?llc|pt\\.?\\stbk',
    'sociedad (?:limitada|anónima)(?: unipersonal)?|sociedade (?:anônima|limitada)|société (?:anonyme|par actions simplifiée|à responsabilité limitée)',
    'aktiebolag(?:et)?|osakeyhtiö|aksjeselskap|aktieselskab|anpartsselskab|besloten vennootschap|naamloze vennootschap',
    'gesellschaft (?:mbh|mit beschränkter haftung)|società (?:per azioni|a responsabilità limitata)|korlátolt felelősségű társaság',
    'spółka z o\\.?\\s?o\\.?|sp\\.?\\s?z\\s?o\\.?\\s?o\\.?\\s?sp\\.?\\s?k|spol\\.?\\s?s\\s?r\\.?\\s?o|v\\.?\\s?o\\.?\\s?s|k\\.\\s?s',
    'limited [şs]irketi|(?:san\\.?\\s)?(?:ve\\s)?tic\\.?\\s(?:a\\.?\\s?[şs]|ltd\\.?\\s[şs]ti)',
    '(?:(?:public|open|closed) )?joint[ -]stock company|limited liability (?:company|partnership)|public limited company|[opc]?jsc',
  ].join('|')})\\.?$`,
  'iu',
);

/** The name without them; empty when it is nothing else. Example: "ООО Ромашка" → "Ромашка". */
export function withoutForms(text: string): string {
  return text.replace(inScript, ' ').replace(before, '').replace(after, '').replace(spelled, '').trim();
}

const ones = ' one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ordinals: Readonly<Record<string, string>> = { '1st': 'first', '2nd': 'second', '3rd': 'third', '4th': 'fourth', '5th': 'fifth', '7th': 'seventh' };

/** Numbers below a hundred as words, the way web names have them: "44" → "fortyfour", "1st" → "first". */
export function numberWord(word: string): string {
  if (ordinals[word] !== undefined) return ordinals[word];
  if (!/^[1-9][0-9]?$/.test(word)) return word;
  const value = Number(word);
  return value < 20 ? (ones[value] ?? word) : `${tens[Math.floor(value / 10)] ?? ''}${ones[value % 10] ?? ''}`;
}
