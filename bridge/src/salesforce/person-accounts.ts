/**
 * Person accounts: one account and its hidden contact. The bridge knows such a person as the contact, whose row can be read and found like
 * any other; changes are sent to the account, under the account's names, because the platform takes none for the contact (quirks.md).
 */
import type { WriteFault } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { Session } from './session.ts';
import { inList, valueGroups } from './soql.ts';

export type PersonAccounts = {
  /** Notes what describe says of Account; an org without the feature has no such fields. */
  learn(accountFields: Iterable<string>): void;
  /** The accounts behind contacts that are person accounts, by contact id; empty in an org without the feature, and without a call. */
  accountsOf(contactIds: readonly string[], isUrgent?: boolean): Promise<CallResult<ReadonlyMap<string, string>>>;
  /** The account's name of a contact's field; the same name where it has none, so that the platform says so. */
  accountField(contactField: string): string;
  /** A fault in the contact's words. */
  asContact(fault: WriteFault, contactFields: readonly string[]): WriteFault;
};

const FLAG = 'IsPersonAccount';

export function createPersonAccounts(session: Session, timeoutMs: number): PersonAccounts {
  let known: ReadonlySet<string> = new Set();
  const accountField = (name: string): string => {
    const candidates = name.endsWith('__c') ? [name.replace(/__c$/, '__pc')] : [`Person${name}`, name];
    return candidates.find((candidate) => known.has(candidate)) ?? name;
  };
  return {
    learn: (fields) => {
      known = new Set(fields);
    },
    accountField,
    asContact: (fault, contactFields) => {
      const back = new Map(contactFields.map((name) => [accountField(name), name]));
      return { ...fault, fields: fault.fields.map((name) => back.get(name) ?? name) };
    },
    async accountsOf(contactIds, isUrgent = false) {
      const accounts = new Map<string, string>();
      if (!known.has(FLAG)) return { ok: true, value: accounts };
      for (const group of valueGroups([...new Set(contactIds)])) {
        const soql = `SELECT Id,AccountId FROM Contact WHERE ${FLAG} = true AND Id IN ${inList(group)}`;
        const answer = await queryAllPages(session, { name: 'person-accounts', soql, timeoutMs, isUrgent });
        if (!answer.ok) return answer;
        for (const row of answer.value) if (typeof row['AccountId'] === 'string') accounts.set(row.Id, row['AccountId']);
      }
      return { ok: true, value: accounts };
    },
  };
}
