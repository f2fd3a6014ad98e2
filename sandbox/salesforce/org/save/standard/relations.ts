import type { FieldValue, Row } from '../../../contract.ts';
import { rowError } from '../../errors.ts';
import type { Item, SaveContext } from '../context.ts';
import { changes, liveRows, parentOf, saveAlso } from './rule.ts';
import type { StandardRule } from './rule.ts';

/** Hierarchies must not bite their own tail. */
export const noCycle =
  (object: string): NonNullable<StandardRule['check']> =>
  (context, item) => {
    if (item.id === null || !changes(item, 'ParentId')) return;
    for (let above = item.next['ParentId'] ?? null; typeof above === 'string'; above = parentOf(context, object, above)?.['ParentId'] ?? null)
      if (above === item.id) return void item.errors.push(rowError('CIRCULAR_DEPENDENCY', 'attempt to violate hierarchy constraints', ['ParentId']));
  };

export const contactRole: StandardRule = {
  /** One primary role per opportunity: the one saved last. The opportunity shows its contact. */
  follow: (context, _, saved) => {
    for (const item of saved) {
      const roles = liveRows(context, 'OpportunityContactRole', 'OpportunityId', item.next['OpportunityId'] ?? null);
      if (item.next['IsPrimary'] === true)
        for (const other of roles)
          if (other['Id'] !== item.id && other['IsPrimary'] === true)
            context.database.write('OpportunityContactRole', String(other['Id']), { ...other, IsPrimary: false, SystemModstamp: now(context) });
      showPrimary(context, item.next['OpportunityId'] ?? null);
    }
  },
  removed: (context, items) => {
    for (const item of items) showPrimary(context, item.before?.['OpportunityId'] ?? null);
  },
};

const now = (context: SaveContext): number => Math.floor(context.transaction.now() / 1000) * 1000;

function showPrimary(context: SaveContext, id: FieldValue): void {
  const opportunity = parentOf(context, 'Opportunity', id);
  if (opportunity === undefined) return;
  const primary = liveRows(context, 'OpportunityContactRole', 'OpportunityId', id).find((role) => role['IsPrimary'] === true);
  const contactId = primary?.['ContactId'] ?? null;
  if (opportunity['ContactId'] !== contactId) context.database.write('Opportunity', String(id), { ...opportunity, ContactId: contactId });
}

/** `ContactId` of a new opportunity is its primary contact role (Object Reference, Opportunity.ContactId). */
export const primaryOfNew: NonNullable<StandardRule['follow']> = (context, operation, saved) => {
  if (operation === 'update') return;
  const due = saved.filter((item) => (item.next['ContactId'] ?? null) !== null);
  saveAlso(
    context,
    'insert',
    'OpportunityContactRole',
    due.map((item) => ({ item, row: { OpportunityId: item.id, ContactId: item.next['ContactId'] ?? null, IsPrimary: true } })),
  );
};

/**
 * Contacts of several accounts, in an org with that feature. A contact's own account is its direct relation; which one is direct follows from
 * the contact, never from the caller (https://help.salesforce.com/s/articleView?id=sales.shared_contacts_considerations.htm).
 */
export const accountContact: StandardRule = {
  check: (context, item) => {
    const own = parentOf(context, 'Contact', item.next['ContactId'])?.['AccountId'] ?? null;
    if (own === null)
      return void item.errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'A contact without an account has no relationships with accounts', ['ContactId']));
    item.next['IsDirect'] = own === item.next['AccountId'];
  },
  unique: (context, { id, next }) => {
    const same = relationsOf(context, next['ContactId'] ?? null).some((other) => other['Id'] !== id && other['AccountId'] === next['AccountId']);
    return same ? rowError('DUPLICATE_VALUE', 'This contact already has a relationship with this account.', []) : null;
  },
  keeps: (_, row) =>
    row['IsDirect'] === true ? rowError('DELETE_FAILED', "You can't delete a direct relationship. Change the account of the contact instead.") : null,
};

const relationsOf = (context: SaveContext, contactId: FieldValue): readonly Row[] => liveRows(context, 'AccountContactRelation', 'ContactId', contactId);

/** The direct relation follows the contact's account; the former one stays as an indirect one, which is the platform's default setting. Their triggers run. */
export const directRelation: NonNullable<StandardRule['follow']> = (context, _, saved) => {
  if (context.registry.find('AccountContactRelation') === undefined) return;
  const moved = saved.filter((item) => changes(item, 'AccountId') && item.next['IsPersonAccount'] !== true);
  for (const item of moved.filter((i) => (i.next['AccountId'] ?? null) === null)) forget(context, item);
  const wanted = moved.filter((i) => (i.next['AccountId'] ?? null) !== null);
  const known = (item: Item): Row | undefined => relationsOf(context, item.id).find((r) => r['AccountId'] === item.next['AccountId']);
  const stale = wanted.flatMap((item) =>
    relationsOf(context, item.id)
      .filter((r) => r['IsDirect'] !== (r['AccountId'] === item.next['AccountId']))
      .map((r) => ({ item, row: { Id: r['Id'] ?? null } })),
  );
  saveAlso(context, 'update', 'AccountContactRelation', stale);
  const fresh = wanted.filter((item) => known(item) === undefined);
  saveAlso(
    context,
    'insert',
    'AccountContactRelation',
    fresh.map((item) => ({ item, row: { ContactId: item.id, AccountId: item.next['AccountId'] ?? null, IsActive: true } })),
  );
};

/** A contact without account is private and has no relations. */
function forget(context: SaveContext, item: Item): void {
  for (const relation of relationsOf(context, item.id))
    context.database.write('AccountContactRelation', String(relation['Id']), { ...relation, IsDeleted: true, IsDirect: false, SystemModstamp: now(context) });
}

/** After a merge the winner has each relation and each membership once; of two the older one stays. */
export function tidyAfterMerge(context: SaveContext, object: string, masterId: string): void {
  const own = parentOf(context, object, masterId)?.['AccountId'] ?? null;
  for (const [child, field, other] of TWINS[object] ?? []) {
    if (context.registry.find(child) === undefined) continue;
    const seen = new Set<FieldValue>();
    for (const row of [...liveRows(context, child, field, masterId)].toSorted((a, b) => (String(a['Id']) < String(b['Id']) ? -1 : 1))) {
      const isTwin = seen.has(row[other] ?? null);
      seen.add(row[other] ?? null);
      const direct = child === 'AccountContactRelation' && field === 'ContactId' ? { IsDirect: row['AccountId'] === own } : {};
      if (isTwin) context.database.write(child, String(row['Id']), { ...row, IsDeleted: true, SystemModstamp: now(context) });
      else context.database.write(child, String(row['Id']), { ...row, ...direct });
    }
  }
}
const TWINS: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  Contact: [
    ['AccountContactRelation', 'ContactId', 'AccountId'],
    ['CampaignMember', 'ContactId', 'CampaignId'],
  ],
  Account: [['AccountContactRelation', 'AccountId', 'ContactId']],
  Lead: [['CampaignMember', 'LeadId', 'CampaignId']],
};
