/** Company names as comparable words: legal forms, remarks and articles gone, abbreviations written out. */
import { memo } from './memo.ts';
import { clean, fold, words } from './text.ts';

export type CompanyName = {
  /** Words that name the company, folded, joined by blanks; never empty when the text had any. */
  readonly core: string;
  /** Legal form as the shortest usual word ('inc', 'gmbh'), empty when not told. */
  readonly legal: string;
  /** What stood in brackets or after a dash: a place, a division. */
  readonly remark: string;
};

const legalForms: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'inc:inc incorporated:inc llc:llc corp:corp corporation:corp co:co company:co ltd:ltd limited:ltd plc:plc llp:llp lp:lp pllc:pllc pc:pc gmbh:gmbh mbh:gmbh ag:ag kg:kg kgaa:kgaa ohg:ohg ug:ug se:se ev:ev eg:eg ek:ek gbr:gbr ' +
    'sas:sas sasu:sas sa:sa sarl:sarl eurl:eurl sci:sci snc:snc scs:scs sl:sl slu:sl sau:sa srl:srl srls:srl spa:spa sapa:spa scarl:scarl bv:bv bvba:bv nv:nv cv:cv vof:vof ab:ab as:as asa:as aps:aps oy:oy oyj:oy ans:ans hf:hf ehf:hf ' +
    'kk:kk gk:gk yk:yk pvt:pvt private:pvt pte:pte pty:pty proprietary:pty sdn:sdn bhd:bhd ltda:ltda eireli:ltda me:me epp:epp cia:cia sc:sc scp:scp rl:rl sab:sab ooo:ooo oao:oao zao:zao pao:pao ao:ao tov:tov tow:tov sro:sro spol:sro ' +
    'zoo:spzoo spzoo:spzoo sp:sp spk:spk spj:spj kft:kft zrt:zrt nyrt:zrt bt:bt doo:doo dd:dd ood:ood eood:ood ad:ad uab:uab sia:sia ou:ou ae:ae epe:epe ike:ike sti:sti san:san tic:tic fze:fze fzco:fze fzllc:fze dmcc:dmcc wll:wll ' +
    'saog:saog sae:sae jsc:jsc ojsc:jsc pjsc:jsc cjsc:jsc llo:llo too:too llk:llk lda:lda sgps:sgps unipessoal:lda gesmbh:gmbh kommanditgesellschaft:kg aktiengesellschaft:ag gesellschaft:gmbh vzw:vzw asbl:asbl ivzw:vzw lllp:lp na:na nl:nl ' +
    'sociedad:sa anonima:sa societe:sa anonyme:sa kabushiki:kk kaisha:kk kabushikigaisha:kk godo:gk trust:trust'
  )
    .split(' ')
    .map((entry) => entry.split(':'))
    .map(([word = '', form = '']) => [word, form]),
);
/** Legal forms written in pieces, joined before the words are looked up. */
const joined: readonly (readonly [RegExp, string])[] = [
  [/\bs\.?\s?p\.?\s?\.?\s?z\.?\s?o\.?\s?o\.?(?=\W|$)/g, ' spzoo'],
  [/\bs\.?\s?a\.?\s+de\s+c\.?\s?v\.?(?=\W|$)/g, ' sa'],
  [/\bs\.?\s?de\s?r\.?\s?l\.?(?:\s+de\s+c\.?\s?v\.?)?(?=\W|$)/g, ' rl'],
  [/\bsp\.?\s?z\s?o\.?\s?o\.?(?=\W|$)/g, ' spzoo'],
  [/\bd\.\s?o\.\s?o\.?(?=\W|$)/g, ' doo'],
  [/\b([a-z])\.\s?([a-z])\.\s?([a-z])\.\s?([a-z])\.?(?=\W|$)/g, '$1$2$3$4'],
  [/\b([a-z])\.\s?([a-z])\.\s?([a-z])\.?(?=\W|$)/g, '$1$2$3'],
  [/\b([a-z])\.\s?([a-z])\.(?=\W|$)/g, '$1$2'],
  [/\b([a-z])\/([a-z])\b/g, '$1$2'],
  [/\bl\s+l\s+c\b/g, 'llc'],
];
/** Whether a legal form may be written in pieces at all. */
const inPieces = /[./]|\b(?:[a-z]|de|sp|spz)\b/;
const abbreviations: Readonly<Record<string, string>> = {
  intl: 'international',
  int: 'international',
  internat: 'international',
  natl: 'national',
  mfg: 'manufacturing',
  mfr: 'manufacturing',
  tech: 'technology',
  techs: 'technology',
  technologies: 'technology',
  technol: 'technology',
  svc: 'service',
  svcs: 'service',
  services: 'service',
  sys: 'system',
  systems: 'system',
  solns: 'solution',
  soln: 'solution',
  solutions: 'solution',
  assoc: 'associate',
  assocs: 'associate',
  associates: 'associate',
  assn: 'association',
  bros: 'brothers',
  dept: 'department',
  univ: 'university',
  inst: 'institute',
  mgmt: 'management',
  mgt: 'management',
  grp: 'group',
  gp: 'group',
  hldgs: 'holding',
  holdings: 'holding',
  hldg: 'holding',
  inds: 'industry',
  ind: 'industry',
  industries: 'industry',
  eng: 'engineering',
  engr: 'engineering',
  engg: 'engineering',
  constr: 'construction',
  dev: 'development',
  dist: 'distribution',
  distr: 'distribution',
  ent: 'enterprise',
  enterprises: 'enterprise',
  fin: 'financial',
  hosp: 'hospital',
  ins: 'insurance',
  lab: 'laboratory',
  labs: 'laboratory',
  laboratories: 'laboratory',
  mkt: 'marketing',
  mktg: 'marketing',
  pharma: 'pharmaceutical',
  pharmaceuticals: 'pharmaceutical',
  pharm: 'pharmaceutical',
  prod: 'product',
  prods: 'product',
  products: 'product',
  props: 'property',
  properties: 'property',
  ptnrs: 'partner',
  partners: 'partner',
  ctr: 'center',
  centre: 'center',
  cntr: 'center',
  amer: 'american',
  gen: 'general',
  comm: 'communication',
  comms: 'communication',
  communications: 'communication',
  telecom: 'telecommunication',
  telecommunications: 'telecommunication',
  logis: 'logistics',
  transp: 'transport',
  transportation: 'transport',
  consult: 'consulting',
  conslt: 'consulting',
  corpn: 'corp',
  saint: 'st',
  mount: 'mt',
  fort: 'ft',
};
const skipped: ReadonlySet<string> = new Set([
  'the',
  'and',
  'und',
  'et',
  'y',
  'e',
  'of',
  'de',
  'la',
  'der',
  'die',
  'das',
  'le',
  'les',
  'el',
  'los',
  'och',
  'og',
  'i',
  'en',
  'a',
  'an',
  'for',
  'du',
  'des',
  'del',
  'di',
  'da',
  'do',
]);
const placeholder =
  /^(?:[\s.\-_?*#/\\]*|n\.?\/?a\.?|none|null|nil|unknown|not (?:provided|available|given|known|set|specified)|company(?: name)?|test(?: company)?|tbd|tba|undefined|blank|missing|self|self[- ]employed|freelance(?:r)?|private|individual|independent|retired|student|unemployed|home|personal|no company)$/i;
const remarks =
  /\b(?:do not use|old|duplicate|dup|test|closed|inactive|merged|former(?:ly)?|dba|d\/b\/a|deleted|archive[d]?|hq|headquarters|emea|apac|amer)\b/g;

/** Reads a company's name. Example: "The Müller & Söhne GmbH & Co. KG (Berlin)" → core "muller sohne", legal "gmbh kg", remark "berlin". */
export function companyName(raw: string | undefined): CompanyName {
  return raw === undefined || raw === '' ? noName : read(raw);
}

const noName: CompanyName = { core: '', legal: '', remark: '' };

const read = memo((raw: string): CompanyName => {
  const text = clean(raw);
  const bare = text.replace(/^[[(<{"']+|[\])>}"']+$/g, '').trim();
  if (text === '' || placeholder.test(bare)) return noName;
  const asides: string[] = [];
  let folded = fold(text).replace(/[([{]([^)\]}]*)[)\]}]/g, (_whole, inside: string) => {
    asides.push(inside);
    return ' ';
  });
  folded = folded.replace(/\s[-–—|]\s+(.*)$/, (_whole, inside: string) => {
    asides.push(inside);
    return ' ';
  });
  folded = folded.replace(/\s(?:d\/?b\/?a|t\/a|trading as|formerly|c\/o)\.?\s(.*)$/, (_whole, inside: string) => {
    asides.push(inside);
    return ' ';
  });
  if (folded.trim() === '') folded = asides.splice(0, 1)[0] ?? '';
  if (inPieces.test(folded)) for (const [pattern, form] of joined) folded = folded.replace(pattern, form);
  const all = words(folded.replaceAll('&', ' and '));
  const legal: string[] = [];
  const kept: string[] = [];
  all.forEach((word, at) => {
    const form = at === 0 ? undefined : legalForms[word];
    // "co" and "sa" inside a name may be words of it; at the end, and before other forms, they are forms.
    if (form !== undefined && all.slice(at + 1).every((next) => legalForms[next] !== undefined || skipped.has(next))) legal.push(form);
    else kept.push(abbreviations[word] ?? word);
  });
  const meaningful = kept.filter((word) => !skipped.has(word));
  const core = (meaningful.length > 0 ? meaningful : kept.length > 0 ? kept : all).join(' ');
  return { core, legal: legal.join(' '), remark: words(asides.join(' ').replace(remarks, ' ')).join(' ') };
});

/** First letters of the words. Example: "international business machine" → "ibm". Empty for fewer than two words. */
export function acronym(core: string): string {
  const parts = core.split(' ');
  return parts.length < 2 ? '' : parts.map((part) => part.charAt(0)).join('');
}
