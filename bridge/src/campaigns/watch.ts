/** Where people come from: segments and HubSpot campaigns compared member by member, forms page by page, members of Salesforce by what changed. */
import type { CampaignRule, Change, Instant, RecordRef } from '../domain/model.ts';
import { watchSegments } from '../engine/index.ts';
import type { Agenda, FormSubmission, GatewayFailure, SegmentPorts } from '../engine/index.ts';
import { askFor } from './notices.ts';
import type { CampaignPorts, MemberBody } from './ports.ts';

const overlapMs = 30_000;
/** A contact made by its first submission may not be found at once; who is not found after this long is nobody. */
const unknownMaxMs = 10 * 60_000;
/** Submissions this much older than the last read are looked at again: they may show late. */
const submissionOverlapMs = 5 * 60_000;
const pagesMax = 20;
const cursorPrefix = 'campaigns:';

const read = async <T>({ store, connection }: CampaignPorts, source: string): Promise<T | null> => {
  const bytes = await store.cursor(connection, cursorPrefix + source);
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as T); // written by this module alone
};
const write = ({ store, connection }: CampaignPorts, source: string, value: unknown): Promise<void> =>
  store.setCursor(connection, { source: cursorPrefix + source, position: new TextEncoder().encode(JSON.stringify(value)) });
const contact = (id: string): RecordRef => ({ side: 'hubspot', object: 'contacts', id });
export const sourceName = ({ source }: CampaignRule): string => (source.kind === 'campaign' ? `campaign:${source.id}` : source.id);

/** Segments and HubSpot campaigns, by the engine's own comparing; its notices make people due here instead of records there. */
export function watchMembers(
  ports: CampaignPorts,
  agenda: Agenda<MemberBody>,
  {
    signal,
    ring,
    onMembers,
  }: { readonly signal: AbortSignal; readonly ring: () => void; readonly onMembers: (source: string, members: ReadonlySet<string>) => void },
): Promise<void> {
  const watched = (): readonly CampaignRule[] => (ports.rules().campaigns ?? []).filter(({ source }) => source.kind !== 'form');
  const receive = async (changes: readonly Change[], name: string | null): Promise<void> => {
    for (const rule of watched()) {
      if (name !== null && sourceName(rule) !== name) continue;
      await askFor(ports, agenda, { rule, refs: changes.map(({ ref }) => ref) });
    }
    if (changes.length > 0) ring();
  };
  // An id of the engine's notices: `segment:<id>:contacts:…`; the id itself may hold a colon.
  const nameIn = (change: Change | undefined): string | null => /^segment:(.+?):contacts:/.exec(change?.eventId ?? '')?.[1] ?? null;
  const segmentPorts: SegmentPorts = {
    connection: ports.connection,
    // Nothing stored: the first comparing reports everybody. Who entered between a rule's first look and it would be in neither otherwise.
    store: { cursor: async (connection, source) => (await ports.store.cursor(connection, cursorPrefix + source)) ?? new Uint8Array() },
    source: {
      ...ports.hubspot.source,
      members: async (id) => {
        const members = await ports.hubspot.source.members(id);
        if (members.ok) onMembers(id, members.value);
        return members;
      },
    },
    clock: ports.clock,
    journal: ports.journal,
    intake: {
      async receive(changes, cursor) {
        await receive(changes, nameIn(changes[0]));
        if (cursor !== undefined) await ports.store.setCursor(ports.connection, { ...cursor, source: cursorPrefix + cursor.source });
        return { stored: changes.length, duplicates: 0 };
      },
    },
    wanted: () => [...new Set(watched().map(sourceName))].map((id) => ({ id, object: 'contacts' })),
  };
  return watchSegments(segmentPorts, signal);
}

/** The first look at a rule: everybody who is in its source already. The comparing starts from what an earlier life of the bridge knew. */
export async function meetRule(ports: CampaignPorts, agenda: Agenda<MemberBody>, rule: CampaignRule): Promise<GatewayFailure | null> {
  const source = `met:${rule.key}:${rule.campaign}:${sourceName(rule)}`;
  if (rule.source.kind === 'form' || (await read(ports, source)) !== null) return null;
  const members = await ports.hubspot.source.members(sourceName(rule));
  if (!members.ok) return members.failure;
  await askFor(ports, agenda, { rule, refs: [...members.value].map(contact) });
  const compared = `${cursorPrefix}segment:${sourceName(rule)}`;
  // Comparing goes on from here, unless another rule has it compared already.
  if ((await ports.store.cursor(ports.connection, compared)) === null)
    await ports.store.setCursor(ports.connection, { source: compared, position: new TextEncoder().encode([...members.value].join(',')) });
  await write(ports, source, { at: ports.clock.now() });
  return null;
}

