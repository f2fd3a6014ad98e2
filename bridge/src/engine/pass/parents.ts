/**
 * Before a create: a record that cannot be without another (a line item without its opportunity, the detail of a master) waits until that
 * one is in step. Nothing is polled: it leaves the keys under which it is found again when that happens.
 */
import { otherSide } from '../../domain/index.ts';
import type { FieldRule } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { outcome, refOf } from './context.ts';
import type { PassContext, Staged } from './context.ts';
import type { NewItem } from './identify.ts';
import { matchKeys } from './records.ts';
import type { ReferencesOf } from './references.ts';

/**
 * So often one that waits is looked at again by the clock, which is longer than any pass can be under way: its keys may have been stored
 * just after somebody asked for them. From then on it is woken, or never.
 */
export const WAKE_TRIES = 6;

/** Lets go on what needs no parent or has it. */
export function holdForParents(context: PassContext, creates: readonly NewItem[], references: ReferencesOf): Staged<NewItem> {
  const held = creates.flatMap((item) => {
    const reason = whyHeld(context, item, references);
    return reason === null ? [] : [[item, reason] as const];
  });
  const waiting = new Set(held.map(([item]) => item));
  const outcomes = held.map(([item, explanation]) => waitForOther(context, item, references, explanation));
  return { items: creates.filter((item) => !waiting.has(item)), outcomes };
}

/** The outcome of a record that waits for another one: found again under the keys it leaves. */
export function waitForOther(context: PassContext, item: NewItem, references: ReferencesOf, explanation: string): PassOutcome {
  const { clock, random, settings } = context;
  const { work, formerRefs, decisions } = item;
  const ref = refOf(item.source, item.from);
  const keys = [...matchKeys(context, item), ...references.missingOf(item), ...(item.needs ?? [])];
  const at = retryAt({ now: clock.now(), tries: work.tries, random, settings });
  return outcome(
    { work, link: work.link, formerRefs, decisions },
    {
      matchKeys: [{ ref, keys }],
      ...(work.link === null ? { unlinked: { ref, reason: { code: 'waiting' as const, explanation } } } : {}),
      ...(keys.length > 0 && work.tries < WAKE_TRIES ? { next: { kind: 'again' as const, at, isRetry: true } } : {}),
    },
  );
}

function whyHeld({ rulebook }: PassContext, item: NewItem, references: ReferencesOf): string | null {
  const { held, idOf } = references.of(item);
  const object = item.from === 'salesforce' ? item.source.object : item.object;
  for (const rule of item.mapping.fields.filter((one) => isParent(rulebook.schemas.get(`salesforce:${object}`)?.fields.get(one.salesforceField), one))) {
    const value = held[rule.key]?.[item.from];
    if (value === undefined) continue;
    if (value.kind === 'known' && value.linkId === null) return `It belongs to no record yet: ${rule.salesforceField} is needed in Salesforce.`;
    if (value.kind !== 'known' || value.linkId === null || idOf(value.linkId, otherSide(item.from)) === null)
      return `The record it belongs to (${rule.salesforceField}) is not in step yet; it follows as soon as that one is.`;
  }
  return item.mapping.needsReference === true && !leadsSomewhere(item, references)
    ? 'Nobody and nothing it is about is in step; it follows as soon as one is.'
    : null;
}

/** Whether one of its lookups leads to a record in step. */
function leadsSomewhere(item: NewItem, references: ReferencesOf): boolean {
  const { held, idOf } = references.of(item);
  return Object.values(held).some((sided) => {
    const value = sided[item.from];
    return value.kind === 'known' && value.linkId !== null && idOf(value.linkId, otherSide(item.from)) !== null;
  });
}

function isParent(field: { readonly isRequired: boolean } | undefined, rule: FieldRule): boolean {
  return rule.referenceMapping !== null && rule.direction !== 'off' && field?.isRequired === true;
}
