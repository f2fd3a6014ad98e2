/** One pair of people as a row of features: what agrees, what contradicts, and how surprising the agreement would be between strangers. */
import { acronym, distance, edits, hostOf, isFreeMail, isRole, jaroWinkler, levenshtein, localOf, memo, phoneTail, samePhone } from '../normalise/index.ts';
import type { Corpus } from './corpus.ts';
import { likeGiven, likeMailbox, likeSurname, likeSwapped } from './name-likeness.ts';
import type { Commonness } from './forms.ts';
import type { Prepared } from './prepare.ts';

/** Order of the features in a row. The names are part of the model file. */
export const features = [
  'given',
  'surname',
  'swapped',
  'middle',
  'generation',
  'native',
  'mail',
  'mailNames',
  'mailRole',
  'mailNear',
  'local',
  'mailDomain',
  'mailTwo',
  'fitCrossBest',
  'fitCrossLeast',
  'fitOwnLeast',
  'mobile',
  'phone',
  'phoneNames',
  'phoneConflict',
  'company',
  'companyRarity',
  'domain',
  'companySize',
  'remark',
  'title',
  'titleRarity',
  'city',
  'state',
  'country',
  'strangers',
  'namesakes',
  'colleagues',
  'givenRarity',
  'surnameRarity',
  'filled',
  'firm',
  'marked',
  'boxLeast',
  'boxBest',
  'givenLesser',
  'surnameLesser',
  'strangersHere',
] as const;
export type Feature = (typeof features)[number];
export const at = Object.fromEntries(features.map((name, index) => [name, index])) as Readonly<Record<Feature, number>>;

const agree = (left: string, right: string): number => (left === '' || right === '' ? 0 : left === right ? 1 : -1);

/** Likeness of two company cores: 1 equal · 0.95 without blanks · 0.9 one holds the other's first words · 0.85 acronym · else by words and letters. −1 missing. */
function likeCompany({ company: left, forms: { company: mine } }: Prepared, { company: right, forms: { company: theirs } }: Prepared): number {
  if (left === '' || right === '') return -1;
  if (left === right) return 1;
  const [a, b] = [mine.bare, theirs.bare];
  if (a === b) return 0.97;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (long.startsWith(`${short} `)) return 0.9;
  if ((a.length <= 6 && acronym(right) === a) || (b.length <= 6 && acronym(left) === b)) return 0.85;
  const wrong = distance(a, b);
  if (wrong <= 2 && Math.min(a.length, b.length) >= 4 && edits(a, b) === 1) return 0.93;
  let shared = 0;
  for (const word of mine.words) if (theirs.words.includes(word)) shared += 1;
  const overlap = shared / Math.max(mine.words.length, theirs.words.length);
  const first = jaroWinkler(mine.words[0] ?? '', theirs.words[0] ?? '');
  return Math.min(0.88, Math.max(overlap * 0.8, 0.75 * (1 - wrong / Math.max(a.length, b.length)), first > 0.9 ? 0.6 + 0.2 * overlap : 0));
}

function likeTitles(left: string, right: string): number {
  if (left === '' || right === '') return -1;
  if (left === right) return 1;
  const mine = left.split(' ');
  const theirs = right.split(' ');
  let shared = 0;
  for (const word of mine) if (theirs.includes(word)) shared += 1;
  return shared / (mine.length + theirs.length - shared);
}

/** 3 both primary · 2 one secondary · 0 none shared · −1 a side has none. `box` is the shared one, a person's before a role's. */
function sharedMailbox(left: Prepared, right: Prepared): { readonly level: number; readonly box: string } {
  if (left.boxes.length === 0 || right.boxes.length === 0) return { level: -1, box: '' };
  let level = 0;
  let box = '';
  for (let i = 0; i < left.boxes.length; i += 1) {
    const mine = left.boxes[i] ?? '';
    const j = right.boxes.indexOf(mine);
    if (j < 0) continue;
    const found = i === 0 && j === 0 ? 3 : 2;
    if (box === '' || (isRole(localOf(box)) && !isRole(localOf(mine)))) {
      level = found;
      box = mine;
    }
  }
  return { level, box };
}

/** Nearness of mailboxes that are not equal: 2 one edit or swap away · 1 two edits, or same domain and nearly the same local part · 0 else. */
function nearMailbox(left: Prepared, right: Prepared): number {
  let best = 0;
  for (const mine of left.boxes) {
    for (const theirs of right.boxes) {
      if (Math.abs(mine.length - theirs.length) > 3 || mine.length < 8) continue;
      const wrong = edits(mine, theirs);
      if (wrong === 1) best = Math.max(best, 2);
      else if (wrong === 2) best = Math.max(best, 1);
    }
  }
  return best;
}

