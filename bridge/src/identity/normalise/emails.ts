/** Mail addresses: one canonical form per mailbox, and what kind of mailbox it is. */
import { domainOf, isFreeMail as isKnownFreeMail } from '../../domain/index.ts';
import { memo } from './memo.ts';
import { clean, fold, words } from './text.ts';

/** More free providers than the engine's short list, for matching only. */
const freeProviders: ReadonlySet<string> = new Set(
  (
    'yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.au rocketmail.com hotmail.fr hotmail.de hotmail.it hotmail.es live.co.uk live.fr live.nl ' +
    'outlook.fr outlook.de outlook.es msn.com googlemail.com pm.me tutanota.com tuta.io hey.com fastmail.fm inbox.com gmx.at gmx.ch gmx.us freenet.de arcor.de online.de bluewin.ch sfr.fr neuf.fr bbox.fr ' +
    'virgilio.it tin.it alice.it tiscali.it hotmail.com.br uol.com.br bol.com.br terra.com.br ig.com.br btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk ' +
    'sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net roadrunner.com rr.com frontier.com windstream.net centurylink.net shaw.ca rogers.com sympatico.ca telus.net ' +
    'bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz rediffmail.com sina.com sohu.com foxmail.com yeah.net 139.com naver.com hanmail.net daum.net nate.com docomo.ne.jp ezweb.ne.jp ' +
    'softbank.ne.jp bk.ru list.ru inbox.ru ya.ru rambler.ru ukr.net i.ua seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl op.pl home.nl ziggo.nl kpnmail.nl planet.nl telenet.be skynet.be telia.com ' +
    'bredband.net online.no start.no walla.co.il walla.com abv.bg mail.bg freemail.hu citromail.hu azet.sk yandex.ua yandex.kz email.com usa.com aim.com'
  ).split(' '),
);

/** Whether the domain is a mail provider's, open to anybody, so that it never stands for a company. */
export function isFreeMail(domain: string): boolean {
  return isKnownFreeMail(domain) || freeProviders.has(domain);
}

const roles: ReadonlySet<string> = new Set(
  (
    'info sales contact contactus office admin administrator support hello marketing accounts accounting hr billing invoice invoices finance help helpdesk team mail email jobs careers recruiting press media news ' +
    'newsletter service services customerservice customercare order orders purchasing procurement enquiries enquiry inquiries inquiry reception frontdesk webmaster postmaster noreply donotreply no reply it legal ' +
    'privacy security abuse feedback general main company hi welcome events booking bookings reservations partners partner export import shop store kontakt vertrieb verkauf buchhaltung einkauf rechnung ' +
    'personal bewerbung empfang zentrale service comptabilite commercial ventes direction accueil contacto ventas administracion comercial compras info1 amministrazione vendite acquisti contato vendas ' +
    'financeiro biuro sekretariat kontor salg post biz business operations ops management dispatch logistics warehouse shipping payroll ap ar apac emea uk us'
  ).split(' '),
);

/** Whether the part before the @ names a function, not a person. Example: "info", "sales-uk", "accounts2". Asked for every mailbox, so it stops at the first word that is none. */
export function isRole(local: string): boolean {
  let found = false;
  for (const part of /^[a-z0-9._-]*$/.test(local) ? local.split(/[._-]/) : words(local.replace(/[._-]/g, ' '))) {
    if (part === '') continue;
    const last = part.charCodeAt(part.length - 1);
    const word = last >= 48 && last <= 57 ? part.replace(/\d+$/, '') : part;
    if (roles.has(word)) found = true;
    else if (word.length > 2) return false;
  }
  return found;
}

const misspelt: Readonly<Record<string, string>> = {
  'googlemail.com': 'gmail.com',
  'gmial.com': 'gmail.com',
  'gmai.com': 'gmail.com',
  'gmal.com': 'gmail.com',
  'gamil.com': 'gmail.com',
  'gnail.com': 'gmail.com',
  'gmail.co': 'gmail.com',
  'gmail.con': 'gmail.com',
  'gmail.cm': 'gmail.com',
  'gmaill.com': 'gmail.com',
  'hotmial.com': 'hotmail.com',
  'hotmal.com': 'hotmail.com',
  'hotmai.com': 'hotmail.com',
  'hotmail.co': 'hotmail.com',
  'hotmail.con': 'hotmail.com',
  'yaho.com': 'yahoo.com',
  'yahooo.com': 'yahoo.com',
  'yahoo.co': 'yahoo.com',
  'yahoo.con': 'yahoo.com',
  'outlok.com': 'outlook.com',
  'outloo.com': 'outlook.com',
  'outlook.co': 'outlook.com',
  'iclod.com': 'icloud.com',
  'icloud.co': 'icloud.com',
  'protonmail.com': 'proton.me',
  'pm.me': 'proton.me',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
};

const address = /[^\s<>()[\],;:"@|/]+@[^\s<>()[\],;:"@|/]+/g;

/** One form per mailbox: lower case, no tag after "+", no dots for Gmail, known misspellings of providers mended. Null when it is no address. */
export function mailbox(raw: string): string | null {
  const [found] = fold(raw).match(address) ?? [];
  if (found === undefined) return null;
  const at = found.lastIndexOf('@');
  const host = found.slice(at + 1).replace(/^[.]+|[.]+$/g, '');
  const domain = misspelt[host] ?? host;
  let local = found.slice(0, at).replace(/^['.]+|['.]+$/g, '');
  const plus = local.indexOf('+');
  if (plus > 0) local = local.slice(0, plus);
  if (domain === 'gmail.com') local = local.replaceAll('.', '');
  return local === '' || !domain.includes('.') ? null : `${local}@${domain}`;
}

/** All mailboxes in the columns, the primary one first, each once. Several in one cell are understood; example.com and the like are not. */
export function mailboxes(...columns: readonly (string | undefined)[]): string[] {
  const found: string[] = [];
  for (const column of columns) {
    if (column === undefined || column === '') continue;
    for (const one of clean(column).match(address) ?? []) {
      const box = mailbox(one);
      if (box !== null && !found.includes(box) && !/@(example|test|invalid|none|noemail|no-?reply)\./.test(box)) found.push(box);
    }
  }
  return found;
}

export const localOf = (box: string): string => box.slice(0, box.indexOf('@'));
export const hostOf = (box: string): string => box.slice(box.indexOf('@') + 1);

/** The company's domain behind a host, a mailbox or a web address; empty for free mail, social networks and link pages. */
export const companyDomain = memo((text: string): string => {
  const found = domainOf(fold(text)) ?? '';
  return found === '' || isFreeMail(found) || notCompanies.has(found) ? '' : found;
});

const notCompanies: ReadonlySet<string> = new Set(
  (
    'linkedin.com facebook.com twitter.com x.com instagram.com youtube.com google.com goo.gl bit.ly linktr.ee xing.com tiktok.com pinterest.com github.com medium.com crunchbase.com wikipedia.org yelp.com ' +
    'sites.google.com business.site wixsite.com weebly.com blogspot.com wordpress.com example.com example.org test.com'
  ).split(' '),
);
