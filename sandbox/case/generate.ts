/** Builds the case: who exists, what each platform says of them, and how dirty it is. Pure: same seed and size, same case. */
import { dice, seededRandom } from './random.ts';
import type { Dice } from './random.ts';
import { cities, companyFirst, companySecond, companySuffix, firstNames, freeMail, lastNames, nicknames, roleMailboxes, titles } from './names.ts';

/** Values by API name, as each platform's API takes them. `age` is days before now. */
export type Ends = {
  readonly salesforce: readonly {
    readonly object: string;
    readonly age: number;
    readonly values: Readonly<Record<string, string | number | boolean>>;
    readonly account: number | null;
  }[];
  readonly hubspot: { readonly age: number; readonly values: Readonly<Record<string, string>>; readonly company: number | null } | null;
};
export type CasePerson = { readonly number: number; readonly dirt: readonly string[] } & Ends;
export type CaseCompany = { readonly number: number } & Ends;
export type CaseDeal = { readonly number: number } & Ends;
export type CaseTruth = {
  readonly salesforceRecords: number;
  readonly hubspotRecords: number;
  readonly peopleInBoth: number;
  readonly hubspotContacts: number;
  readonly salesforcePeople: number;
  readonly salesforceDuplicates: number;
  readonly sharedInboxes: number;
  readonly retiredStatuses: number;
  /** People whose lifecycle stage is the customer's own, which the shipped rules do not list. */
  readonly customStages: number;
};
/** A segment as people make them in HubSpot: filled by hand with people of the case, or by a filter. */
export type CaseSegment = { readonly name: string } & (
  { readonly kind: 'manual'; readonly people: readonly number[] } | { readonly kind: 'active'; readonly stages: readonly string[] }
);
export type Case = {
  readonly seed: number;
  readonly companies: readonly CaseCompany[];
  readonly people: readonly CasePerson[];
  readonly deals: readonly CaseDeal[];
  readonly segments: readonly CaseSegment[];
  readonly truth: CaseTruth;
};

/** Days before now at which records were last touched; two sides in one step fall within the conflict window. */
export const ages: readonly number[] = [40, 20, 8, 2, 0.5, 0.01];

type Company = { readonly name: string; readonly domain: string; readonly city: string; readonly country: string; readonly phone: string };
type Person = {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly company: number | null;
};

const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f’' ]/g, '')
    .replaceAll('ø', 'o')
    .replaceAll('Ø', 'O')
    .toLowerCase();
const domainOf = (name: string): string => `${ascii(name).replace(/[^a-z0-9]/g, '')}.example`;
const phoneOf = (roll: Dice): string => `+1 ${200 + roll.below(700)} 555 ${String(roll.below(10_000)).padStart(4, '0')}`;
const looserPhone = (phone: string): string => phone.replace('+1 ', '').replaceAll(' ', '-');

function makeCompany(number: number, roll: Dice): Company {
  const stem = `${roll.pick(companyFirst)}${roll.pick(companySecond)}`;
  const [city, country] = roll.pick(cities);
  const name = `${stem}${number >= 400 ? ` ${number}` : ''} ${roll.pick(companySuffix)}`.trim();
  return { name, domain: `${ascii(stem)}${number}.example`, city, country, phone: phoneOf(roll) };
}

function makePerson(number: number, companies: readonly Company[], roll: Dice): Person {
  const first = roll.pick(firstNames);
  const last = roll.pick(lastNames);
  const company = roll.chance(0.85) ? roll.below(companies.length) : null;
  const domain = company === null ? roll.pick(freeMail) : (companies[company]?.domain ?? domainOf(last));
  return { first, last, email: `${ascii(first)}.${ascii(last)}${number}@${domain}`, phone: phoneOf(roll), title: roll.pick(titles), company };
}

const lifecycle: readonly (readonly [string, number])[] = [
  ['subscriber', 38],
  ['lead', 27],
  ['marketingqualifiedlead', 15],
  ['salesqualifiedlead', 8],
  ['opportunity', 6],
  ['customer', 6],
];
const sources: readonly (readonly [string, number])[] = [
  ['ORGANIC_SEARCH', 30],
  ['PAID_SEARCH', 15],
  ['EMAIL_MARKETING', 15],
  ['SOCIAL_MEDIA', 12],
  ['REFERRALS', 10],
  ['DIRECT_TRAFFIC', 14],
  ['OFFLINE', 4],
];
const statuses: readonly (readonly [string, number])[] = [
  ['Open - Not Contacted', 60],
  ['Working - Contacted', 32],
  ['Closed - Not Converted', 8],
];