/** How alike the parts before the @ are, letters only, in different mailboxes: 0 to 1, longer counts for more. −1 when a side has none. */
function likeLocals(left: Prepared, right: Prepared): number {
  if (left.locals.length === 0 || right.locals.length === 0) return -1;
  let best = 0;
  for (const [i, mine] of left.locals.entries()) {
    for (const [j, theirs] of right.locals.entries()) {
      if (mine === theirs) best = Math.max(best, Math.min(1, 0.5 + mine.length / 20));
      else {
        const [a, b] = [left.forms.locals[i]?.plain ?? '', right.forms.locals[j]?.plain ?? ''];
        if (a.length >= 5 && a === b) best = Math.max(best, Math.min(0.9, 0.4 + a.length / 25));
        else if (best < 0.4 && a.length >= 4 && b.length >= 4) best = Math.max(best, 0.4 * levenshtein(a, b));
      }
    }
  }
  return best;
}

/** 2 same company domain · 1 same free provider · 0 unknown · −1 free against company · −2 two companies. */
function likeHosts(left: Prepared, right: Prepared): number {
  const [mine, theirs] = [left.boxes[0], right.boxes[0]];
  if (mine === undefined || theirs === undefined) return 0;
  const [a, b] = [hostOf(mine), hostOf(theirs)];
  const [freeA, freeB] = [isFreeMail(a), isFreeMail(b)];
  if (a === b) return freeA ? 1 : 2;
  return freeA || freeB ? (freeA && freeB ? 0.5 : -1) : -2;
}

function likePhones(left: Prepared, right: Prepared): { readonly mobile: number; readonly phone: number; readonly number: string; readonly conflict: number } {
  const mobile = left.mobile === '' || right.mobile === '' ? 0 : samePhone(left.mobile, right.mobile);
  let phone = 0;
  let number = mobile > 0 ? left.mobile : '';
  let tested = 0;
  for (const [mine, theirs] of [
    [left.phone, right.phone],
    [left.mobile, right.phone],
    [left.phone, right.mobile],
  ] as const) {
    if (mine === '' || theirs === '') continue;
    tested += 1;
    const found = samePhone(mine, theirs);
    if (found > phone) {
      phone = found;
      if (number === '') number = mine;
    }
  }
  const conflict = mobile === 0 && left.mobile !== '' && right.mobile !== '' ? (phone > 0 ? 1 : 2) : phone === 0 && mobile === 0 && tested > 0 ? 1 : 0;
  return { mobile, phone, number, conflict };
}

/** The letters of a name, whichever part is written first. */
const sorted = memo((text: string): string => [...text].sort().join('').trim());

const log = (count: number): number => Math.log2(1 + count);

