/** Salesforce's side of campaigns: members by person, read and written in batches. */
import { z } from 'zod';
import type { CampaignMemberRow, CampaignMemberWrite, Clock, GatewayResult, RelationOutcome, RelationTable, SalesforceCampaigns } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import type { Names } from './names.ts';
import { queryAllPages } from './query.ts';
import { instantOf } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import { createSalesforceRelations } from './relations.ts';
import type { Session } from './session.ts';
import { inList, instantLiteral, quote, valueGroups } from './soql.ts';

type Context = {
  readonly session: Session;
  readonly names: Names;
  readonly clock: Clock;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly settleMs: number;
};
const pageMax = 2_000;
const pageSchema = z.object({ at: z.number(), id: z.string() });
const idIn = (row: SalesforceRecord, field: string): string | null => (typeof row[field] === 'string' && row[field] !== '' ? row[field] : null);

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}
/** Members are rows of a junction whose role is the status; a lead's and a contact's name their person in different fields. */
const tableFor = (person: 'Lead' | 'Contact'): RelationTable => ({
  object: 'CampaignMember',
  fromField: 'CampaignId',
  toField: `${person}Id`,
  roleField: 'Status',
  primaryField: null,
  fixedField: null,
});

/** The org's end of the campaigns lane. */
export function createSalesforceCampaigns(context: Context): SalesforceCampaigns {
  const { session, readTimeoutMs } = context;
  const relations = createSalesforceRelations(context);
  const ask = (soql: string, all: boolean) => queryAllPages(session, { name: 'campaign-members', soql, all, timeoutMs: readTimeoutMs });
  return {
    async members(campaign, people) {
      const found = new Map<string, CampaignMemberRow>();
      // Each id stands twice in the text, so a group is half as large.
      for (const group of valueGroups([...new Set(people)], 100)) {
        const named = inList(group);
        const answer = await ask(
          `SELECT Id,ContactId,LeadId,Status FROM CampaignMember WHERE CampaignId = ${quote(campaign)} AND (ContactId IN ${named} OR LeadId IN ${named})`,
          false,
        );
        if (!answer.ok) return plainly(answer);
        for (const row of answer.value)
          found.set(row.Id, { id: row.Id, contactId: idIn(row, 'ContactId'), leadId: idIn(row, 'LeadId'), status: idIn(row, 'Status') });
      }
      return { ok: true, value: [...found.values()] };
    },
    async changed(campaigns, since, until, page) {
      const after = page === null ? null : pageSchema.parse(JSON.parse(page));
      const start =
        after === null
          ? `SystemModstamp >= ${instantLiteral(since)}`
          : `(SystemModstamp > ${instantLiteral(after.at)} OR (SystemModstamp = ${instantLiteral(after.at)} AND Id > ${quote(after.id)}))`;
      const where = `CampaignId IN ${inList(campaigns)} AND ${start} AND SystemModstamp < ${instantLiteral(until + 1_000)}`;
      const answer = await ask(
        `SELECT Id,CampaignId,ContactId,LeadId,SystemModstamp FROM CampaignMember WHERE ${where} ORDER BY SystemModstamp, Id LIMIT ${String(pageMax)}`,
        true,
      );
      if (!answer.ok) return plainly(answer);
      const rows = answer.value.map((row) => ({
        campaign: idIn(row, 'CampaignId') ?? '',
        people: [idIn(row, 'ContactId'), idIn(row, 'LeadId')].flatMap((id) => id ?? []),
      }));
      const last = answer.value.at(-1);
      const isFull = last !== undefined && answer.value.length >= pageMax;
      return { ok: true, value: { rows, next: isFull ? JSON.stringify({ at: instantOf(last['SystemModstamp']), id: last.Id }) : null } };
    },
    async write(campaign, writes, sendBy) {
      const outcomes = new Map<CampaignMemberWrite, RelationOutcome>();
      const groups = Map.groupBy(writes, (write) => (write.kind === 'create' ? write.person.object : 'Contact'));
      for (const [person, group] of groups) {
        const answers = await relations.write(
          tableFor(person),
          group.map((write) => {
            if (write.kind === 'delete') return write;
            // A blank status becomes the campaign's default.
            const roles = write.status === null ? [] : [write.status];
            return write.kind === 'update'
              ? { kind: 'update', id: write.id, roles }
              : { kind: 'create', from: campaign, to: write.person.id, isPrimary: false, roles };
          }),
          sendBy,
        );
        for (const [at, write] of group.entries()) outcomes.set(write, answers[at] ?? { kind: 'unknown', settleAt: context.clock.now() + context.settleMs });
      }
      return writes.map((write) => outcomes.get(write) ?? { kind: 'unknown', settleAt: context.clock.now() + context.settleMs });
    },
  };
}
