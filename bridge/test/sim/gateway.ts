/** A gateway to a simulated CRM over a network that delays, refuses, loses and lands late. */
import type { Side } from '../../src/domain/index.ts';
import type {
  ConversionOutcome,
  CrmGateway,
  LeadConversion,
  GatewayFailure,
  RemovalRequest,
  WriteFault,
  WriteOutcome,
  WriteRequest,
} from '../../src/engine/index.ts';
import { BRIDGE_ACTOR } from './crm.ts';
import type { Crm, SimRecord } from './crm.ts';
import type { Dice } from './random.ts';
import { OWNERS, SCHEMAS } from './rules.ts';
import type { Time } from './time.ts';

export type Weather = {
  readonly throttled: number;
  readonly broken: number;
  readonly lost: number;
  readonly late: number;
  readonly partial: number;
  readonly slow: number;
};
export const CALM: Weather = { throttled: 0, broken: 0, lost: 0, late: 0, partial: 0, slow: 0 };
export const CALL_LIFE_MS = 150_000;
/** Calls in flight that may still land, and who read what when: the checker's view of the wire. */
export type Wire = {
  readonly weather: () => Weather;
  readonly calls: { reads: number; writes: number; finds: number; histories: number; written: number; created: number };
  readonly beforeLanding: (side: Side, request: WriteRequest) => void;
  readonly landed: (side: Side, request: WriteRequest, readAt: number, before: Readonly<Record<string, unknown>>, record: SimRecord, created: boolean) => void;
  readonly sending: (side: Side, request: WriteRequest) => { readonly done: () => void };
  readonly found: (side: Side, field: string, value: string) => void;
  readonly removed: (side: Side, kind: RemovalRequest['kind'], id: string) => void;
  readonly mark: (name: string) => void;
  /** Records whose stage we cleared and have not set since. */
  readonly cleared?: Set<string>;
};
export type GatewayPorts = {
  readonly crm: Crm;
  readonly time: Time;
  readonly dice: Dice;
  readonly wire: Wire;
  readonly lagMs: number;
  /** Whether a call that cleared properties is the last that leaves. */ readonly cut?: () => boolean;
};

const FIRM_WORDS = 'Alder Brook Cinder Dune Ember Flint Grove Harbor Iris Juniper Kestrel Larch Meadow Nimbus Orchid Pepper Quarry Raven'.split(' ');
/** The firm of a lead that had none in HubSpot. No two look alike: names that differ by a digit are one firm to whoever compares names. */
function firmName(serial: number): string {
  const word = (index: number): string => FIRM_WORDS[index % FIRM_WORDS.length] ?? '';
  return `${word(serial)} ${word(5 * Math.floor(serial / FIRM_WORDS.length) + 7 * serial + 3)} Works`;
}

