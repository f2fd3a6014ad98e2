/** Keeps the directory of owners fresh: read with the rules, and again soon when a record names an owner nobody has heard of. */
import type { ConnectionId, Subject } from '../domain/model.ts';
import type { Clock, Rulebook, Store } from '../engine/index.ts';

export type OwnerWatchPorts = {
  readonly connection: ConnectionId;
  readonly store: Pick<Store, 'issues' | 'wake'>;
  readonly clock: Clock;
  /** Asks for rules, schemas and owners to be read again. */
  readonly reload: () => void;
};

const lookEveryMs = 5_000;
/** An owner who never turns up must not cost a reload every few seconds. */
const reloadEveryMs = 60_000;
const unknown = 'owner-unknown';
/** Issues another directory may settle. */
const ownerIssues: readonly string[] = [unknown, 'owner-unmapped', 'owner-inactive'];
const pageSize = 500;

/** Until the signal fires. */
export async function watchOwners({ connection, store, clock, reload }: OwnerWatchPorts, signal: AbortSignal): Promise<void> {
  let askedAt = 0;
  while (!signal.aborted) {
    await clock.sleep(lookEveryMs, signal);
    if (signal.aborted || clock.now() - askedAt < reloadEveryMs) continue;
    const { items } = await store.issues(connection, { open: true, code: unknown, limit: 1 });
    if (items.length === 0) continue;
    askedAt = clock.now();
    reload();
  }
}

/** Whether two rulebooks know different owners. */
export function haveOwnersMoved(before: Rulebook | null, now: Rulebook | null): boolean {
  return before !== null && now !== null && JSON.stringify(before.owners) !== JSON.stringify(now.owners);
}

/** Looks again at every record that waits for an owner. */
export async function wakeOwnerless({ connection, store, clock }: Omit<OwnerWatchPorts, 'reload'>): Promise<void> {
  for (const code of ownerIssues) {
    let after: string | undefined;
    do {
      const page = await store.issues(connection, { open: true, code, limit: pageSize, ...(after === undefined ? {} : { after }) });
      const subjects: readonly Subject[] = [...new Set(page.items.map((issue) => issue.subject))];
      if (subjects.length > 0) await store.wake(connection, subjects, 'normal', clock.now());
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}
