/** The engine with one rule broken on purpose: what each rule is worth, and the proof that the simulator would notice its loss. */
import type { Baseline, Change, EventId, FieldRule, Link, MappingPolicies, RuleSet, Side } from '../../src/domain/index.ts';
import type { CrmGateway, PassOutcome, Store, WriteOutcome } from '../../src/engine/index.ts';
import { PASS_PARTS } from '../../src/engine/pass/pass.ts';
import { RULES } from './rules.ts';
import type { Sabotage } from './world.ts';

export type Mutant = { readonly name: string; readonly breaks: string; readonly sabotage: Sabotage };

function mapLinks(store: Store, change: (link: Link) => Link): Store {
  return {
    ...store,
    saveAttempts: (input) => store.saveAttempts({ ...input, links: input.links.map((one) => ({ ...one, link: change(one.link) })) }),
    commit: (input) => store.commit({ ...input, outcomes: input.outcomes.map((one) => (one.link === null ? one : { ...one, link: change(one.link) })) }),
  };
}

function mapBaseline(link: Link, change: (pair: Baseline[string]) => Baseline[string]): Link {
  const each = (baseline: Baseline): Baseline => Object.fromEntries(Object.entries(baseline).map(([key, pair]) => [key, change(pair)]));
  return { ...link, baseline: each(link.baseline), attempts: link.attempts.map((attempt) => ({ ...attempt, agree: each(attempt.agree) })) };
}

/** Only the side we wrote to moves; the other keeps what it was. */
function ownSideOnly(store: Store): Store {
  return {
    ...store,
    commit: async (input) => {
      const outcomes: PassOutcome[] = [];
      for (const one of input.outcomes) {
        const [before] = one.link === null ? [] : await store.links(input.connection, [one.link.id]);
        outcomes.push(
          one.link === null || before === undefined
            ? one
            : {
                ...one,
                link: {
                  ...one.link,
                  baseline: Object.fromEntries(Object.entries(one.link.baseline).map(([key, pair]) => [key, halfMoved(before.baseline[key], pair)])),
                },
              },
        );
      }
      return store.commit({ ...input, outcomes });
    },
  };
}

function halfMoved(before: Baseline[string] | undefined, after: Baseline[string]): Baseline[string] {
  const written: Side | undefined = after.writes?.at(-1)?.side;
  if (before === undefined || written === undefined || (before.writes?.length ?? 0) >= (after.writes?.length ?? 0)) return after;
  return written === 'hubspot' ? { ...after, salesforce: before.salesforce } : { ...after, hubspot: before.hubspot };
}

/** Consumes whatever is in the inbox by then, not only what the pass looked at. */
function upToLast(store: Store): Store {
  const known = new Map<string, EventId[]>();
  const note = (change: Change): void => {
    known.set(change.ref.id, [...(known.get(change.ref.id) ?? []), change.eventId]);
  };
  return {
    ...store,
    append: (input) => {
      for (const change of input.changes) note(change);
      return store.append(input);
    },
    commit: (input) =>
      store.commit({
        ...input,
        outcomes: input.outcomes.map((one) => {
          const ids = [one.link?.salesforce?.id, one.link?.hubspot?.id, one.subject.split(':').at(-1)];
          return one.consumed.length === 0 ? one : { ...one, consumed: ids.flatMap((id) => known.get(id ?? '') ?? []) };
        }),
      }),
  };
}

/** Says of every mapping that both its sides are known. */
function walkedAlready(store: Store): Store {
  const done = ['salesforce:Lead', 'salesforce:Contact', 'salesforce:Account', 'hubspot:contacts', 'hubspot:companies'];
  const position = new TextEncoder().encode(JSON.stringify({ version: 1, done, at: null, met: { salesforce: 0, hubspot: 0 } }));
  return {
    ...store,
    cursor: (connection, source) => (source.startsWith('identity-indexed:') ? Promise.resolve(position) : store.cursor(connection, source)),
  };
}

function mapWrites(gateway: CrmGateway, change: (outcome: WriteOutcome) => WriteOutcome): CrmGateway {
  return { ...gateway, budget: gateway.budget, write: async (requests, options) => (await gateway.write(requests, options)).map(change) };
}

function withRules(change: (rule: FieldRule) => FieldRule): RuleSet {
  return { ...RULES, mappings: RULES.mappings.map((mapping) => ({ ...mapping, fields: mapping.fields.map(change) })) };
}