/** Fills `row` for one pair; the same for (a, b) and (b, a). */
export function compare(left: Prepared, right: Prepared, corpus: Corpus, row: Float64Array): void {
  const given = likeGiven(left, right);
  const surname = likeSurname(left, right);
  row[at.given] = given;
  row[at.surname] = surname;
  row[at.swapped] = surname > 0.85 ? 0 : likeSwapped(left, right);
  row[at.middle] = middle(left, right);
  row[at.generation] = left.generation === right.generation ? (left.generation === '' ? 0 : 1) : left.generation === '' || right.generation === '' ? -0.5 : -1;
  row[at.native] =
    left.native === '' || right.native === ''
      ? left.script === right.script
        ? 0
        : 0.5
      : left.native === right.native || sorted(left.native) === sorted(right.native)
        ? 1
        : left.script === right.script
          ? -1
          : 0.5;

  const { level, box } = sharedMailbox(left, right);
  row[at.mail] = level;
  row[at.mailNames] = box === '' ? 0 : log(Math.max(1, corpus.names(`E:${box}`)) - 1);
  row[at.mailRole] =
    box === '' ? (left.boxes.length > left.locals.length ? 0.5 : 0) + (right.boxes.length > right.locals.length ? 0.5 : 0) : isRole(localOf(box)) ? 3 : 2;
  row[at.mailNear] = level > 0 ? 0 : nearMailbox(left, right);
  row[at.local] = likeLocals(left, right);
  row[at.mailDomain] = likeHosts(left, right);
  const crossLeft = likeMailbox(left, right.forms.locals);
  const crossRight = likeMailbox(right, left.forms.locals);
  row[at.fitCrossBest] = Math.max(crossLeft, crossRight);
  row[at.fitCrossLeast] = Math.min(crossLeft, crossRight);
  row[at.fitOwnLeast] = Math.min(likeMailbox(left, left.forms.locals), likeMailbox(right, right.forms.locals));

  row[at.mailTwo] = twoMailboxes(left, right, level);

  const { mobile, phone, number, conflict } = likePhones(left, right);
  row[at.mobile] = mobile;
  row[at.phone] = phone;
  row[at.phoneNames] = number === '' ? 0 : log(Math.max(1, corpus.names(`P:${phoneTail(number)}`)) - 1);
  row[at.phoneConflict] = conflict;

  const company = likeCompany(left, right);
  row[at.company] = company;
  const common = left.company.length <= right.company.length ? left.company : right.company;
  const [domain] = left.domains;
  const isDomainShared = left.domains.some((one) => right.domains.includes(one));
  const sameDomain = left.domains.length === 0 || right.domains.length === 0 ? 0 : isDomainShared ? 1 : -1;
  row[at.domain] = sameDomain;
  const named = company > 0.8 ? corpus.count(`c:${common}`) : 0;
  row[at.companyRarity] = log(named);
  const shared = sameDomain === 1 ? (left.domains.find((one) => right.domains.includes(one)) ?? domain ?? '') : '';
  const size = Math.max(named, shared === '' ? 0 : corpus.count(`d:${shared}`));
  row[at.companySize] = log(size);
  row[at.remark] = left.remark === '' || right.remark === '' ? 0 : left.remark === right.remark ? 1 : -1;
  const title = likeTitles(left.title, right.title);
  row[at.title] = title;
  row[at.titleRarity] = title === 1 ? log(corpus.count(`t:${left.title}`)) : 0;
  row[at.city] = agree(left.city, right.city);
  row[at.state] = agree(left.state, right.state);
  row[at.country] = agree(left.country, right.country);

  const [mine, theirs] = [left.forms.commonness(corpus), right.forms.commonness(corpus)];
  const g = rarer(left.givenWords[0] ?? '', right.givenWords[0] ?? '', mine.given, theirs.given);
  const s = rarer(left.coreSurname, right.coreSurname, mine.surname, theirs.surname);
  const both = (given >= 0.7 ? g : 1) * (surname >= 0.75 ? s : 1);
  row[at.strangers] = Math.log10(1e-6 + corpus.strangers * both);
  const here = Math.max(mine.here, theirs.here) === 0 ? corpus.strangers * both : Math.max(hereOf(mine, given, surname), hereOf(theirs, given, surname));
  row[at.strangersHere] = Math.log10(1e-6 + here);
  row[at.namesakes] = log(Math.max(mine.namesakes, theirs.namesakes));
  row[at.colleagues] = Math.log10(1e-4 + Math.max(3, size) * both);
  row[at.givenRarity] = Math.log10(g);
  row[at.surnameRarity] = Math.log10(s);
  row[at.givenLesser] = lesser(left.givenWords[0] ?? '', right.givenWords[0] ?? '', mine.given, theirs.given);
  row[at.surnameLesser] = lesser(left.coreSurname, right.coreSurname, mine.surname, theirs.surname);
  row[at.filled] = Math.min(filled(left), filled(right));
  row[at.firm] = sameDomain === 1 ? 1 : likeFirm(left, right);
  row[at.marked] = level > 0 ? 0 : Number(left.boxes.some(isMarked)) + Number(right.boxes.some(isMarked));
  const [fitsLeft, fitsRight] = box === '' ? [-2, -2] : [fitOf(left, box), fitOf(right, box)];
  row[at.boxLeast] = Math.min(fitsLeft, fitsRight);
  row[at.boxBest] = Math.max(fitsLeft, fitsRight);
}

const labelOf = memo((domain: string): string => (domain.split('.')[0] ?? '').replaceAll('-', ''));
const joined = memo((company: string): string => company.replaceAll(' ', ''));

/** A web name against a company's name: 1 equal · 0.9 it begins the name · 0.7 it begins with the name's first word · 0.5 the initials. */
function fit(company: string, label: string): number {
  if (company === '' || label.length < 2) return 0;
  const whole = joined(company);
  if (whole === label) return 1;
  if (label.length >= 4 && whole.startsWith(label)) return 0.9;
  const space = company.indexOf(' ');
  const first = space < 0 ? company : company.slice(0, space);
  if (first.length >= 3 && label.startsWith(first)) return 0.7;
  return space > 0 && label.startsWith(acronym(company)) ? 0.5 : 0;
}

