import { CHAIN_START } from '../../domain/index.ts';
import type { ConsentRow } from '../../domain/index.ts';
import type { Fingerprint, Instant } from '../../domain/model.ts';
import type { AddressMemory, ConsentStore, ConsentTurn, ConsentWork } from '../../engine/ports.ts';
import { chained, erasureEntry, joined, logRef, mergedNotices, rankOfUrgency, turnFor, withoutPerson } from '../consent-rows.ts';
import { endKey } from '../keys.ts';
import { decodePosition, pageOf } from '../paging.ts';
import { frozenCopy } from './frozen.ts';

type Turn = ConsentTurn & { readonly until: Instant };

/** One connection's part of the lane. */
export const createConsentTenant = () => ({
  work: new Map<string, ConsentWork>(),
  memory: new Map<Fingerprint, AddressMemory>(),
  places: new Map<string, readonly Fingerprint[]>(),
  log: [] as ConsentRow[],
  turn: { held: null as Turn | null },
});
export type ConsentTenant = ReturnType<typeof createConsentTenant>;

const byDue = (left: ConsentWork, right: ConsentWork): number =>
  rankOfUrgency(left.urgency) - rankOfUrgency(right.urgency) || left.dueAt - right.dueAt || (endKey(left.ref) < endKey(right.ref) ? -1 : 1);
const byAge = (left: ConsentWork, right: ConsentWork): number => left.at - right.at || (endKey(left.ref) < endKey(right.ref) ? -1 : 1);

/** The lane's part of the store in memory. */
export const consentInMemory = (tenantOf: (connection: Parameters<ConsentStore['consentHead']>[0]) => { readonly consent: ConsentTenant }): ConsentStore => {
  const of = (connection: Parameters<ConsentStore['consentHead']>[0]): ConsentTenant => tenantOf(connection).consent;
  const headOf = ({ log }: ConsentTenant) => {
    const last = log.at(-1);
    return last === undefined ? CHAIN_START : { seq: last.seq, hash: last.hash };
  };
  const isHeld = ({ turn }: ConsentTenant, asked: ConsentTurn): boolean => turn.held?.worker === asked.worker && turn.held.epoch === asked.epoch;
  return {
    async consentNotice({ connection, notices, now }) {
      const { work } = of(connection);
      for (const notice of mergedNotices(notices)) {
        const key = endKey(notice.ref);
        const before = work.get(key);
        const told = before === undefined ? notice : joined(before, notice);
        work.set(key, frozenCopy({ ...told, dueAt: now, version: (before?.version ?? 0) + 1, tries: 0, trouble: before?.trouble ?? null }));
      }
    },
    async consentTurn({ connection, worker, now, leaseMs }) {
      const { turn } = of(connection);
      const got = turnFor(turn.held, { worker, now });
      if (got !== null) turn.held = { ...got, until: now + leaseMs };
      return got;
    },
    async consentYield(connection, turn) {
      const tenant = of(connection);
      if (isHeld(tenant, turn)) tenant.turn.held = { ...turn, until: 0 };
    },
    consentDue: async (connection, now, limit) =>
      [...of(connection).work.values()]
        .filter((row) => row.dueAt <= now)
        .sort(byDue)
        .slice(0, limit),
    consentFailing: async (connection, limit) =>
      [...of(connection).work.values()]
        .filter((row) => row.tries > 0)
        .sort(byAge)
        .slice(0, limit),
    async consentNextDueAt(connection) {
      const times = [...of(connection).work.values()].map((row) => row.dueAt);
      return times.length === 0 ? null : Math.min(...times);
    },
    consentMemory: async (connection, addresses) => [...new Set(addresses)].flatMap((address) => of(connection).memory.get(address) ?? []),
    consentPlaces: async (connection, refs) =>
      [...new Map(refs.map((ref) => [endKey(ref), ref]))].flatMap(([key, ref]) => {
        const addresses = of(connection).places.get(key);
        return addresses === undefined ? [] : [{ ref, addresses }];
      }),
    async consentCommit({ connection, turn, outcomes, memories, places, entries }) {
      const tenant = of(connection);
      if (!isHeld(tenant, turn)) return false;
      for (const { ref, version, again } of outcomes) {
        const row = tenant.work.get(endKey(ref));
        if (row?.version !== version) continue;
        if (again === null) tenant.work.delete(endKey(ref));
        else tenant.work.set(endKey(ref), { ...row, dueAt: again.at, tries: row.tries + 1, trouble: again.trouble });
      }
      for (const memory of memories) {
        if (Object.keys(memory.topics).length > 0) tenant.memory.set(memory.address, frozenCopy(memory));
        else tenant.memory.delete(memory.address);
      }
      for (const { ref, addresses } of places) {
        if (addresses.length > 0) tenant.places.set(endKey(ref), [...addresses]);
        else tenant.places.delete(endKey(ref));
      }
      tenant.log.push(...chained(headOf(tenant), entries).map(frozenCopy));
      return true;
    },
    async consentLog(connection, query) {
      const [from] = decodePosition(query.after) ?? [];
      const ref = query.ref === undefined ? null : logRef(query.ref);
      const isForward = query.isForward === true;
      const fits = (row: ConsentRow): boolean =>
        (query.address === undefined || row.person?.address === query.address) &&
        (query.kind === undefined || row.kind === query.kind) &&
        row.at >= (query.since ?? 0) &&
        row.at <= (query.until ?? Number.MAX_SAFE_INTEGER) &&
        (ref === null || row.person?.refs.includes(ref) === true) &&
        (typeof from !== 'number' || (isForward ? row.seq > from : row.seq < from));
      const rows = of(connection).log.filter(fits);
      return pageOf((isForward ? rows : rows.reverse()).slice(0, query.limit + 1), { limit: query.limit, item: (row) => row, position: (row) => [row.seq] });
    },
    consentHead: async (connection) => headOf(of(connection)),
    async consentCounts(connection) {
      const { work, log } = of(connection);
      const rows = [...work.values()];
      return {
        waiting: rows.length,
        failing: rows.filter((row) => row.tries > 0).length,
        oldestAt: rows.length === 0 ? null : Math.min(...rows.map((row) => row.at)),
        rows: log.length,
      };
    },
    async consentErase({ connection, addresses, refs, now }) {
      const tenant = of(connection);
      const gone = new Set(addresses);
      const named = new Set(refs.map(logRef));
      let emptied = 0;
      for (const [index, row] of tenant.log.entries()) {
        if (row.person === null || !(gone.has(row.person.address) || row.person.refs.some((ref) => named.has(ref)))) continue;
        tenant.log[index] = frozenCopy(withoutPerson(row));
        emptied += 1;
      }
      for (const address of addresses) tenant.memory.delete(address);
      for (const ref of refs) {
        tenant.places.delete(endKey(ref));
        tenant.work.delete(endKey(ref));
      }
      tenant.log.push(frozenCopy(chained(headOf(tenant), [erasureEntry(now, emptied)])[0] as ConsentRow));
      return emptied;
    },
  };
};
