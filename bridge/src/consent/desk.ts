/** What a person may ask of the consent log: pages of it, how the lane stands, whether the chain is whole, and one person's state. */
import { CHECK_START, checkChain, CONSENT_ENTRY_KINDS, endOfCheck, normalAddress } from '../domain/index.ts';
import type { ChainFault, ConsentEntryKind, ConsentRow, TopicMemory } from '../domain/index.ts';
import type { ConnectionId, ConsentRule, Fingerprint, Instant, RecordRef } from '../domain/model.ts';
import type { Clock, ConsentCounts, ConsentStore, HubSpotConsent, Page, SubscriptionType } from '../engine/ports.ts';

export type ConsentPlaceOfWork = {
  readonly id: ConnectionId;
  readonly store: ConsentStore;
  readonly clock: Clock;
  /** Null for what is no address. */
  readonly print: (address: string) => Fingerprint | null;
  readonly rules: () => readonly ConsentRule[] | null;
  readonly hubspot: Pick<HubSpotConsent, 'subscriptions'>;
};
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };

export type LogQuery = {
  readonly address?: string | undefined;
  /** `salesforce:Lead:<id>`, `hubspot:contacts:<id>`. */
  readonly record?: string | undefined;
  readonly kind?: ConsentEntryKind | undefined;
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly forward?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
};
export type ConsentStatus = ConsentCounts & {
  readonly head: { readonly seq: number; readonly hash: string };
  readonly rules: readonly ConsentRule[];
  /** What waits after a failure, longest first. */
  readonly stuck: readonly {
    readonly record: string;
    readonly since: Instant;
    readonly tries: number;
    readonly retryAt: Instant;
    readonly trouble: string | null;
  }[];
};
export type VerifyResult = {
  readonly isWhole: boolean;
  readonly rows: number;
  readonly erased: number;
  readonly hash: string;
  readonly fault: ChainFault | null;
  readonly verifiedAt: Instant;
};
/** How one record's person stands: by topic, since when, and what each place showed last. */
export type PersonState = {
  readonly topics: readonly {
    readonly topic: string;
    readonly isWithdrawn: boolean;
    readonly since: Instant | null;
    readonly places: TopicMemory['holders'];
  }[];
  readonly rows: Page<ConsentRow>;
};
export type ConsentDesk = {
  status(connection: string | undefined): Promise<Result<ConsentStatus>>;
  log(connection: string | undefined, query: LogQuery): Promise<Result<Page<ConsentRow>>>;
  verify(connection: string | undefined): Promise<Result<VerifyResult>>;
  person(connection: string | undefined, asked: { readonly record: string; readonly address?: string | undefined }): Promise<Result<PersonState>>;
  /** What a consent rule can be about besides all e-mail, by name. */
  subscriptions(connection: string | undefined): Promise<Result<{ readonly items: readonly SubscriptionType[] }>>;
};

const verifyPage = 1_000;
const failingMax = 50;
const personRows = 20;

export function createConsentDesk(places: readonly ConsentPlaceOfWork[]): ConsentDesk {
  function on<T>(name: string | undefined, work: (place: ConsentPlaceOfWork) => Promise<Result<T>>): Promise<Result<T>> {
    const [only, ...more] = places;
    const place = name === undefined && more.length === 0 ? only : places.find(({ id }) => id === name);
    if (place !== undefined) return work(place);
    const known = places.map(({ id }) => id).join(', ');
    return Promise.resolve({ ok: false, status: name === undefined ? 400 : 404, error: `name a connection: ${known}` });
  }
  return {
    status: (connection) =>
      on(connection, async ({ id, store, rules }) => {
        const [counts, head, failing] = await Promise.all([store.consentCounts(id), store.consentHead(id), store.consentFailing(id, failingMax)]);
        const waiting = failing.map(({ ref, at, tries, dueAt, trouble }) => ({
          record: `${ref.side}:${ref.object}:${ref.id}`,
          since: at,
          tries,
          retryAt: dueAt,
          trouble,
        }));
        return { ok: true, value: { ...counts, head, rules: rules() ?? [], stuck: waiting } };
      }),
    log: (connection, query) => on(connection, (place) => readLog(place, query)),
    verify: (connection) => on(connection, async (place) => ({ ok: true, value: await verifyStored(place) })),
    person: (connection, asked) => on(connection, (place) => personState(place, asked)),
    subscriptions: (connection) =>
      on(connection, async ({ hubspot }) => {
        const answer = await hubspot.subscriptions();
        return answer.ok
          ? { ok: true, value: { items: answer.value } }
          : { ok: false, status: 409, error: `HubSpot did not answer: ${answer.failure.message}` };
      }),
  };
}