function hubspotPerson(person: Person, company: Company | null, roll: Dice): Record<string, string> {
  const values: Record<string, string> = { email: person.email, firstname: person.first, lastname: person.last, lifecyclestage: roll.weighted(lifecycle) };
  if (roll.chance(0.8)) values['phone'] = person.phone;
  if (roll.chance(0.7)) values['jobtitle'] = person.title;
  if (company !== null && roll.chance(0.8)) values['company'] = company.name;
  if (roll.chance(0.75)) values['hs_analytics_source'] = roll.weighted(sources);
  if (roll.chance(0.5)) {
    values['utm_source'] = roll.pick(['google', 'linkedin', 'newsletter', 'partner']);
    values['utm_medium'] = roll.pick(['cpc', 'social', 'email']);
    values['utm_campaign'] = roll.pick(['spring-launch', 'autumn-webinar', 'brand', 'pricing-page']);
  }
  return values;
}

function salesforcePerson(person: Person, company: Company | null, isLead: boolean, roll: Dice): Record<string, string> {
  const values: Record<string, string> = { FirstName: person.first, LastName: person.last, Email: person.email };
  if (roll.chance(0.75)) values['Phone'] = person.phone;
  if (roll.chance(0.7)) values['Title'] = person.title;
  if (isLead) {
    values['Company'] = company?.name ?? 'Unknown';
    values['Status'] = roll.weighted(statuses);
  }
  return values;
}

/** Makes the Salesforce record of somebody also known to HubSpot as dirty as life is; returns what was done. */
function soil(salesforce: Record<string, string>, hubspot: Record<string, string>, person: Person, roll: Dice): string[] {
  const dirt: string[] = [];
  const shortName = nicknames[person.first];
  if (roll.chance(0.25)) {
    salesforce['Email'] = person.email.replace(/^[^@]+/, (local) => local.toUpperCase());
    dirt.push('email case');
  } else if (roll.chance(0.16)) {
    const other = `${ascii(person.first).charAt(0)}${ascii(person.last)}.${person.email.replace(/\D/g, '')}@${roll.pick(freeMail)}`;
    hubspot['hs_additional_emails'] = other;
    salesforce['Email'] = other;
    dirt.push('secondary email');
  }
  if (shortName !== undefined && roll.chance(0.6)) {
    salesforce['FirstName'] = shortName;
    dirt.push('nickname');
  }
  if (salesforce['Phone'] !== undefined && roll.chance(0.3)) {
    salesforce['Phone'] = roll.chance(0.5) ? looserPhone(person.phone) : phoneOf(roll);
    dirt.push('phone');
  }
  if (salesforce['Title'] !== undefined && roll.chance(0.3)) {
    salesforce['Title'] = roll.pick(titles);
    dirt.push('title');
  }
  if (roll.chance(0.06)) {
    delete salesforce['FirstName'];
    dirt.push('missing first name');
  }
  return dirt;
}

/** The customer's own last stage, as HubSpot names custom ones. */
export const disqualified = { value: '186554321', label: 'Disqualified' };

/** Disqualifies the first few leads both systems know; answers how many. */
function setCustomStages(people: CasePerson[], wanted: number): number {
  const chosen = people.filter(({ hubspot, salesforce, dirt }) => hubspot !== null && salesforce.length === 1 && dirt.length === 0).slice(0, wanted);
  for (const person of chosen) {
    const { hubspot } = person;
    if (hubspot !== null) people[person.number] = { ...person, hubspot: { ...hubspot, values: { ...hubspot.values, lifecyclestage: disqualified.value } } };
  }
  return chosen.length;
}

/**
 * People whose two records no address brings together. `telling`: a short name and a private mailbox, but the number or the employer says who
 * they are; `silent`: nothing but the name, which only a person can answer for.
 */