/** A gateway of one process to one CRM. */
export function createGateway({ crm, time, dice, wire, lagMs, ...ports }: GatewayPorts): CrmGateway {
  const { side } = crm;
  let nextAt = 0;
  const lastRead = new Map<string, number>();
  const network = async (): Promise<void> => time.wait(dice.between(20, 80) + (dice.chance(wire.weather().slow) ? dice.between(500, 8_000) : 0));
  const failing = (): GatewayFailure | null => {
    const roll = dice.next();
    const { throttled, broken } = wire.weather();
    if (roll < throttled) {
      wire.mark('read-throttled');
      nextAt = time.now() + 1_000;
      return { kind: 'budget', code: 'RATE_LIMITS', message: '', retryAt: time.now() + 1_000 };
    }
    if (roll < throttled + broken) {
      wire.mark('read-broken');
      return { kind: 'transient', code: 'HTTP_503', message: '', retryAt: null };
    }
    return null;
  };
  const ask = async <T>(look: () => T): Promise<{ ok: true; value: T } | { ok: false; failure: GatewayFailure }> => {
    await network();
    const failure = failing();
    if (failure !== null) return { ok: false, failure };
    const value = look();
    await network();
    return { ok: true, value };
  };
  const remember = (id: string): void => {
    lastRead.set(id, time.now());
  };

  /** `readAt`: when the record was last read before the call left; what is read while it is under way did not shape it. */
  const landOne = (request: WriteRequest, readAt: number): WriteOutcome => {
    wire.beforeLanding(side, request);
    const before = { ...(request.id === null ? {} : crm.resolve(request.id)?.values) };
    const result = crm.land(request);
    if ('code' in result) return refuse(result);
    wire.calls.written += 1;
    if (result.created) wire.calls.created += 1;
    if ('lifecyclestage' in request.values) wire.cleared?.delete(result.record.id);
    wire.landed(side, request, readAt, before, result.record, result.created);
    const fields = [
      ...(SCHEMAS.get(`${side}:${result.record.object}`)?.fields.keys() ?? []),
      side === 'salesforce' ? 'Sync_Key__c' : 'fieldwise_key',
      side === 'salesforce' ? 'Sync_Stamp__c' : 'fieldwise_stamp',
    ];
    return { kind: 'ok', id: result.record.id, created: result.created, after: crm.wire(result.record, fields) };
  };
  const refuse = (fault: WriteFault): WriteOutcome => {
    wire.mark(`refused:${fault.code}`);
    return { kind: 'rejected', fault };
  };
  const deferred = (code: string, waitMs: number): WriteOutcome => ({
    kind: 'deferred',
    fault: { code, message: '', fields: [], existingId: null },
    retryAt: time.now() + waitMs,
  });

  /** The call that clears properties first: no key, no stamp. */
  const landClearing = (request: WriteRequest): WriteOutcome => {
    wire.mark('cleared-first');
    wire.cleared?.add(request.id ?? '');
    const refused = crm.edit(request.id ?? '', Object.fromEntries((request.clearFirst ?? []).map((name) => [name, null])), BRIDGE_ACTOR[side]);
    return refused === null ? { kind: 'ok', id: request.id ?? '', created: false, after: null } : refuse(refused);
  };
  const clearAndWrite = async (requests: readonly WriteRequest[]): Promise<readonly WriteOutcome[]> => {
    const clearing = requests.filter(({ clearFirst = [] }) => clearFirst.length > 0);
    const cleared = clearing.length === 0 ? [] : await writeChunk(clearing, landClearing);
    const failed = new Map<WriteRequest, WriteOutcome>();
    for (const [index, request] of clearing.entries()) {
      const outcome = cleared[index];
      if (outcome !== undefined && outcome.kind !== 'ok') failed.set(request, outcome);
    }
    const open = requests.filter((request) => !failed.has(request));
    // What was cleared is not followed by its value: this is where a process dies, a network breaks, a budget ends.
    const cut = ports.cut?.() === true ? new Set(clearing.filter((request) => !failed.has(request))) : new Set<WriteRequest>();
    for (const request of cut) failed.set(request, deferred('RATE_LIMITS', 1_000));
    const rest = open.filter((request) => !cut.has(request));
    const written = rest.length === 0 ? [] : await writeChunk(rest);
    // What was cleared gets its value though the rest is refused.
    for (const request of clearing)
      if (written[rest.indexOf(request)]?.kind === 'rejected')
        crm.edit(request.id ?? '', Object.fromEntries((request.clearFirst ?? []).map((name) => [name, request.values[name] ?? null])), BRIDGE_ACTOR[side]);
    if (cut.size > 0 || clearing.some((request) => !failed.has(request) && written[rest.indexOf(request)]?.kind !== 'ok')) wire.mark('cleared-then-cut');
    return requests.flatMap((request) => failed.get(request) ?? written[rest.indexOf(request)] ?? []);
  };

  const writeChunk = async (requests: readonly WriteRequest[], landAs = landOne): Promise<readonly WriteOutcome[]> => {
    wire.calls.writes += 1;
    const sentAt = time.now();
    const { throttled, broken, lost, late, partial } = wire.weather();
    const tickets = requests.map((request) => wire.sending(side, request));
    const readAt = new Map(requests.map((request) => [request, lastRead.get(request.id ?? '') ?? 0]));
    const land = (request: WriteRequest): WriteOutcome => landAs(request, readAt.get(request) ?? 0);
    const finish = (): void => {
      for (const ticket of tickets) ticket.done();
    };
    const roll = dice.next();
    await network();
    if (roll < throttled) {
      finish();
      wire.mark('write-throttled');
      nextAt = time.now() + 1_000;
      return requests.map(() => deferred('RATE_LIMITS', 1_000));
    }
    if (roll < throttled + broken) {
      finish();
      wire.mark('write-broken');
      return requests.map(() => deferred('HTTP_503', 0));
    }
    if (roll < throttled + broken + late) {
      // The client gives up; the call may still land, or never does.
      const landsAt = sentAt + dice.between(10_000, CALL_LIFE_MS - 30_000);
      const lands = dice.chance(0.6);
      wire.mark(lands ? 'write-late' : 'write-vanished');
      time.at(landsAt, () => {
        if (lands) for (const request of requests) land(request);
        finish();
      });
      await time.wait(dice.between(3_000, 9_000));
      return requests.map(() => ({ kind: 'unknown' as const, settleAt: sentAt + CALL_LIFE_MS - 10_000 }));
    }
    const outcomes = requests.map((request) => {
      if (dice.chance(partial)) {
        wire.mark('row-locked');
        return deferred('UNABLE_TO_LOCK_ROW', 500);
      }
      return land(request);
    });
    finish();
    if (dice.chance(lost)) {
      wire.mark('response-lost');
      await time.wait(dice.between(2_000, 9_000));
      return requests.map(() => ({ kind: 'unknown' as const, settleAt: sentAt + dice.between(20_000, 60_000) }));
    }
    await network();
    return outcomes.map((outcome) => (outcome.kind === 'ok' && dice.chance(0.02) ? { ...outcome, after: null } : outcome));
  };

  const removeOne = ({ kind, id }: RemovalRequest): WriteOutcome => {
    wire.removed(side, kind, id);
    if (kind === 'delete') crm.remove(id, BRIDGE_ACTOR[side]);
    if (kind === 'erase') crm.erase(id, BRIDGE_ACTOR[side]);
    if (kind === 'restore' && (side === 'hubspot' || !crm.restore(id, BRIDGE_ACTOR[side]))) {
      const there = crm.records.get(id);
      if (there === undefined || there.isDeleted || there.mergedInto !== null)
        return refuse({ code: side === 'hubspot' ? 'RESTORE_UNSUPPORTED' : 'UNDELETE_FAILED', message: '', fields: [], existingId: null });
    }
    return { kind: 'ok', id, created: false, after: null };
  };
  /** Deletions go through the same weather as writes. */
  const removeChunk = async (requests: readonly RemovalRequest[]): Promise<readonly WriteOutcome[]> => {
    const sentAt = time.now();
    const { throttled, broken, lost, late } = wire.weather();
    const roll = dice.next();
    await network();
    if (roll < throttled + broken) return requests.map(() => deferred('RATE_LIMITS', 1_000));
    if (roll < throttled + broken + late) {
      const lands = dice.chance(0.6);
      time.at(sentAt + dice.between(10_000, CALL_LIFE_MS - 30_000), () => {
        if (lands) for (const request of requests) removeOne(request);
      });
      wire.mark('removal-late');
      await time.wait(dice.between(3_000, 9_000));
      return requests.map(() => ({ kind: 'unknown' as const, settleAt: sentAt + CALL_LIFE_MS - 10_000 }));
    }
    const outcomes = requests.map(removeOne);
    if (dice.chance(lost)) return requests.map(() => ({ kind: 'unknown' as const, settleAt: sentAt + dice.between(20_000, 60_000) }));
    await network();
    return outcomes;
  };

  const convertOne = ({ leadId, accountId }: LeadConversion): ConversionOutcome => {
    const lead = crm.records.get(leadId);
    if (lead === undefined || lead.isDeleted) return { kind: 'rejected', fault: { code: 'ENTITY_IS_DELETED', message: '', fields: [], existingId: null } };
    // A rule of the customer's: leads of the old process are not converted.
    if (lead.convertedTo === null && lead.values['Status'] === 'Legacy') {
      wire.mark('conversion-refused');
      return { kind: 'rejected', fault: { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not from the old process.', fields: [], existingId: null } };
    }
    const [mine] =
      accountId === null && lead.convertedTo === null ? [crm.create('Account', { Name: firmName(Number(leadId.slice(3, 15))) }, BRIDGE_ACTOR.salesforce)] : [];
    const account = accountId ?? (mine !== undefined && 'id' in mine ? mine.id : null);
    if (lead.convertedTo === null && crm.convert(leadId, account, BRIDGE_ACTOR.salesforce) !== null) wire.mark('converted-by-deal');
    return { kind: 'ok', contactId: lead.convertedTo?.contactId ?? '', accountId: lead.convertedTo?.accountId ?? null };
  };
  const convertChunk = async (requests: readonly LeadConversion[]): Promise<readonly ConversionOutcome[]> => {
    wire.calls.writes += 1;
    const { throttled, broken, lost, late, partial } = wire.weather();
    const open = (code: string): ConversionOutcome => ({
      kind: 'open',
      fault: { code, message: '', fields: [], existingId: null },
      retryAt: time.now() + 1_000,
    });
    const roll = dice.next();
    await network();
    if (roll < throttled + broken) return requests.map(() => open('HTTP_503'));
    if (roll < throttled + broken + late) {
      wire.mark('conversion-late');
      time.at(time.now() + dice.between(1_000, 60_000), () => {
        requests.forEach(convertOne);
      });
      return requests.map(() => open('TIMEOUT'));
    }
    const outcomes = requests.map((request) => (dice.chance(partial) ? open('UNABLE_TO_LOCK_ROW') : convertOne(request)));
    if (dice.chance(lost)) return requests.map(() => open('TIMEOUT'));
    await network();
    return outcomes;
  };

  return {
    side,
    actor: BRIDGE_ACTOR[side],
    schemas: async () => ({ ok: true, value: SCHEMAS }),
    read: (object, ids, fields) => {
      wire.calls.reads += Math.ceil(ids.length / (side === 'hubspot' ? 100 : 200));
      return ask(() =>
        ids.map((id) => {
          const record = crm.records.get(id);
          if (record === undefined || record.isErased) return { kind: 'missing' as const };
          if (record.isDeleted && record.mergedInto === null) return { kind: 'deleted' as const };
          const there = crm.resolve(id);
          if (there === null || there.isDeleted) return { kind: 'deleted' as const };
          remember(there.id);
          return record.mergedInto === null
            ? { kind: 'found' as const, record: crm.wire(there, fields) }
            : { kind: 'merged' as const, record: crm.wire(there, fields) };
        }),
      );
    },
    find: (object, field, values, fields) => {
      wire.calls.finds += 1;
      return ask(() =>
        values.map((value) => {
          // Lookups by unique fields are exact; a company's domain goes through the search index, which lags.
          const isSearched = side === 'hubspot' && field === 'domain';
          const hits = crm.find(object, field, value).filter((record) => !isSearched || record.modifiedAt <= time.now() - lagMs);
          wire.found(side, field, value);
          for (const record of hits) remember(record.id);
          return { value, records: hits.map((record) => crm.wire(record, fields)) };
        }),
      );
    },
    write: async (requests) => {
      const size = side === 'hubspot' ? 100 : 200;
      const outcomes: WriteOutcome[] = [];
      for (let from = 0; from < requests.length; from += size) outcomes.push(...(await clearAndWrite(requests.slice(from, from + size))));
      return outcomes;
    },
    remove: async (requests) => removeChunk(requests),
    history: (object, ids, fields) => {
      wire.calls.histories += Math.ceil(ids.length / 50);
      return ask(() =>
        ids.map((id) => {
          const record = crm.resolve(id);
          return { id, fields: Object.fromEntries(fields.map((name) => [name, record?.history.get(name) ?? []])) };
        }),
      );
    },
    sweep: (object, since, until, _page, fields = []) =>
      ask(() => {
        const seen = [...crm.records.values()].filter(
          (record) =>
            record.object === object &&
            record.modifiedAt >= since &&
            record.modifiedAt <= until &&
            (side === 'salesforce' || record.modifiedAt <= time.now() - lagMs),
        );
        // HubSpot's search never shows deleted or merged records.
        const shown = side === 'hubspot' ? seen.filter((record) => !record.isDeleted && record.mergedInto === null) : seen;
        return {
          records: shown.map((record) => ({
            ref: { side, object, id: record.id },
            modifiedAt: record.modifiedAt,
            isDeleted: record.isDeleted,
            mergedInto: record.mergedInto,
            ...(fields.length === 0 || record.isDeleted || record.mergedInto !== null || record.convertedTo !== null
              ? {}
              : { values: crm.wire(record, fields).values }),
          })),
          next: null,
        };
      }),
    associations: (_fromObject, ids, toObject) =>
      ask(() => ids.map((id) => ({ id, to: crm.associated(id, toObject).map((to) => ({ id: to, isPrimary: toObject === 'companies' })) }))),
    owners: () => ask(() => OWNERS[side]),
    ...(side === 'salesforce' ? { convertLeads: (requests: readonly LeadConversion[]) => convertChunk(requests) } : {}),
    associate: async (writes) => {
      await network();
      if (failing() !== null) return writes.map(() => ({ code: 'RATE_LIMITS', message: '', fields: [], existingId: null }));
      for (const write of writes) crm.setCompany(write.fromId, write.remove ? null : write.toId);
      await network();
      return dice.chance(wire.weather().lost)
        ? writes.map(() => ({ code: 'SERVER_UNAVAILABLE', message: '', fields: [], existingId: null }))
        : writes.map(() => 'ok' as const);
    },
    budget: () => ({ remaining: 1, nextAt }),
  };
}