async function readLog({ id, store, print }: ConsentPlaceOfWork, query: LogQuery): Promise<Result<Page<ConsentRow>>> {
  const { address, record, kind, since, until, forward, after, limit } = query;
  const ref = record === undefined ? undefined : refOf(record);
  if (ref === null) return { ok: false, status: 400, error: `${String(record)} names no record; write salesforce:Lead:<id> or hubspot:contacts:<id>` };
  const known = address === undefined ? undefined : print(address);
  if (known === null) return { ok: false, status: 400, error: 'that is no e-mail address' };
  const page = await store.consentLog(id, {
    limit,
    ...(known === undefined ? {} : { address: known }),
    ...(ref === undefined ? {} : { ref }),
    ...(kind === undefined ? {} : { kind }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(forward === undefined ? {} : { isForward: forward }),
    ...(after === undefined ? {} : { after }),
  });
  return { ok: true, value: page };
}

/** The whole chain, page by page, against the end the store remembers. */
async function verifyStored({ id, store, clock }: ConsentPlaceOfWork): Promise<VerifyResult> {
  const head = await store.consentHead(id);
  let check = CHECK_START;
  let after: string | undefined;
  do {
    const page = await store.consentLog(id, { isForward: true, limit: verifyPage, ...(after === undefined ? {} : { after }) });
    // Rows appended meanwhile are beyond the end asked for.
    check = checkChain(
      check,
      page.items.filter((row) => row.seq <= head.seq),
    );
    after = page.next ?? undefined;
  } while (after !== undefined && check.fault === null && check.head.seq < head.seq);
  const { fault, erased, head: reached } = endOfCheck(check, head);
  return { isWhole: fault === null, rows: reached.seq, erased, hash: reached.hash, fault, verifiedAt: clock.now() };
}

async function personState(
  place: ConsentPlaceOfWork,
  { record, address }: { readonly record: string; readonly address?: string | undefined },
): Promise<Result<PersonState>> {
  const { id, store, print } = place;
  const ref = refOf(record);
  if (ref === null) return { ok: false, status: 400, error: `${record} names no record; write salesforce:Lead:<id> or hubspot:contacts:<id>` };
  const normal = address === undefined ? null : normalAddress(address);
  const met = await store.consentPlaces(id, [ref]);
  const prints = [...new Set([...met.flatMap(({ addresses }) => addresses), ...(normal === null ? [] : [print(normal) ?? ''])])].filter((one) => one !== '');
  const memories = prints.length === 0 ? [] : await store.consentMemory(id, prints);
  const topics = memories.flatMap((memory) =>
    Object.entries(memory.topics).map(([topic, { isWithdrawn, since, holders }]) => ({ topic, isWithdrawn, since, places: holders })),
  );
  return { ok: true, value: { topics, rows: await store.consentLog(id, { ref, limit: personRows }) } };
}

/** `salesforce:Lead:<id>` → a record; null for anything else. */
function refOf(text: string): RecordRef | null {
  const [, side, object, id] = /^(salesforce|hubspot):([A-Za-z_]+):([A-Za-z0-9]+)$/.exec(text) ?? [];
  return (side === 'salesforce' || side === 'hubspot') && object !== undefined && id !== undefined ? { side, object, id } : null;
}

export const entryKinds = CONSENT_ENTRY_KINDS;
