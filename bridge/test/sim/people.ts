/** People of both systems: what they type, when, and the ledger of everything they typed. */
import type { Side } from '../../src/domain/index.ts';
import type { WireValue } from '../../src/engine/index.ts';
import { HUBSPOT_STATUSES, SALESFORCE_STAGES, SALESFORCE_STATUSES, STAGES } from './rules.ts';
import type { Crm, SimRecord } from './crm.ts';
import type { Dice } from './random.ts';

/** A value a person typed, as the platform stored it. */
export type Edit = {
  readonly side: Side;
  readonly id: string;
  readonly field: string;
  readonly value: WireValue;
  readonly at: number;
  readonly isUnique: boolean;
  /** The lead it was typed into, when the record is its contact. */ readonly lead?: string;
};
export type People = {
  readonly edits: Edit[];
  readonly act: (kind: Action) => void;
  /** Someone types into this record's field right now. */
  readonly typeInto: (side: Side, id: string, field: string) => void;
};
export type Action =
  'edit' | 'both' | 'create-salesforce' | 'create-hubspot' | 'twins' | 'duplicate' | 'convert' | 'merge' | 'delete' | 'optout' | 'stage' | 'company';

/** Field pairs people type free text into, Salesforce name first. */
export const TEXTS: readonly (readonly [string, string])[] = [
  ['Phone', 'phone'],
  ['Title', 'jobtitle'],
  ['FirstName', 'firstname'],
  ['Description', 'notes'],
  ['City', 'city'],
  ['Utm__c', 'utm'],
  ['LastName', 'lastname'],
  ['Stage__c', 'lifecyclestage'],
];
const COMPANY_TEXTS: readonly (readonly [string, string])[] = [
  ['Name', 'name'],
  ['Phone', 'phone'],
];

