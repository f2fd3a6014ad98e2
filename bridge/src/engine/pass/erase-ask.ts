/**
 * What comes before an erasure where the rules want a person's word: the question, and the no. While it is open, the notice that asked stays
 * in the inbox and nothing else is done for the pair. An operator who erases has given their word already.
 */
import { approvalWords, erasureApproval, keptRecordMark, otherSide, SIDES } from '../../domain/index.ts';
import type { Approval, Change, ObjectMapping, RecordRef } from '../../domain/model.ts';
import type { DueWork, PassOutcome } from '../ports.ts';
import { endOf, outcome, refOf } from './context.ts';
import type { Item, PassContext } from './context.ts';
import type { IdentifiedItems } from './identify.ts';
import { recordOf } from './subjects.ts';
import { issueOf } from './troubles.ts';

/** How soon an open question is looked at again by itself; its answer makes it due at once. */
const ASKED_AGAIN_MS = 3_600_000;

/** `go`: to be erased now. `stay`: a person said no. The others wait. */
export type Asked = { readonly go: readonly DueWork[]; readonly stay: readonly DueWork[]; readonly outcomes: readonly PassOutcome[] };

type Question = { readonly work: DueWork; readonly mapping: ObjectMapping; readonly approval: Approval };

/** Asks for the erasures that need a person's yes, and sorts out those that have their answer. */
export async function askFirst(context: PassContext, works: readonly DueWork[]): Promise<Asked> {
  const questions = works.flatMap((work) => questionOf(context, work) ?? []);
  if (questions.length === 0) return { go: works, stay: [], outcomes: [] };
  const rows = await context.store.askApprovals(
    context.connection,
    questions.map(({ approval }) => approval),
  );
  const stateOf = new Map(questions.map(({ work }, index) => [work, rows[index]?.state]));
  const isIn = (work: DueWork, ...states: readonly Approval['state'][]): boolean => states.some((state) => stateOf.get(work) === state);
  return {
    go: works.filter((work) => !isIn(work, 'waiting', 'refused')),
    stay: works.filter((work) => isIn(work, 'refused')),
    outcomes: questions.filter(({ work }) => isIn(work, 'waiting')).map((question) => waiting(context, question)),
  };
}

const askers = (work: DueWork): readonly Change[] => work.changes.filter((change) => change.kind === 'erase');

function questionOf(context: PassContext, work: DueWork): Question | null {
  const { rulebook, clock } = context;
  const [asker] = askers(work);
  if (asker === undefined || askers(work).some(({ origin }) => origin === 'operator')) return null;
  const named = work.link === null ? rulebook.mappingOf(asker.ref.side, asker.ref.object) : rulebook.mappingNamed(work.link.mapping);
  const ref = toLose(work, asker.ref);
  if (named === null || named.policies.whenErased === 'at-once' || ref === null) return null;
  return { work, mapping: named, approval: erasureApproval({ subject: work.subject, mapping: named.key, ref, cause: asker.ref, now: clock.now() }) };
}

/** The record that would be lost: the other one, or in Salesforce the one that is named; null where nothing is left to lose but traces. */
function toLose({ link, subject }: DueWork, cause: RecordRef): RecordRef | null {
  const other = link === null ? null : endOf(link, otherSide(cause.side));
  return other ?? (cause.side === 'salesforce' ? (recordOf(subject) ?? cause) : null);
}

/** Everything else that came is let go of: after the answer the record is looked at as it is then. */
function waiting(context: PassContext, { work, mapping, approval }: Question): PassOutcome {
  const draft = { rule: null, code: 'erasure-waiting', side: approval.ref.side, field: null };
  const issue = { ...issueOf(context, { work, link: work.link, mapping }, draft, approval.ref), cause: approvalWords(approval) };
  return outcome(
    { work, link: work.link, formerRefs: [], decisions: [] },
    {
      consumed: work.changes.filter((change) => change.kind !== 'erase').map((change) => change.eventId),
      issues: [issue],
      next: { kind: 'again', at: context.clock.now() + ASKED_AGAIN_MS, isRetry: false },
    },
  );
}

type Found = Pick<IdentifiedItems, 'pairs' | 'creates' | 'outcomes'>;

/** Records of which a person said that they stay: none is made of them and none joins them until their address is allowed again. */
export async function leaveKept(context: PassContext, { pairs, creates, outcomes }: Found): Promise<Found> {
  const alone: readonly Item[] = [...pairs, ...creates].filter(({ work }) => work.link === null);
  const marksOf = new Map(alone.map((item) => [item, marksOfEnds(context, item)]));
  const marks = [...marksOf.values()].flat();
  const kept = marks.length === 0 ? new Map<string, number>() : await context.store.erasedAmong(context.connection, marks);
  if (kept.size === 0) return { pairs, creates, outcomes };
  const isKept = (item: Item): boolean => marksOf.get(item)?.some((mark) => kept.has(mark)) === true;
  const explanation =
    'This person was erased and somebody decided that the record stays. It gets no counterpart until its address is allowed again (fieldwise erasures allow).';
  const held = alone.filter(isKept).map((item) => {
    const ref = recordOf(item.work.subject);
    return outcome({ ...item, link: null }, ref === null ? {} : { unlinked: { ref, reason: { code: 'review', explanation } } });
  });
  const isFree = (item: Item): boolean => !isKept(item);
  return { pairs: pairs.filter(isFree), creates: creates.filter(isFree), outcomes: [...outcomes, ...held] };
}

function marksOfEnds({ fingerprint }: PassContext, { records }: Item): readonly string[] {
  return SIDES.flatMap((side) => {
    const record = records[side];
    return record === null ? [] : [keptRecordMark(fingerprint, refOf(record, side))];
  });
}
