import { isClosed } from './activities.ts';
import { noCycle } from './relations.ts';
import { changes, parentOf } from './rule.ts';
import type { StandardRule } from './rule.ts';

const hierarchy = noCycle('Case');

export const serviceCase: StandardRule = {
  /** Closed by its status; the contact gives the account of a new case, and what the case shows of it. */
  check: (context, item) => {
    const { next, before } = item;
    hierarchy(context, item);
    next['IsClosed'] = isClosed(context, 'CaseStatus', next['Status']);
    if (next['IsClosed'] !== true) next['ClosedDate'] = null;
    else if (before?.['IsClosed'] !== true) next['ClosedDate'] = Math.floor(context.transaction.now() / 1000) * 1000;
    const contact = parentOf(context, 'Contact', next['ContactId']);
    if (before === null || changes(item, 'ContactId')) next['AccountId'] ??= contact?.['AccountId'] ?? null;
    Object.assign(next, {
      ContactEmail: contact?.['Email'] ?? null,
      ContactPhone: contact?.['Phone'] ?? null,
      ContactMobile: contact?.['MobilePhone'] ?? null,
      ContactFax: contact?.['Fax'] ?? null,
    });
  },
};
