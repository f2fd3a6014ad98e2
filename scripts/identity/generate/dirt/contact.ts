/** How a person can be reached, as filed: addresses and numbers, their own and those of others. */
import { miscellany } from '../lists.ts';
import type { Job, Person } from '../person.ts';
import { newPhone, written, writtenOddly } from '../phone.ts';
import type { Random } from '../random.ts';
import { slug } from '../spelling.ts';
import { mistyped } from './letters.ts';
import type { Strike } from './strike.ts';

export type Mail = { readonly email: string; readonly others: readonly string[] };

/** The address filed first. `colleague` is somebody else of the same firm, whose address may stand here by mistake. */
function mainAddress(random: Random, person: Person, job: Job, strike: Strike, colleague: () => Person): string {
  if (strike.hits('rolemail')) return `${random.weighted(miscellany.role)}@${job.company.domain}`;
  if (strike.hits('colleaguemail')) return colleague().job.mail;
  if (person.sharedHome !== null && strike.hits('familymail')) return person.sharedHome;
  const isPrivate = person.home !== null && (person.isConsumer ? random.chance(0.85) : strike.hits('freemail'));
  if (isPrivate && person.home !== null) {
    strike.mark('freemail');
    return person.home;
  }
  const { otherDomain } = job.company;
  if (otherDomain === null || !random.chance(0.3)) return job.mail;
  strike.mark(job.company.formerCore === null ? 'domainvariant' : 'rebrand');
  return job.mail.replace(/@.*/, `@${otherDomain}`);
}

function respelledAddress(random: Random, email: string, strike: Strike, name: string): string {
  let address = email;
  if (strike.hits('emailtypo')) address = misspelt(random, address);
  if (!strike.hits('emailform')) return address;
  const [local = '', host = ''] = address.split('@');
  const forms: readonly (() => string)[] = [
    () => address.toUpperCase(),
    () => address.replace(/^./, (letter) => letter.toUpperCase()),
    () => ` ${address} `,
    () => `${local}+${random.pick(['crm', 'news', 'hubspot', '1', 'events', 'shop'])}@${host}`,
    () => (host === 'gmail.com' ? `${local}@googlemail.com` : address.toUpperCase()),
    () => (host === 'gmail.com' && local.length > 4 ? `${local.slice(0, 3)}.${local.slice(3)}@${host}` : `mailto:${address}`),
    () => `${name} <${address}>`,
    () => `${address};`,
  ];
  return random.pick(forms)();
}

function misspelt(random: Random, address: string): string {
  const [local = '', host = ''] = address.split('@');
  const wrongHosts = miscellany.freetypo.filter(([right]) => right === host).map(([, wrong]) => wrong);
  if (wrongHosts.length > 0 && random.chance(0.5)) return `${local}@${random.pick(wrongHosts)}`;
  const forms = [
    `${mistyped(random, local)}@${host}`,
    `${local}@${mistyped(random, host)}`,
    `${local}${host}`,
    `${local}@${host.replace(/\.([a-z]+)$/, '.co')}`,
    `${local}@@${host}`,
    `${local},${host}`,
  ];
  return random.pick(forms);
}

export function mailOf(random: Random, person: Person, job: Job, strike: Strike, colleague: () => Person): Mail {
  const email = mainAddress(random, person, job, strike, colleague);
  const spare = [person.home, job.mail, person.formerJob?.mail ?? null, person.sharedHome].filter((one): one is string => one !== null && one !== email);
  const others = spare.length > 0 && strike.hits('secondary') ? spare.filter(() => random.chance(0.6)) : [];
  return { email: respelledAddress(random, email, strike, slug(person.last.latin)), others };
}

export type Phones = { readonly phone: string; readonly mobile: string };

export function phonesOf(random: Random, person: Person, job: Job, strike: Strike): Phones {
  const own = [person.mobile, job.direct, person.homePhone].filter((one) => one !== null);
  const isSwitchboard = strike.hits('switchboard') || (own.length === 0 && random.chance(0.5));
  if (isSwitchboard) strike.mark('switchboard');
  const number = isSwitchboard ? job.company.phone : own.length > 0 ? random.pick(own) : null;
  const write = strike.hits('phoneodd') ? writtenOddly : written;
  const mobile = person.mobile === null ? (random.chance(0.02) ? newPhone(random, person.iso) : null) : person.mobile;
  return { phone: number === null ? '' : write(random, number), mobile: mobile === null ? '' : written(random, mobile) };
}
