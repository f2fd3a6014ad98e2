/**
 * The plain rule everybody writes first, to compare with: the mean of the Levenshtein similarities of name and company domain.
 *   node scripts/identity/plain-rule.ts --data DIR --out pairs.csv [--kind person|company]
 * Blocked generously (mail, domain, phone, and three keys of the name), so that what it misses is missed by the rule and not by the blocking.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { distance } from 'fastest-levenshtein';
import { readCsv, writeCsv } from './generate/csv.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' }, kind: { type: 'string', default: 'person' } } });
if (values.data === undefined || values.out === undefined) {
  console.error('--data DIR and --out FILE are needed');
  process.exit(2);
}
/** Blocks larger than this say nothing ("gmail.com"). */
const blockMax = 400;
const free = new Set([
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'icloud.com',
  'aol.com',
  'gmx.de',
  'web.de',
  'live.com',
  'msn.com',
  'me.com',
  'comcast.net',
  'mail.ru',
  'qq.com',
  '163.com',
]);

type Plain = { readonly id: string; readonly name: string; readonly domain: string; readonly keys: readonly string[] };

const letters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function hostOf(text: string): string {
  const host =
    text
      .trim()
      .toLowerCase()
      .replace(/^[a-z]*:?\/\//, '')
      .replace(/^.*@/, '')
      .replace(/^www\./, '')
      .split(/[/:?#]/)[0] ?? '';
  return free.has(host) ? '' : host;
}

function plain(row: Readonly<Record<string, string>>, isCompany: boolean): Plain {
  const name = letters(isCompany ? (row['company'] ?? row['name'] ?? '') : `${row['firstname'] ?? ''} ${row['lastname'] ?? ''}`);
  const email = (row['email'] ?? '').trim().toLowerCase();
  const domain = hostOf(row['domain'] ?? row['website'] ?? '') || hostOf(email);
  const words = name.split(' ').filter((word) => word !== '');
  const phone = (row['phone'] ?? '').replace(/\D/g, '').slice(-8);
  const local = email.split('@')[0] ?? '';
  const first = words[0] ?? '';
  const last = words.at(-1) ?? '';
  const keys = [
    email === '' ? '' : `mail ${email}`,
    local.length > 4 ? `local ${local}` : '',
    domain === '' ? '' : isCompany ? `domain ${domain}` : `domain ${domain} ${last.slice(0, 1)}`,
    phone.length < 7 ? '' : `phone ${phone}`,
    name === '' ? '' : `name ${words.toSorted().join(' ')}`,
    last.length < 3 ? '' : `last ${last.slice(0, 5)} ${first.slice(0, 1)}`,
    // The last word of a company's name is often its legal form, which may be missing.
    first.length < 3 ? '' : isCompany ? `first ${first.slice(0, 6)}` : `first ${first.slice(0, 6)} ${last.slice(0, 2)}`,
    isCompany && words.length > 1 ? `second ${words[1] ?? ''} ${first.slice(0, 1)}` : '',
    isCompany && name.length > 4 ? `start ${name.replaceAll(' ', '').slice(0, 5)}` : '',
  ];
  return { id: row['id'] ?? '', name, domain, keys: keys.filter((key) => key !== '') };
}

const likeness = (one: string, other: string): number => (one === '' || other === '' ? 0.5 : 1 - distance(one, other) / Math.max(one.length, other.length));

async function load(file: string): Promise<readonly Plain[]> {
  const rows: Plain[] = [];
  for await (const row of readCsv(join(values.data ?? '', file))) rows.push(plain(row, values.kind === 'company'));
  return rows;
}

function* pairsOf(left: readonly Plain[], right: readonly Plain[]): Generator<readonly string[]> {
  const blocks = Map.groupBy(
    left.flatMap((one) => one.keys.map((key) => ({ key, one }))),
    ({ key }) => key,
  );
  for (const other of right) {
    const candidates = new Map<string, Plain>();
    for (const key of other.keys) {
      const block = blocks.get(key) ?? [];
      if (block.length <= blockMax) for (const { one } of block) candidates.set(one.id, one);
    }
    for (const one of candidates.values()) {
      const score = (likeness(one.name, other.name) + likeness(one.domain, other.domain)) / 2;
      if (score >= 0.5) yield [one.id, other.id, score.toFixed(4)];
    }
  }
}

await writeCsv(values.out, ['left_id', 'right_id', 'confidence'], pairsOf(await load('left.csv'), await load('right.csv')));
