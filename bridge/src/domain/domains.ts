/** Internet domains of companies and mail addresses, by the public suffix list. */
import { parse } from 'tldts';

/** Mail providers whose domain says nothing about an employer. Small on purpose: the common ones carry nearly all addresses. */
const FREE_MAIL: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'yahoo.co.uk',
  'ymail.com',
  'hotmail.com',
  'hotmail.co.uk',
  'outlook.com',
  'live.com',
  'msn.com',
  'aol.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'proton.me',
  'protonmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'mail.com',
  'mail.ru',
  'yandex.ru',
  'yandex.com',
  'qq.com',
  '163.com',
  '126.com',
  'zoho.com',
  'fastmail.com',
  'orange.fr',
  'free.fr',
  'laposte.net',
  'wanadoo.fr',
  'libero.it',
  't-online.de',
  'comcast.net',
  'verizon.net',
  'att.net',
]);

/**
 * The registrable domain of a web address, host name or mail address, lower case, or null when there is none.
 * Example: "https://www.Shop.Example.co.uk/a?b" → "example.co.uk".
 */
export function domainOf(text: string): string | null {
  // Suffixes the list does not know yet count too: both CRMs take them, and new ones appear faster than the list is updated.
  const parsed = parse(text.trim().toLowerCase(), { allowPrivateDomains: true });
  return parsed.isIp === true ? null : parsed.domain;
}

/** Whether a domain is a mail provider's, so that it never stands for a company. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain);
}
