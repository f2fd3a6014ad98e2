/** What comparisons want to know of a record again and again, each worked out when it is first asked for. */
import { givenFamilies, spelling } from '../normalise/index.ts';
import { homeOf, shareHere, shareOf } from './corpus.ts';
import type { Corpus } from './corpus.ts';
import type { Prepared } from './prepare.ts';

/** A personal local part: its letters, their sound, and the letters before the first dot, dash or underline. */
export type LocalForm = { readonly plain: string; readonly sound: string; readonly head: string; readonly headFamilies: readonly number[] | undefined };
/** A given name as mailboxes are made of it, together with the surname. */
export type GivenForm = {
  readonly given: string;
  readonly spelled: string;
  readonly initial: string;
  readonly initialSurname: string;
  readonly surnameInitial: string;
  readonly initialSound: string;
  readonly givenShort: string;
  readonly shortGiven: string;
  readonly families: readonly number[] | undefined;
};
/** How common the record's names are in one set. The shares are 0 for names of less than two letters; nobody asks for those. */
export type Commonness = {
  readonly given: number;
  readonly surname: number;
  readonly namesakes: number;
  /** People of the record's country in the set, 0 when it tells none, and the shares of them that bear its names: names go by countries, so two that are rare in all may be common together. */
  readonly here: number;
  readonly givenHere: number;
  readonly surnameHere: number;
};

/** Share of people whose name has the one letter that is told. */
const rareHere = 0.05;

type Source = Omit<Prepared, 'forms'>;

const letters = (text: string): string => text.replace(/[^a-z]/g, '');

function localForm(local: string): LocalForm {
  const plain = letters(local);
  const [first = ''] = local.split(/[._-]/);
  const head = letters(first);
  return { plain, sound: plain === '' ? '' : spelling(plain), head, headFamilies: givenFamilies(head) };
}

export class Forms {
  readonly #of: Source;
  #locals: readonly LocalForm[] | null = null;
  #givens: readonly GivenForm[] | null = null;
  #spelledCore: string | null = null;
  #company: { readonly bare: string; readonly words: readonly string[] } | null = null;
  #corpus: Corpus | null = null;
  #commonness: Commonness = { given: 0, surname: 0, namesakes: 0, here: 0, givenHere: 0, surnameHere: 0 };

  constructor(of: Source) {
    this.#of = of;
  }

  /** One for each of `locals`. */
  get locals(): readonly LocalForm[] {
    return (this.#locals ??= this.#of.locals.map(localForm));
  }

  /** Given names and other names of two letters at least. */
  get givens(): readonly GivenForm[] {
    return (this.#givens ??= this.#givenForms());
  }

  /** Sound of the surname without particles. */
  get spelledCore(): string {
    return (this.#spelledCore ??= spelling(this.#of.coreSurname));
  }

  get company(): { readonly bare: string; readonly words: readonly string[] } {
    return (this.#company ??= { bare: this.#of.company.replaceAll(' ', ''), words: this.#of.company.split(' ') });
  }

  /** The last set asked for is remembered. */
  commonness(corpus: Corpus): Commonness {
    if (this.#corpus === corpus) return this.#commonness;
    const { givenWords, coreSurname } = this.#of;
    const home = homeOf(this.#of);
    const first = givenWords[0] ?? '';
    this.#corpus = corpus;
    const [given, surname] = [first.length < 2 ? 0 : shareOf(corpus, 'g', first), coreSurname.length < 2 ? 0 : shareOf(corpus, 's', coreSurname)];
    const here = home === '' ? 0 : corpus.count(`k:${home}`) * (corpus.strangers / Math.max(1, corpus.total));
    this.#commonness = {
      given,
      surname,
      here,
      givenHere: here === 0 || given === 0 ? rareHere : shareHere(corpus, { kind: 'g', name: first, home, share: given }),
      surnameHere: here === 0 || surname === 0 ? rareHere : shareHere(corpus, { kind: 's', name: coreSurname, home, share: surname }),
      namesakes: first === '' || coreSurname === '' ? 0 : corpus.count(`n:${first} ${coreSurname}`),
    };
    return this.#commonness;
  }

  #givenForms(): readonly GivenForm[] {
    const { givenWords, otherWords, coreSurname: surname } = this.#of;
    const forms: GivenForm[] = [];
    for (const given of otherWords.length > 0 ? [...givenWords, ...otherWords] : givenWords) {
      if (given.length < 2) continue;
      const [initial, end] = [given.charAt(0), surname.charAt(0)];
      forms.push({
        given,
        spelled: spelling(given),
        initial,
        initialSurname: initial + surname,
        surnameInitial: surname + initial,
        initialSound: surname === '' ? '' : spelling(initial + surname),
        givenShort: given + end,
        shortGiven: end + given,
        families: givenFamilies(given),
      });
    }
    return forms;
  }
}