function withPolicies(change: (policies: MappingPolicies) => MappingPolicies): RuleSet {
  return { ...RULES, mappings: RULES.mappings.map((mapping) => ({ ...mapping, policies: change(mapping.policies) })) };
}

let serial = 0;

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'one shared baseline',
    breaks: 'the baseline is a pair',
    sabotage: { store: (store) => mapLinks(store, (link) => mapBaseline(link, (pair) => ({ ...pair, hubspot: pair.salesforce }))) },
  },
  {
    name: 'no attempt stored',
    breaks: 'the pair is stored before the call',
    sabotage: { store: (store) => mapLinks(store, (link) => ({ ...link, attempts: [] })) },
  },
  { name: 'our own echo moves its side only', breaks: 'both sides of the pair move together', sabotage: { store: ownSideOnly } },
  {
    name: 'a time-out is a failure',
    breaks: 'an unanswered write is unknown',
    sabotage: {
      gateway: (gateway) =>
        mapWrites(gateway, (outcome) =>
          outcome.kind === 'unknown' ? { kind: 'deferred', fault: { code: 'TIMEOUT', message: '', fields: [], existingId: null }, retryAt: 0 } : outcome,
        ),
    },
  },
  {
    name: 'attempts settle at once',
    breaks: 'an attempt holds its link until it can no longer land',
    sabotage: {
      settings: { callLifeMs: 1 },
      gateway: (gateway) => mapWrites(gateway, (outcome) => (outcome.kind === 'unknown' ? { ...outcome, settleAt: 0 } : outcome)),
    },
  },
  {
    name: 'creates are not upserts',
    breaks: 'creates are keyed',
    sabotage: {
      gateway: (gateway) => ({
        ...gateway,
        write: (requests, options) =>
          gateway.write(
            requests.map((one) => (one.kind === 'create' ? { ...one, key: `${one.key}-${++serial}` } : one)),
            options,
          ),
      }),
    },
  },
  { name: 'commit deletes up to the last notice', breaks: 'exactly the claimed notices are consumed', sabotage: { store: upToLast } },
  { name: 'no gap rule', breaks: 'an edit our write covered is decided', sabotage: { settings: { skewMs: -1e15 } } },
  {
    name: 'sift looks at nothing',
    breaks: 'only echoes are consumed unseen',
    sabotage: {
      parts: { ...PASS_PARTS, isEcho: (work) => work.link !== null && work.changes.length > 0 && work.changes.every((change) => change.origin === 'event') },
    },
  },
  {
    name: 'sift forgets attempts',
    breaks: 'nothing is consumed while a write is in flight',
    sabotage: {
      parts: {
        ...PASS_PARTS,
        isEcho: (work, ...rest) =>
          PASS_PARTS.isEcho(work.link === null ? work : { ...work, tries: 0, link: { ...work.link, attempts: [] } }, ...rest) ||
          (work.link?.attempts.length ?? 0) > 0,
      },
    },
  },
  {
    name: 'landed is assumed',
    breaks: 'the stamp tells whether a write landed',
    sabotage: {
      parts: {
        ...PASS_PARTS,
        settleAttempts: async (_context, items) => ({
          ok: true,
          value: {
            outcomes: [],
            items: items.map((item) =>
              item.link === null
                ? item
                : {
                    ...item,
                    link: {
                      ...item.link,
                      attempts: [],
                      baseline: Object.assign({}, item.link.baseline, ...item.link.attempts.map((attempt) => attempt.agree)),
                    },
                  },
            ),
          },
        }),
      },
    },
  },
  {
    name: 'withdrawals lose',
    breaks: 'an opt-out is never reverted',
    sabotage: { rules: withRules((rule) => (rule.key === 'person.optout' ? { ...rule, consent: 'opt-in' } : rule)) },
  },
  {
    name: 'decisions are not logged',
    breaks: 'a loss is a decision',
    sabotage: {
      store: (store) => ({ ...store, commit: (input) => store.commit({ ...input, outcomes: input.outcomes.map((one) => ({ ...one, decisions: [] })) }) }),
    },
  },
  {
    name: 'issues are not opened',
    breaks: 'nothing is silent',
    sabotage: {
      store: (store) => ({ ...store, commit: (input) => store.commit({ ...input, outcomes: input.outcomes.map((one) => ({ ...one, issues: [] })) }) }),
    },
  },
  {
    name: 'answers about identity are not consulted',
    breaks: 'a person’s word on two records outranks every guess, and is not asked for again',
    sabotage: { store: (store) => ({ ...store, verdictsOf: () => Promise.resolve([]) }) },
  },
  {
    name: 'whoever looks alike a little is linked',
    breaks: 'below the link threshold a person is asked',
    sabotage: { rules: withPolicies((policies) => ({ ...policies, match: { link: 0.4, review: 0.2 } })) },
  },
  {
    name: 'nobody waits until everybody is known',
    breaks: 'nothing is created before both sides were looked through once',
    sabotage: { store: walkedAlready },
  },
  {
    name: 'block keys are not kept',
    breaks: 'a record can be found by what it looks like',
    sabotage: { store: (store) => ({ ...store, rememberKeys: () => Promise.resolve() }) },
  },
  {
    name: 'a person’s word on a field is dropped',
    breaks: 'a reversal or choice is carried out, or the log says why not',
    sabotage: {
      store: (store) => ({
        ...store,
        append: (input) => store.append({ ...input, changes: input.changes.map(({ settlement: _settlement, ...change }) => change) }),
      }),
    },
  },
  {
    name: 'our clearing is taken for a person’s',
    breaks: 'a stage that was cleared to be set is set in the end',
    sabotage: {
      isCut: true,
      store: (store) => mapLinks(store, (link) => mapBaseline(link, ({ clearing: _clearing, ...pair }) => pair)),
    },
  },
  {
    name: 'stages move as they like',
    breaks: 'a customer is not made a prospect',
    sabotage: { rules: { ...RULES, lifecycle: [] } },
  },
  {
    name: 'scope is asked at the beginning only',
    breaks: 'a pair out of scope rests',
    sabotage: { rules: { ...RULES, mappings: RULES.mappings.map((mapping) => ({ ...mapping, hubspotScope: null })) } },
  },
  { name: 'no conflict window', breaks: 'inside the window the owner wins', sabotage: { rules: withRules((rule) => ({ ...rule, windowMs: 0 })) } },
  {
    name: 'deals do not convert',
    breaks: 'a deal in HubSpot converts its lead',
    sabotage: { rules: withPolicies((policies) => ({ ...policies, conversion: { ...policies.conversion, dealConverts: false } })) },
  },
  {
    name: 'nobody knows what a lead became',
    breaks: 'a contact is left to the lead it was, an opportunity to the deal that is there',
    sabotage: {
      gateway: (gateway) => ({
        ...gateway,
        find: (object, field, values, fields) => gateway.find(object, field, field.startsWith('Converted') ? [] : values, fields),
      }),
    },
  },
  {
    name: 'a reopened lead is reopened again',
    breaks: 'once each time the person comes back',
    sabotage: {
      store: (store) => mapLinks(store, (link) => (link.marks?.engaged === undefined ? link : { ...link, marks: { ...link.marks, reopenTries: 8 } })),
    },
  },
  {
    name: 'every deletion is taken for allowed',
    breaks: 'what waits for a person is not done before they say so',
    sabotage: {
      store: (store) => ({
        ...store,
        askApprovals: async (connection, asked) => (await store.askApprovals(connection, asked)).map((one) => ({ ...one, state: 'approved' as const })),
      }),
    },
  },
  {
    name: 'an erasure keeps our own traces',
    breaks: 'nothing of an erased person stays',
    sabotage: { store: (store) => ({ ...store, erase: async (request) => store.erase({ ...request, refs: [] }) }) },
  },
  {
    name: 'an erasure stops at our own door',
    breaks: 'the other platform erases too',
    sabotage: {
      gateway: (gateway) => ({
        ...gateway,
        budget: gateway.budget,
        remove: async (requests, options) =>
          requests[0]?.kind === 'erase'
            ? requests.map(({ id }) => ({ kind: 'ok' as const, id, created: false, after: null }))
            : gateway.remove(requests, options),
      }),
    },
  },
  {
    name: 'what was erased is not recognised',
    breaks: 'an erased person does not come back by sync',
    sabotage: { store: (store) => ({ ...store, erasedAmong: async () => new Map() }) },
  },
  {
    name: 'who comes and goes is never compared',
    breaks: 'who is in a segment crosses, who left it rests',
    sabotage: {
      segments: (source) => {
        let first: ReturnType<typeof source.members> | null = null;
        return { ...source, sightings: () => [], members: (id) => (first ??= source.members(id)) };
      },
    },
  },
];
