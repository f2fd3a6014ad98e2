/** Before the writes: what would fill the org's storage beyond an activity rule's monthly cap waits for the next month, made by nobody. */
import type { CapAnswer } from '../ports-caps.ts';
import { outcome, refOf } from './context.ts';
import type { PassContext, Staged } from './context.ts';
import type { NewItem } from './identify.ts';

/** Creates there is room for; the others are finished here and looked at again when there is. */
export async function holdAtCaps(context: PassContext, creates: readonly NewItem[]): Promise<Staged<NewItem>> {
  const capped = context.caps === undefined ? [] : creates.filter(({ mapping, from }) => mapping.activity !== undefined && from === 'hubspot');
  if (context.caps === undefined || capped.length === 0) return { items: creates, outcomes: [] };
  const answers = await context.caps.admit(capped.map((item) => ({ subject: item.work.subject, mapping: item.mapping, ref: refOf(item.source, item.from) })));
  const held = new Map(
    capped.flatMap((item, index) => {
      const answer = answers[index] ?? null;
      return answer === null ? [] : [[item, answer] as const];
    }),
  );
  return {
    items: creates.filter((item) => !held.has(item)),
    outcomes: [...held].map(([item, answer]) => waiting(item, answer)),
  };
}

function waiting(item: NewItem, { until, words }: NonNullable<CapAnswer>) {
  const { work, formerRefs, decisions } = item;
  const unlinked = { ref: refOf(item.source, item.from), reason: { code: 'waiting' as const, explanation: words } };
  return outcome(
    { work, link: work.link, formerRefs, decisions },
    { ...(work.link === null ? { unlinked } : {}), next: { kind: 'again', at: until, isRetry: false } },
  );
}
