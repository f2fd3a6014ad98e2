/** Job titles as a sorted set of words, with the usual abbreviations written out. */
import { memo } from './memo.ts';
import { clean, fold, words } from './text.ts';

const long: Readonly<Record<string, string>> = {
  vp: 'vice president',
  svp: 'senior vice president',
  evp: 'executive vice president',
  avp: 'assistant vice president',
  ceo: 'chief executive officer',
  cto: 'chief technology officer',
  cfo: 'chief financial officer',
  coo: 'chief operating officer',
  cio: 'chief information officer',
  cmo: 'chief marketing officer',
  ciso: 'chief information security officer',
  cro: 'chief revenue officer',
  cpo: 'chief product officer',
  chro: 'chief human resources officer',
  md: 'managing director',
  gm: 'general manager',
  pm: 'project manager',
  hr: 'human resources',
  it: 'information technology',
  sr: 'senior',
  snr: 'senior',
  jr: 'junior',
  jnr: 'junior',
  mgr: 'manager',
  mngr: 'manager',
  mgmt: 'management',
  dir: 'director',
  eng: 'engineer',
  engr: 'engineer',
  exec: 'executive',
  asst: 'assistant',
  assoc: 'associate',
  coord: 'coordinator',
  rep: 'representative',
  acct: 'account',
  admin: 'administrator',
  mktg: 'marketing',
  ops: 'operations',
  dev: 'development',
  spec: 'specialist',
  supv: 'supervisor',
  pres: 'president',
  geschaftsfuhrer: 'managing director',
  leiter: 'head',
  directeur: 'director',
  responsable: 'head',
  gerente: 'manager',
  direttore: 'director',
};
const empty: ReadonlySet<string> = new Set(['of', 'and', 'the', 'for', 'de', 'der', 'und', 'a', 'at']);

/** Example: "VP, Sales" and "Vice President of Sales" → "president sales vice". */
export const title = memo((raw: string): string => {
  const all = words(fold(clean(raw)).replace(/\(.*?\)/g, ' ')).flatMap((word) => (long[word] ?? word).split(' '));
  return [...new Set(all.filter((word) => !empty.has(word)))].sort().join(' ');
});
