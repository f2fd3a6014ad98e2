/** People who are in both systems from the start and whom nothing exact tells: a nickname, a mailbox left behind. And what must never be made of them. */
import type { Link, Side } from '../../src/domain/index.ts';
import type { Store } from '../../src/engine/index.ts';
import { CONNECTION } from './bridge.ts';
import type { Crm, SimRecord } from './crm.ts';
import type { Dice } from './random.ts';

/** At least this sure, or a person says so. */
const LINK_FROM = 0.9;
const PLANTER: Readonly<Record<Side, string>> = { salesforce: '005PLANT', hubspot: 'user-plant' };
const TELLING = ['FirstName', 'LastName', 'Email', 'Phone', 'firstname', 'lastname', 'email', 'phone'];
/** `sure`: name and number agree. `unsure`: nothing but the name. `near`: too little to ask about, whatever they are. */
const KNOWN = [
  { first: 'Robert', other: 'Bob', last: 'Kettlewell', address: 'bob.kettlewell@gmail.com', phone: '+1 415 555 0134', kind: 'sure' },
  { first: 'William', other: 'Bill', last: 'Ashworth-Pryce', address: 'bill.ashworth@gmail.com', phone: '+44 20 7946 0321', kind: 'sure' },
  { first: 'Giuseppe', other: 'Beppe', last: 'Tagliaferro', address: 'beppe.t@gmail.com', phone: '+39 06 555 01842', kind: 'sure' },
  { first: 'Margaret', other: 'Margaret', last: 'Okonkwo', address: 'mokonkwo@gmail.com', phone: null, kind: 'unsure' },
  { first: 'Ingrid', other: 'Ingrid', last: 'Castellanos', address: 'icastellanos@gmail.com', phone: null, kind: 'unsure' },
  { first: 'Rupert', other: 'Rupert', last: 'Kettering', otherLast: 'Ketering', address: 'rupert.ketering@brightloom.com', phone: null, kind: 'near' },
] as const;

type Couple = { readonly salesforce: SimRecord; readonly hubspot: SimRecord; readonly kind: (typeof KNOWN)[number]['kind'] };
export type Lookalikes = {
  /** A record of ours came to be on this side under this key. */
  readonly created: (side: Side, key: string) => void;
  readonly check: () => Promise<void>;
};

/** Puts some of them into both systems. */
export function plantLookalikes(ports: {
  readonly crms: Readonly<Record<Side, Crm>>;
  readonly dice: Dice;
  readonly store: Store;
  readonly mark: (name: string) => void;
  readonly problem: (text: string) => void;
  readonly isKeptApart: (ref: { readonly side: Side; readonly object: string; readonly id: string }) => boolean;
}): Lookalikes {
  const { crms, dice, store, mark, problem } = ports;
  const couples: Couple[] = [];
  for (const one of KNOWN) {
    if (!dice.chance(0.3)) continue;
    const { first, other, last, address, phone, kind } = one;
    const lead = { FirstName: first, LastName: last, Email: `${first.toLowerCase()}.${last.toLowerCase()}@brightloom.com`, Phone: phone };
    const contact = { firstname: other, lastname: 'otherLast' in one ? one.otherLast : last, email: address, phone, lifecyclestage: 'lead' };
    const salesforce = crms.salesforce.create(dice.chance(0.5) ? 'Lead' : 'Contact', lead, PLANTER.salesforce);
    const hubspot = crms.hubspot.create('contacts', contact, PLANTER.hubspot);
    if (!('id' in salesforce) || !('id' in hubspot)) throw new Error('Nobody refuses these.');
    // There for some time, so that search knows them.
    hubspot.modifiedAt -= 60_000;
    couples.push({ salesforce, hubspot, kind });
    mark(`lookalikes:${kind}`);
  }
  const isAsPlanted = (record: SimRecord): boolean =>
    !record.isDeleted &&
    record.mergedInto === null &&
    record.convertedTo === null &&
    ![...crms[record.side].records.values()].some((other) => other.mergedInto === record.id) &&
    TELLING.every((field) => (record.history.get(field) ?? []).every(({ actor }) => actor === PLANTER[record.side])) &&
    !ports.isKeptApart({ side: record.side, object: record.object, id: record.id });
  return {
    created: (_side, key) => {
      const couple = couples.find(({ salesforce, hubspot }) => key === `sf-${salesforce.id}` || key === `hs-contacts-${hubspot.id}`);
      if (couple !== undefined && couple.kind !== 'near' && isAsPlanted(couple.salesforce) && isAsPlanted(couple.hubspot))
        problem(`${key} was made again, though it was there under another address`);
    },
    check: async () => {
      const { items } = await store.listLinks(CONNECTION, { limit: 100_000 });
      for (const link of items) checkOrigin(link, problem);
      for (const { salesforce, hubspot, kind } of couples) {
        const link = items.find((one) => one.salesforce?.id === salesforce.id && one.hubspot?.id === hubspot.id);
        if (link?.origin !== undefined) mark(`lookalikes-linked:${link.origin.by}`);
        if (kind === 'unsure' && link?.origin?.by === 'score' && isAsPlanted(salesforce) && isAsPlanted(hubspot))
          problem(`${link.id} was linked by a name alone`);
      }
    },
  };
}

function checkOrigin({ id, origin }: Link, problem: (text: string) => void): void {
  if (origin?.by === 'score' && (origin.confidence ?? 0) < LINK_FROM) problem(`${id} was linked at ${String(origin.confidence)}, and nobody asked`);
}