/** A population over two CRMs. */
export function createPeople({
  crms,
  dice,
  now,
  mark,
}: {
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  readonly dice: Dice;
  readonly now: () => number;
  readonly mark: (name: string) => void;
}): People {
  const edits: Edit[] = [];
  let serial = 0;
  const actorOf = (side: Side): string => (side === 'salesforce' ? `005REP${dice.between(1, 3)}` : 'user-9');
  const alive = (side: Side, objects: readonly string[]): SimRecord[] =>
    [...crms[side].records.values()].filter(
      (record) => !record.isDeleted && record.mergedInto === null && record.convertedTo === null && objects.includes(record.object),
    );
  const fresh = (field: string): string => {
    serial += 1;
    if (field === 'jobtitle' && dice.chance(0.05)) return `a title far too long for salesforce ${serial}`;
    return dice.chance(0.04) && field !== 'LastName' ? `x!${serial}` : `${field.slice(0, 2).toLowerCase()}${dice.chance(0.5) ? '-' : ''}${serial}`;
  };
  const type = (side: Side, id: string, values: Readonly<Record<string, WireValue>>): void => {
    const crm = crms[side];
    const record = crm.resolve(id);
    const before = { ...record?.values };
    if (record === null || crm.edit(id, values, actorOf(side)) !== null) return;
    for (const field of Object.keys(values)) {
      const value = record.values[field] ?? null;
      if (value !== (before[field] ?? null))
        edits.push({ side, id: record.id, field, value, at: now(), isUnique: /\d$/.test(String(value)) && field !== 'lifecyclestage' && field !== 'Stage__c' });
    }
  };
  const valueFor = (side: Side, field: string): WireValue => {
    if (field === 'lifecyclestage') return dice.chance(0.05) ? null : dice.pick(STAGES);
    // Now and then a stage nobody listed.
    if (field === 'Stage__c') return dice.chance(0.05) ? fresh(field) : dice.pick(SALESFORCE_STAGES);
    if (field === 'Status') return dice.pick(SALESFORCE_STATUSES);
    if (field === 'hs_lead_status') return dice.pick(HUBSPOT_STATUSES);
    if (field === 'HasOptedOutOfEmail') return dice.chance(0.7);
    if (field === 'optout') return dice.chance(0.7) ? 'true' : 'false';
    void side;
    return field !== 'LastName' && field !== 'lastname' && field !== 'Name' && dice.chance(0.08) ? null : fresh(field);
  };
  const born = (side: Side, object: string, values: Readonly<Record<string, WireValue>>): SimRecord | null => {
    const made = crms[side].create(object, values, actorOf(side));
    if (!('id' in made)) return null;
    for (const [field, value] of Object.entries(made.values))
      if (field in values)
        edits.push({
          side,
          id: made.id,
          field,
          value,
          at: now(),
          isUnique: typeof value === 'string' && /\d$/.test(value) && !['Email', 'email', 'lifecyclestage', 'Stage__c'].includes(field),
        });
    return made;
  };
  const salesforcePerson = (email: string | null): SimRecord | null => {
    serial += 1;
    return born('salesforce', dice.chance(0.7) ? 'Lead' : 'Contact', {
      Email: email,
      LastName: `Doe`,
      FirstName: null,
      Phone: dice.chance(0.7) ? fresh('Phone') : null,
      Title: dice.chance(0.3) ? fresh('Title') : null,
      City: dice.chance(0.5) ? fresh('City') : null,
    });
  };
  const hubspotPerson = (email: string | null): SimRecord | null => {
    serial += 1;
    return born('hubspot', 'contacts', {
      email,
      lastname: 'Doe',
      phone: dice.chance(0.7) ? fresh('phone') : null,
      jobtitle: dice.chance(0.3) ? fresh('jobtitle') : null,
      utm: dice.chance(0.5) ? fresh('utm') : null,
      lifecyclestage: dice.pick(STAGES),
    });
  };
  const email = (): string => `p${++serial}@corp${serial}.example.com`;
  const anyPerson = (side: Side): SimRecord | null => {
    const all = alive(side, side === 'salesforce' ? ['Lead', 'Contact'] : ['contacts']);
    return all.length === 0 ? null : dice.pick(all);
  };
  const editSome = (side: Side): void => {
    const isCompany = dice.chance(0.12);
    const all = alive(side, side === 'salesforce' ? (isCompany ? ['Account'] : ['Lead', 'Contact']) : isCompany ? ['companies'] : ['contacts']);
    if (all.length === 0) return;
    const record = dice.pick(all);
    const names = (isCompany ? COMPANY_TEXTS : dice.chance(0.2) ? [['Status', 'hs_lead_status'] as const] : TEXTS).map(
      (pair) => pair[side === 'salesforce' ? 0 : 1],
    );
    const chosen = new Set([dice.pick(names), ...(dice.chance(0.4) ? [dice.pick(names)] : [])].filter((name) => name !== 'Status' || record.object === 'Lead'));
    type(side, record.id, Object.fromEntries([...chosen].map((name) => [name, valueFor(side, name)])));
  };
  /** The same person in both systems, told by e-mail. */
  const couple = (): { salesforce: SimRecord; hubspot: SimRecord } | null => {
    const hubspot = anyPerson('hubspot');
    const address = hubspot?.values['email'];
    if (hubspot === null || typeof address !== 'string') return null;
    const [salesforce] = [...crms.salesforce.find('Lead', 'Email', address), ...crms.salesforce.find('Contact', 'Email', address)].filter(
      (record) => record.convertedTo === null,
    );
    return salesforce === undefined ? null : { salesforce, hubspot };
  };
  const actions: Readonly<Record<Action, () => void>> = {
    edit: () => {
      editSome(dice.chance(0.5) ? 'salesforce' : 'hubspot');
    },
    both: () => {
      const pair = couple();
      if (pair === null) return;
      const [left, right] = dice.pick(TEXTS);
      mark('both-sides');
      const first: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
      const order: readonly Side[] = first === 'salesforce' ? ['salesforce', 'hubspot'] : ['hubspot', 'salesforce'];
      for (const side of order) type(side, pair[side].id, { [side === 'salesforce' ? left : right]: valueFor(side, side === 'salesforce' ? left : right) });
    },
    'create-salesforce': () => {
      salesforcePerson(dice.chance(0.9) ? email() : null);
    },
    'create-hubspot': () => {
      hubspotPerson(email());
    },
    twins: () => {
      const address = email();
      mark('twins');
      salesforcePerson(address);
      hubspotPerson(address.toUpperCase());
    },
    duplicate: () => {
      const one = anyPerson('salesforce');
      const address = one?.values['Email'];
      if (typeof address === 'string') {
        mark('duplicate');
        salesforcePerson(address);
      }
    },
    convert: () => {
      const lead = alive('salesforce', ['Lead']);
      const accounts = alive('salesforce', ['Account']);
      if (lead.length === 0) return;
      const chosen = dice.pick(lead);
      const contact = crms.salesforce.convert(chosen.id, accounts.length > 0 ? dice.pick(accounts).id : null, actorOf('salesforce'));
      if (contact === null) return;
      mark('converted');
      // What was typed into the lead lives on in the contact.
      for (const edit of edits.filter((one) => one.side === 'salesforce' && one.id === chosen.id)) edits.push({ ...edit, id: contact.id, lead: chosen.id });
    },
    merge: () => {
      const all = alive('hubspot', ['contacts']);
      if (all.length < 2) return;
      const [kept, gone] = [dice.pick(all), dice.pick(all)];
      if (kept.id === gone.id) return;
      mark('merged');
      crms.hubspot.merge(kept.id, gone.id, 'user-9');
    },
    delete: () => {
      const side: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
      const record = anyPerson(side);
      if (record === null) return;
      mark('deleted');
      crms[side].remove(record.id, actorOf(side));
    },
    optout: () => {
      const side: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
      const record = anyPerson(side);
      if (record !== null)
        type(side, record.id, side === 'salesforce' ? { HasOptedOutOfEmail: valueFor(side, 'HasOptedOutOfEmail') } : { optout: valueFor(side, 'optout') });
    },
    stage: () => {
      const pair = couple();
      if (pair === null) return;
      mark('stage-moved');
      // Sales makes customers; marketing moves people about, customers too; now and then both at once.
      const isSales = dice.chance(0.5);
      if (isSales) type('salesforce', pair.salesforce.id, { Stage__c: dice.chance(0.7) ? 'Customer' : dice.pick(SALESFORCE_STAGES) });
      if (!isSales || dice.chance(0.3)) {
        // HubSpot's own screens clear a stage by themselves before they set an earlier one.
        const stage = dice.pick(STAGES);
        if (STAGES.indexOf(stage) < STAGES.indexOf(String(pair.hubspot.values['lifecyclestage']))) type('hubspot', pair.hubspot.id, { lifecyclestage: null });
        type('hubspot', pair.hubspot.id, { lifecyclestage: stage });
      }
    },
    company: () => {
      serial += 1;
      if (dice.chance(0.5)) born('salesforce', 'Account', { Name: `Corp${serial}`, Website: `https://www.corp${serial}.com/` });
      else born('hubspot', 'companies', { name: `Corp${serial}`, domain: `corp${serial}.com` });
    },
  };
  return {
    edits,
    act: (kind) => {
      actions[kind]();
    },
    typeInto: (side, id, field) => {
      type(side, id, { [field]: valueFor(side, field) });
    },
  };
}
