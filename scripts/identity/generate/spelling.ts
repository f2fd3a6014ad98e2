/** How one name is spelled in other ways: romanised, without accents, with German digraphs, as a mailbox, broken by a wrong encoding. */

const schemes: readonly Readonly<Record<string, string>>[] = [
  // English passports, then the German press, then scholars and older passports.
  table(
    'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g',
  ),
  table(
    'а=a б=b в=w г=g д=d е=e ё=jo ж=sch з=s и=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=ch ц=z ч=tsch ш=sch щ=schtsch ъ= ы=y ь= э=e ю=ju я=ja і=i ї=ji є=je ґ=g',
  ),
  table(
    'а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=ch ш=sh щ=sch ъ= ы=i ь= э=e ю=iu я=ia і=i ї=i є=ie ґ=g',
  ),
];
const greek: readonly Readonly<Record<string, string>>[] = [
  table('α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o'),
  table('α=a β=b γ=g δ=d ε=e ζ=z η=e θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=ph χ=h ψ=ps ω=o'),
];

function table(entries: string): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.split(' ').map((entry) => [entry.slice(0, 1), entry.slice(2)]));
}

/** Every word with a capital. Example: "jean-luc" → "Jean-Luc". */
export function capitalised(text: string): string {
  return text.replace(/(^|[\s-])(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase());
}

/** Romanisations of a Cyrillic or Greek word, the usual one first, without repeats. */
export function romanised(text: string): readonly string[] {
  const isGreek = /\p{Script=Greek}/u.test(text);
  const letters = isGreek ? text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '') : text.toLowerCase();
  const forms = (isGreek ? greek : schemes).map((scheme) =>
    capitalised(
      [...letters]
        .map((letter) => scheme[letter] ?? letter)
        .join('')
        .replace(/[’']/g, ''),
    ),
  );
  return [...new Set(isGreek ? forms.flatMap((form) => [form.replace(/oy/g, 'ou').replace(/mp/g, 'b'), form]) : forms)];
}

const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};
const digraphs: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  å: 'aa',
  Å: 'Aa',
  ø: 'oe',
  Ø: 'Oe',
  æ: 'ae',
  Æ: 'Ae',
};

/** Without accents. Example: "Łukasz Müller" → "Lukasz Muller". */
export function unaccented(text: string): string {
  return text
    .replace(/[ßøØłŁæÆœđĐıþð]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC');
}

/** As German and Nordic keyboards spell it. Example: "Müller" → "Mueller". */
export function digraphed(text: string): string {
  return text.replace(/[äöüÄÖÜßåÅøØæÆ]/g, (letter) => digraphs[letter] ?? letter);
}

/** Letters and digits only, as in mailboxes and domains. */
export function slug(text: string): string {
  return unaccented(text)
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]+/g, '');
}

/** UTF-8 read as Latin-1: "Müller" → "MÃ¼ller". Plain ASCII stays as it is. */
export function misread(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