type FormPosition = { readonly at: Instant; readonly seen: readonly string[] };

/** New submissions of a form. Each is counted once: it moves a person's time of answer, and is not read again once that is stored. */
export async function readForm(ports: CampaignPorts, agenda: Agenda<MemberBody>, rule: CampaignRule): Promise<GatewayFailure | null> {
  const source = `form:${rule.key}:${rule.source.id}`;
  const known = (await read<FormPosition>(ports, source)) ?? { at: 0, seen: [] };
  const seen = new Set(known.seen);
  const fresh: FormSubmission[] = [];
  let page: string | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const answer = await ports.hubspot.submissions(rule.source.id, page);
    if (!answer.ok) return answer.failure;
    fresh.push(...answer.value.items.filter(({ id, at }) => at >= known.at - submissionOverlapMs && !seen.has(id)));
    page = answer.value.next;
    const oldest = answer.value.items.at(-1);
    // The first look goes through all of them; a later one as far as the last one went.
    if (page === null || oldest === undefined || oldest.at < known.at - submissionOverlapMs) break;
    if (known.at === 0) pages -= 1;
  }
  if (fresh.length === 0) return null;
  const emails = [...new Set(fresh.flatMap(({ email }) => email ?? []))];
  const found = emails.length === 0 ? { ok: true as const, value: [] } : await ports.gateways.hubspot.find('contacts', 'email', emails, []);
  if (!found.ok) return found.failure;
  const contactOf = new Map(found.value.flatMap(({ value, records }) => (records[0] === undefined ? [] : [[value.toLowerCase(), records[0].id] as const])));
  const now = ports.clock.now();
  const met = fresh.flatMap(({ email, ...one }) => {
    const id = email === null ? undefined : contactOf.get(email);
    return id === undefined ? [] : [{ ...one, contact: id }];
  });
  const answers = new Map<string, Instant>();
  for (const one of met) answers.set(one.contact, Math.max(one.at, answers.get(one.contact) ?? 0));
  await askFor(ports, agenda, { rule, refs: [...answers.keys()].map(contact), answers });
  const unknown = fresh.filter((one) => met.every(({ id }) => id !== one.id));
  const waits = unknown.filter(({ at, email }) => email !== null && now - at < unknownMaxMs);
  // The position stays before whoever is not found yet.
  const at = Math.min(Math.max(known.at, ...fresh.map((one) => one.at)), ...waits.map((one) => one.at));
  const done = [...fresh.filter((one) => !waits.includes(one)).map(({ id, at: when }) => ({ id, when }))];
  const keep = done.filter(({ when }) => when >= at - submissionOverlapMs).map(({ id }) => id);
  await write(ports, source, { at, seen: [...new Set([...(known.at === at ? known.seen : known.seen.slice(-500)), ...keep])] } satisfies FormPosition);
  return null;
}

type Position = { readonly since: Instant; readonly until: Instant; readonly page: string | null };

/** Members of Salesforce campaigns that were made, changed or removed; one call for all rules. From the beginning the first time. */
export async function pollMembers(ports: CampaignPorts, agenda: Agenda<MemberBody>): Promise<GatewayFailure | null> {
  const rules = ports.rules().campaigns ?? [];
  if (rules.length === 0) return null;
  const campaigns = [...new Set(rules.map(({ campaign }) => campaign))].toSorted();
  const source = `members:${campaigns.join(',')}`;
  const now = ports.clock.now();
  const stored = await read<Position>(ports, source);
  let at: Position =
    stored === null ? { since: 0, until: now, page: null } : stored.page === null ? { since: stored.until - overlapMs, until: now, page: null } : stored;
  for (;;) {
    const answer = await ports.salesforce.changed(campaigns, at.since, at.until, at.page);
    if (!answer.ok) return answer.failure;
    for (const rule of rules) {
      const people = [...new Set(answer.value.rows.filter(({ campaign }) => campaign === rule.campaign).flatMap((row) => row.people))];
      await askFor(ports, agenda, { rule, refs: people.map((id): RecordRef => ({ side: 'salesforce', object: '', id })) });
    }
    at = answer.value.next === null ? { since: at.until, until: at.until, page: null } : { ...at, page: answer.value.next };
    await write(ports, source, at);
    if (answer.value.next === null) return null;
  }
}
