/** People who asked to be forgotten, as an operator handles them: find their records, have them erased, prove it later. */
import { brokenErasure, erasedKeyMark, erasedRecordMark, keptRecordMark, matchValues, recognition, SIDES } from '../domain/index.ts';
import type { Change, Erasure, EventId, ObjectMapping, RecordRef } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import type { OperationsResult } from './operations.ts';
import { parseRecord } from './records.ts';
import type { Receive } from './settle.ts';
import type { ConnectionView } from './view.ts';

const pageMax = 500;

export type EraseAnswer = {
  /** Records whose erasure has been asked for; the ends of their links go with them. */
  readonly erasing: readonly RecordRef[];
  /** Hash under which the proof of each record's erasure can be found, once it is done. */
  readonly marks: readonly string[];
};

/**
 * Asks for an erasure by record or by address; it is carried out by the next look, and repeated until both platforms have done it. An
 * address is looked up in both systems. 404 when nothing is found, 409 while the platforms are not reached.
 */
export async function askErasure(
  view: ConnectionView,
  receive: Receive,
  what: { readonly record?: string | undefined; readonly address?: string | undefined },
): Promise<OperationsResult<EraseAnswer>> {
  const named = what.record === undefined ? [] : parseRecord(what.record).slice(0, 1);
  const found = what.address === undefined ? { ok: true as const, value: [] } : await recordsOf(view, what.address);
  if (!found.ok) return found;
  const refs = [...new Map([...named, ...found.value].map((ref) => [`${ref.side}:${ref.object}:${ref.id}`, ref])).values()];
  if (refs.length === 0)
    return {
      ok: false,
      status: 404,
      error: 'No record was found for this. Give a record as salesforce:Contact:<id> or hubspot:contacts:<id>, or an e-mail address.',
    };
  const now = view.clock.now();
  const changes = refs.map((ref): Change => ({
    // Built here and nowhere else, so the brand is true.
    eventId: `operator:erase:${String(now)}:${ref.side}:${ref.object}:${ref.id}` as EventId,
    ref,
    kind: 'erase',
    fields: {},
    occurredAt: now,
    lane: 'consent',
    origin: 'operator',
  }));
  await receive(changes);
  return { ok: true, value: { erasing: refs, marks: refs.map((ref) => erasedRecordMark(view.fingerprint, ref)) } };
}

const personMappings = (view: ConnectionView): readonly ObjectMapping[] =>
  view.rulebook()?.rules.mappings.filter((one) => recognition(one)?.by === 'email') ?? [];

/** Every record that carries the address, in both systems, HubSpot's secondary addresses too. */
async function recordsOf(view: ConnectionView, address: string): Promise<OperationsResult<readonly RecordRef[]>> {
  const gateways = view.gateways();
  if (gateways === null) return { ok: false, status: 409, error: 'Salesforce and HubSpot are not reached yet; an address is looked up in both.' };
  const refs: RecordRef[] = [];
  for (const mapping of personMappings(view)) {
    const how = recognition(mapping);
    if (how === null) continue;
    for (const side of SIDES)
      for (const object of side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]) {
        const read = await gateways[side].find(object, how.match[side], [address.trim()], how.fields[side]);
        if (!read.ok) return { ok: false, status: 409, error: `The address could not be looked up: ${read.failure.code}. Nothing was erased.` };
        refs.push(...read.value.flatMap(({ records }) => records.map((record): RecordRef => ({ side, object: record.object, id: record.id }))));
      }
  }
  return { ok: true, value: refs };
}

/** The marks an address has under every mapping of people. */
function marksOf(view: ConnectionView, address: string): readonly string[] {
  return personMappings(view).flatMap((mapping) => {
    const how = recognition(mapping);
    if (how === null) return [];
    const record = { ref: { side: 'hubspot' as const, object: mapping.hubspotObject, id: '' }, values: { [how.match.hubspot]: address } };
    return matchValues(record, how).map((value) => erasedKeyMark(view.fingerprint, view.fingerprint(`match:${mapping.key}:${how.by}`, value)));
  });
}

/** Lets records of an erased address cross again: the person came back of their own will. */
export async function allowAddress(view: ConnectionView, address: string): Promise<OperationsResult<{ readonly allowed: number }>> {
  // Records that stayed when their counterpart was erased are let in with their address; they are looked up where the platforms are reached.
  const found = await recordsOf(view, address);
  const kept = found.ok ? found.value.map((ref) => keptRecordMark(view.fingerprint, ref)) : [];
  return { ok: true, value: { allowed: await view.store.allowErased(view.id, [...marksOf(view, address), ...kept]) } };
}

export type ErasureCheck = {
  readonly proofs: number;
  /** The first proof that does not fit the chain; null when all do. */
  readonly broken: number | null;
  /** With a record given: the proof of its erasure, and whether late notices of it would be recognised. */
  readonly found?: { readonly proof: Erasure | null; readonly isMarked: boolean };
};

/** Recomputes the whole chain, and looks a record up in it for whoever still has its id. */
export async function verifyErasures(view: ConnectionView, record: string | undefined): Promise<OperationsResult<ErasureCheck>> {
  const wanted = record === undefined ? [] : parseRecord(record);
  let last: Erasure | null = null;
  let broken: number | null = null;
  let proofs = 0;
  let proof: Erasure | null = null;
  let after: string | undefined;
  const marked = await view.store.erasedAmong(
    view.id,
    wanted.map((ref) => erasedRecordMark(view.fingerprint, ref)),
  );
  const [number] = marked.values();
  do {
    const page: Page<Erasure> = await view.store.erasures(view.id, { limit: pageMax, ...(after === undefined ? {} : { after }) });
    broken ??= brokenErasure(page.items, last);
    proof ??= page.items.find((one) => one.number === number) ?? null;
    proofs += page.items.length;
    last = page.items.at(-1) ?? last;
    after = page.next ?? undefined;
  } while (after !== undefined);
  if (record === undefined) return { ok: true, value: { proofs, broken } };
  return { ok: true, value: { proofs, broken, found: { proof, isMarked: marked.size > 0 } } };
}
