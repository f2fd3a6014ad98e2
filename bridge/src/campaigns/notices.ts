/** What makes a person of a rule due: who came and went, who answered, whose membership changed, and who is linked by now. */
import type { CampaignRule, Link, RecordRef } from '../domain/model.ts';
import type { Agenda } from '../engine/index.ts';
import { memberKey } from './look.ts';
import { WAIT } from './ports.ts';
import type { CampaignPorts, MemberBody } from './ports.ts';

export const refText = ({ side, id }: RecordRef): string => `${side}:${id}`;
const waitKey = (rule: string, ref: RecordRef): string => `${refText(ref)}|${rule}`;
const pageMax = 500;
type Waiting = { readonly ref: RecordRef; readonly submittedAt: number | null };

/** People by their records: the linked ones are due, the others wait. `answers`: when they filled in the form, by record id. */
export async function askFor(
  ports: CampaignPorts,
  agenda: Agenda<MemberBody>,
  { rule, refs, answers = new Map() }: { readonly rule: CampaignRule; readonly refs: readonly RecordRef[]; readonly answers?: ReadonlyMap<string, number> },
): Promise<void> {
  if (refs.length === 0) return;
  const { store, connection, clock } = ports;
  const links = await store.linksOf(connection, refs);
  const isReady = (link: Link | null): link is Link => link !== null && link.salesforce !== null && link.hubspot !== null;
  const ready = refs.flatMap((ref, at) => {
    const link = links[at] ?? null;
    return isReady(link) ? [{ key: memberKey(rule.key, link.id), group: rule.key, answeredAt: answers.get(ref.id) ?? null }] : [];
  });
  const answeredAt = new Map(ready.map((one) => [one.key, one.answeredAt]));
  await agenda.ask(ready, (body, key) => {
    const at = answeredAt.get(key) ?? null;
    return at === null || at <= (body.submittedAt ?? 0) ? body : { ...body, submittedAt: at };
  });
  const unready = refs.filter((_, at) => !isReady(links[at] ?? null));
  const known = new Set(
    (
      await store.documents(
        connection,
        WAIT,
        unready.map((ref) => waitKey(rule.key, ref)),
      )
    ).map(({ key }) => key),
  );
  const writes = unready
    .filter((ref) => !known.has(waitKey(rule.key, ref)) || answers.has(ref.id))
    .map((ref) => {
      const body: Waiting = { ref, submittedAt: answers.get(ref.id) ?? null };
      return { kind: WAIT, key: waitKey(rule.key, ref), group: rule.key, rank: clock.now(), body: JSON.stringify(body) };
    });
  if (writes.length > 0) await store.saveDocuments(connection, writes);
}

/** A page of who waits, round after round: whoever is linked by now is due. Answers where to go on. */
export async function lookAtWaiting(ports: CampaignPorts, agenda: Agenda<MemberBody>, after: string | undefined): Promise<string | undefined> {
  const { store, connection } = ports;
  const page = await store.listDocuments(connection, WAIT, { limit: pageMax, ...(after === undefined ? {} : { after }) });
  const rows = page.items.map(({ key, group, body }) => ({ key, group, ...(JSON.parse(body) as Waiting) })); // written above
  if (rows.length === 0) return undefined;
  const links = await store.linksOf(
    connection,
    rows.map(({ ref }) => ref),
  );
  const rules = ports.rules().campaigns ?? [];
  const met = rows.filter((_, at) => {
    const link = links[at] ?? null;
    return link !== null && link.salesforce !== null && link.hubspot !== null;
  });
  for (const [group, people] of Map.groupBy(met, (one) => one.group)) {
    const rule = rules.find(({ key }) => key === group);
    const answers = new Map(people.flatMap(({ ref, submittedAt }) => (submittedAt === null ? [] : [[ref.id, submittedAt] as const])));
    if (rule !== undefined) await askFor(ports, agenda, { rule, refs: people.map(({ ref }) => ref), answers });
  }
  // Dropped only once they are due: who dies in between does both again.
  if (met.length > 0)
    await store.dropDocuments(
      connection,
      WAIT,
      met.map(({ key }) => key),
    );
  return page.next ?? undefined;
}