function moveMailboxes(people: CasePerson[], companies: readonly Company[], counts: { readonly telling: number; readonly silent: number }): void {
  let done = 0;
  for (const [index, person] of people.entries()) {
    if (done >= counts.telling + counts.silent) return;
    const [record, ...more] = person.salesforce;
    const { firstname: first, lastname: last, phone, company } = person.hubspot?.values ?? {};
    if (record?.object !== 'Lead' || more.length > 0 || person.dirt.length > 0 || first === undefined || last === undefined) continue;
    if (phone === undefined || company === undefined || !companies.some(({ name }) => name === company)) continue;
    const isTelling = done < counts.telling;
    const short = isTelling ? (nicknames[first] ?? first) : first;
    const { Phone: _number, ...rest } = record.values;
    const values = {
      ...rest,
      FirstName: short,
      Email: `${ascii(short)}.${ascii(last)}.${person.number}@gmail.com`,
      Company: isTelling ? company : 'Unknown',
      ...(isTelling ? { Phone: looserPhone(phone) } : {}),
    };
    people[index] = { ...person, dirt: [isTelling ? 'moved mailbox' : 'name only'], salesforce: [{ ...record, values }] };
    done += 1;
  }
}

/**
 * The case of `size` HubSpot contacts (450 in the shipped one), with Salesforce people, overlap, companies and opportunities in
 * proportion: 280 Salesforce leads and contacts and about 160 people in both for 450.
 */