/** How well either's web names fit the other's company or web names, when none is shared: a firm's second domain, a firm known by its domain only. */
function likeFirm(left: Prepared, right: Prepared): number {
  let best = 0;
  for (const mine of left.domains) {
    const label = labelOf(mine);
    best = Math.max(best, fit(right.company, label));
    for (const theirs of right.domains) {
      const other = labelOf(theirs);
      const [short, long] = label.length < other.length ? [label, other] : [other, label];
      if (short.length >= 3 && long.startsWith(short)) best = Math.max(best, short === long ? 0.95 : 0.6 + short.length / 50);
    }
  }
  for (const theirs of right.domains) best = Math.max(best, fit(left.company, labelOf(theirs)));
  return best;
}

/** A work mailbox with a number or a middle initial: somebody of the same name had the plain one before. */
const isMarked = memo((box: string): boolean => {
  const host = hostOf(box);
  return !isFreeMail(host) && /\d|^[^._-]+[._-][a-z][._-][^._-]/.test(localOf(box)) && !isRole(localOf(box));
});

/** What is no letter in a mailbox's name: firms tell namesakes apart by it, and nobody mistypes a dash for a dot. */
const marks = memo((local: string): string => local.replace(/[a-z]/g, ''));

/**
 * Two personal mailboxes of one firm, none shared: a firm gives a person one, so namesakes in it have different ones. 3 both fit their own name and
 * differ by more than a slip · 2 they differ by more than a slip · 1 by a slip · 0 anything else.
 */
function twoMailboxes(left: Prepared, right: Prepared, level: number): number {
  if (level !== 0) return 0;
  let found = 0;
  for (const mine of left.boxes) {
    for (const theirs of right.boxes) {
      const host = hostOf(mine);
      if (host !== hostOf(theirs) || isFreeMail(host)) continue;
      const [a, b] = [localOf(mine), localOf(theirs)];
      if (isRole(a) || isRole(b)) continue;
      const isSlip = edits(a, b) <= 1 && marks(a) === marks(b);
      found = Math.max(found, isSlip ? 1 : fitsOwn(left, a) && fitsOwn(right, b) ? 3 : 2);
    }
  }
  return found;
}

/** How well one of its own mailboxes fits a name: a successor's, a relative's and a colleague's fit only one of the two that share it. */
function fitOf(one: Prepared, box: string): number {
  const form = one.forms.locals[one.locals.indexOf(localOf(box))];
  return form === undefined ? -1 : likeMailbox(one, [form]);
}

/** Whether a name, or part of it, is in one of its own local parts. */
const fitsOwn = (one: Prepared, local: string): boolean => {
  const form = one.forms.locals[one.locals.indexOf(local)];
  return form !== undefined && likeMailbox(one, [form]) >= 2;
};

/** 1 a second given name agrees · 0.5 its initial · −1 both have one and they differ · 0 unknown. */
function middle(left: Prepared, right: Prepared): number {
  const [mine, theirs] = [left.givenWords[1], right.givenWords[1]];
  if (mine === undefined || theirs === undefined) return 0;
  if (mine === theirs) return 1;
  return mine.charAt(0) === theirs.charAt(0) && (mine.length === 1 || theirs.length === 1) ? 0.5 : -1;
}

/** How many people of the record's country would carry the names that agree by chance. 0 where the country is not known. */
const hereOf = (one: Commonness, given: number, surname: number): number =>
  one.here * (given >= 0.7 ? one.givenHere : 1) * (surname >= 0.75 ? one.surnameHere : 1);

/** Share of people with the rarer of two names, each told with its own share. */
function rarer(mine: string, theirs: string, myShare: number, theirShare: number): number {
  if (mine.length < 2) return theirs.length < 2 ? 0.05 : theirShare;
  if (theirs.length < 2 || mine === theirs) return myShare;
  // A typo is rare by itself; the name meant is the commoner of the two.
  return Math.max(myShare, theirShare);
}

/** How common the rarer of two different names is, as log10: a slip of the hand is hardly ever a common name; Kato and Sato both are. */
function lesser(mine: string, theirs: string, myShare: number, theirShare: number): number {
  return mine === theirs || mine.length < 2 || theirs.length < 2 ? -7 : Math.log10(Math.max(1e-7, Math.min(myShare, theirShare)));
}

function filled({ given, surname, boxes, phone, mobile, company, domains, title, city }: Prepared): number {
  let count = 0;
  for (const text of [given, surname, boxes[0] ?? '', phone, mobile, company, domains[0] ?? '', title, city]) if (text !== '') count += 1;
  return count;
}
