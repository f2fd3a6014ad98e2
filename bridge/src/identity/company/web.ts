/** What a web address says of a company: a domain of its own, a page at somebody else's, or nothing. */
import { parse } from 'tldts';
import { clean, companyDomain, fold, isFreeMail, memo } from '../normalise/index.ts';

/** `domain`: registrable and the company's own, else empty. `stem`: the part a firm chooses ("acme" of acme.co.uk, or of linkedin.com/company/acme), letters and digits only. */
export type Web = { readonly domain: string; readonly stem: string; readonly suffix: string };
const nothing: Web = { domain: '', stem: '', suffix: '' };

/** Registrars, parking pages and words people type to fill a field: on these domains strangers meet. */
const strangers: ReadonlySet<string> = new Set(
  (
    'godaddy.com sedoparking.com sedo.com domain.com none.com test.com tbd.com na.com google.com namecheap.com ionos.de ionos.com strato.de 1and1.com ovh.com ovh.net bing.com yahoo.com microsoft.com apple.com ' +
    'amazonaws.com example.com example.org example.net company.com email.com website.com unknown.com noemail.com abc.com xyz.com xxx.com hugedomains.com dan.com afternic.com localhost.com squarespace.com wix.com ' +
    'shopify.com weebly.com wordpress.com blogspot.com tumblr.com webnode.com jimdo.com vistaprint.com etsy.com ebay.com amazon.com alibaba.com indeed.com glassdoor.com whatsapp.com t.me telegram.me threads.net'
  ).split(' '),
);
/** Networks where a company has a page under its own name: the name after the host says something, the host nothing. */
const page =
  /(?:linkedin\.com\/(?:company|in|school)\/|facebook\.com\/(?:pages\/)?|instagram\.com\/|twitter\.com\/|\bx\.com\/|youtube\.com\/(?:c\/|user\/|@)?|sites\.google\.com\/(?:view|site)\/|linktr\.ee\/|xing\.com\/(?:companies|pages)\/|crunchbase\.com\/organization\/|yelp\.com\/biz\/|tiktok\.com\/@)@?([\p{L}\p{N}._%-]+)/u;
const letters = (text: string): string => text.replace(/[^a-z0-9]/g, '');

/** Example: "https://WWW.Leroy-Bros.co.uk/x" → domain "leroy-bros.co.uk", stem "leroybros"; "linkedin.com/company/acme" → no domain, stem "acme". */
export const web = memo((raw: string): Web => {
  const text = clean(raw).toLowerCase();
  if (!text.includes('.')) return nothing;
  const named = page.exec(text)?.[1];
  if (named !== undefined) return { domain: '', stem: letters(fold(decoded(named))), suffix: '' };
  const first = text.split(/[\s;,|]+/)[0] ?? '';
  const host = first.replace(/^[a-z]*:?\/\//, '').replace(/^.*@/, '');
  const parsed = parse(host, { allowPrivateDomains: true });
  const domain = companyDomain(host);
  if (domain === '' || (parsed.isIcann === false && parsed.isPrivate === false && !/\.[a-z]{2,}$/.test(domain)) || strangers.has(domain) || isFreeMail(domain))
    return nothing;
  if (/\.(?:local|invalid|lan|test|example|localhost|internal)$/.test(domain))
    return { domain: '', stem: letters(domain.slice(0, domain.lastIndexOf('.'))), suffix: '' };
  return { domain, stem: letters(fold(parsed.domainWithoutSuffix ?? domain)), suffix: parsed.publicSuffix ?? '' };
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