export function generateCase(options: { readonly seed: number; readonly size: number }): Case {
  const roll = dice(seededRandom(options.seed));
  const share = (part: number): number => Math.max(1, Math.round((options.size * part) / 450));
  const companyCount = share(150);
  const companies = Array.from({ length: companyCount }, (_, number) => makeCompany(number, roll));
  const inBoth = share(160);
  const onlyHubSpot = options.size - inBoth - share(6);
  const onlySalesforce = share(94);
  const people: CasePerson[] = [];
  let duplicates = 0;
  let retired = 0;

  const accountOf = (company: number | null): number | null => (company !== null && company % 5 < 3 ? company : null);
  const companyOf = (company: number | null): number | null => (company !== null && company % 5 !== 2 ? company : null);

  for (let index = 0; index < inBoth; index += 1) {
    const person = makePerson(people.length, companies, roll);
    const company = person.company === null ? null : (companies[person.company] ?? null);
    const account = accountOf(person.company);
    const isLead = account === null || roll.chance(0.6);
    const hubspot = hubspotPerson(person, company, roll);
    const salesforce = salesforcePerson(person, company, isLead, roll);
    const dirt = soil(salesforce, hubspot, person, roll);
    if (isLead && retired < share(9) && roll.chance(0.12)) {
      salesforce['Status'] = 'Recycled';
      retired += 1;
      dirt.push('retired status');
    }
    const records = [{ object: isLead ? 'Lead' : 'Contact', age: roll.pick(ages), values: salesforce, account: isLead ? null : account }];
    if (duplicates < share(14) && roll.chance(0.12)) {
      records.push({
        object: 'Lead',
        age: roll.pick(ages),
        values: { ...salesforce, Company: company?.name ?? 'Unknown', Status: 'Open - Not Contacted' },
        account: null,
      });
      duplicates += 1;
      dirt.push('duplicate in Salesforce');
    }
    people.push({ number: people.length, dirt, salesforce: records, hubspot: { age: roll.pick(ages), values: hubspot, company: companyOf(person.company) } });
  }
  for (let index = 0; index < onlyHubSpot; index += 1) {
    const person = makePerson(people.length, companies, roll);
    const company = person.company === null ? null : (companies[person.company] ?? null);
    people.push({
      number: people.length,
      dirt: [],
      salesforce: [],
      hubspot: { age: roll.pick(ages), values: hubspotPerson(person, company, roll), company: companyOf(person.company) },
    });
  }
  for (let index = 0; index < onlySalesforce; index += 1) {
    const person = makePerson(people.length, companies, roll);
    const company = person.company === null ? null : (companies[person.company] ?? null);
    const account = accountOf(person.company);
    const isLead = account === null || roll.chance(0.5);
    const values = salesforcePerson(person, company, isLead, roll);
    const dirt: string[] = [];
    if (roll.chance(0.06)) {
      delete values['Email'];
      dirt.push('no email');
    }
    people.push({
      number: people.length,
      dirt,
      salesforce: [{ object: isLead ? 'Lead' : 'Contact', age: roll.pick(ages), values, account: isLead ? null : account }],
      hubspot: null,
    });
  }
  const sharedInboxes = share(6);
  for (let index = 0; index < sharedInboxes; index += 1) {
    const companyNumber = (index * 5) % companyCount;
    const company = companies[companyNumber];
    if (company === undefined) continue;
    const email = `${roll.pick(roleMailboxes)}@${company.domain}`;
    const staff = [makePerson(people.length, companies, roll), makePerson(people.length + 1, companies, roll)];
    people.push({
      number: people.length,
      dirt: ['shared inbox'],
      salesforce: staff.map((member) => ({
        object: 'Lead',
        age: roll.pick(ages),
        values: { FirstName: member.first, LastName: member.last, Email: email, Company: company.name, Status: 'Open - Not Contacted' },
        account: null,
      })),
      hubspot: {
        age: roll.pick(ages),
        values: { email, firstname: 'Front', lastname: 'Desk', lifecyclestage: 'marketingqualifiedlead', company: company.name },
        company: companyNumber,
      },
    });
  }

  const caseCompanies = companies.map((company, number): CaseCompany => ({
    number,
    salesforce:
      accountOf(number) === null
        ? []
        : [
            {
              object: 'Account',
              age: 40,
              account: null,
              values: {
                Name: company.name,
                Website: roll.pick([`https://www.${company.domain}/`, company.domain, `http://${company.domain.toUpperCase()}`]),
                Phone: company.phone,
                BillingCity: company.city,
                BillingCountry: company.country,
                ...(roll.chance(0.6) ? { NumberOfEmployees: 10 + roll.below(2000) } : {}),
              },
            },
          ],
    hubspot:
      companyOf(number) === null
        ? null
        : {
            age: 40,
            company: null,
            values: {
              name: roll.chance(0.2) ? company.name.toUpperCase() : company.name,
              domain: company.domain,
              ...(roll.chance(0.5) ? { phone: company.phone } : {}),
              ...(roll.chance(0.6) ? { city: company.city, country: company.country } : {}),
            },
          },
  }));

  const stages: readonly (readonly [string, number])[] = [
    ['Prospecting', 20],
    ['Qualification', 20],
    ['Needs Analysis', 15],
    ['Proposal/Price Quote', 20],
    ['Negotiation/Review', 10],
    ['Closed Won', 10],
    ['Closed Lost', 5],
  ];
  const withAccounts = caseCompanies.filter((company) => company.salesforce.length > 0);
  const deals = Array.from({ length: share(70) }, (_, number): CaseDeal => {
    const company = roll.pick(withAccounts);
    const name = companies[company.number]?.name ?? 'Account';
    return {
      number,
      hubspot: null,
      salesforce: [
        {
          object: 'Opportunity',
          age: roll.pick(ages),
          account: company.number,
          values: {
            Name: `${name} – ${roll.pick(['Platform', 'Renewal', 'Expansion', 'Pilot'])}`,
            StageName: roll.weighted(stages),
            Amount: 1000 * (1 + roll.below(200)),
            CloseDate: `2027-${String(1 + roll.below(12)).padStart(2, '0')}-${String(1 + roll.below(28)).padStart(2, '0')}`,
          },
        },
      ],
    };
  });

  moveMailboxes(people, companies, { telling: share(12), silent: share(2) });
  const customStages = setCustomStages(people, share(4));
  // Subscribers who met somebody at a stand: out of scope by their stage, and in as soon as a rule asks for this segment.
  const met = people.filter((person) => person.hubspot?.values['lifecyclestage'] === 'subscriber' && person.salesforce.length === 0).slice(0, share(12));
  const segments: readonly CaseSegment[] = [
    { name: 'Trade fair 2026', kind: 'manual', people: met.map(({ number }) => number) },
    { name: 'Ready for sales', kind: 'active', stages: ['marketingqualifiedlead', 'salesqualifiedlead'] },
    { name: 'Customers', kind: 'active', stages: ['customer'] },
  ];

  const salesforcePeople = people.reduce((sum, person) => sum + person.salesforce.length, 0);
  const everyone: readonly Ends[] = [...people, ...caseCompanies, ...deals];
  return {
    seed: options.seed,
    companies: caseCompanies,
    people,
    deals,
    segments,
    truth: {
      salesforceRecords: everyone.reduce((sum, one) => sum + one.salesforce.length, 0),
      hubspotRecords: everyone.filter((one) => one.hubspot !== null).length,
      peopleInBoth: inBoth,
      hubspotContacts: people.filter((person) => person.hubspot !== null).length,
      salesforcePeople,
      salesforceDuplicates: duplicates,
      sharedInboxes,
      retiredStatuses: retired,
      customStages,
    },
  };
}
