/**
 * Stage 1: notices that only tell what is agreed already are consumed without a read. Most of them are echoes of our own writes.
 */
import { KEY_FIELD, reading, STAMP_FIELD } from '../../domain/index.ts';
import type { Fingerprinter } from '../../domain/index.ts';
import type { Change, Link } from '../../domain/model.ts';
import type { DueWork } from '../ports.ts';
import type { Rulebook } from '../rulebook.ts';

/**
 * Whether a pass may skip this work: its link is whole, has no write in flight, nothing else asked for a look, and every notice
 * carries exactly the value of the baseline on its side.
 */
export function isEcho(work: DueWork, rulebook: Rulebook, fingerprint: Fingerprinter): boolean {
  const { link } = work;
  if (link === null || link.state !== 'active' || link.salesforce === null || link.hubspot === null) return false;
  if (link.attempts.length > 0 || work.tries > 0 || work.woken === true || work.changes.length === 0) return false;
  return work.changes.every((change) => tellsNothing(change, link, rulebook, fingerprint));
}

function tellsNothing(change: Change, link: Link, rulebook: Rulebook, fingerprint: Fingerprinter): boolean {
  const end = link[change.ref.side];
  if (change.origin !== 'event' || end?.id !== change.ref.id || (change.kind !== 'update' && change.kind !== 'create')) return false;
  const fields = Object.entries(change.fields);
  // A create without fields is the birth of a record we know: whoever linked it has read it since.
  if (fields.length === 0) return change.kind === 'create' && link.syncedAt !== null && link.syncedAt >= change.occurredAt;
  return fields.every(([field, told]) => {
    if (field === KEY_FIELD[change.ref.side] || field === STAMP_FIELD[change.ref.side]) return true;
    const schema = rulebook.schemas.get(`${change.ref.side}:${end.object}`)?.fields.get(field);
    const rules = rulebook.rulesOn(change.ref.side, end.object, field, link.mapping);
    if (told.value === undefined || schema === undefined || rules.length === 0) return false;
    const { value } = reading(told.value, schema);
    return rules.every((rule) => rule.referenceMapping === null && link.baseline[rule.key]?.[change.ref.side] === fingerprint(rule.key, value));
  });
}
