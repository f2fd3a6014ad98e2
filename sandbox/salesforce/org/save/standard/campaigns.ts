import type { Row } from '../../../contract.ts';
import { rowError } from '../../errors.ts';
import type { SaveContext } from '../context.ts';
import { liveRows, saveAlso } from './rule.ts';
import type { StandardRule } from './rule.ts';

/** Every campaign is born with these two (Object Reference, "CampaignMemberStatus": one default, one that counts as responded). */
const BORN_WITH: readonly Row[] = [
  { Label: 'Sent', SortOrder: '1', IsDefault: true, HasResponded: false },
  { Label: 'Responded', SortOrder: '2', IsDefault: false, HasResponded: true },
];

export const campaign: StandardRule = {
  follow: (context, operation, saved) => {
    if (operation === 'insert')
      saveAlso(
        context,
        'insert',
        'CampaignMemberStatus',
        saved.flatMap((item) => BORN_WITH.map((status) => ({ item, row: { ...status, CampaignId: item.id } }))),
      );
  },
};

/** The statuses of a campaign; one made before statuses were kept has the two every campaign is born with. */
function statusesOf(context: SaveContext, campaignId: Row['CampaignId']): readonly Row[] {
  const rows = liveRows(context, 'CampaignMemberStatus', 'CampaignId', campaignId ?? null);
  return rows.length > 0 ? rows : BORN_WITH;
}

export const member: StandardRule = {
  /** A status the campaign does not have becomes its default, without an error; with both a lead and a contact the contact counts (Object Reference, "CampaignMember"). */
  check: (context, { next, before, errors }) => {
    if (before === null && next['LeadId'] !== null && next['ContactId'] !== null) next['LeadId'] = null;
    if (next['LeadId'] === null && next['ContactId'] === null)
      return void errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'A campaign member needs either a lead or a contact', ['LeadId', 'ContactId']));
    const statuses = statusesOf(context, next['CampaignId'] ?? null);
    const wanted = String(next['Status'] ?? '').toLowerCase();
    const status = statuses.find((s) => String(s['Label']).toLowerCase() === wanted) ?? statuses.find((s) => s['IsDefault'] === true) ?? statuses[0];
    Object.assign(next, {
      Status: status?.['Label'] ?? null,
      HasResponded: status?.['HasResponded'] === true,
      LeadOrContactId: next['ContactId'] ?? next['LeadId'] ?? null,
      Type: next['ContactId'] === null ? 'Lead' : 'Contact',
    });
    if (next['HasResponded'] === true) next['FirstRespondedDate'] ??= new Date(context.transaction.now()).toISOString().slice(0, 10);
  },
  unique: (context, { id, next }) => {
    const same = (field: 'LeadId' | 'ContactId'): boolean =>
      next[field] !== null &&
      liveRows(context, 'CampaignMember', field, next[field] ?? null).some((other) => other['Id'] !== id && other['CampaignId'] === next['CampaignId']);
    return same('LeadId') || same('ContactId') ? rowError('DUPLICATE_VALUE', 'Already a campaign member.', []) : null;
  },
};

export const memberStatus: StandardRule = {
  unique: (context, { id, next }) => {
    const label = String(next['Label']).toLowerCase();
    const same = liveRows(context, 'CampaignMemberStatus', 'CampaignId', next['CampaignId'] ?? null).some(
      (other) => other['Id'] !== id && String(other['Label']).toLowerCase() === label,
    );
    return same
      ? rowError('DUPLICATE_VALUE', `duplicate value found: Label duplicates value on record with id: ${String(next['CampaignId'])}`, ['Label'])
      : null;
  },
  /** One default: the one saved last. */
  follow: (context, _, saved) => {
    for (const item of saved.filter((i) => i.next['IsDefault'] === true))
      for (const other of liveRows(context, 'CampaignMemberStatus', 'CampaignId', item.next['CampaignId'] ?? null))
        if (other['Id'] !== item.id && other['IsDefault'] === true)
          context.database.write('CampaignMemberStatus', String(other['Id']), { ...other, IsDefault: false });
  },
  keeps: (context, row) => {
    const isUsed = liveRows(context, 'CampaignMember', 'CampaignId', row['CampaignId'] ?? null).some((m) => m['Status'] === row['Label']);
    return row['IsDefault'] === true || isUsed ? rowError('DELETE_FAILED', 'the status is the default of its campaign, or in use') : null;
  },
};
