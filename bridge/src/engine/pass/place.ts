/**
 * Before a create: what a HubSpot person becomes in Salesforce. At a known account it is a contact there, where the mapping says so;
 * anywhere else the mapping's own choice. An account is known when its company is linked: by the contact's primary company, or by the
 * domain of its address, free mail left out and only where one account alone has it.
 */
import { associatedObjects, domainOf, isFreeMail, referenceTargets } from '../../domain/index.ts';
import type { FieldRule, Link, ObjectMapping, RecordRef } from '../../domain/model.ts';
import { retryAt } from '../retry.ts';
import { outcome } from './context.ts';
import type { PassContext, Staged, StageResult } from './context.ts';
import type { NewItem } from './identify.ts';

/** What a person at an account becomes. */
const CONTACT = 'Contact';
/** So often a person waits for a company that is on its way; then the mapping's own choice is made, so that nobody waits for ever. */
const WAITS_MAX = 5;

type Placing = { readonly item: NewItem; readonly rule: FieldRule; readonly companies: ObjectMapping };
type Known = { readonly kind: 'account'; readonly id: string } | { readonly kind: 'waiting' } | { readonly kind: 'none' };

/** The creates, people at known accounts turned into contacts; those whose company is about to be linked wait. */
export async function placePeople(context: PassContext, creates: readonly NewItem[]): Promise<StageResult<Staged<NewItem>>> {
  const placing = creates.flatMap((item) => placingOf(context, item) ?? []);
  if (placing.length === 0) return { ok: true, value: { items: creates, outcomes: [] } };
  const named = await byCompany(context, placing);
  if (!named.ok) return named;
  const addressed = await byDomain(
    context,
    placing.filter(({ item }) => named.value.get(item)?.kind === 'none'),
  );
  const knownOf = (item: NewItem): Known | undefined => addressed.get(item) ?? named.value.get(item);
  const waiting = placing.filter(({ item }) => knownOf(item)?.kind === 'waiting' && item.work.tries < WAITS_MAX).map(({ item }) => item);
  const placed = new Map(
    placing.flatMap(({ item, rule }) => {
      const known = knownOf(item);
      return known?.kind === 'account' ? [[item, { ...item, object: CONTACT, account: { field: rule.salesforceField, id: known.id } }] as const] : [];
    }),
  );
  return {
    ok: true,
    value: {
      items: creates.filter((item) => !waiting.includes(item)).map((item) => placed.get(item) ?? item),
      outcomes: waiting.map((item) => waitForCompany(context, item)),
    },
  };
}

/** Null where nothing is to be chosen. */
function placingOf({ rulebook }: PassContext, item: NewItem): Placing | null {
  const { mapping, from, object } = item;
  if (from !== 'hubspot' || object === CONTACT || mapping.policies.handoff.atKnownAccount !== 'contact') return null;
  if (!mapping.salesforceObjects.includes(CONTACT)) return null;
  for (const rule of mapping.fields) {
    const [target] = referenceTargets(rule);
    const companies = target === undefined ? null : rulebook.mappingNamed(target);
    if (companies?.salesforceObjects.includes('Account') === true && rule.direction !== 'off' && rule.salesforceObjects.includes(CONTACT))
      return { item, rule, companies };
  }
  return null;
}

/** By the primary company. One that has no link yet is on its way as long as nothing says why it has none. */
async function byCompany(context: PassContext, placing: readonly Placing[]): Promise<StageResult<ReadonlyMap<NewItem, Known>>> {
  const known = new Map<NewItem, Known>(placing.map(({ item }) => [item, { kind: 'none' }]));
  for (const [object, group] of Map.groupBy(placing, ({ rule }) => associatedObjects(rule)[0] ?? '')) {
    const read = await context.gateways.hubspot.associations(
      group[0]?.item.source.object ?? '',
      group.map(({ item }) => item.source.id),
      object,
    );
    if (!read.ok) return read;
    const companyOf = new Map(read.value.map(({ id, to }) => [id, (to.find(({ isPrimary }) => isPrimary) ?? to[0])?.id]));
    for (const { item } of group) {
      const id = companyOf.get(item.source.id);
      if (id !== undefined) known.set(item, await companyKnown(context, { side: 'hubspot', object, id }));
    }
  }
  return { ok: true, value: known };
}

async function companyKnown({ store, connection }: PassContext, ref: RecordRef): Promise<Known> {
  const [link = null] = await store.linksOf(connection, [ref]);
  if (link !== null && link.state !== 'deleted') return accountOf(link) ?? { kind: 'waiting' };
  const why = link === null ? await store.unlinkedOf(connection, ref) : null;
  return link === null && (why === null || why.code === 'waiting') ? { kind: 'waiting' } : { kind: 'none' };
}

function accountOf({ salesforce }: Link): Known | null {
  return salesforce === null ? null : { kind: 'account', id: salesforce.id };
}

/** By the domain of the address, under the keys linked companies left behind (pass/records). */
async function byDomain(context: PassContext, placing: readonly Placing[]): Promise<ReadonlyMap<NewItem, Known>> {
  const keyed = placing.flatMap(({ item, companies }) => {
    const address = item.source.values['email'];
    const domain = typeof address === 'string' ? domainOf(address.split('@')[1] ?? '') : null;
    return domain === null || isFreeMail(domain) ? [] : [{ item, key: context.fingerprint(`match:${companies.key}:domain`, domain) }];
  });
  if (keyed.length === 0) return new Map();
  const found = await context.store.findByKeys(context.connection, [...new Set(keyed.map(({ key }) => key))]);
  const links = await context.store.linksOf(
    context.connection,
    found.map(({ ref }) => ref),
  );
  const accounts = new Map<string, Set<string>>();
  for (const [index, { key }] of found.entries()) {
    const link = links[index] ?? null;
    const id = link === null || link.state === 'deleted' ? undefined : link.salesforce?.id;
    if (id !== undefined) accounts.set(key, new Set([...(accounts.get(key) ?? []), id]));
  }
  return new Map(
    keyed.flatMap(({ item, key }): readonly (readonly [NewItem, Known])[] => {
      const [id, ...others] = accounts.get(key) ?? [];
      return id === undefined || others.length > 0 ? [] : [[item, { kind: 'account', id }]];
    }),
  );
}

function waitForCompany(context: PassContext, item: NewItem) {
  const at = retryAt({ now: context.clock.now(), tries: item.work.tries, random: context.random, settings: context.settings });
  const reason = { code: 'waiting' as const, explanation: 'Its company is about to be linked; at a linked account it becomes a contact there.' };
  const ref: RecordRef = { side: 'hubspot', object: item.source.object, id: item.source.id };
  const { work, formerRefs, decisions } = item;
  return outcome(
    { work, link: work.link, formerRefs, decisions },
    { consumed: [], ...(work.link === null ? { unlinked: { ref, reason } } : {}), next: { kind: 'again', at, isRetry: true } },
  );
}
