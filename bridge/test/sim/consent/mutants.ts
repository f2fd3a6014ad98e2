/** Lanes that are broken on purpose. Each must be noticed. */
import { concernsConsent, planConsent } from '../../../src/domain/index.ts';
import type { ConsentInput } from '../../../src/domain/index.ts';
import type { ConsentGate } from '../../../src/engine/index.ts';
import type { ConsentSabotage } from './world.ts';

const everything: ConsentGate = {
  beforeCreate: (candidates) => Promise.resolve(candidates.map(() => ({ kind: 'go', fields: {} }))),
  beforeMove: (contacts) => Promise.resolve(contacts.map(() => true)),
  erase: () => Promise.resolve(0),
};
const plan = (change: (input: ConsentInput) => ConsentInput): ConsentSabotage => ({ parts: { plan: (input) => planConsent(change(input)) } });

export const MUTANTS: readonly { readonly name: string; readonly sabotage: ConsentSabotage }[] = [
  {
    name: 'a yes crosses without evidence',
    sabotage: plan((input) => ({
      ...input,
      holders: input.holders.map((holder) => ({ ...holder, evidence: { side: holder.side, basis: 'X', explanation: 'x', at: input.now + 1, by: null } })),
    })),
  },
  { name: 'people who are not linked are left out', sabotage: { skipsUnlinked: true } },
  {
    name: 'HubSpot is not heard',
    sabotage: { hasNoSweep: true, parts: { concerns: (rules, change) => change.ref.side === 'salesforce' && concernsConsent(rules, change) } },
  },
  {
    name: 'Salesforce is not heard',
    sabotage: { hasNoSweep: true, parts: { concerns: (rules, change) => change.ref.side === 'hubspot' && concernsConsent(rules, change) } },
  },
  { name: 'a new address starts from nothing', sabotage: plan((input) => ({ ...input, inherits: false })) },
  {
    name: 'one record of an address is enough',
    sabotage: {
      parts: {
        plan: (input) => {
          const planned = planConsent(input);
          return {
            ...planned,
            writes: planned.writes.slice(0, 1),
            memory: { ...planned.memory, holders: Object.fromEntries(input.holders.map(({ key }) => [key, 'out' as const])) },
          };
        },
      },
    },
  },
  { name: 'a withdrawal ends with the record it was seen on', sabotage: plan((input) => ({ ...input, memory: { ...input.memory, isWithdrawn: false } })) },
  { name: 'lost notices stay lost', sabotage: { hasNoSweep: true } },
  {
    name: 'people are made before anybody asks',
    sabotage: { gate: everything, parts: { concerns: (rules, change) => change.kind !== 'create' && concernsConsent(rules, change) } },
  },
];
